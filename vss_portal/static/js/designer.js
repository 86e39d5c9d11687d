// The template editor: moving by dragging and by Alt + arrows, and the focus after a part of the page was replaced.
// Everything here presses a button that also stands on the page, or sends what such a button would.

const designer = document.getElementById("designer");
const ARROWS = { ArrowUp: "upp", ArrowDown: "ner", ArrowLeft: "ut", ArrowRight: "in" };
const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select");

function onKey(event) {
  const item = event.target instanceof Element && event.target.closest("[data-movable]");
  if (!item || typing(event.target)) return;
  const arrows = item.dataset.list === "kolumn" ? { ...ARROWS, ArrowLeft: "upp", ArrowRight: "ner" } : ARROWS;
  const way = event.altKey ? arrows[event.key] : event.key === "Delete" ? "bort" : undefined;
  const button = way && item.querySelector(`[data-move="${way}"]`);
  if (!button) return;
  event.preventDefault();
  if (way !== "bort") button.focus();
  button.click();
}

// Where the focus goes when the part under it was replaced.
function focusAfter() {
  designer.dataset.step = designer.querySelector("input[name=sedd]")?.value ?? designer.dataset.step;
  const mark = designer.querySelector("[data-focus]");
  const wanted = mark?.dataset.focus;
  mark?.remove(); // a later message alone moves nothing
  const element = wanted && document.getElementById(wanted);
  if (element) (element.matches("details") ? element.querySelector("summary") : element).focus();
  makeDraggable();
}

// An answer that is older than what is shown is not shown.
function onSwap(event) {
  const step = event.detail.xhr?.getResponseHeader("X-Step");
  if (step && Number(step) < Number(designer.dataset.step) - 1 && event.detail.requestConfig.verb !== "post") {
    event.detail.shouldSwap = false;
  }
}

let dragged = null;

function makeDraggable() {
  for (const grip of designer.querySelectorAll(".grip")) grip.draggable = true;
}

function onDragStart(event) {
  dragged = event.target.closest("[data-movable]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.movable);
  event.dataTransfer.setDragImage(dragged, 0, 0);
  dragged.classList.add("dragged");
}

function placeUnder(event) {
  const item = event.target instanceof Element && event.target.closest("[data-movable]");
  if (!dragged || !item || item === dragged || item.dataset.list !== dragged.dataset.list) return null;
  const box = item.getBoundingClientRect();
  const share = (event.clientY - box.top) / box.height;
  if (item.dataset.list === "avsnitt" && share > 0.35 && share < 0.65) return { item, where: "in" };
  return { item, where: share < 0.5 ? "fore" : "efter" };
}

function clearMarks() {
  for (const marked of designer.querySelectorAll(".drop-fore, .drop-efter, .drop-in")) {
    marked.classList.remove("drop-fore", "drop-efter", "drop-in");
  }
}

function onDragOver(event) {
  const place = placeUnder(event);
  clearMarks();
  if (!place) return;
  event.preventDefault();
  place.item.classList.add(`drop-${place.where}`);
}

function onDrop(event) {
  const place = placeUnder(event);
  clearMarks();
  if (!place) return;
  event.preventDefault();
  const list = place.item.dataset.list;
  const form = dragged.querySelector("form");
  const values = Object.fromEntries([...form.querySelectorAll("input[type=hidden]")].map((box) => [box.name, box.value]));
  values.gor = list === "avsnitt" ? "slapp" : `slapp-${list}`;
  values.mal = place.item.dataset.movable;
  values.var = place.where;
  htmx.ajax("POST", window.location.pathname, { target: "#designer", swap: "innerHTML", values });
}

function onDragEnd() {
  dragged?.classList.remove("dragged");
  dragged = null;
  clearMarks();
}

if (designer) {
  designer.addEventListener("keydown", onKey);
  designer.addEventListener("dragstart", onDragStart);
  designer.addEventListener("dragover", onDragOver);
  designer.addEventListener("drop", onDrop);
  designer.addEventListener("dragend", onDragEnd);
  document.body.addEventListener("htmx:beforeSwap", onSwap);
  document.body.addEventListener("htmx:afterSettle", focusAfter);
  makeDraggable();
}
