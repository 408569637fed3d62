// A text that is picked goes into its field, after what is written there. Without this it is used
// where the field stays empty.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("select[data-fills]") || !target.value) return;
  const field = document.getElementById(target.dataset.fills);
  const written = field.value.trim();
  field.value = written ? `${written}\n${target.value}` : target.value;
  target.value = "";
  field.focus();
});
