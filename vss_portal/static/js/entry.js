// The entry page: a cell saves on leaving, the keyboard moves between cells, and the foot tells what is saved.
// Without this file the table is one form. Words and keys: see the page's own list.

import { moved, edges } from "./entry-moves.js";
import { pasted } from "./entry-paste.js";

const form = document.getElementById("inmatning");
const saved = document.getElementById("sparat");
const unsaved = document.getElementById("osparat");
const counts = document.getElementById("lage");
const menu = document.getElementById("orsaker");
const panel = document.getElementById("detaljer");

let editing = false; // typing inside a cell, so that left and right move in its text
let menuBox = null;
let panelBox = null;
const done = []; // what Ctrl+Z takes back: [[box name, text before], …]
const waiting = new Set(); // names of the boxes that couldn't be sent
const queue = []; // names of the boxes to send: one at a time, so that no older answer comes after a newer one
let sending = null;

const isBox = (element) => element instanceof HTMLInputElement && Boolean(element.closest("td.cell"));
const boxOf = (name) => document.getElementById(name);
const cellOf = (box) => box.closest("td");
const changed = (box) => box.value.trim() !== box.dataset.shown.trim();

function clock() {
  return new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
}

// Saving

function save(box) {
  if (!changed(box) || box.dataset.sent === box.value) return;
  done.push([[box.name, box.dataset.shown]]);
  send(box);
}

function send(box) {
  box.dataset.sent = box.value;
  cellOf(box).classList.add("cell-saving");
  document.getElementById(`w-${box.name}`).textContent = "sparar";
  if (!queue.includes(box.name)) queue.push(box.name);
  next();
}

