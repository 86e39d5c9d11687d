// Where the arrows, Enter, Home and End lead from a box. Rows without a box are passed over, and so are folded ones and
// computed ones, which lose theirs as soon as their parts are known.

const boxes = (row) => [...row.querySelectorAll("td.cell > input[type='text']")];

function rows(form) {
  return [...form.querySelectorAll("tbody:not(.is-folded) > tr[data-key]:not([data-computed])")].filter((row) => boxes(row).length);
}

// The column is the kind of box: outcome or forecast, or a year of the budget.
const kind = (box) => box.name.split("-")[0];

function vertically(form, box, step) {
  const all = rows(form);
  let at = all.indexOf(box.closest("tr")) + step;
  while (at >= 0 && at < all.length) {
    const found = boxes(all[at]).find((other) => kind(other) === kind(box));
    if (found) return found;
    at += step;
  }
  return null;
}

function sideways(form, box, step) {
  const all = rows(form).flatMap(boxes);
  return all[all.indexOf(box) + step] ?? null;
}

// The box to go to; null where there is none that way, undefined for a key that doesn't move.
export function moved(form, box, key, back) {
  const row = boxes(box.closest("tr"));
  switch (key) {
    case "ArrowUp": return vertically(form, box, -1);
    case "ArrowDown": return vertically(form, box, 1);
    case "Enter": return vertically(form, box, back ? -1 : 1);
    case "ArrowLeft": return sideways(form, box, -1);
    case "ArrowRight": return sideways(form, box, 1);
    case "Home": return row[0];
    case "End": return row[row.length - 1];
    default: return undefined;
  }
}

// Ctrl+Home and Ctrl+End: the table's first and last box.
export function edges(form, key) {
  const all = rows(form).flatMap(boxes);
  if (key === "Home") return all[0];
  if (key === "End") return all[all.length - 1];
  return undefined;
}

// A table that scrolls by itself stands with its head at the page's top at the most: no figure without its column's name.
export function keepHead(form) {
  const region = form.querySelector(".table-scroll");
  if (!region || region.scrollHeight <= region.clientHeight + 1) return;
  const above = region.getBoundingClientRect().top;
  if (above < 0) window.scrollBy({ top: above, behavior: "instant" });
}
