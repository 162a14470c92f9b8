// What could not be saved stays on this device, is offered when the form is opened again, goes when it is saved and when
// its person signs out. A form says with data-device-copy whose words of which thing they are; nobody else's are offered.
import { now, say } from "./words.js";

const PREFIX = "kept:",
  OWN = new Set(["csrf_token", "_version", "version", "_check"]);
const page = document.documentElement;
const place = (form) => form.dataset.deviceCopy && PREFIX + form.dataset.deviceCopy;

export const entries = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name));
export const clock = (at) =>
  new Intl.DateTimeFormat(page.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    numberingSystem: "latn",
  }).format(at);

export function keep(form, version) {
  if (!place(form)) return false;
  try {
    localStorage.setItem(place(form), JSON.stringify({ at: now(), version, typed: entries(form) }));
    return true;
  } catch {
    return false; /* The browser keeps nothing, or has no room: the words are still on the page. */
  }
}
export function forget(form) {
  try {
    if (place(form)) localStorage.removeItem(place(form));
  } catch {
    /* nothing is kept here */
  }
}
function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(place(form)) ?? "null");
  } catch {
    return null;
  }
}

// The values under each name, in their order; empty ones say nothing.
const byName = (typed) =>
  typed.reduce(
    (all, [name, value]) =>
      value === "" ? all : all.set(name, [...(all.get(name) ?? []), value.replaceAll("\r\n", "\n")]),
    new Map(),
  );
const said = (values) => (values ?? []).join("\n");
const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
function label(form, name) {
  const box = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const words =
    box &&
    (["radio", "checkbox"].includes(box.type) ? box.closest("fieldset")?.querySelector("legend") : box.labels?.[0]);
  return words?.textContent.trim() ?? name;
}

function putBack(form, found) {
  const given = byName(found.typed);
  form.querySelector("[data-version]").value = found.version; // what it was written over: if something else was saved since, both are shown
  for (const box of form.elements) {
    if (!box.name || OWN.has(box.name) || box.type === "submit" || box.type === "file") continue;
    const values = given.get(box.name) ?? [];
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else if (values.length) box.value = values.shift();
    else if (box.type !== "hidden") box.value = "";
  }
  for (const radio of form.querySelectorAll("input[type=radio]:checked"))
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("input:not([type=hidden]), textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
}

// Rows that this page does not have: sent as the form itself would send them, what becomes of it is the server's page.
function send(form, found) {
  const sent = element("form", "", { method: "post", action: form.action, hidden: true });
  const version = form.querySelector("[data-version]").name;
  for (const [name, value] of [
    ["csrf_token", form.elements.csrf_token.value],
    [version, String(found.version)],
    ...found.typed,
  ]) {
    const box = document.createElement("textarea");
    [box.name, box.value] = [name, value];
    sent.append(box);
  }
  document.body.append(sent);
  sent.submit();
}

// Before the form: what was typed here and did not arrive, field by field, with a way back and a way to let it go.
export function offer(form, settled) {
  const found = place(form) && kept(form);
  if (!found) return false;
  const [here, there] = [byName(entries(form)), byName(found.typed)];
  const names = [...new Set([...here.keys(), ...there.keys()])].filter(
    (name) => said(here.get(name)) !== said(there.get(name)),
  );
  if (!names.length) {
    forget(form);
    return false;
  }
  const box = element("section", "", { className: "notice notice-warning" });
  box.setAttribute("aria-label", say("copy-found", { text: clock(found.at) }));
  const list = element("dl", "", { className: "facts" }),
    buttons = element("div", "", { className: "buttons" });
  for (const name of names) {
    list.append(element("dt", label(form, name)), element("dd", said(there.get(name)) || "—", { dir: "auto" }));
  }
  const act = (word, kind, done) => {
    const button = element("button", say(word), { type: "button", className: `button button-${kind}` });
    button.addEventListener("click", () => {
      box.remove();
      settled();
      done();
    });
    buttons.append(button);
  };
  const fits = [...there.keys()].every((name) => form.elements.namedItem(name));
  act("copy-put-back", "secondary", () => (fits ? putBack(form, found) : send(form, found)));
  act("copy-throw-away", "quiet", () => forget(form));
  box.append(element("p", say("copy-found", { text: clock(found.at) })), list, buttons);
  form.before(box);
  return true;
}

for (const form of document.querySelectorAll("form[action$='/sign-out']")) {
  form.addEventListener("submit", () => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    } catch {
      /* nothing is kept here */
    }
  });
}
