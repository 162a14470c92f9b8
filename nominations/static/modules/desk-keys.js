// Keys between files, to the comment, to the search, and the list of them all. Those of the card are in score-card.js.
// Single letters do nothing inside text fields, and nothing at all where their reader switched them off.
const dialog = document.querySelector("[data-keys]");
for (const link of document.querySelectorAll("[data-open-keys]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}
const typing = (target) =>
  target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
const into = (id) => {
  const field = document.getElementById(id);
  if (!field) return false;
  const pane = field.closest(".pane");
  if (pane?.dataset.shut !== undefined) document.querySelector(`[data-desk-tabs] a[href="#${pane.id}"]`)?.click();
  field.focus();
  field.scrollIntoView({ block: "center" });
  return true;
};
document.addEventListener("keydown", (event) => {
  const off = document.querySelector("[data-shortcuts=off]");
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || off || typing(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    dialog.showModal();
  } else if (event.key === "c") {
    if (into("comment")) event.preventDefault();
  } else if (event.key === "/") {
    if (into("file-search")) event.preventDefault();
  } else if (event.key === "j" || event.key === "k") document.querySelector(`a[data-key="${event.key}"]`)?.click();
});
