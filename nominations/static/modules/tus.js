// The open protocol tus 1.0, as much as a page needs: announce a file, send its parts, ask how much is there, forget it.
const PART = 5 * 1024 * 1024;
const SPOKEN = { "Tus-Resumable": "1.0.0" };
const AGAIN = new Set([0, 408, 409, 423, 429, 500, 502, 503, 504, 507]);

// `again`: nothing is decided, it can be tried anew; `gone`: begin anew; else `sentence` says why not.
export class Trouble extends Error {
  constructor(status, sentence = "") {
    super(`${status}`);
    this.again = AGAIN.has(status);
    this.gone = status === 404 || status === 410;
    this.sentence = sentence;
  }
}

function ask(method, url, headers, { body = null, progress = null, signal = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...SPOKEN, ...headers })) request.setRequestHeader(name, value);
    if (progress) request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
    // A line that went silent says nothing: after a minute without a byte it is taken for broken.
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > 60_000) request.abort();
    }, 5_000);
    for (const kind of ["progress", "loadstart"])
      request.upload.addEventListener(kind, () => {
        heard = performance.now();
      });
    const stop = () => request.abort();
    signal?.addEventListener("abort", stop);
    request.addEventListener("loadend", () => {
      clearInterval(watch);
      signal?.removeEventListener("abort", stop);
      // Without the header it was not this server's word: a page to sign in, or somebody on the way.
      const ours = request.getResponseHeader("Tus-Resumable");
      if (ours && request.status >= 200 && request.status < 300) return resolve(request);
      const isSentence = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
      return reject(new Trouble(request.status, isSentence ? request.responseText.trim() : ""));
    });
    request.send(body);
  });
}

const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const offset = (request) => Number(request.getResponseHeader("Upload-Offset"));

export async function begin(url, file, token, signal) {
  const told = {
    "X-CSRFToken": token,
    "Upload-Length": `${file.size}`,
    "Upload-Metadata": `filename ${inBase64(file.name)}`,
  };
  const request = await ask("POST", url, told, { signal });
  return new URL(request.getResponseHeader("Location"), location.href).pathname;
}

export const ends = async (url, signal) => offset(await ask("HEAD", url, {}, { signal }));

export async function part(url, file, at, token, progress, signal) {
  const told = { "X-CSRFToken": token, "Upload-Offset": `${at}`, "Content-Type": "application/offset+octet-stream" };
  return offset(await ask("PATCH", url, told, { body: file.slice(at, at + PART), progress, signal }));
}

export const stands = async (url) => JSON.parse((await ask("GET", url, {})).responseText);

export const forget = (url, token) => ask("DELETE", url, { "X-CSRFToken": token });
