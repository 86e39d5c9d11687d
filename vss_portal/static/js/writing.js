// Writing a text: the plain box becomes an editor where the browser can, and what is written is saved by itself.
// Without this file the box and its buttons do the same by hand.

const PAUSE = 1500;
const AGAIN = 5000;
const LOOK = 8000;
const NUMBERS = /[+\-−]?\d+(?:[\u00a0 ]\d{3})*(?:,\d+)?\s?%?/g;

const told = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

function button(word, label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "editor-button", textContent: word, ariaLabel: label, title: label });
  made.addEventListener("click", act);
  return made;
}

// The years, dates and numbers of last year's text, marked until they are written anew.
function marking(m, words) {
  const kept = new Set(words);
  const marks = (doc) => {
    const found = [];
    doc.descendants((node, at) => {
      for (const hit of node.text?.matchAll(NUMBERS) ?? []) {
        const start = at + hit.index;
        if (kept.has(hit[0].trim())) found.push(m.pm.view.Decoration.inline(start, start + hit[0].length, { class: "kept" }));
      }
    });
    return m.pm.view.DecorationSet.create(doc, found);
  };
  const plugin = () => new m.pm.state.Plugin({ props: { decorations: (state) => marks(state.doc) } });
  return m.Extension.create({ name: "kept", addProseMirrorPlugins: () => [plugin()] });
}

// Who wrote a paragraph just now, beside it: by the words of the paragraph, so that the names follow when text moves.
function naming(m, names) {
  const marks = (doc) => {
    const found = [];
    doc.forEach((node, at) => {
      const by = names.get(node.textContent);
      if (by) found.push(m.pm.view.Decoration.node(at, at + node.nodeSize, { class: "by-other", "data-by": by }));
    });
    return m.pm.view.DecorationSet.create(doc, found);
  };
  const plugin = () => new m.pm.state.Plugin({ props: { decorations: (state) => marks(state.doc) } });
  return m.Extension.create({ name: "names", addProseMirrorPlugins: () => [plugin()] });
}

// What stands in the database comes into the editor; the cursor stays where it is, and undoing is one's own.
function take(editor, content) {
  const old = editor.state.doc;
  const next = editor.schema.nodeFromJSON(content);
  const start = old.content.findDiffStart(next.content);
  let { a, b } = old.content.findDiffEnd(next.content) ?? {};
  if (start === null) return next;
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  const change = editor.state.tr.replace(start, a, next.slice(start, b));
  editor.view.dispatch(change.setMeta("addToHistory", false).setMeta("preventUpdate", true));
  return next;
}

function sayOthers(line, answer) {
  const lost = answer.lost.map((words) => `Ditt stycke ”${words}” är ändrat av någon annan; det finns kvar bland versionerna.`);
  const said = [...answer.others, ...lost].join(" ");
  if (line.textContent !== said) line.textContent = said;
}

// While somebody writes: what others have saved meanwhile, fetched when nothing of one's own is unsaved.
function together(form, editor, names, fill, isSaved) {
  const line = form.querySelector("#skriver");
  const look = async () => {
    if (document.hidden || !isSaved()) return;
    const answer = await (await fetch(form.dataset.together, { headers: { Accept: "application/json" } })).json();
    if (!isSaved()) return;
    const seen = form.querySelector("#sedd");
    // Asked before one's own last words were saved: what stands now comes with the next look.
    if (answer.number < Number(seen.value)) return;
    const isNew = answer.number > Number(seen.value);
    const next = isNew ? take(editor, answer.content) : editor.state.doc;
    names.clear();
    next.forEach((node, _at, place) => answer.by[place] && names.set(node.textContent, answer.by[place]));
    seen.value = answer.number;
    editor.view.dispatch(editor.state.tr.setMeta("addToHistory", false));
    fill();
    sayOthers(line, answer);
  };
  const quietly = () => look().catch(() => {});
  form.addEventListener("htmx:afterOnLoad", quietly);
  setInterval(quietly, LOOK);
}

function askForLink(editor, form) {
  const bar = form.querySelector(".editor-link");
  const box = bar.querySelector("input");
  box.value = editor.getAttributes("link").href ?? "";
  bar.hidden = false;
  box.focus();
}

function linkBar(editor, form) {
  const bar = document.createElement("div");
  bar.className = "editor-link";
  bar.hidden = true;
  const box = Object.assign(document.createElement("input"), { type: "url", placeholder: "https://", ariaLabel: "Adress" });
  const done = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (/^(https?:\/\/|mailto:)\S+$/.test(box.value)) chain.setLink({ href: box.value }).run();
    else chain.unsetLink().run();
    bar.hidden = true;
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done();
    if (event.key === "Escape") bar.hidden = true;
    if (["Enter", "Escape"].includes(event.key)) event.preventDefault();
  });
  bar.append(box, button("Länka", "Sätt länken", done));
  return bar;
}

function toolbar(editor, form) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.ariaLabel = "Textens form";
  const chain = () => editor.chain().focus();
  const acts = [
    ["bold", {}, button("F", "Fetstil (Ctrl+B)", () => chain().toggleBold().run())],
    ["heading", { level: 3 }, button("Rubrik", "Rubrik", () => chain().toggleHeading({ level: 3 }).run())],
    ["heading", { level: 4 }, button("Underrubrik", "Underrubrik", () => chain().toggleHeading({ level: 4 }).run())],
    ["bulletList", {}, button("• Lista", "Punktlista", () => chain().toggleBulletList().run())],
    ["orderedList", {}, button("1. Lista", "Numrerad lista", () => chain().toggleOrderedList().run())],
    ["link", {}, button("Länk", "Länk", () => askForLink(editor, form))],
  ];
  acts[0][2].classList.add("editor-button-bold");
  const show = () => acts.forEach(([name, attrs, made]) => (made.ariaPressed = String(editor.isActive(name, attrs))));
  editor.on("transaction", show);
  show();
  bar.append(...acts.map((act) => act[2]));
  return bar;
}

