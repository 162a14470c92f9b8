// The sentences of components/script_words.html, with plurals as the page's language wants them.
const page = document.documentElement;
const words = JSON.parse(document.getElementById("script-words")?.textContent ?? "{}");
const plural = new Intl.PluralRules(page.lang);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

export const say = (key, values = {}) => fill(words[key] ?? "", values);
export const count = (key, n) => fill(words[`${key}:${plural.select(n)}`] ?? words[`${key}:other`] ?? "", { n });

// The server's clock: its instant when it wrote the page, plus the time passed since. The reader's own clock may be wrong.
const written = Date.parse(page.dataset.now ?? "");
export const now = () => (Number.isNaN(written) ? Date.now() : written + performance.now());
