// A box in the table's head that ticks those of this page, and the count of what is chosen.
import { count, say } from "./words.js";

for (const mark of document.querySelectorAll("[data-select-all]")) {
  const table = mark.closest("table");
  const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
  const told = (table.closest("form") ?? document).querySelector("[data-selected-count]");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", say("select-all"));
  mark.replaceChildren(all);
  const refresh = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    if (told) told.textContent = ticked ? count("selected", ticked) : "";
  };
  all.addEventListener("change", () => {
    boxes().forEach((box) => {
      box.checked = all.checked;
    });
    refresh();
  });
  table.addEventListener("change", refresh);
  refresh();
}
