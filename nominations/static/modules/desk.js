// The desk: a splitter for keyboard and pointer with a remembered width, and real tabs where the window is narrow.
import { say } from "./words.js";

const desk = document.querySelector("[data-desk]");
const splitter = desk.querySelector("[data-splitter]");
const [LEAST, MOST, STEP] = [22, 48, 2];
const rtl = () => getComputedStyle(desk).direction === "rtl";
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
let width = Number(localStorage.getItem("card-width")) || 27;

function set(next) {
  width = Math.min(MOST, Math.max(LEAST, next));
  desk.style.setProperty("--card-width", `${width}rem`);
  splitter.setAttribute("aria-valuenow", String(Math.round(width)));
  localStorage.setItem("card-width", String(width));
}
const told = {
  role: "separator",
  tabindex: "0",
  "aria-orientation": "vertical",
  "aria-valuemin": LEAST,
  "aria-valuemax": MOST,
  "aria-controls": "pane-card",
  "aria-label": say("splitter"),
};
for (const [key, value] of Object.entries(told)) splitter.setAttribute(key, value);
set(width);
splitter.addEventListener("keydown", (event) => {
  const wider = rtl() ? "ArrowRight" : "ArrowLeft";
  const narrower = rtl() ? "ArrowLeft" : "ArrowRight";
  const next = { [wider]: width + STEP, [narrower]: width - STEP, Home: LEAST, End: MOST }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  set(next);
});
splitter.addEventListener("pointerdown", (event) => {
  splitter.setPointerCapture(event.pointerId);
  const move = (e) => {
    const box = desk.getBoundingClientRect();
    set((rtl() ? e.clientX - box.left : box.right - e.clientX) / rem());
  };
  splitter.addEventListener("pointermove", move);
  splitter.addEventListener("pointerup", () => splitter.removeEventListener("pointermove", move), { once: true });
});

const links = [...document.querySelectorAll("[data-desk-tabs] a[href^='#pane-']")];
function show(id) {
  for (const link of links) {
    const mine = link.hash === `#${id}`;
    link.toggleAttribute("aria-current", mine);
    if (mine) link.setAttribute("aria-current", "true");
    document.getElementById(link.hash.slice(1)).toggleAttribute("data-shut", !mine);
  }
}
for (const link of links)
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.hash.slice(1));
  });
show(document.querySelector(".pane-card .error") ? "pane-card" : "pane-file");
// A jump into a shut pane (a question a criterion reads, an error) opens it first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const pane = target?.closest(".pane");
  if (!pane || target === pane) return;
  show(pane.id);
  for (const old of document.querySelectorAll(".marked")) old.classList.remove("marked");
  if (link.dataset.feeds !== undefined) target.classList.add("marked");
});
