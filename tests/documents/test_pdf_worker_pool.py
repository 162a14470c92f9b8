"""The PDF worker pool: loads its libraries once, forks a child for each document, and ends with its worker."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nominations.core.adapters.sandbox import MEGABYTE, Limits, Reason
from nominations.documents.adapters import pdf_worker_pool, render
from nominations.documents.adapters.pdf import own_files
from nominations.documents.adapters.render import RenderingFailed, render_pdf
from tests.support.report_samples.papers import text_of

ROOT = Path(__file__).parents[2]
SLOW = "<!doctype html><title>t</title><table>" + "<tr><td>cell<td>cell<td>cell</tr>" * 30_000 + "</table>"


def page(word: str) -> str:
    return f"<!doctype html><html lang=en><title>t</title><p>{word}</p>"


@pytest.fixture
def own(monkeypatch) -> pdf_worker_pool.PdfWorkerPool:
    """A pool of this test's own."""
    made = pdf_worker_pool.PdfWorkerPool()
    monkeypatch.setattr(render, "POOL", made)
    yield made
    made.close()


def test_one_process_makes_one_document_after_the_other(own):
    assert "first" in text_of(render_pdf(page("first")))
    before = own._process.pid
    assert "second" in text_of(render_pdf(page("second")))

    assert own._process.pid == before
    assert 10_000 < own.peak < 500_000


def test_each_of_many_at_once_gets_its_own(own):
    words = [f"word{number}" for number in range(8)]

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda word: text_of(render_pdf(page(word))), words))

    assert all(word in text for word, text in zip(words, made, strict=True))


def test_a_document_that_is_ended_does_not_end_another(own):
    render_pdf(page("warm"))
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(render_pdf, SLOW, limits=Limits(wall_seconds=2))
        assert "beside" in text_of(render_pdf(page("beside")))
        with pytest.raises(RenderingFailed) as failed:
            slow.result()

    assert failed.value.reason is Reason.TIME
    before = own._process.pid
    assert "after" in text_of(render_pdf(page("after")))
    assert own._process.pid == before


def test_the_memory_of_one_document_is_its_own(own):
    with pytest.raises(RenderingFailed) as failed:
        render_pdf("<!doctype html><title>t</title><p>" + "x" * 40_000_000, limits=Limits(memory=300 * MEGABYTE))

    assert failed.value.reason is Reason.MEMORY
    assert "after" in text_of(render_pdf(page("after")))


def test_a_child_without_memory_leaves_the_list_of_fonts_as_it_is(own, tmp_path, monkeypatch):
    """All programs of a machine share the files in which Fontconfig lists the fonts that it found."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    (tmp_path / "fonts").mkdir()
    for path in (path for name, path in own_files().items() if name.endswith(".ttf")):
        for number in range(8):  # so many that their list does not fit into what is left of the heap
            (tmp_path / "fonts" / f"{number}-{path.name}").symlink_to(path)
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/lists</cachedir></fontconfig>", encoding="utf-8"
    )
    render_pdf(page("with enough memory"))
    before = {path.name: path.read_bytes() for path in (tmp_path / "lists").iterdir()}

    with pytest.raises(RenderingFailed) as failed:
        render_pdf(page("without"), limits=Limits(memory=60 * MEGABYTE))

    assert failed.value.reason is Reason.MEMORY
    assert max(map(len, before.values())) > 50_000
    assert {path.name: path.read_bytes() for path in (tmp_path / "lists").iterdir()} == before


def test_a_process_that_was_killed_is_started_again(own):
    render_pdf(page("before"))
    os.kill(own._process.pid, signal.SIGKILL)

    assert "again" in text_of(render_pdf(page("again")))


def test_without_the_process_a_separate_child_makes_the_document(own, monkeypatch):
    def nobody(*_):
        raise pdf_worker_pool.PoolUnavailable("no room")

    monkeypatch.setattr(own, "_run_child", nobody)

    assert "alone" in text_of(render_pdf(page("alone")))


def test_no_open_file_is_left_behind(own):
    render_pdf(page("warm"))
    before = os.listdir("/proc/self/fd")
    for _ in range(5):
        render_pdf(page("x"))

    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_the_process_ends_with_the_one_that_started_it():
    code = (
        "from nominations.documents.adapters import render\n"
        f"render.render_pdf({page('x')!r})\n"
        "print(render.POOL._process.pid, flush=True)\n"
        "import os; os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    number = int(done.stdout)

    for _ in range(100):
        if not Path(f"/proc/{number}").exists():
            return
        time.sleep(0.1)
    pytest.fail("The process is still running without its worker.")
