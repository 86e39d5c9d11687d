// Five minutes before one is logged out the page asks whether to go on. Without this file a form that is sent too late
// comes back after the log-in.

const BEFORE = 300;
const dialog = document.getElementById("utloggning");
let ends = 0; // seconds on the browser's own clock, which needn't be right: only what passes is counted
let asked = false;

const now = () => Date.now() / 1000;

function isWritten(field) {
  if (["hidden", "submit", "button", "search"].includes(field.type)) return false;
  if (field instanceof HTMLSelectElement) return [...field.options].some((each) => each.selected !== each.defaultSelected && each.defaultSelected);
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  // A box of the entry page knows what is saved.
  return field.dataset.shown === undefined ? field.value !== field.defaultValue : field.value.trim() !== field.dataset.shown.trim();
}

function ask() {
  asked = true;
  const open = [...document.querySelectorAll("main :is(input, textarea, select)")].some(isWritten);
  dialog.querySelector("[data-saved]").hidden = open;
  dialog.querySelector("[data-unsaved]").hidden = !open;
  const before = document.activeElement;
  dialog.addEventListener("close", () => before instanceof HTMLElement && before.focus(), { once: true });
  dialog.showModal();
}

function look() {
  if (!asked && !document.querySelector("dialog[open]") && ends - now() <= BEFORE) ask();
}

async function stay() {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(dialog.dataset.address, { method: "POST", headers, redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  ends = now() + (await answer.json()).seconds;
  asked = false;
}

if (dialog) {
  ends = now() + Number(dialog.dataset.seconds);
  dialog.addEventListener("close", stay);
  window.setInterval(look, 15000);
  document.addEventListener("visibilitychange", look);
  look();
}