function next() {
  if (sending || !queue.length) return;
  const box = boxOf(queue.shift());
  if (!box) return next();
  sending = box.name;
  let began = false;
  const begin = () => { began = true; };
  box.addEventListener("htmx:beforeRequest", begin, { once: true });
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

function tell() {
  const wrong = form.querySelectorAll("td[data-state='unsaved']").length;
  const count = wrong + waiting.size;
  unsaved.textContent = count ? `${count} ${count === 1 ? "värde" : "värden"} är inte ${count === 1 ? "sparat" : "sparade"}` : "";
  if (waiting.size) unsaved.textContent += ": ingen kontakt med servern. Det sparas när kontakten är tillbaka.";
  saved.textContent = count ? "" : sending ? "Sparar" : `Allt sparat ${clock()}`;
  countStates();
}

function countStates() {
  const years = [...form.querySelectorAll("tr:not([data-computed]) > td[data-counted]")];
  if (years.length) {
    const filled = years.filter((cell) => cell.querySelector("input")?.value.trim() || !cell.querySelector("input") && cell.textContent.trim() !== "–");
    counts.textContent = `${filled.length} av ${years.length} ifyllda`;
    return;
  }
  const all = [...form.querySelectorAll("tr:not([data-computed]) > td[id^='c-u-']")];
  const having = (state) => all.filter((cell) => cell.dataset.state === state).length;
  const empty = all.filter((cell) => cell.dataset.state === "missing" || (cell.dataset.state === "locked" && cell.textContent.trim().endsWith("–"))).length;
  counts.textContent = `${all.length - empty} av ${all.length} ifyllda · ${having("explain")} att förklara · ${empty} saknas`;
}

function unreachable(event) {
  const box = event.detail.requestConfig?.elt ?? event.detail.elt;
  if (!isBox(box)) return;
  waiting.add(box.name);
  delete box.dataset.sent;
  cellOf(box).classList.add("cell-unsaved");
  document.getElementById(`w-${box.name}`).textContent = "inte sparat: ingen kontakt med servern";
  tell();
}

function again() {
  for (const name of [...waiting]) {
    waiting.delete(name);
    const box = boxOf(name);
    if (box) send(box);
  }
}

// Moving

function select(box) {
  if (!box) return;
  editing = false;
  box.focus();
  box.select();
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function explanationOf(box) {
  return form.querySelector(`#e-${cellOf(box).parentElement.dataset.key}:not([hidden]) input[type='text']`);
}

function toExplanation(box) {
  const line = explanationOf(box);
  if (line) line.focus();
  return Boolean(line);
}

function fromExplanation(input) {
  const key = input.closest("tr").id.slice(2);
  select(boxOf(`u-${key}`));
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

function undo() {
  const step = done.pop();
  if (!step) return false;
  for (const [name, text] of step) {
    const box = boxOf(name);
    if (box) {
      box.value = text === "" ? "Töm cellen" : text;
      send(box);
    }
  }
  select(boxOf(step[0][0]));
  return true;
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

async function details(box) {
  panelBox = box.name;
  const link = box.closest("tr").querySelector("a.row-link");
  if (!link) return;
  await window.htmx.ajax("GET", link.href, { target: "#detaljer", swap: "innerHTML" });
  panel.hidden = false;
  document.getElementById("detaljrubrik")?.focus();
}

function closeDetails() {
  panel.hidden = true;
  select(boxOf(panelBox));
}

function back(box) {
  box.value = box.dataset.shown;
  select(box);
  return true;
}

const WITH_ALT = {
  ArrowDown: reasons,
  Enter: takeProposal,
  PageUp: () => go("omrade-fore"),
  PageDown: () => go("omrade-efter"),
};
const WITH_CTRL = { Enter: toExplanation, z: undo, ".": (box) => { details(box); return true; } };

function go(id) {
  const link = document.getElementById(id);
  if (link) link.click();
  return Boolean(link);
}

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
  if (target === null || target === box) save(box);
  else select(target);
  return true;
}

function onKey(event) {
  if (isBox(event.target)) return onCellKey(event);
  const asked = event.target.closest?.("tr.row--explain");
  if (asked && event.key === "Enter" && event.ctrlKey) { event.preventDefault(); fromExplanation(event.target); }
  else if (asked && event.key === "Enter" && event.target.type === "text") { event.preventDefault(); asked.querySelector("[name='forklara'], [name='rakna']")?.click(); }
  else if (asked && event.key === "Escape") fromExplanation(event.target);
  else if (!panel.hidden && (event.key === "Escape" || (event.ctrlKey && event.key === "."))) closeDetails();
}

// What the server answered

// A pressed button is gone with the answer: focus goes back to the box that it was about.
function boxBehind(button) {
  if (!(button instanceof HTMLButtonElement)) return null;
  if (button.name === "rakna") return (document.getElementById(button.value) ?? form).querySelector("td.cell > input");
  if (button.name === "valj") return boxOf(button.value.split("|")[0]);
  return ["forklara", "som-forra"].includes(button.name) ? boxOf(`u-${button.value}`) : null;
}

function answered(event) {
  const source = event.detail.requestConfig.elt;
  if (event.detail.successful) waiting.delete(source.name);
  tell();
  if (document.activeElement === document.body || document.activeElement === null) select(boxBehind(source));
}

function start() {
  document.addEventListener("keydown", onKey);
  form.addEventListener("input", (event) => { if (isBox(event.target)) editing = true; });
  form.addEventListener("dblclick", (event) => { if (isBox(event.target)) editing = true; });
  form.addEventListener("focusin", (event) => { if (isBox(event.target)) { editing = false; event.target.select(); } });
  form.addEventListener("focusout", (event) => { if (isBox(event.target)) save(event.target); });
  form.addEventListener("paste", (event) => { if (isBox(event.target)) pasted(event, form); });
  menu.addEventListener("close", chosen);
  panel.addEventListener("click", (event) => { if (event.target.closest("[data-close-details]")) closeDetails(); });
  document.body.addEventListener("htmx:sendError", unreachable);
  document.body.addEventListener("htmx:timeout", unreachable);
  document.body.addEventListener("htmx:responseError", unreachable);
  document.body.addEventListener("htmx:afterRequest", sent);
  document.body.addEventListener("htmx:afterRequest", (event) => window.setTimeout(answered, 30, event));
  window.addEventListener("online", again);
  window.setInterval(again, 10000);
  window.addEventListener("beforeunload", (event) => { if (waiting.size || queue.length) event.preventDefault(); });
}

if (form) start();
