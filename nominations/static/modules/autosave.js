// Saves a form two seconds after the last key and on leaving a field: POST to data-autosave, answered with
// JSON {saved: "14:02", version: 7, ends}; 409 is a clash or says {kind: "held" | "late"}, 422 a refusal. What has not
// arrived is kept on this device (kept.js). A save whose answer was lost is sent again as it was before anything newer:
// the same words are no clash, whatever version they were read at.
import { say } from "./words.js";
import { entries, forget, keep, offer } from "./kept.js";

const PAUSE = 2000,
  PATIENCE = 20_000,
  AGAIN = [2, 5, 10, 20, 30];
const FINAL = new Set(["save-clash", "save-late", "save-stale"]);

function watch(form) {
  const told = form.querySelector("[data-save-told]"),
    version = form.querySelector("[data-version]");
  // The line stands in the form, and on the desk once more beside the total of a narrow window.
  const places = [form, ...document.querySelectorAll(`[data-save-of="${CSS.escape(form.id)}"]`)];
  const all = (mark) => places.flatMap((place) => [...place.querySelectorAll(mark)]);
  const lines = all("[data-save-line]"),
    compares = all("[data-save-compare]");
  const snapshot = () => JSON.stringify(entries(form));
  let timer,
    retry,
    tries = 0,
    busy = false,
    soon = false,
    held = null,
    unanswered = null,
    kind = "saved",
    arrived = snapshot();
  // As long as older words wait to be put back or thrown away, they are not written over.
  let waiting = offer(form, () => {
    waiting = false;
  });

  function tell(next, values) {
    if (!lines.length) return;
    // Where nobody else writes, it was their owner who did, in another window.
    const word = next === "save-clash" && form.dataset.alone !== undefined ? "save-clash-own" : next;
    for (const line of lines) {
      line.textContent = say(word, values);
      line.parentElement.dataset.kind = { saved: "saved", saving: "saving", "save-clash": "clash" }[next] ?? "failed";
    }
    // Heard only when it is of another kind than before; that a save is under way is for the eye.
    if (next !== "saving" && next !== kind) {
      if (told) told.textContent = lines[0].textContent;
      kind = next;
    }
    for (const compare of compares) compare.hidden = next !== "save-clash";
  }
  const store = () => !waiting && keep(form, unanswered?.version ?? version.value);
  function fail(next, values) {
    form.dataset.changed = "";
    const copied = store();
    tell(next === "save-failed" && !copied ? "save-unkept" : next, values);
  }
  function plan() {
    clearTimeout(retry);
    retry = setTimeout(save, AGAIN[Math.min(tries++, AGAIN.length - 1)] * 1000);
  }
  async function save() {
    clearTimeout(timer);
    if (busy) {
      soon = true;
      return;
    }
    if (form.dataset.sent !== undefined || FINAL.has(kind)) return;
    const typed = snapshot();
    if (!unanswered && typed === arrived) {
      // typed and taken back: nothing is left to save
      delete form.dataset.changed;
      if (!waiting) forget(form);
      return;
    }
    clearTimeout(retry);
    const repeated = unanswered !== null;
    unanswered ??= { typed, version: version.value };
    const sending = unanswered;
    let arrives = false;
    busy = true;
    if (kind === "saved") tell("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
        body: new URLSearchParams([[version.name, sending.version], ...JSON.parse(sending.typed)]),
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      arrives = settle(answer, isJson ? await answer.json() : null, sending, repeated);
    } catch {
      fail("save-failed");
      plan();
    } finally {
      busy = false;
    }
    if (held) {
      const { button } = held;
      held = null;
      form.requestSubmit(button);
      return;
    }
    if (arrives && snapshot() !== arrived) timer = setTimeout(save, soon || repeated ? 0 : PAUSE);
    soon = false;
  }
  function settle(answer, json, sending, repeated) {
    if (answer.ok && json) {
      [unanswered, arrived, tries, version.value] = [null, sending.typed, 0, json.version];
      for (const line of form.querySelectorAll("[data-understood]")) {
        line.textContent = json.understood?.[line.id.slice(0, -"-understood".length)] ?? "";
      }
      if (snapshot() !== arrived) store();
      else {
        delete form.dataset.changed;
        if (!waiting) forget(form);
      }
      // A repeated save of older words is not told: the newer ones go at once.
      if (!repeated || snapshot() === arrived) tell("saved", { text: json.saved });
      document.dispatchEvent(new CustomEvent("session-ends", { detail: json.ends }));
      return true;
    }
    if (answer.status >= 500) {
      fail("save-failed");
      plan();
    } else {
      unanswered = null; // refused as a whole: nothing of it was stored
      if (answer.type === "opaqueredirect") fail("save-signed-out");
      else if (answer.status === 400) fail("save-stale");
      else if (json?.kind === "held") {
        fail("save-held", { text: json.by });
        plan();
      } else fail(json?.kind === "late" ? "save-late" : answer.status === 409 ? "save-clash" : "save-refused");
    }
    return false;
  }
  // The draft is sent at the version that was read here, and the answer is the page with both versions. A new tab opens
  // the address itself, where the copy on this device is offered beside what is stored.
  for (const link of compares.filter((compare) => compare.matches("a")))
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save-draft]"));
    });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    store();
  });
  form.addEventListener("focusout", save);
  // A whole page asked for without a connection would take the words with it; one sent before the answer to a save
  // would clash with that save, because it holds the version from before.
  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(timer);
      clearTimeout(retry);
      if (navigator.onLine && !busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (navigator.onLine) held = { button: event.submitter };
      else fail("save-failed");
    },
    { capture: true },
  );
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("online", () => {
    tries = 0;
    save();
  });
}
document.querySelectorAll("form[data-autosave]").forEach(watch);
