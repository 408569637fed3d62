// A pair that is dragged to a place of the tray is ruled on by its own form, as by its button.
const tray = document.querySelector(".tray");
const hint = document.querySelector(".tray-hint");
let dragged;

const formFor = (ruling) => dragged?.querySelector(`form[action*="/${ruling}"]`);
const placeAt = (event) => event.target.closest?.(".tray-place");

if (tray) {
  const pairs = [...document.querySelectorAll(".pair")].filter((one) => one.querySelector("form"));
  for (const one of pairs) one.draggable = true;
  hint.hidden = !pairs.length || !matchMedia("(pointer: fine)").matches;

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".pair[draggable=true]");
    if (!dragged) return;
    event.dataTransfer.setData("text/plain", dragged.innerText);
    event.dataTransfer.effectAllowed = "move";
    for (const place of tray.children) place.toggleAttribute("data-off", !formFor(place.dataset.ruling));
    // Drawn a moment later: a page that changes under the start of a drag ends it.
    setTimeout(() => document.body.classList.add("tray-open"));
  });
  document.addEventListener("dragover", (event) => {
    const place = placeAt(event);
    for (const one of tray.children) one.classList.toggle("tray-over", one === place);
    if (dragged && place) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const form = placeAt(event) && formFor(placeAt(event).dataset.ruling);
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged = undefined;
    document.body.classList.remove("tray-open");
  });
}
