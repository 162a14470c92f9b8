// The summary takes the focus; its links put the cursor into the field, also inside a set of choices.
const summary = document.querySelector("[data-error-summary]");
summary.focus();
summary.addEventListener("click", (event) => {
  const target =
    event.target.closest("a") && document.getElementById(decodeURIComponent(event.target.closest("a").hash.slice(1)));
  if (!target) return;
  const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  target.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
