// Somebody waits for a letter: asks for the page itself until it was sent, and shows here that it could not be. What is
// being typed stays.
const mark = document.querySelector("[data-delivery]");
let rounds = 30;

async function look() {
  rounds -= 1;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-delivery]");
      if (next && next.dataset.delivery !== "waiting") {
        mark.replaceChildren(...next.childNodes);
        return;
      }
    }
  } catch {
    /* No connection: the next round asks again. */
  }
  if (rounds > 0) setTimeout(look, 2000);
}
setTimeout(look, 1500);
