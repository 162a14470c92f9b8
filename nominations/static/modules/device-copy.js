// What could not be saved stays on this device, is offered when the form is opened again, and goes when it is saved.
// A form says with data-device-copy whose words of which thing they are; nobody else's are ever offered.
import { say } from "./words.js";

const NEVER = new Set(["csrf_token"]);
const place = (form) => form.dataset.deviceCopy && `copy:${form.dataset.deviceCopy}`;
const fields = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER.has(name));

export function keepCopy(form) {
  if (!place(form)) return false;
  try {
    localStorage.setItem(place(form), JSON.stringify({ at: new Date().toISOString(), fields: fields(form) }));
    return true;
  } catch { return false; /* The browser keeps nothing, or has no room: the words are still on the page. */ }
}
export const dropCopy = (form) => { if (place(form)) localStorage.removeItem(place(form)); };

function kept(form) {
  try { return JSON.parse(localStorage.getItem(place(form))); } catch { return null; }
}
const said = (pairs) => JSON.stringify(pairs.filter(([name, value]) => value !== "" && name !== "version" && name !== "_version").sort());

function putBack(form, pairs) {
  const given = new Map();
  for (const [name, value] of pairs) given.set(name, [...(given.get(name) ?? []), value]);
  for (const box of form.elements) {
    if (!box.name || NEVER.has(box.name) || box.type === "submit" || box.type === "file") continue;
    const values = given.get(box.name) ?? [];
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    // The version the words were written over: if something else was saved since, saving shows both.
    else if (values.length) box.value = values.shift();
    else if (box.type !== "hidden") box.value = "";
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("input, textarea")?.dispatchEvent(new Event("input", { bubbles: true }));
  for (const radio of form.querySelectorAll("input[type=radio]:checked")) radio.dispatchEvent(new Event("change", { bubbles: true }));
}

export function offerCopy(form) {
  const copy = place(form) && kept(form);
  if (!copy) return;
  if (said(copy.fields) === said(fields(form))) { dropCopy(form); return; }
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "status");
  const text = document.createElement("p");
  const at = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", numberingSystem: "latn" });
  text.textContent = say("copy-found", { text: at.format(new Date(copy.at)) });
  const row = document.createElement("p");
  row.className = "buttons";
  for (const [word, act] of [["copy-put-back", () => putBack(form, copy.fields)], ["copy-throw-away", () => dropCopy(form)]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = say(word);
    button.addEventListener("click", () => { act(); notice.remove(); });
    row.append(button);
  }
  notice.append(text, row);
  form.prepend(notice);
}
