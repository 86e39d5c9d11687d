// One line may explain several values: beside it stand the others that wait for one. The page brings them as it is
// loaded; here they follow what happens afterwards.

const form = document.getElementById("inmatning");

function waitingKeys() {
  return [...form.querySelectorAll("td[data-state='explain'][id^='c-u-']")].map((cell) => cell.id.slice("c-u-".length));
}

function choice(line, key) {
  const label = Object.assign(document.createElement("label"), { className: "nowrap" });
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: `aven-${line}`, value: key });
  label.append(box, ` gäller även ${form.querySelector(`#h-${key} .row-link`)?.textContent.trim() ?? key}`);
  return label;
}

function refresh(row, keys) {
  const line = row.id.slice("e-".length);
  const before = new Map([...row.querySelectorAll("input[type='checkbox']")].map((box) => [box.value, box]));
  const others = keys.filter((key) => key !== line);
  before.forEach((box, key) => { if (!others.includes(key)) box.closest("label").remove(); });
  const button = row.querySelector("[name='forklara']");
  others.filter((key) => !before.has(key)).forEach((key) => button.before(choice(line, key)));
}

export function refreshSeveral() {
  const keys = waitingKeys();
  for (const row of form.querySelectorAll("tr.row--explain:not([hidden])")) {
    if (row.querySelector("[name='forklara']") && keys.includes(row.id.slice("e-".length))) refresh(row, keys);
  }
}
