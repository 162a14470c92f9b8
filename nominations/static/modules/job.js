// While a job runs, asks for the page itself every two seconds and shows what changed; without script the page reloads.
const mark = () => document.querySelector("[data-job]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-job]");
      if (!next) {
        location.reload();
        return;
      }
      // A live region is rewritten only when there is something new to hear.
      if (!next.isEqualNode(mark())) mark().replaceChildren(...next.childNodes);
    }
  } catch {
    /* No connection: the next round asks again. */
  }
  setTimeout(look, 2000);
}
setTimeout(look, 2000);
