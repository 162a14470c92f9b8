"""End-to-end tests in a real browser: Debian's Chromium against a real `nominations run`.

Nothing leaves this machine, and a story fails if a page complained on the console, broke its content security
policy, or missed something it asked for. Screenshots go to the folder named by SHOTS, if there is one, those
of the documentation to the one named by PICTURES.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, Route, expect, sync_playwright

ROOT = Path(__file__).parents[2]
DESK, PHONE = 1280, 390
# On a busy machine an expectation may take as long as an action.
_PATIENCE = 15_000
expect.set_options(timeout=_PATIENCE)

_SHOTS = os.environ.get("SHOTS")
# Where `make pictures` wants the pictures of the documentation.
PICTURES = os.environ.get("PICTURES")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
)
# What axe cannot decide by itself, and another test does: contrast is computed from the design tokens.
_DECIDED_ELSEWHERE = frozenset({"color-contrast"})
# Behind an open dialog it cannot tell the order of headings; it told that of the same page without the dialog.
_BEHIND_A_DIALOG = frozenset({"heading-order"})
_HEIGHTS = {DESK: 800, PHONE: 844}


# --- The server ---


@dataclass(frozen=True)
class Server:
    """A running `nominations run` and its data folder."""

    url: str
    data: Path
    process: subprocess.Popen
    log: Path

    def stop(self) -> None:
        """End the server as an operator would, with every process that it started."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
            raise AssertionError(f"The server did not stop within 30 seconds.\n{self._tail()}") from None

    def wait_until_healthy(self, seconds: float = 60) -> None:
        patience = time.monotonic() + seconds
        while not self._is_healthy():
            if self.process.poll() is not None:
                pytest.fail(f"The server ended with status {self.process.returncode}.\n{self._tail()}")
            if time.monotonic() > patience:
                pytest.fail(f"The server does not answer on {self.url}/healthz.\n{self._tail()}")
            time.sleep(0.1)

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _tail(self) -> str:
        return self.log.read_text("utf-8", "replace")[-6000:]


def environment() -> dict[str, str]:
    """The environment for a command, without variables that the person running the tests has set for the system."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": str(ROOT)}


def _run(module: str, *words: str | Path, timeout: float = 600) -> None:
    """`python -m module words`; fails if its exit status is not 0."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=timeout, check=False,
    )
    output = f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, f"{module} {' '.join(map(str, words))}: {output}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def start(data: Path, log: Path, port: int = 0) -> Server:
    """`nominations run` over a data folder, on a free port if none is given, as soon as it answers."""
    port = port or free_port()
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "nominations", "run", "--data", str(data), "--port", str(port)],
            cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", data, process, log)
    try:
        server.wait_until_healthy()
    except BaseException:
        server.stop()
        raise
    return server


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One test process at a time."""
    with path.open("w") as lock:
        flock(lock, LOCK_EX)
        yield


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id) -> Callable[[str], Path]:
    """`demonstration(stage)`: a filled data folder, made once for all test processes; to be copied, not changed."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def filled(stage: str) -> Path:
        folder = shared / f"demonstration-{stage}"
        # One after the other, so that each finds what was drawn for the one before.
        with _alone(shared / "demonstration.lock"):
            if not folder.exists():
                filling = folder.with_suffix(".filling")
                shutil.rmtree(filling, ignore_errors=True)
                _run("tests.support.demonstration", filling, stage, shared / "drawings")
                filling.rename(folder)
        return folder

    return filled


def _copy(source: str, target: str) -> None:
    """Link a stored file, which is never written again; copy everything else."""
    if "/files/kept/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _serve(demonstration: Path, folder: Path) -> Server:
    """A server over a copy of a demonstration."""
    data = shutil.copytree(demonstration, folder / "data", copy_function=_copy)
    return start(data, folder / "log")


@pytest.fixture
def serve(demonstration, tmp_path) -> Iterator[Callable[[str], Server]]:
    """`serve(stage)`: a server over its own copy of the demonstration, stopped after the test."""
    running: list[Server] = []

    def started(stage: str) -> Server:
        running.append(_serve(demonstration(stage), tmp_path / f"{stage}-{len(running)}"))
        return running[-1]

    yield started
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def serve_to_all(demonstration, tmp_path_factory) -> Iterator[Callable[[str], Server]]:
    """`serve_to_all(stage)`: one server of a stage for all stories of this process that meet nothing of each other.

    Starting one takes longer than most stories. Who reads only, comes anew, or takes a file that nobody has begun may
    share it; who turns the clock, cuts the call short or hands the same nomination in again has a server of their own.
    """
    running: dict[str, Server] = {}

    def started(stage: str) -> Server:
        if stage not in running:
            running[stage] = _serve(demonstration(stage), tmp_path_factory.mktemp(stage))
        return running[stage]

    yield started
    for server in running.values():
        server.stop()


