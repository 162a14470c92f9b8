// Saves a form two seconds after the last key and on leaving a field: POST to data-autosave, answered with
// JSON {saved: "14:02", version: 7}; 409 is a clash, 422 a refusal. The version goes into the form's own field.
import { say } from "./words.js";

function keep(form) {
  const line = form.querySelector("[data-save-line]");
  let timer, busy = false, again = false, kind = "";
  const tell = (next, values) => {
    if (!line) return;
    // The line is a live region: it is rewritten only when there is something new to hear.
    if (next !== kind || next === "saved") line.textContent = say(next, values);
    line.dataset.kind = { "save-failed": "failed", "save-clash": "clash", "save-refused": "failed" }[next] ?? next;
    kind = next;
  };
  async function save() {
    clearTimeout(timer);
    if (form.dataset.changed === undefined || form.dataset.sent !== undefined || kind === "save-clash") return;
    if (busy) { again = true; return; }
    busy = true;
    delete form.dataset.changed;
    try {
      const body = new FormData(form);
      for (const box of form.querySelectorAll("input[type=file]")) body.delete(box.name);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) {
        const { saved, version } = await answer.json();
        const field = form.querySelector("[data-version]");
        if (field && version !== undefined) field.value = version;
        tell("saved", { text: saved });
      } else {
        form.dataset.changed = "";
        tell(answer.status === 409 ? "save-clash" : "save-refused");
      }
    } catch {
      form.dataset.changed = "";
      tell("save-failed");
    } finally {
      busy = false;
      if (again) { again = false; save(); }
    }
  }
  form.addEventListener("input", () => { if (kind === "saved") kind = ""; clearTimeout(timer); timer = setTimeout(save, 2000); });
  form.addEventListener("focusout", save);
  addEventListener("online", save);
}
document.querySelectorAll("form[data-autosave]").forEach(keep);
