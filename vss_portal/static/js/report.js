// Reading a report where there is little room: the contents are folded to a bar that follows the reader.
// Without this file they stand open above the text. And the page's address is copied by one press; without this file it
// stands in a field.

const contents = document.querySelector(".report-contents");
const fold = contents?.querySelector("details");
const narrow = window.matchMedia("(max-width: 60em)");

function arrange() {
  contents.classList.toggle("follows", narrow.matches);
  fold.open = !narrow.matches;
}

if (fold) {
  arrange();
  narrow.addEventListener("change", arrange);
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target instanceof Element && event.target.closest("a")) fold.open = false;
  });
}

async function copyLink(shown) {
  const field = shown.querySelector("input");
  const status = shown.querySelector("[role=status]");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = status.dataset.copied;
  } catch {
    // Not allowed here: the address is marked, ready to be copied by hand.
    status.textContent = status.dataset.marked;
  }
}

for (const shown of document.querySelectorAll(".copy-link")) {
  shown.addEventListener("toggle", () => shown.open && copyLink(shown));
}
