// Computes the SHA-256 of a chosen file on the device and puts it into the field beside: the file is not sent.
import { say } from "./words.js";

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

for (const form of document.querySelectorAll("form[data-fingerprint]")) {
  if (!globalThis.crypto?.subtle) break;
  const place = form.querySelector("[data-fingerprint-file]");
  const status = form.querySelector("[data-fingerprint-status]");
  const chosen = place.querySelector("input[type=file]");
  place.hidden = false;
  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    if (!file) return;
    status.textContent = say("fingerprinting", { text: file.name });
    try {
      form.elements.sha256.value = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      status.textContent = say("fingerprint-ready", { text: file.name });
    } catch {
      status.textContent = say("fingerprint-failed");
    }
  });
}
