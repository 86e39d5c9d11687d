// The entry page: a cell saves on leaving, the keyboard moves between cells, and the foot tells what is saved.
// Without this file the table is one form. Words and keys: see the page's own list.

import { refreshFolds, startFolding, unfoldAround } from "./entry-folding.js";
import { moved, edges, keepHead } from "./entry-moves.js";
import { refreshOthers, startOthers } from "./entry-others.js";
import { backTo, closePanel, follow, openPanel, panelIsOpen, pressed } from "./entry-panel.js";
import { pasted } from "./entry-paste.js";
import { boxOf, changed, isBox, save, startSending, undo, whenSent } from "./entry-sending.js";
import { refreshSeveral } from "./entry-several.js";
import { refreshState } from "./entry-state.js";

const form = document.getElementById("inmatning");
const counts = document.getElementById("lage");
const menu = document.getElementById("orsaker");
const panel = document.getElementById("detaljer");

let editing = false; // typing inside a cell, so that left and right move in its text
let menuBox = null;
let atLast = null; // the box that one was in last

// Counting

function countStates() {
  const years = [...form.querySelectorAll("tr:not([data-computed]) > td[data-counted]")];
  if (years.length) {
    const filled = years.filter((cell) => cell.querySelector("input")?.value.trim() || !cell.querySelector("input") && cell.textContent.trim() !== "–");
    counts.textContent = `${filled.length} av ${years.length} ifyllda`;
    return;
  }
  // With only some of the rows on the page nothing is counted anew.
  if (!form.querySelector("table")?.dataset.all) return;
  const all = [...form.querySelectorAll("tr:not([data-computed]) > td[id^='c-u-']")];
  const having = (state) => all.filter((cell) => cell.dataset.state === state).length;
  const empty = all.filter((cell) => cell.dataset.state === "missing" || (cell.dataset.state === "locked" && cell.textContent.trim().endsWith("–"))).length;
  if (all.length > empty) document.getElementById("tomt")?.remove();
  counts.textContent = `${all.length - empty} av ${all.length} ifyllda · ${having("explain")} att förklara · ${empty} saknas`;
  for (const [name, number] of [["missing", empty], ["explain", having("explain")]]) {
    const place = document.querySelector(`[data-count='${name}']`);
    if (place) place.textContent = number;
  }
}

// Moving

function select(box) {
  if (!box) return;
  editing = false;
  unfoldAround(box);
  box.focus();
  box.select();
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
  keepHead(form);
}

const keyOf = (box) => box.closest("tr").dataset.key;

function toExplanation(box) {
  const line = form.querySelector(`#e-${keyOf(box)}:not([hidden]) input[type='text']`);
  if (line?.closest("details")) line.closest("details").open = true;
  if (line) line.focus();
  return Boolean(line);
}

function fromExplanation(input) {
  select(boxOf(`u-${input.closest("tr").id.slice(2)}`));
}

function takeProposal(box) {
  const row = box.closest("tr");
  const told = row.querySelector("[data-proposal]");
  const forecast = boxOf(`p-${row.dataset.key}`);
  if (!told || !forecast) return false;
  forecast.value = told.dataset.proposal;
  select(forecast);
  save(forecast);
  return true;
}

// What is typed and not yet sent goes first.
function takeBack(box) {
  if (changed(box) && box.dataset.sent !== box.value) return back(box);
  const name = undo();
  if (name) select(boxOf(name));
  return Boolean(name);
}

function reasons(box) {
  menuBox = box;
  menu.returnValue = "";
  menu.showModal();
  return true;
}

function chosen() {
  const box = menuBox && boxOf(menuBox.name);
  if (!box) return;
  if (menu.returnValue) {
    box.value = menu.returnValue;
    save(box);
  }
  select(box);
}

function back(box) {
  box.value = box.dataset.shown;
  select(box);
  return true;
}

function go(box, id) {
  const link = document.getElementById(id);
  if (!link) return false;
  save(box);
  whenSent(() => link.click());
  return true;
}

const WITH_ALT = {
  ArrowDown: reasons,
  Enter: takeProposal,
  PageUp: (box) => go(box, "omrade-fore"),
  PageDown: (box) => go(box, "omrade-efter"),
};
const WITH_CTRL = { Enter: toExplanation, z: takeBack, ".": (box) => { openPanel(box); return true; } };

function onCellKey(event) {
  const box = event.target;
  let used = false;
  if (event.altKey) used = WITH_ALT[event.key]?.(box);
  else if ((event.ctrlKey || event.metaKey) && WITH_CTRL[event.key]) used = WITH_CTRL[event.key](box);
  else used = plainKey(event, box);
  if (used) event.preventDefault();
}

