// Sends the files of a form in parts. What has arrived stays: after a cut, a reload or another evening, the same file
// goes on where it stopped. One file that is refused leaves the others alone.
import { Trouble, begin, ends, forget, part, stands } from "./tus.js";
import { watch } from "./checking.js";
import { say } from "./words.js";

const LONGEST_WAIT = 30_000;

// Where a file goes is remembered on this device, if it may be.
const memory = {
  key: (form, file) => ["upload", form.dataset.parts, file.name, file.size, file.lastModified].join("\n"),
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, url) {
    try {
      localStorage.setItem(key, url);
    } catch {
      /* Then only until the page is left. */
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      /* Nothing is there. */
    }
  },
};

const made = (name, className = "", text = "") =>
  Object.assign(document.createElement(name), { className, textContent: text });

// One file in the list: its name, where it stands, a number and a bar, a way to stop it.
class Row {
  constructor(file, cancel) {
    this.element = made("li", "file");
    const name = document.createElement("div");
    name.append(made("bdi", "", file.name));
    this.told = made("span", "soft small");
    name.append(this.told);
    this.tag = made("strong", "tag state");
    this.button = made("button", "button button-quiet", say("cancel"));
    this.button.type = "button";
    this.button.append(" ", made("span", "hidden-text", file.name));
    this.button.addEventListener("click", cancel);
    const acts = made("div", "file-acts");
    acts.append(this.tag, this.button);
    this.bar = made("progress", "full");
    [this.bar.max, this.bar.value] = [100, 0];
    this.bar.setAttribute("aria-label", file.name);
    this.problem = made("p", "error");
    this.problem.hidden = true;
    this.element.append(name, acts, this.bar, this.problem);
    this.size = file.size;
    this.stand("uploading", "blue");
    this.progress(0);
  }

  stand(state, colour) {
    this.tag.textContent = say(`state-${state}`);
    this.tag.className = `tag tag-${colour} state`;
    this.bar.hidden = state !== "uploading";
  }

  progress(bytes) {
    this.bar.value = Math.floor((100 * bytes) / this.size);
    this.told.textContent = say("percent", { n: this.bar.value });
  }

  // How much has arrived is not known until the server can be asked.
  waits(sentence) {
    this.told.textContent = sentence;
    this.bar.hidden = true;
  }

  refused(sentence) {
    this.stand("blocked", "red");
    this.told.textContent = "";
    this.problem.hidden = false;
    this.problem.textContent = sentence;
    this.button.remove();
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const on = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(on, milliseconds);
    addEventListener("online", on, { once: true });
    signal.addEventListener("abort", on, { once: true });
  });
}

// A file that was moved or changed on the device meanwhile looks like a broken line.
const isReadable = (file) =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

// Sends one file to its end, however often the line breaks. Where it stands then, or null when it was stopped.
async function send(form, file, row, signal, token) {
  const key = memory.key(form, file);
  let url = memory.get(key);
  const old = url && document.querySelector(`[data-upload-url="${CSS.escape(url)}"]`);
  old?.remove();
  let tries = 0;
  while (!signal.aborted) {
    try {
      if (!url) {
        url = await begin(form.dataset.parts, file, token, signal);
        memory.set(key, url);
      }
      let at = await ends(url, signal);
      row.stand("uploading", "blue");
      row.progress(at);
      do {
        const from = at;
        at = await part(url, file, from, token, (sent) => row.progress(Math.min(from + sent, file.size)), signal);
        row.progress(at);
        tries = 0;
      } while (at < file.size && !signal.aborted);
      row.stand("checking", "amber");
      const told = await stands(url);
      if (told.state === "ready" || told.state === "blocked") {
        memory.drop(key);
        return { ...told, url };
      }
      throw new Trouble(423);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (signal.aborted) break;
      if (trouble.gone && url) {
        memory.drop(key);
        url = null;
        tries += 1;
        if (tries < 5) continue;
      }
      if (!trouble.again) return { state: "blocked", reason: trouble.sentence || say("upload-refused") };
      if (!(await isReadable(file))) return { state: "blocked", reason: say("upload-lost") };
      row.waits(say("upload-waits"));
      await pause(Math.min(LONGEST_WAIT, 500 * 2 ** tries), signal);
      tries += 1;
    }
  }
  memory.drop(key);
  if (url) await forget(url, token).catch(() => null);
  return null;
}

// Brings rows that the page did not have yet; what somebody is just writing beside another picture stays.
// Whether there is room for more of this kind.
async function bringNew(form) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return true;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = form.closest("section[id]");
  const here = section.querySelector("[data-files]");
  let list = here.querySelector("ul.files");
  for (const item of fresh.querySelectorAll(`#${CSS.escape(section.id)} [data-files] > ul > li`)) {
    if (document.getElementById(item.id)) continue;
    if (!list) {
      list = made("ul", "files");
      here.append(list);
    }
    list.append(item);
  }
  // What is said of the whole page, and of what this kind still lacks.
  document.querySelector(".lead")?.replaceWith(fresh.querySelector(".lead") ?? "");
  const now = fresh.getElementById(section.id);
  section.querySelector("[data-lacks]").replaceWith(now.querySelector("[data-lacks]"));
  watch();
  return now.querySelector("form[data-parts]") !== null;
}

// There is no room for more: the form goes, and who stood in it stands at what is there.
function leave(form) {
  if (form.contains(document.activeElement)) form.closest("section[id]").focus();
  form.hidden = true;
}

for (const form of document.querySelectorAll("form[data-parts]")) {
  const box = form.querySelector("input[type=file]");
  const list = made("ul", "files files-coming");
  const told = made("p", "hidden-text");
  told.setAttribute("role", "status");
  form.after(list, told);
  const queue = [];
  let working = false;

  const work = async () => {
    working = true;
    while (queue.length) {
      const { file, row, stop } = queue.shift();
      if (stop.signal.aborted) {
        row.element.remove();
        continue;
      }
      told.textContent = `${file.name}: ${say("state-uploading")}`;
      const token = form.querySelector("[name=csrf_token]").value;
      const stood = await send(form, file, row, stop.signal, token);
      if (!stood) {
        row.element.remove();
        continue;
      }
      told.textContent = `${file.name}: ${say(`state-${stood.state}`)}${stood.reason ? `. ${stood.reason}` : ""}`;
      if (stood.state === "ready" || stood.url) {
        const room = await bringNew(form).catch(() => null);
        if (room === null) row.stand(stood.state, stood.state === "ready" ? "green" : "red");
        else row.element.remove();
        if (room === false && !queue.length) leave(form);
      } else row.refused(stood.reason);
    }
    working = false;
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !box.files.length) return;
    event.preventDefault();
    for (const file of box.files) {
      const stop = new AbortController();
      const row = new Row(file, () => {
        stop.abort();
        row.element.remove();
        box.focus();
      });
      list.append(row.element);
      queue.push({ file, row, stop });
    }
    box.value = "";
    if (!working) work();
  });
}
