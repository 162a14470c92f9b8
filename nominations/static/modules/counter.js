// Words or characters left, by the server's rule: a word is a run of letters, marks or digits joined inside by - ' ’ . ,
import { count } from "./words.js";

const WORD = /[\p{L}\p{M}\p{N}]+(?:[-‐‑'’.,][\p{L}\p{M}\p{N}]+)*/gu;
export const words = (text) => (text.match(WORD) ?? []).length;
const characters = (text) => [...text.replaceAll("\r\n", "\n")].length;

function watch(box) {
  const limit = Number(box.dataset.maxWords ?? box.dataset.maxChars);
  const [kind, measure] = box.dataset.maxWords ? ["words", words] : ["chars", characters];
  const told = document.getElementById(`${box.id}-counter`);
  if (!told || !limit) return;
  const spoken = document.createElement("span");
  spoken.className = "hidden-text";
  spoken.setAttribute("role", "status");
  told.after(spoken);
  let pause;
  const show = () => {
    const left = limit - measure(box.value);
    told.textContent = left < 0 ? count(`${kind}-over`, -left) : count(`${kind}-left`, left);
    told.classList.toggle("counter-over", left < 0);
  };
  box.addEventListener("input", () => {
    show();
    clearTimeout(pause);
    pause = setTimeout(() => {
      spoken.textContent = told.textContent;
    }, 1000);
  });
  show();
}
document.querySelectorAll("[data-max-words], [data-max-chars]").forEach(watch);
