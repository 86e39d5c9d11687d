// Reading a report where there is little room: the contents are folded to a bar that follows the reader.
// Without this file they stand open above the text.

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
