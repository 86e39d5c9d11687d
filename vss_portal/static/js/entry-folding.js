// A group of rows folds by its heading, which becomes a button; without this file all rows are shown. What is folded
// stays so while one works, by the heading's words, in other areas and months too. The heading of a folded group tells
// what waits inside it.

const form = document.getElementById("inmatning");
const REMEMBERED = "inmatning-hopvikt";
const groups = [...(form?.querySelectorAll("tbody[data-group]") ?? [])];

const nameOf = (group) => group.querySelector("[data-heading]").textContent;
const isFolded = (group) => group.classList.contains("is-folded");

function remembered() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "[]"));
  } catch {
    return new Set();
  }
}

// What waits

const isEmpty = (cell) => cell.dataset.state === "missing" || (cell.dataset.state === "locked" && cell.textContent.trim().endsWith("–"));

function waitingIn(group) {
  const values = [...group.querySelectorAll("tr:not([data-computed]) > td[id^='c-u-']")];
  const found = [
    [values.filter(isEmpty).length, "saknas"],
    [group.querySelectorAll("td[data-state='explain']").length, "att förklara"],
    [group.querySelectorAll("td.cell-other").length, "av andra"],
    [group.querySelectorAll("td.cell-unsaved").length, "inte sparat"],
  ];
  return found.filter(([count]) => count).map(([count, words]) => `${count} ${words}`);
}

function told(group) {
  const rows = group.querySelectorAll("tr[data-key]:not([hidden])").length;
  return [`${rows} ${rows === 1 ? "rad" : "rader"}`, ...waitingIn(group)].join(" · ");
}

export function refreshFolds() {
  for (const group of groups) {
    const place = group.querySelector(".fold-told");
    const text = isFolded(group) ? told(group) : "";
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("save-state-trouble", isFolded(group) && Boolean(group.querySelector("td.cell-unsaved")));
  }
}

// Folding

function fold(group, folded) {
  group.classList.toggle("is-folded", folded);
  group.querySelector(".fold-button").setAttribute("aria-expanded", String(!folded));
  refreshFolds();
}

function press(group) {
  fold(group, !isFolded(group));
  const names = remembered();
  if (isFolded(group)) names.add(nameOf(group));
  else names.delete(nameOf(group));
  sessionStorage.setItem(REMEMBERED, JSON.stringify([...names]));
}

// What is to be seen is: a box that one is led to, a row that an address names.
export function unfoldAround(element) {
  const group = element?.closest?.("tbody.is-folded");
  if (group) fold(group, false);
}

function toAddress() {
  const place = document.getElementById(window.location.hash.slice(1));
  if (!place?.closest("tbody.is-folded")) return;
  unfoldAround(place);
  place.scrollIntoView({ block: "center" });
}

function makeButton(group, at) {
  const heading = group.querySelector("[data-heading]");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fold-button" });
  const place = Object.assign(document.createElement("span"), { className: "fold-told", id: `grupp-${at}` });
  button.setAttribute("aria-describedby", place.id);
  heading.replaceWith(button);
  button.append(heading);
  button.after(" ", place);
  button.addEventListener("click", () => press(group));
}

export function startFolding() {
  // Where only what is missing or to explain is shown, all of it is.
  const kept = form.querySelector("table[data-all]") ? remembered() : new Set();
  groups.forEach(makeButton);
  for (const group of groups) fold(group, kept.has(nameOf(group)));
  toAddress();
  // Counting a group up opens a form among its rows.
  form.addEventListener("click", (event) => unfoldAround(event.target.closest(".row--group a")));
  window.addEventListener("hashchange", toAddress);
}
