// Search within the file: every place is marked, Enter goes from one to the next through all its parts.
// Case, accents and Arabic marks do not count.
import { say } from "./words.js";
import { open } from "./file-tabs.js";

const bar = document.querySelector("[data-file-search]");
const box = bar.querySelector("input");
const told = bar.querySelector("[role=status]");
const parts = [...document.querySelectorAll(".file-part")];
const LONGEST = 2000;
let marks = [],
  at = -1,
  pause;
bar.hidden = false;

// One letter for each letter of the text, so that places stay the same.
const plain = (text) =>
  [...text]
    .map((letter) => {
      const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return bare.length === letter.length
        ? bare
        : letter.toLowerCase().length === letter.length
          ? letter.toLowerCase()
          : letter;
    })
    .join("");

function clear() {
  for (const mark of marks) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  [marks, at] = [[], -1];
}
function find(wanted) {
  clear();
  told.textContent = "";
  if (!wanted.trim()) return;
  const key = plain(wanted.trim());
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest("button, .hidden-text, nav")) nodes.push(walker.currentNode);
    for (let node of nodes) {
      while (marks.length < LONGEST) {
        const place = plain(node.data).indexOf(key);
        if (place < 0) break;
        const range = node.splitText(place);
        const rest = range.splitText(key.length);
        const mark = document.createElement("mark");
        range.replaceWith(mark);
        mark.append(range);
        marks.push(mark);
        node = rest;
      }
    }
  }
  if (!marks.length) {
    told.textContent = say("nothing-found");
    return;
  }
  go(0);
}
function go(next) {
  marks[at]?.classList.remove("here");
  at = (next + marks.length) % marks.length;
  const mark = marks[at];
  open(mark.closest(".file-part"));
  mark.classList.add("here");
  mark.scrollIntoView({ block: "center" });
  told.textContent = `${at + 1}/${marks.length}`;
}
box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => find(box.value), 200);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    if (marks.length) go(at + (event.shiftKey ? -1 : 1));
  } else if (event.key === "Escape") {
    box.value = "";
    find("");
  }
});
