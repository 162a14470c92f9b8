// The live total, digits on the focused criterion, n and p between criteria. The radios themselves need none of it.
// A criterion left out takes its weight with it, as on the server.
import { say } from "./words.js";

const criteria = [...document.querySelectorAll("[data-criterion]")];
const totals = document.querySelectorAll("[data-total]");
const counts = document.querySelectorAll("[data-total-count]");
const chosen = (criterion) => criterion.querySelector(".scale input:checked");

function add() {
  const asked = criteria.filter((criterion) => chosen(criterion)?.value !== "none");
  const done = asked.filter(chosen);
  const weight = (list) => list.reduce((sum, criterion) => sum + Number(criterion.dataset.weight), 0);
  // Weights and scores are whole numbers, so hundredths are exact until the last division.
  const points = done.reduce(
    (sum, criterion) => sum + Number(criterion.dataset.weight) * Number(chosen(criterion).value),
    0,
  );
  const tenths = Math.round((points * weight(criteria)) / (weight(asked) || 1));
  const shown = new Intl.NumberFormat(document.documentElement.lang, {
    numberingSystem: "latn",
    minimumFractionDigits: 1,
  }).format(tenths / 10);
  totals.forEach((total) => {
    total.textContent = shown;
  });
  counts.forEach((mark) => {
    mark.textContent = `(${say("criteria-done", { done: done.length, count: asked.length })})`;
  });
}
document.addEventListener("change", (event) => event.target.closest("[data-criterion]") && add());
add();

const typing = (target) =>
  target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
const shortcuts = () => !document.querySelector("[data-shortcuts=off]");
function step(from, way) {
  const next = criteria[criteria.indexOf(from) + way] ?? (from ? null : criteria[way > 0 ? 0 : criteria.length - 1]);
  (next && (chosen(next) ?? next.querySelector(".scale input")))?.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    const form = event.target.form ?? criteria[0].closest("form");
    form?.requestSubmit(form.querySelector("[data-save-next]") ?? undefined);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !shortcuts()) return;
  const criterion = event.target.closest("[data-criterion]");
  if (event.key === "n" || event.key === "p") {
    event.preventDefault();
    step(criterion, event.key === "n" ? 1 : -1);
  } else if (criterion && /^[0-9]$/.test(event.key)) {
    // Nought on a nought is ten, however slow the hand.
    const twice = event.key === "0" && chosen(criterion)?.value === "0";
    const radio = criterion.querySelector(`.scale input[value="${twice ? 10 : event.key}"]`);
    if (radio) {
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("change", { bubbles: true }));
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
});
