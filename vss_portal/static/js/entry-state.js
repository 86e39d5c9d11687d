// The state of the area under the heading, where the first saved value changes it: begun, or changed after clearing.

const CHANGE = ["not_begun", "cleared"];
const lead = document.querySelector(".page-lead[data-state-code]");
let asking = false;

export async function refreshState() {
  if (!lead || asking || !CHANGE.includes(lead.dataset.stateCode)) return;
  asking = true;
  const answer = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.querySelector(".page-lead[data-state-code]");
  if (fresh) {
    lead.dataset.stateCode = fresh.dataset.stateCode;
    lead.replaceChildren(...fresh.childNodes);
  }
  asking = false;
}