function extensions(m, words, names) {
  const { Document, Paragraph, Text, Bold, Heading, BulletList, OrderedList, ListItem, History, Link } = m;
  const list = [Document, Paragraph, Text, Bold, Heading.configure({ levels: [3, 4] }), BulletList, OrderedList];
  const link = Link.configure({ openOnClick: false, protocols: ["http", "https", "mailto"] });
  return [...list, ListItem, History, link, naming(m, names), ...(words ? [marking(m, words)] : [])];
}

async function enrich(field, changed, isSaved) {
  const m = await import(field.dataset.editor);
  const plain = field.querySelector("textarea");
  // Somebody who didn't wait for the editor goes on in the plain box.
  if (plain.value !== plain.defaultValue) return;
  const form = field.closest("form");
  const place = document.createElement("div");
  place.className = "editor-text";
  const names = new Map();
  const editor = new m.Editor({
    element: place,
    injectCSS: false,
    extensions: extensions(m, told("text-kvar"), names),
    content: told("text-dokument"),
    editorProps: { attributes: { "aria-label": field.dataset.label, "aria-multiline": "true", lang: "sv" } },
  });
  for (const each of field.querySelectorAll("[data-plain]")) each.hidden = true;
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "dokument" });
  const fill = () => (sent.value = JSON.stringify(editor.getJSON()));
  editor.on("update", () => (fill(), changed()));
  fill();
  field.append(toolbar(editor, form), linkBar(editor, form), place, sent);
  field.querySelector("label").addEventListener("click", () => editor.commands.focus());
  if (form.dataset.together) together(form, editor, names, fill, isSaved);
}

// Two wrote in the same paragraph: the other's words stay on the page while one goes on writing.
function keepCollision(state) {
  if (!state.querySelector(".collided")) return;
  const kept = document.createElement("div");
  kept.className = "notice-line";
  kept.append(...state.childNodes, button("Stäng", "Stäng den andra texten", () => kept.remove()));
  state.after(kept);
}

// What is sent by hand waits for what is being saved by itself: else the two would meet as if two people had written.
function sendInTurn(form, isUnderway, sends) {
  let waiting = null;
  form.addEventListener("submit", (event) => {
    sends();
    if (!isUnderway()) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const submitter = waiting;
    waiting = null;
    if (submitter && event.detail.successful) form.requestSubmit(submitter);
  });
}

// Saving by itself: a while after the last letter, and again until the server has answered.
function saving(form) {
  const state = form.querySelector(".save-state");
  let waiting = 0;
  let unsaved = false;
  let underway = 0;
  const save = () => form.dispatchEvent(new CustomEvent("autosave"));
  const soon = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, wait);
  };
  const failed = (why, then) => {
    unsaved = true;
    state.innerHTML = '<span class="not-saved"></span> ';
    state.firstChild.textContent = `Inte sparat: ${why}.`;
    state.append(`Texten ligger kvar här och sparas när ${then}.`);
    soon(AGAIN);
  };
  form.addEventListener("htmx:sendError", () => failed("ingen kontakt med servern", "kontakten är tillbaka"));
  form.addEventListener("htmx:responseError", ({ detail }) => failed(`servern svarade ${detail.xhr.status}`, "det går igen"));
  form.addEventListener("htmx:beforeRequest", () => ((unsaved = false), (underway += 1)));
  form.addEventListener("htmx:beforeSwap", () => keepCollision(state));
  form.addEventListener("htmx:afterRequest", (event) => {
    underway -= 1;
    if (!event.detail.successful) return;
    // The answer is about what was sent; what was written since, or refused, isn't saved.
    if (unsaved) state.append(" Ändrat sedan dess, sparas strax.");
    unsaved ||= Boolean(state.querySelector("[data-refused]"));
  });
  sendInTurn(form, () => underway > 0, () => (clearTimeout(waiting), (unsaved = false)));
  addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  const changed = () => {
    unsaved = true;
    keepCollision(state);
    state.textContent = "Ändrat, sparas strax";
    soon(PAUSE);
  };
  return [changed, () => !unsaved && underway === 0];
}

// What isn't saved by itself: who leaves the page with something unsent is asked first.
function guarding(form) {
  if (!form.matches("[data-guarded]")) return [() => {}, () => true];
  let unsent = false;
  const changed = () => (unsent = true);
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => (unsent = false));
  addEventListener("beforeunload", (event) => unsent && event.preventDefault());
  return [changed, () => true];
}

for (const form of document.querySelectorAll("form:has([data-editor])")) {
  const field = form.querySelector("[data-editor]");
  const [changed, isSaved] = form.matches("[data-writing]") ? saving(form) : guarding(form);
  field.querySelector("textarea").addEventListener("input", changed);
  const start = () =>
    enrich(field, changed, isSaved).catch((error) => console.warn("The editor didn't start; the plain box is used.", error));
  // What is folded away is rarely written in: twenty goals are approved without fetching the editor twenty times.
  const folded = field.closest("details:not([open])");
  if (folded) folded.addEventListener("toggle", start, { once: true });
  else start();
}
