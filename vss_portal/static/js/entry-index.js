// The page per year: "Räkna upp" of all rows is one stop of the Tab key, the one of the row that one is in. Up and down
// lead to the other rows' own, right to the row's first box. Without this file each is a stop of its own.

const form = document.getElementById("inmatning");

const ways = () => [...form.querySelectorAll("tr:not([hidden]) a.row-act")];

// The way of the row, else the nearest above it: a row without one belongs to its block.
function wayOf(element) {
  const own = element.closest("tr")?.querySelector("a.row-act");
  if (own) return own;
  const above = ways().filter((way) => way.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  return above[above.length - 1] ?? null;
}

function keep(chosen) {
  for (const way of ways()) way.tabIndex = way === chosen ? 0 : -1;
}

// What stands in the page now; rows that came anew have a stop of their own until then.
function settle() {
  const inside = form.contains(document.activeElement) ? document.activeElement : null;
  keep((inside && wayOf(inside)) ?? ways()[0]);
}

function onKey(event) {
  const way = event.target.closest?.("a.row-act");
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = ways();
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const to = step ? all[all.indexOf(way) + step] : event.key === "ArrowRight" && way.closest("tr").querySelector("td input");
  if (!to) return;
  event.preventDefault();
  to.focus();
}

if (form) {
  form.addEventListener("focusin", (event) => keep(wayOf(event.target) ?? ways()[0]));
  form.addEventListener("keydown", onKey);
  document.addEventListener("htmx:afterSettle", settle);
  settle();
}
