// Files that are being checked become ready, or blocked, on the page: it asks for itself again, seldom and only while
// it is looked at. What somebody is just writing beside a picture stays. Without script, a reload shows the same.
const SOON = 3_000,
  SELDOM = 30_000;
const waiting = () => [...document.querySelectorAll("[data-files] > ul > [data-checking]")];
let timer = null,
  pause = SOON;

// The row as the server shows it now, around the form that somebody may be writing in.
function renew(row, fresh) {
  const form = row.querySelector(":scope > form");
  for (const child of [...row.children]) if (child !== form) child.remove();
  const news = [...fresh.children].filter((child) => child.localName !== "form");
  if (form) form.before(...news);
  else row.append(...news);
  row.className = fresh.className;
  row.removeAttribute("data-checking");
}

// Takes what has ended into the page; gives back what there is to hear of it.
function take(page) {
  const heard = [];
  for (const row of waiting()) {
    const fresh = page.getElementById(row.id);
    if (fresh?.hasAttribute("data-checking")) continue;
    if (!fresh) {
      row.remove();
      continue;
    }
    renew(row, fresh);
    heard.push([row.querySelector("bdi")?.textContent, row.querySelector(".tag")?.textContent].join(": "));
  }
  // What was whole before the server knew it has become a row of its own.
  for (const fresh of page.querySelectorAll("[data-files] > ul > li[id]")) {
    if (document.getElementById(fresh.id)) continue;
    document.querySelector(`#${CSS.escape(fresh.closest("section").id)} [data-files] > ul`)?.append(fresh);
  }
  return heard;
}

function told() {
  let line = document.getElementById("checked");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "checked", className: "hidden-text" });
    line.setAttribute("role", "status");
    document.querySelector("main").append(line);
  }
  return line;
}

async function look() {
  timer = null;
  if (!waiting().length || document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const heard = take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (heard.length) {
        told().textContent = heard.join(". ");
        pause = SOON;
      }
    }
  } catch {
    /* No connection: the next round asks again. */
  }
  pause = Math.min(pause * 1.5, SELDOM);
  watch();
}

// To be called when rows were added, too.
export function watch() {
  if (timer === null && waiting().length && !document.hidden) {
    told();
    timer = setTimeout(look, pause);
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && timer === null) look();
});
watch();
