// Saves a form two seconds after the last key and on leaving a field: POST to data-autosave, answered with
// JSON {saved: "14:02", version: 7}; 409 is a clash, 422 a refusal. The version goes into the form's own field.
// Without a connection the words are kept on this device (device-copy.js) and sent as soon as there is one.
import { dropCopy, keepCopy, offerCopy } from "./device-copy.js";
import { say } from "./words.js";

const KINDS = { "save-failed": "failed", "save-kept": "failed", "save-signed-out": "failed", "save-refused": "failed", "save-clash": "clash" };
const AGAIN = 10_000;

function keep(form) {
  const line = form.querySelector("[data-save-line]");
  let timer, busy = false, again = false, kind = "";
  const tell = (next, values) => {
    if (!line) return;
    // The line is a live region: it is rewritten only when there is something new to hear.
    if (next !== kind || next === "saved") line.textContent = say(next, values);
    line.dataset.kind = KINDS[next] ?? next;
    kind = next;
  };
  const later = (after) => { clearTimeout(timer); timer = setTimeout(save, after); };
  function fail(next) {
    form.dataset.changed = "";
    const copied = keepCopy(form);
    tell(next === "save-failed" && copied ? "save-kept" : next);
  }
  async function save() {
    clearTimeout(timer);
    if (form.dataset.changed === undefined || form.dataset.sent !== undefined || kind === "save-clash") return;
    if (busy) { again = true; return; }
    busy = true;
    delete form.dataset.changed;
    try {
      const body = new FormData(form);
      for (const box of form.querySelectorAll("input[type=file]")) body.delete(box.name);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok) {
        const { saved, version } = await answer.json();
        const field = form.querySelector("[data-version]");
        if (field && version !== undefined) field.value = version;
        if (form.dataset.changed === undefined) dropCopy(form);
        tell("saved", { text: saved });
      } else if (answer.type === "opaqueredirect") {
        fail("save-signed-out");
      } else {
        fail(answer.status === 409 ? "save-clash" : "save-refused");
      }
    } catch {
      fail("save-failed");
      later(AGAIN);
    } finally {
      busy = false;
      if (again) { again = false; save(); }
    }
  }
  form.addEventListener("input", () => { if (kind === "saved") kind = ""; later(2000); });
  form.addEventListener("focusout", save);
  // A whole page asked for without a connection would take the words with it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fail("save-failed");
  }, { capture: true });
  addEventListener("online", save);
  addEventListener("pagehide", () => { if (form.dataset.changed !== undefined) keepCopy(form); });
  offerCopy(form);
}
document.querySelectorAll("form[data-autosave]").forEach(keep);
