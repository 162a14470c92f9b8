// Adds the reader's own time beside an instant where their clocks differ from those it was told in.
import { say } from "./words.js";

const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  numberingSystem: "latn",
});
for (const time of document.querySelectorAll("[data-local-time]")) {
  const at = new Date(time.dateTime);
  const hour = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  const whole = time.closest(".instant") ?? time;
  if (whole.textContent.includes(hour)) continue;
  const here = document.createElement("span");
  here.className = "here";
  here.textContent = ` · ${say("here", { text: clock.format(at) })}`;
  whole.append(here);
}
