// Time left until a close, told at most once a minute and by the server's clock.
import { count, now, say } from "./words.js";

function tell(mark) {
  const minutes = Math.floor((Date.parse(mark.dataset.countdown) - now()) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (minutes < 0) mark.textContent = say("closed");
  else if (days) mark.textContent = count("days-left", days);
  else if (hours) mark.textContent = count("hours-left", hours);
  else mark.textContent = count("minutes-left", minutes);
  return minutes >= 0;
}
// At the close an open page says so at once, with what was handed in last; the sentence waits in the page, hidden.
for (const told of document.querySelectorAll("[data-closes]")) {
  const wait = () => {
    const left = Date.parse(told.dataset.closes) - now();
    if (left > 0) {
      setTimeout(wait, Math.min(left + 50, 3_600_000));
      return;
    }
    told.hidden = false;
    for (const form of document.querySelectorAll("form[data-guard], form[data-autosave]")) {
      for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
    }
  };
  wait();
}
for (const mark of document.querySelectorAll("[data-countdown]")) {
  const timer = setInterval(() => tell(mark) || clearInterval(timer), 60_000);
}
