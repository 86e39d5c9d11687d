// Approving by keyboard: J/K or the arrows to the next and the previous goal, G approves, E changes, T sends back,
// V shows everything, Z takes back. Every key presses what also stands on the page.

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
const SAME = { ArrowDown: "j", ArrowUp: "k" };

function open(details) {
  details.open = true;
  details.querySelector("textarea, input:not([type=hidden])")?.focus();
}

function press(element) {
  if (element instanceof HTMLDetailsElement) open(element);
  else element.click();
}

function showWhole() {
  const folded = document.querySelectorAll(".approve-more");
  const anyClosed = [...folded].some((each) => !each.open);
  for (const each of folded) each.open = anyClosed;
  return folded.length > 0;
}

function act(key) {
  if (key === "v") return showWhole();
  const element = document.querySelector(`[data-key="${key}"]`);
  if (element) press(element);
  return Boolean(element);
}

document.addEventListener("keydown", (event) => {
  const off = document.body.dataset.singleKeys === "off";
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (act(SAME[event.key] ?? event.key.toLowerCase())) event.preventDefault();
});
