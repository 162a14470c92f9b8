// Dropping files onto the field, a size check before sending, and progress while a form marked data-upload is sent.
import { say } from "./words.js";

for (const area of document.querySelectorAll("[data-drop]")) {
  const box = area.querySelector("input[type=file]");
  const over = (event, on) => {
    event.preventDefault();
    area.toggleAttribute("data-over", on);
  };
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    box.files = event.dataTransfer.files;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  area.append(told);
  box.addEventListener("change", () => {
    const most = Number(box.dataset.maxBytes);
    const large = most ? [...box.files].find((file) => file.size > most) : undefined;
    told.textContent = large ? say("file-too-large", { text: large.name }) : "";
    told.className = large ? "error" : "";
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const boxes = [...form.querySelectorAll("input[type=file]")];
    if (event.defaultPrevented || !boxes.some((box) => box.files.length)) return;
    event.preventDefault();
    const told = form.querySelector("[data-drop] [role=status]");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", say("uploading", { n: "" }));
    told.className = "";
    told.after(bar);
    const request = new XMLHttpRequest();
    let tens = -1;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = Math.round((100 * loaded) / total);
      // Spoken at every tenth only.
      if (Math.floor(bar.value / 10) !== tens) {
        tens = Math.floor(bar.value / 10);
        told.textContent = say("uploading", { n: bar.value });
      }
    });
    request.upload.addEventListener("load", () => {
      told.textContent = say("checking");
    });
    request.addEventListener("error", () => {
      bar.remove();
      told.className = "error";
      told.textContent = say("upload-failed");
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      // A refusal is a whole page: show it as the browser would have.
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = answer.title;
      document.querySelector("main").replaceWith(answer.querySelector("main"));
      document.querySelector("[data-error-summary], main")?.focus();
    });
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    request.open("POST", form.action);
    request.send(body);
  });
}