function plainKey(event, box) {
  if (event.key === "Escape") return back(box);
  if (event.key === "F2") { editing = true; box.setSelectionRange(box.value.length, box.value.length); return true; }
  if (event.key === "Delete" && !editing) return reasons(box);
  if (editing && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return false;
  const target = event.ctrlKey ? edges(form, event.key) : moved(form, box, event.key, event.shiftKey);
  if (target === undefined) return false;
  // At the edge of the table the box stays, chosen as a whole: what is typed next replaces it.
  if (target === null || target === box) save(box);
  select(target ?? box);
  return true;
}

function onKey(event) {
  if (event.key === "Tab") window.requestAnimationFrame(() => { if (isBox(document.activeElement)) keepHead(form); });
  if (isBox(event.target)) return onCellKey(event);
  const asked = event.target.closest?.("tr.row--explain");
  if (asked && event.key === "Enter" && event.altKey) { event.preventDefault(); asked.querySelector("[name='som-forra']")?.click(); }
  else if (asked && event.key === "Enter" && event.ctrlKey) { event.preventDefault(); fromExplanation(event.target); }
  else if (asked && event.key === "Enter" && event.target.type === "text") { event.preventDefault(); asked.querySelector("[name='forklara'], [name='rakna']")?.click(); }
  else if (asked && event.key === "Escape") fromExplanation(event.target);
  else if (panelIsOpen() && (event.key === "Escape" || (event.ctrlKey && event.key === "."))) shut();
}

function shut() {
  closePanel();
  select(backTo() ?? atLast);
}

function toggle() {
  if (panelIsOpen()) return shut();
  const box = boxOf(atLast?.name) ?? form.querySelector("td.cell > input");
  if (box) openPanel(box);
}

// A line that is left is saved as a cell is; not where one only looks into another window.
function leftExplanation(event) {
  const row = event.target.closest?.("tr.row--explain");
  const to = event.relatedTarget;
  if (!row || !to || row.contains(to) || !event.target.name?.startsWith("forklaring-")) return;
  if (event.target.value.trim() && event.target.value !== event.target.defaultValue) row.querySelector("[name='forklara']")?.click();
}

// What the server answered

// A pressed button is gone with the answer: focus goes back to the box that it was about.
function boxBehind(button) {
  if (!(button instanceof HTMLButtonElement)) return null;
  if (button.name === "rakna") return (document.getElementById(button.value) ?? form).querySelector("td.cell > input");
  if (button.name === "valj") return boxOf(button.value.split("|")[0]);
  return ["forklara", "som-forra"].includes(button.name) ? boxOf(`u-${button.value}`) : null;
}

function redrawn() {
  countStates();
  refreshSeveral();
  refreshOthers();
  refreshFolds();
  quiet();
}

function answered(event) {
  redrawn();
  if (event.detail.xhr?.getResponseHeader("X-Saved") === "1") refreshState();
  if (document.activeElement === document.body || document.activeElement === null) select(boxBehind(event.detail.requestConfig.elt));
}

// Tab goes from box to box; the proposal and the details of a row with a box have keys of their own.
function quiet() {
  for (const button of form.querySelectorAll("[data-proposal], tr:has(td.cell > input) a.row-link")) button.tabIndex = -1;
}

function onPress(event) {
  const proposal = event.target.closest("[data-proposal]");
  if (!proposal) return pressed(event);
  event.preventDefault();
  takeProposal(proposal);
}

// The button for who has no script would send every box once more.
function submitted(event) {
  if (event.submitter?.name !== "spara") return;
  event.preventDefault();
  if (atLast && boxOf(atLast.name)) save(boxOf(atLast.name));
}

function cameTo(event) {
  if (!isBox(event.target)) return;
  editing = false;
  atLast = event.target;
  event.target.select();
  follow(event.target);
}

function start() {
  startSending();
  startFolding();
  startOthers(redrawn);
  document.addEventListener("keydown", onKey);
  form.addEventListener("input", (event) => { if (isBox(event.target)) editing = true; });
  form.addEventListener("dblclick", (event) => { if (isBox(event.target)) editing = true; });
  form.addEventListener("focusin", cameTo);
  form.addEventListener("focusout", (event) => { if (isBox(event.target)) save(event.target); else leftExplanation(event); });
  form.addEventListener("paste", (event) => { if (isBox(event.target)) pasted(event, form); });
  form.addEventListener("click", onPress);
  form.addEventListener("submit", submitted);
  menu.addEventListener("close", chosen);
  panel.addEventListener("click", (event) => { if (event.target.closest("[data-close-details]")) shut(); });
  const button = document.getElementById("detaljknapp");
  if (button) button.hidden = false;
  button?.addEventListener("click", toggle);
  document.body.addEventListener("htmx:afterRequest", (event) => window.setTimeout(answered, 30, event));
  quiet();
}

if (form) start();
