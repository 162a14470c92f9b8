// Loads only the modules whose marks are on the page. Every page works without them.
const MODULES = {
  "[data-local-time]": "./local-time.js",
  "[data-countdown], [data-closes]": "./countdown.js",
  "[data-max-words], [data-max-chars]": "./counter.js",
  "form[data-guard], form[data-once], form[data-autosave]": "./form-guard.js",
  "form[data-autosave]": "./autosave.js",
  "form[action$='/sign-out']": "./kept.js",
  "html[data-session-ends]": "./session.js",
  "[data-presence]": "./presence.js",
  "[data-error-summary]": "./error-summary.js",
  "[data-criterion]": "./score-card.js",
  "[data-desk]": "./desk.js",
  "[data-file-tabs]": "./file-tabs.js",
  "[data-file-search]": "./file-search.js",
  "[data-keys]": "./desk-keys.js",
  "[data-select-all]": "./select-all.js",
  "[data-drop]": "./upload.js",
  "form[data-parts]": "./upload-parts.js",
  "[data-checking]": "./checking.js",
  "[data-pictures]": "./pictures.js",
  "[data-paper]": "./paper.js",
  "[data-copy]": "./copy.js",
  "[data-job]": "./job.js",
  "[data-delivery=waiting]": "./delivery.js",
  "form[data-fingerprint]": "./fingerprint.js",
  "details.menu": "./menu.js",
};

for (const [mark, file] of Object.entries(MODULES)) {
  if (document.querySelector(mark)) import(file);
}
