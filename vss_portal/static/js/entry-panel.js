// The details of a row beside the table: closed until asked for, then of the row that one is in, until closed again.

import { keepHead } from "./entry-moves.js";
import { boxOf } from "./entry-sending.js";

const panel = document.getElementById("detaljer");
const REMEMBERED = "detaljer";
const PAUSE = 250; // so that a walk through the table doesn't ask for every row
let shown = ""; // the address of the row that is shown
let from = ""; // the name of the box that one came from
let timer = 0;

export const panelIsOpen = () => !panel.hidden;

function buttonIs(open) {
  document.getElementById("detaljknapp")?.setAttribute("aria-expanded", String(open));
}

async function load(address) {
  shown = address;
  await window.htmx.ajax("GET", address, { target: "#detaljer", swap: "innerHTML" });
  panel.hidden = false;
  buttonIs(true);
  // The table has become lower: the row stays in sight.
  document.querySelector(`#inmatning a.row-link[href="${new URL(address).pathname}"]`)?.closest("tr").scrollIntoView({ block: "nearest" });
  keepHead(document.getElementById("inmatning"));
}

const linkOf = (box) => box.closest("tr").querySelector("a.row-link");

export async function openPanel(box, link = linkOf(box)) {
  if (!link) return;
  from = box?.name ?? "";
  sessionStorage.setItem(REMEMBERED, "ja");
  const at = document.activeElement;
  await load(link.href);
  // Who has gone on meanwhile stays where they are.
  if ([at, document.body].includes(document.activeElement)) document.getElementById("detaljrubrik")?.focus();
}

// The name of the box to go back to.
export function closePanel() {
  panel.hidden = true;
  buttonIs(false);
  sessionStorage.removeItem(REMEMBERED);
  return from;
}

// What is typed in the panel stays there: it follows to another row only while it is empty.
function isWrittenIn() {
  return [...panel.querySelectorAll("input:not([type='hidden']), textarea")].some((field) => field.value && field.value !== field.defaultValue);
}

export function follow(box) {
  const link = linkOf(box);
  const wanted = panelIsOpen() || sessionStorage.getItem(REMEMBERED);
  if (!link || !wanted || link.href === shown || isWrittenIn()) return;
  from = box.name;
  window.clearTimeout(timer);
  timer = window.setTimeout(load, PAUSE, link.href);
}

// A row's name opens its details here; with Ctrl in a tab of their own, as any link.
export function pressed(event) {
  const link = event.target.closest?.("a.row-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  openPanel(link.closest("tr").querySelector("td.cell > input"), link);
}

export const backTo = () => boxOf(from);
