// Small comforts of every page; each of them has a way without it.
// Keys: "/" goes to the search box, "?" shows the keys. Both can be turned off: <body data-single-keys="off">.

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

const seen = (element) => element.getClientRects().length > 0;

function goToSearch() {
  const box = [...document.querySelectorAll("[data-key-search]")].find(seen);
  if (box) {
    box.focus();
    box.select();
  }
  return Boolean(box);
}

function showKeys() {
  const dialog = document.getElementById("tangenter");
  if (!dialog || dialog.open) return false;
  const before = document.activeElement;
  dialog.addEventListener("close", () => before instanceof HTMLElement && before.focus(), { once: true });
  dialog.showModal();
  return true;
}

const KEYS = { "/": goToSearch, "?": showKeys };

function onSingleKey(event) {
  const off = document.body.dataset.singleKeys === "off";
  const act = KEYS[event.key];
  if (!act || off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (act()) event.preventDefault();
}

function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  const menu = event.target instanceof Element && event.target.closest("details.menu[open]");
  if (menu) closeMenu(menu);
}

// A menu closes when one presses somewhere else.
function onPress(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

// A posted form that came back with errors: the list of them is read first.
function meetErrors() {
  document.getElementById("formularfel")?.focus();
}

document.addEventListener("keydown", onSingleKey);
document.addEventListener("keydown", onEscape);
document.addEventListener("click", onPress);
meetErrors();
