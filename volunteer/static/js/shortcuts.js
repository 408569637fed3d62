// Single keys follow the links of the table of keys. They can be switched off, and this device
// remembers it. While something is typed, or with another key held, nothing happens.
const table = document.querySelector("[data-shortcuts]");
const TYPED_INTO = "input, textarea, select, [contenteditable]";
const FIRST = "input:not([type=hidden]), textarea, select, button, a";
const OFF = "shortcuts-off";

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function remember(off) {
  try { localStorage.setItem(OFF, off ? "1" : ""); } catch { /* only for this page, then */ }
}

function goTo(link) {
  const there = link.hash && link.pathname === location.pathname && document.querySelector(link.hash);
  if (!there) { link.click(); return; }
  if (there.matches("details")) there.open = true;
  there.scrollIntoView({ block: "start" });
  const inside = there.matches("details") ? there.querySelector(".fold-body") : there;
  inside.querySelector(there.id === "approve" ? "button[type=submit]" : FIRST)?.focus();
}

if (table) {
  let off = isOff();
  const button = table.querySelector("button[data-stop]");
  const show = () => {
    button.textContent = off ? button.dataset.start : button.dataset.stop;
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => { off = !off; remember(off); show(); });
  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED_INTO)) return;
    const box = event.key === "/" && document.getElementById("masthead-q");
    const link = [...table.querySelectorAll("a[data-key]")].find((one) => one.dataset.key === event.key);
    if (!box && !link) return;
    event.preventDefault();
    if (box && box.checkVisibility()) box.focus();
    else if (link) goTo(link);
  });
}
