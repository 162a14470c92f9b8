// An open section says every half minute that it is there, and shows who else is and who asks to take over.
import { say } from "./words.js";

const EVERY = 30_000;
for (const area of document.querySelectorAll("[data-presence]")) {
  const list = area.querySelector("[data-others]"),
    told = area.querySelector("[data-presence-told]"),
    asked = area.querySelector("[data-asked]");
  const form = document.querySelector("form[data-autosave]"),
    token = document.querySelector("input[name=csrf_token]")?.value ?? "";
  let typed = 0,
    timer,
    heard = "";
  const hear = (text) => {
    if (text !== heard) {
      told.textContent = text;
      heard = text;
    }
  };
  async function be() {
    clearTimeout(timer);
    const body = new URLSearchParams(Date.now() - typed < EVERY ? { typing: "1" } : {});
    try {
      const answer = await fetch(area.dataset.presence, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token },
        redirect: "manual",
      });
      if (!answer.ok) return; // signed out, or no longer taking part: the page says so when it is used
      const { others, held, asked: asking, ends } = await answer.json();
      document.dispatchEvent(new CustomEvent("session-ends", { detail: ends }));
      list.replaceChildren(...others.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      if (asked) {
        asked.hidden = !asking;
        asked.querySelector("[data-asked-by]").textContent = asking ?? "";
      }
      if (area.dataset.waiting !== undefined && !held) {
        const link = Object.assign(document.createElement("a"), {
          href: location.pathname,
          textContent: say("turn-load"),
        });
        list.append(Object.assign(document.createElement("li"), { textContent: `${say("turn-free")} ` }));
        list.lastElementChild.append(link);
        hear(say("turn-free"));
      } else if (asking) hear(asked?.querySelector("p").textContent ?? "");
      else if (held && form) {
        list.append(Object.assign(document.createElement("li"), { textContent: say("turn-held", { text: held }) }));
        hear(say("turn-held", { text: held }));
      } else hear("");
    } catch {
      /* no connection: the save line says so */
    }
    timer = setTimeout(be, EVERY);
  }
  form?.addEventListener("input", () => {
    const fresh = Date.now() - typed > EVERY;
    typed = Date.now();
    if (fresh) be();
  });
  be();
}
