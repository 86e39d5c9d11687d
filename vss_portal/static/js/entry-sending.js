// Boxes are sent one at a time, so that no older answer comes after a newer one. What couldn't be sent stays in its box,
// is told at the foot of the page, and is sent again when that can help.

const form = document.getElementById("inmatning");
const saved = document.getElementById("sparat");
const unsaved = document.getElementById("osparat");

export const isBox = (element) => element instanceof HTMLInputElement && Boolean(element.closest("td.cell"));
export const boxOf = (name) => document.getElementById(name);
export const changed = (box) => box.value.trim() !== box.dataset.shown.trim();

const CONTACT = "contact", LOGIN = "login", SERVER = "server", REFUSED = "refused";
const AGAIN_AFTER = 10000;

const done = []; // what Ctrl+Z takes back: [box name, text before]
const waiting = new Map(); // the boxes that couldn't be sent, by name: why
const queue = []; // names of the boxes to send
const later = []; // what is done when everything is sent
let sending = null;
let loggedOut = false;
let renewed = false; // the page's token was renewed after the last refusal
let again = null;
let login = null;

export const busy = () => Boolean(sending || queue.length);

// Sending

export function save(box) {
  if (!changed(box) || box.dataset.sent === box.value) return;
  done.push([box.name, box.dataset.shown]);
  send(box);
}

function send(box) {
  box.dataset.sent = box.value;
  box.closest("td").classList.add("cell-saving");
  document.getElementById(`w-${box.name}`).textContent = "sparar";
  if (!queue.includes(box.name)) queue.push(box.name);
  next();
  tell();
}

function next() {
  if (sending) return;
  if (!queue.length) return later.splice(0).forEach((act) => act());
  const box = boxOf(queue.shift());
  if (!box) return next();
  sending = box.name;
  let began = false;
  box.addEventListener("htmx:beforeRequest", () => { began = true; }, { once: true });
  window.htmx.trigger(box, "spara");
  if (began) return;
  // A box that an answer has just put here isn't ready to send for a moment.
  sending = null;
  queue.unshift(box.name);
  window.setTimeout(next, 50);
}

function sent(event) {
  if (event.detail.requestConfig.elt.name !== sending) return;
  sending = null;
  window.setTimeout(next, 0);
}

// Done at once where nothing is on its way, else when it has arrived.
export function whenSent(act) {
  later.push(act);
  if (!busy()) next();
}

// Taken back: the text that stood in the box before the last act; the name of the box, or nothing.
export function undo() {
  const step = done.pop();
  const box = step && boxOf(step[0]);
  if (!box) return null;
  box.value = step[1] === "" ? "Töm cellen" : step[1];
  send(box);
  return box.name;
}

// Telling

function clock() {
  return new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
}

const WHY = {
  [CONTACT]: "ingen kontakt med servern",
  [LOGIN]: "du är utloggad",
  [SERVER]: "servern svarade med ett fel",
  [REFUSED]: "du får inte skriva här längre",
};

const THEN = {
  [CONTACT]: " och sparas när kontakten är tillbaka.",
  [LOGIN]: ". Logga in i en ny flik; sedan sparas det.",
  [SERVER]: ". Försök igen om en stund.",
  [REFUSED]: ". Läs in sidan igen, eller fråga huvudcontrollern.",
};

function trouble(count) {
  const why = loggedOut ? LOGIN : [...waiting.values()].at(-1);
  if (!why) return count ? `${count} ${count === 1 ? "värde är inte sparat" : "värden är inte sparade"}` : "";
  const one = waiting.size === 1 && boxOf([...waiting.keys()][0]);
  const stays = one ? `Värdet ${one.value} ligger kvar här` : "Det du skrev ligger kvar här";
  return `${count > 1 ? `${count} värden är inte sparade` : "Inte sparat"}: ${WHY[why]}. ${stays}${THEN[why]}`;
}

export function tell() {
  const wrong = form.querySelectorAll("td[data-state='unsaved']").length;
  const text = trouble(wrong + waiting.size);
  if (unsaved.textContent !== text) unsaved.textContent = text;
  saved.textContent = text ? "" : busy() ? "Sparar" : `Allt sparat ${clock()}`;
  again.hidden = !waiting.size;
  login.hidden = !loggedOut;
}

