// A paper beside the card: its pages as pictures in place of the list it stands in, one below the other.
// Nothing of the PDF itself runs; the link in the row still downloads it.
import { say } from "./words.js";

const ZOOM = [100, 150, 200];

function button(word, act, about = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = word;
  if (about) made.setAttribute("aria-label", `${word}: ${about}`);
  made.addEventListener("click", act);
  return made;
}
function leaf(first, number, count, name) {
  const image = new Image();
  image.className = "leaf";
  image.loading = "lazy";
  image.alt = `${name} ${number}/${count}`;
  image.addEventListener(
    "error",
    () => {
      const told = document.createElement("p");
      told.className = "soft";
      told.textContent = `${number}/${count}: ${say("page-failed")}`;
      image.replaceWith(told);
    },
    { once: true },
  );
  image.src = first.replace(/1$/, String(number));
  return image;
}
// The lines of a page over its picture: to be selected, searched and heard. Where they cannot be had, the picture stands.
async function layText(sheet, address) {
  try {
    const answer = await fetch(`${address}/text`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    for (const line of await answer.json()) {
      const shown = document.createElement("p");
      [shown.textContent, shown.dir] = [line.text, "auto"];
      if (/\p{Script=Arabic}/u.test(line.text)) shown.lang = "ar";
      Object.assign(shown.style, {
        left: `${line.x}%`,
        top: `${line.y}%`,
        width: `${line.w}%`,
        height: `${line.h}%`,
        fontSize: `${line.size}cqi`,
      });
      sheet.append(shown);
    }
  } catch {
    /* no connection: the picture stands alone */
  }
}
const hasTexts = () => document.querySelector("[data-page-texts]") !== null;
function sheet(row, number, count, name) {
  const made = document.createElement("div");
  made.className = "sheet";
  made.append(leaf(row.dataset.paper, number, count, name));
  const isLetter = row.dataset.paper.includes("/letters/");
  if (hasTexts() && !isLetter) layText(made, row.dataset.paper.replace(/1$/, String(number)));
  return made;
}
function read(row, opener) {
  const part = row.closest(".file-part");
  const link = row.querySelector("a");
  const name = link.textContent.trim();
  const shut = [...part.children].filter((each) => !each.hidden);
  const view = document.createElement("article");
  view.className = "paper";
  const title = document.createElement("h2");
  title.tabIndex = -1;
  const shown = document.createElement("bdi");
  shown.textContent = name;
  title.append(shown);
  const leaves = document.createElement("div");
  leaves.className = "leaves";
  leaves.tabIndex = 0;
  leaves.setAttribute("role", "region");
  leaves.setAttribute("aria-label", name);
  let zoom = 0;
  const grow = (step) => {
    zoom = Math.min(ZOOM.length - 1, Math.max(0, zoom + step));
    leaves.dataset.zoom = String(ZOOM[zoom]);
  };
  const close = () => {
    view.remove();
    for (const each of shut) each.hidden = false;
    opener.focus();
  };
  const download = link.cloneNode();
  download.textContent = say("download");
  const bar = document.createElement("div");
  bar.className = "paper-bar";
  bar.append(
    button(say("back-to-list"), close),
    button(say("larger"), () => grow(1)),
    button(say("smaller"), () => grow(-1)),
    download,
  );
  const count = Number(row.dataset.pages);
  for (let number = 1; number <= count; number += 1) leaves.append(sheet(row, number, count, name));
  for (const each of shut) each.hidden = true;
  view.append(title, bar, leaves);
  view.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  part.append(view);
  grow(0);
  part.closest(".pane").scrollTop = 0;
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: "nearest" }); // where the page scrolls and not the pane
}
for (const row of document.querySelectorAll("[data-paper]")) {
  const opener = button(say("read-here"), () => read(row, opener), row.querySelector("a").textContent.trim());
  opener.className = "button button-secondary";
  row.querySelector(".file-acts").append(opener);
}
