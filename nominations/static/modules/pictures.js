// A large view with arrows over a grid of pictures; without script the link opens the picture itself.
import { say } from "./words.js";

const button = (word, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-secondary";
  made.textContent = word;
  made.addEventListener("click", act);
  return made;
};
for (const [number, grid] of document.querySelectorAll("[data-pictures]").entries()) {
  const links = [...grid.querySelectorAll("figure > a")];
  const dialog = document.createElement("dialog");
  dialog.className = "large";
  const image = new Image();
  const caption = document.createElement("p");
  caption.id = `large-view-${number}-caption`;
  dialog.setAttribute("aria-labelledby", caption.id);
  let at = 0;
  const show = (next) => {
    at = (next + links.length) % links.length;
    const small = links[at].querySelector("img");
    [image.src, image.alt] = [links[at].href, small.alt];
    caption.textContent = `${at + 1}/${links.length} ${links[at].parentElement.querySelector("figcaption").textContent}`;
  };
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.append(
    caption,
    button(say("previous"), () => show(at - 1)),
    button(say("next"), () => show(at + 1)),
    button(say("close"), () => dialog.close()),
  );
  dialog.append(image, bar);
  grid.after(dialog);
  dialog.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(grid).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") show(at + (event.key === forward ? 1 : -1));
  });
  dialog.addEventListener("close", () => links[at].focus());
  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    });
  }
}
