// Asks how a running job stands; JSON {done, total, sentence, finished}. When it has finished the page loads itself again.
for (const mark of document.querySelectorAll("[data-job]")) {
  const ask = async () => {
    try {
      const answer = await fetch(mark.dataset.job, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { done, total, sentence, finished } = await answer.json();
        if (finished) { location.reload(); return; }
        const [text, bar] = [mark.querySelector("p"), mark.querySelector("progress")];
        if (sentence && text.textContent !== sentence) text.textContent = sentence;
        if (bar && total) [bar.max, bar.value] = [total, done];
      }
    } catch { /* No connection: the next round asks again. */ }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 1000);
}
