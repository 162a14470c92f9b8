"""The queue: tasks by name, on every storage, and a worker that ends well."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from nominations.core.adapters.queue import COMMON, PAPERS, SECRETS, _Timer, open_queue
from nominations.core.settings import BadSettings, load_settings
from tests.support.patience import wait_until

HERE = Path(__file__).parents[2]


def settings(tmp_path, **other):
    return load_settings(tmp_path, {}, {"mode": "demonstration"} | other)


def run_one(queue, line=COMMON):
    task = queue.lines[line].dequeue()
    if task is not None:
        queue.lines[line].execute(task)
    return task


@pytest.fixture
def redis_url(tmp_path):
    """A Redis of Debian's package for one test: it keeps nothing on disk and listens to this machine alone."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )

    def answers() -> bool:
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    wait_until(answers)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue(request, tmp_path):
    other = {} if request.param == "sqlite" else {
        "queue_url": request.getfixturevalue("postgres_url" if request.param == "postgresql" else "redis_url")
    }
    queue = open_queue(settings(tmp_path, **other))
    for line in queue.lines.values():
        line.storage.read_timeout = 0.05
    yield queue
    queue.close()


def test_a_task_is_queued_by_name_and_gets_its_ids_as_text(queue):
    heard = []
    queue.task("render")(lambda job, number: heard.append((job, number)))

    assert queue.enqueue("render", job=UUID(int=7), number=3)

    assert queue.size() == 1
    run_one(queue)
    assert (heard, queue.size(), run_one(queue)) == ([("00000000-0000-0000-0000-000000000007", "3")], 0, None)


def test_codes_stand_behind_no_letter_and_letters_behind_no_paper(queue):
    heard = []
    for name in ("job", "letter", "secret_letter"):
        queue.task(name)(lambda id, name=name: heard.append((name, id)))
    for number in range(300):
        queue.enqueue("job", id=number)
    queue.enqueue("letter", id="1")
    queue.enqueue("secret_letter", id="2")

    assert queue.size() == 302
    run_one(queue, SECRETS)
    run_one(queue, COMMON)
    run_one(queue, PAPERS)
    assert heard == [("secret_letter", "2"), ("letter", "1"), ("job", "0")]
    assert (run_one(queue, SECRETS), run_one(queue, COMMON)) == (None, None)


def test_the_one_who_rings_need_not_know_the_task(queue, tmp_path):
    assert queue.enqueue("nobody.knows", job="1")


def test_a_failing_task_takes_nothing_with_it(queue, caplog):
    heard = []
    queue.task("fail")(lambda: 1 / 0)
    queue.task("go")(lambda: heard.append("went"))
    queue.enqueue("fail")
    queue.enqueue("go")

    run_one(queue)
    run_one(queue)

    assert heard == ["went"]
    assert "ZeroDivisionError" in caplog.text


def test_a_message_is_json_and_nothing_in_it_is_run(queue):
    queue.enqueue("render", job="1")

    (message,) = queue.lines[COMMON].storage.enqueued_items()

    assert b'"task.render"' in bytes(message)


def test_a_queue_that_is_away_does_not_undo_the_act(tmp_path, caplog):
    queue = open_queue(settings(tmp_path))
    queue.close()
    (tmp_path / "queue.db").unlink()
    (tmp_path / "queue.db").mkdir()

    assert not queue.enqueue("render", job="1")
    assert "queue.away" in caplog.text


def test_a_periodic_task_runs_first_at_once_and_never_twice_at_once(tmp_path, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("nominations.core.adapters.queue.clock.monotonic", lambda: now[0])
    timer = _Timer(60)
    done = timer.run_then_restart(lambda: None)
    seen = []

    for second, finished in ((100, True), (115, True), (160, False), (220, False), (230, True), (235, True)):
        now[0] = second
        seen.append(timer.is_due(datetime(2025, 1, 1, tzinfo=UTC)))
        if finished:
            done()

    assert seen == [True, False, True, False, False, True]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("redis://localhost/0", "needs the Python package redis"), ("amqp://x", "begins with sqlite:///, postgresql://")],
)
def test_a_queue_that_cannot_be_is_refused_in_a_sentence(tmp_path, url, sentence, monkeypatch):
    monkeypatch.setitem(sys.modules, "redis.exceptions", None)

    with pytest.raises(BadSettings, match=sentence):
        open_queue(settings(tmp_path, queue_url=url))


WORKER = """
    import os, sys, time
    from pathlib import Path
    from nominations.core.adapters.queue import open_queue, run_consumer
    from nominations.core.settings import load_settings
    data = Path(sys.argv[1])
    settings = load_settings(data, {}, {"mode": "demonstration", "stop_seconds": 5})
    queue = open_queue(settings)

    @queue.task("slow")
    def slow(name):
        (data / f"{name}.begun").touch()
        time.sleep(0.5)
        (data / f"{name}.done").touch()

    @queue.task("job")
    def job(id):
        (data / f"job-{id}.begun").touch()
        while True:
            time.sleep(60)

    @queue.task("secret_letter")
    def secret_letter(id):
        (data / "code.sent").touch()

    @queue.every(60, "sweep")
    def sweep():
        (data / "swept").touch()

    run_consumer(queue, settings, os.getppid())
"""


def wait_for(path: Path) -> None:
    wait_until(path.exists, lambda: f"{path.name} never came.")


@pytest.fixture
def worker(tmp_path):
    (tmp_path / "worker.py").write_text(textwrap.dedent(WORKER))
    command = [sys.executable, str(tmp_path / "worker.py"), str(tmp_path)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(HERE)}) as process:
        yield process
        process.kill()


def test_a_worker_sweeps_at_its_start_and_finishes_its_task_before_it_stops(tmp_path, worker):
    queue = open_queue(settings(tmp_path))
    wait_for(tmp_path / "swept")
    queue.enqueue("slow", name="one")
    wait_for(tmp_path / "one.begun")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0
    assert (tmp_path / "one.done").exists()
    queue.close()


def test_a_code_is_sent_while_papers_hold_all_their_threads(tmp_path, worker):
    queue = open_queue(settings(tmp_path))
    for number in range(10):
        queue.enqueue("job", id=number)
    wait_for(tmp_path / "job-1.begun")

    queue.enqueue("secret_letter", id="1")

    wait_for(tmp_path / "code.sent")
    assert not (tmp_path / "job-2.begun").exists()
    queue.close()
