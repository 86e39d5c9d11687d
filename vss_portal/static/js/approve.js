// Approving by keyboard: J/K or the arrows to the next and the previous goal, G approves, E changes, T sends back,
// V shows everything, Z takes back, Esc closes a form. Every key presses what is also seen on the page. A key that is held
// down and a second press while the page is on its way decide nothing: the next goal is to be seen first.

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
const SAME = { ArrowDown: "j", ArrowUp: "k" };

function open(details) {
  details.open = true;
  details.querySelector("textarea, input:not([type=hidden])")?.focus();
}

let sent = false;

function press(element) {
  if (element instanceof HTMLDetailsElement) open(element);
  else element.click();
}

function close(form) {
  form.open = false;
  form.querySelector("summary").focus();
}

function showWhole() {
  const folded = document.querySelectorAll(".approve-more");
  const anyClosed = [...folded].some((each) => !each.open);
  for (const each of folded) each.open = anyClosed;
  return folded.length > 0;
}

function act(key) {
  if (key === "v") return showWhole();
  const element = [...document.querySelectorAll(`[data-key="${key}"]`)].find((each) => each.getClientRects().length);
  if (element) press(element);
  return Boolean(element);
}

document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => (sent = false));

document.addEventListener("keydown", (event) => {
  const form = event.target instanceof Element && event.target.closest(".approve-form[open]");
  if (event.key === "Escape" && form) close(form);
  const off = document.body.dataset.singleKeys === "off";
  if (off || sent || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (act(SAME[event.key] ?? event.key.toLowerCase())) event.preventDefault();
});

// After a decision the next goal is what is read; the page stays where it is.
document.querySelector("[data-arrived]")?.focus({ preventScroll: true });
