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
for (const mark of document.querySelectorAll("[data-countdown]")) {
  const timer = setInterval(() => tell(mark) || clearInterval(timer), 60_000);
}
