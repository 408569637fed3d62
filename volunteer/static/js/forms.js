// Small comforts for forms and folded menus. Every page works without them.

// A slow line must not send the same thing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 8000);  // the answer may be a file, and the page stays
});

function release(form) {
  delete form.dataset.sent;
  for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}

// Coming back with the browser's button, everything can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});

// Escape, or a press elsewhere, folds what floats above the page.
const FLOATING = "details.menu[open], details.bottom-more[open], details.ask-first[open]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(FLOATING)) {
    const inside = open.contains(document.activeElement);
    open.open = false;
    if (inside) open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open], details.bottom-more[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
