// The parts of a file as tabs: one at a time. Whatever leads into a shut part (a criterion, a find) opens it first.
const links = [...document.querySelectorAll("[data-file-tabs] a")];
const parts = links.map((link) => document.getElementById(link.hash.slice(1)));

export function open(part) {
  for (const [index, each] of parts.entries()) {
    const mine = each === part;
    each.hidden = !mine;
    if (mine) links[index].setAttribute("aria-current", "true");
    else links[index].removeAttribute("aria-current");
  }
}
for (const [index, link] of links.entries()) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(parts[index]);
    parts[index].closest(".pane").scrollTop = 0;
    parts[index].focus({ preventScroll: true });
  });
}
// Before the browser follows the link, so that there is something to scroll to.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[href^='#']");
    const part = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest(".file-part");
    if (part && parts.includes(part)) open(part);
  },
  { capture: true },
);
const asked =
  location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".file-part");
open(asked || parts[1] || parts[0]);