# --- The browser ---


@dataclass
class Faults:
    """Faults that the browser reported. `allowed` holds patterns of faults that a test expects."""

    messages: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Allow this fault; each other one still fails the test."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.messages if not any(re.search(pattern, fault) for pattern in self.allowed)]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.messages.append(f"script error: {error.error}"))
        context.on("response", self._response)
        context.route("**/*", self._only_here)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium also writes a line for each answer of 400 and more; those are judged in `_response`.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.messages.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.messages.append(f"{response.status} for {response.request.method} {response.url}")

    def _only_here(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"data", "blob"} or address.hostname in {"127.0.0.1", "localhost", "::1"}:
            route.continue_()
        else:
            self.messages.append(f"asked another machine: {route.request.url}")
            route.abort()


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, one per test process; the one without a window, if it is there, takes half the time."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is not installed; `make test` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def open_window(chromium, faults) -> Iterator[Callable[..., Page]]:
    """`open_window(server.url, width=DESK, **options)`: a fresh browser profile, one per person in the story.

    Options are those of Playwright's `new_context` (`color_scheme="dark"`, `java_script_enabled=False`, ...).
    """
    contexts: list[BrowserContext] = []

    def opened(base_url: str, width: int = DESK, **options: object) -> Page:
        viewport = {"width": width, "height": _HEIGHTS.get(width, 800)}
        context = chromium.new_context(**{
            "base_url": base_url, "viewport": viewport, "locale": "en-GB", "timezone_id": "Africa/Casablanca",
            "reduced_motion": "reduce", "service_workers": "block", **options,
        })
        context.set_default_timeout(_PATIENCE)
        faults.listen(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert faults.unexpected() == []


# --- What every page of a story must stand ---


def no_axe_findings(page: Page, *, decided_elsewhere: frozenset[str] = _DECIDED_ELSEWHERE) -> None:
    """axe finds no barrier, and nothing it cannot decide but what is `decided_elsewhere`.

    What it cannot decide it is asked a second time: while a page still brings something, it loses its place.
    """
    if page.locator("dialog[open]").count():
        decided_elsewhere |= _BEHIND_A_DIALOG
    barriers, undecided = _findings(page, decided_elsewhere)
    if undecided:
        page.wait_for_load_state("networkidle")
        more, undecided = _findings(page, decided_elsewhere)
        barriers += more
    assert not barriers + undecided, f"{page.url}:\n" + "\n".join(barriers + undecided)


def _findings(page: Page, decided_elsewhere: frozenset[str]) -> tuple[list[str], list[str]]:
    """The barriers, and what axe cannot decide."""
    results = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    undecided = [rule for rule in results["incomplete"] if rule["id"] not in decided_elsewhere]
    return tuple(
        [_describe(rule, node) for rule in rules for node in rule["nodes"][:5]]
        for rules in (results["violations"], undecided)
    )


def _describe(rule: dict, node: dict) -> str:
    return f"- {rule['id']} ({rule['impact']}): {rule['help']}\n  {node['html'][:300]}\n  {node['failureSummary']}"


def no_sideways_scrolling(page: Page) -> None:
    """Check that the page fits its window; a wide table scrolls inside its own area."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"


def shot(page: Page, name: str) -> None:
    """Save a picture of the whole page, if pictures are requested."""
    if _SHOTS:
        Path(_SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(_SHOTS) / f"{name}.png", full_page=True, animations="disabled")


def picture(page: Page, name: str) -> None:
    """Save what the window shows as a picture of the documentation, if those are being made."""
    if PICTURES:
        keep(Image.open(BytesIO(page.screenshot(animations="disabled"))), name)


def keep(seen: Image.Image, name: str) -> None:
    """Save the picture with few colours, so that it is small."""
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    few = seen.convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(Path(PICTURES) / f"{name}.png", optimize=True)


def look_at(page: Page, name: str) -> None:
    """Check a page with axe and against the width of the window, and save a picture if pictures are requested."""
    shot(page, name)
    no_axe_findings(page)
    no_sideways_scrolling(page)


@pytest.fixture
def journey(serve, serve_to_all, open_window) -> Callable[..., Page]:
    """`journey(stage, path="/", width=DESK, shared=False, **options)`: a page of a server at that stage of the year, a
    fresh one or the one that is shared.
    """

    def begun(stage: str, path: str = "/", width: int = DESK, shared: bool = False, **options: object) -> Page:
        page = open_window((serve_to_all if shared else serve)(stage).url, width, **options)
        page.goto(path)
        return page

    return begun
