// A button that copies the code beside it.
import { say } from "./words.js";

for (const code of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = say("copy");
  button.setAttribute("aria-label", `${say("copy")}: ${code.dataset.copy}`);
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "here small";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    told.textContent = say("copied");
  });
  code.after(button, told);
}
