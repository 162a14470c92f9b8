// Five minutes before the session ends it is said, with a way to stay; afterwards, what is written waits on the device.
import { now, say } from "./words.js";
import { clock } from "./kept.js";

const page = document.documentElement,
  BEFORE = 5 * 60_000;
let ends = Date.parse(page.dataset.sessionEnds),
  timer,
  bar,
  warned = 0;

function show(text, ...acts) {
  hide();
  bar = document.createElement("div");
  bar.className = "notice notice-warning session-end";
  bar.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = text;
  bar.append(words, ...acts);
  document.querySelector("main .frame, main")?.prepend(bar);
}
const hide = () => {
  bar?.remove();
  bar = undefined;
};

function stayButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-primary";
  button.textContent = say("session-stay");
  button.addEventListener("click", async () => {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    try {
      const answer = await fetch(page.dataset.sessionStay, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        redirect: "manual",
      });
      if (!answer.ok) {
        over();
        return;
      }
      take((await answer.json()).ends);
      if (ends - now() > BEFORE) show(say("session-stays"));
      else show(say("session-last", { text: clock(ends) }));
    } catch {
      /* no connection: the button stays, to be pressed again */
    }
  });
  return button;
}
function over() {
  const link = document.createElement("a");
  link.className = "button button-primary";
  link.href = `${page.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = say("session-in");
  show(say("session-over"), link);
}
function look() {
  clearTimeout(timer);
  const left = ends - now();
  if (left <= 0) {
    over();
    return;
  }
  if (left <= BEFORE && warned !== ends) {
    warned = ends;
    show(say("session-soon", { text: clock(ends) }), stayButton());
  }
  timer = setTimeout(look, Math.min(left <= BEFORE ? left : left - BEFORE, 2 ** 30) + 50);
}
function take(instant) {
  const next = Date.parse(instant ?? "");
  if (Number.isNaN(next)) return;
  if (next > ends) hide();
  ends = next;
  look();
}
document.addEventListener("session-ends", (event) => take(event.detail));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
look();
