// What somebody else saves in the table while it is open: fetched now and then, shown in its box with a dotted edge,
// told at its row with who and when, and at the foot. A box that one is in or has typed in is left as it is: who saves
// it meets both values and chooses. Nothing is locked.

import { busy, changed, isBox } from "./entry-sending.js";

const LOOK = 20000;
const SOON = 5000; // after something of one's own was saved
const form = document.getElementById("inmatning");
const foot = document.getElementById("andras");
const told = new Map(); // the sentence of each box, the latest last
let newest = form?.querySelector("table")?.dataset.newest;
let looked = Date.now();
let looking = false;
let again = false; // asked for while an answer was on its way
let redrawn = () => {};

const boxIn = (cell) => cell.querySelector(":scope > input[type='text']");
const isWritten = (field) => field.type !== "hidden" && field.value !== field.defaultValue;

function isOwn(place) {
  if (place.contains(document.activeElement)) return true;
  if (place.matches("td.cell")) return changed(boxIn(place)) || place.matches(".cell-saving, .cell-unsaved");
  return [...place.querySelectorAll("input")].some((field) => !isBox(field) && isWritten(field));
}

function mark(name, key, text) {
  const cell = document.getElementById(`c-${name}`);
  const head = document.getElementById(`h-${key}`);
  if (!cell || !head) return;
  cell.classList.add("cell-other");
  const word = document.getElementById(`w-${name}`);
  if (word && !word.textContent.includes(text)) word.textContent = `${word.textContent} ${text}`.trim();
  head.querySelector(`[data-other="${name}"]`)?.remove();
  head.append(Object.assign(document.createElement("span"), { className: "other-told", textContent: text }));
  head.lastChild.dataset.other = name;
  told.delete(name);
  told.set(name, `${(head.querySelector(".row-link") ?? head.firstChild).textContent.trim()}: ${text}`);
}

// What one has saved oneself since is nobody else's any more.
export function refreshOthers() {
  for (const note of form.querySelectorAll(".other-told")) {
    const cell = document.getElementById(`c-${note.dataset.other}`);
    if (cell?.classList.contains("cell-other")) continue;
    told.delete(note.dataset.other);
    note.remove();
  }
  const sentences = [...told.values()];
  const more = sentences.length - 1;
  const text = sentences.length ? `${sentences[more]}${more ? ` och ${more} till` : ""}` : "";
  if (foot.textContent !== text) foot.textContent = text;
  if (!busy() && Date.now() - looked > SOON) look();
}

// True where everything could be drawn.
function draw(fragment) {
  let all = true;
  for (const fresh of [...fragment.querySelectorAll("template")].flatMap((each) => [...each.content.querySelectorAll("[hx-swap-oob]")])) {
    const place = document.getElementById(fresh.id);
    if (!place) continue;
    if (isOwn(place)) {
      all &&= !place.matches("td.cell");
      continue;
    }
    fresh.removeAttribute("hx-swap-oob");
    place.replaceWith(fresh);
    window.htmx.process(fresh);
  }
  return all;
}

function take(answer, text) {
  const fragment = new DOMParser().parseFromString(text, "text/html");
  if (draw(fragment)) newest = answer.headers.get("X-Newest");
  const notes = [...fragment.querySelectorAll("p[data-other]")];
  for (const note of notes) mark(note.dataset.other, note.dataset.key, note.textContent);
  // The line of the deviation from budget fetches itself anew.
  if (notes.some((note) => note.dataset.other.startsWith("p-"))) window.htmx.trigger(document.body, "prognosen");
  redrawn();
}

async function look() {
  again = looking;
  if (looking || document.hidden || busy() || newest === undefined) return;
  looking = true;
  looked = Date.now();
  const address = new URL(window.location.href);
  address.searchParams.set("andras", newest);
  const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
  // Boxes that were sent meanwhile have their own answers.
  const text = answer?.status === 200 ? await answer.text().catch(() => "") : "";
  looking = false;
  if (text && !busy()) take(answer, text);
  if (again) look();
}

export function startOthers(whenRedrawn) {
  redrawn = whenRedrawn;
  window.setInterval(look, LOOK);
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
}