function beside() {
  again = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", hidden: true });
  again.textContent = "Försök igen";
  again.addEventListener("click", retry);
  login = Object.assign(document.createElement("a"), { href: "/logga-in/", target: "_blank", hidden: true });
  login.textContent = "Logga in i en ny flik";
  unsaved.after(again, login);
}

// What couldn't be sent

function keep(element, why) {
  if (why === LOGIN) loggedOut = true;
  if (isBox(element)) {
    waiting.set(element.name, why);
    delete element.dataset.sent;
    element.closest("td").classList.add("cell-unsaved");
    document.getElementById(`w-${element.name}`).textContent = `inte sparat: ${WHY[why]}`;
  }
  tell();
}

const from = (event) => event.detail.requestConfig?.elt ?? event.detail.elt;

function refusedBy(event) {
  const status = event.detail.xhr.status;
  const why = status === 403 || status === 404 ? REFUSED : SERVER;
  keep(from(event), why);
  // After a log-in in another tab the page's token is an old one: a new one may help, once.
  if (status === 403 && !renewed) retry();
}

// A log-in page in place of an answer would take with it what is typed.
function holdLogIn(event) {
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  keep(from(event), LOGIN);
}

// The token of this page as it is now; false where nobody is logged in or the server doesn't answer.
async function renew() {
  const answer = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") loggedOut = true;
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  document.body.setAttribute("hx-headers", headers);
  for (const field of document.querySelectorAll("[name='csrfmiddlewaretoken']")) field.value = JSON.parse(headers)["X-CSRFToken"];
  renewed = true;
  return true;
}

async function retry() {
  const needsToken = loggedOut || [...waiting.values()].includes(REFUSED);
  if (needsToken && !await renew()) return tell();
  loggedOut = false;
  for (const name of [...waiting.keys()]) {
    waiting.delete(name);
    const box = boxOf(name);
    if (box) send(box);
  }
  tell();
}

function byItself() {
  if (loggedOut || [...waiting.values()].some((why) => why !== REFUSED)) retry();
}

function answered(event) {
  if (event.detail.requestConfig?.verb === "get") return; // nothing was to be saved
  if (event.detail.successful) {
    waiting.delete(from(event).name);
    renewed = false;
  }
  tell();
}

// Who has typed on in a box keeps the text, and has now seen what was saved; else the new box takes the focus over.
function takeOver(event) {
  const box = event.detail.target.querySelector?.("td.cell > input[type='text'], :scope > input[type='text']");
  if (!isBox(box) || box !== document.activeElement) return;
  const fresh = event.detail.fragment.querySelector?.(`[id='${box.id}']`);
  if (!fresh) return;
  if (box.dataset.sent === undefined || box.value === box.dataset.sent) {
    window.setTimeout(() => { boxOf(box.id)?.focus(); }, 0);
    return;
  }
  event.preventDefault();
  event.detail.shouldSwap = false;
  box.dataset.shown = fresh.dataset.shown;
  box.nextElementSibling.value = fresh.nextElementSibling.value;
  delete box.dataset.sent;
  box.closest("td").classList.remove("cell-saving");
}

function leaving(event) {
  const typing = isBox(document.activeElement) && changed(document.activeElement);
  if (typing || busy() || waiting.size || form.querySelector("td[data-state='unsaved']")) event.preventDefault();
}

// A link is followed when what was typed has arrived.
function following(event) {
  const link = event.target.closest?.("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button || link?.target;
  if (!link || elsewhere || event.defaultPrevented || !busy()) return;
  event.preventDefault();
  whenSent(() => window.location.assign(link.href));
}

export function startSending() {
  beside();
  const body = document.body;
  body.addEventListener("htmx:beforeOnLoad", holdLogIn);
  body.addEventListener("htmx:oobBeforeSwap", takeOver);
  body.addEventListener("htmx:sendError", (event) => keep(from(event), CONTACT));
  body.addEventListener("htmx:timeout", (event) => keep(from(event), CONTACT));
  body.addEventListener("htmx:responseError", refusedBy);
  body.addEventListener("htmx:afterRequest", sent);
  body.addEventListener("htmx:afterRequest", (event) => window.setTimeout(answered, 20, event));
  document.addEventListener("click", following);
  window.addEventListener("online", byItself);
  window.addEventListener("focus", () => { if (loggedOut) byItself(); });
  window.setInterval(byItself, AGAIN_AFTER);
  window.addEventListener("beforeunload", leaving);
}
