// Words or characters left, by the server's rule (core/rules/text/words.py): a word stands between blanks and holds a
// letter, mark or digit; a no-break blank before three figures groups them.
import { count } from "./words.js";

const BLANK = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const GROUPED = /(\p{Nd})[\u00a0\u2007\u2009\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu;
const COUNTS = /[\p{L}\p{M}\p{N}]/u;
export const words = (text) =>
  text
    .replace(GROUPED, "$1")
    .split(BLANK)
    .filter((piece) => COUNTS.test(piece)).length;
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
