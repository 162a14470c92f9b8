// data-guard warns before unsaved words are left behind; data-once lets a form be sent only once.
for (const form of document.querySelectorAll("form[data-guard], form[data-autosave]")) {
  form.addEventListener("input", () => {
    form.dataset.changed = "";
  });
  form.addEventListener("submit", () => {
    delete form.dataset.changed;
  });
}
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

for (const form of document.querySelectorAll("form[data-once], form[data-guard]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent !== undefined) return event.preventDefault();
    form.dataset.sent = "";
    // aria-disabled, not disabled: a disabled button would not send its own name and value.
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
}
// Back brings a page out of the browser's memory: its buttons must work again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});
