// A block from a spreadsheet: more than one cell goes to the preview, one cell is an ordinary paste.

import { whenSent } from "./entry-sending.js";

export function pasted(event, form) {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  const way = document.getElementById("klistra-in");
  if (!way) return;
  event.preventDefault();
  way.querySelector("[name='block']").value = text;
  way.querySelector("[name='fran']").value = event.target.name;
  whenSent(() => way.submit());
}
