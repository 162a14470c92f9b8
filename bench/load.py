"""Measures each page with one and with sixteen requests at once, real and floor in turns, so that both see the same
load of the machine."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench import servers
from bench.pages import PAGES, Page, Request, Stage
from nominations.core.settings import Settings

AT_ONCE = (1, 16)
# Each turn has connections of its own: the kernel deals them out to the two processes, never quite evenly.
TURNS = 6
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Figure:
    """The times of requests for one page, in milliseconds."""

    times: tuple[float, ...]
    failed: int
    octets: int

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


@dataclass(frozen=True, slots=True)
class Measured:
    """One page at so many at once: the real one and the floor under it."""

    page: str
    at_once: int
    real: Figure
    floor: Figure

    @property
    def ratio(self) -> float:
        return self.real.median / self.floor.median


def drafts_needed(page: Page) -> int:
    """How many rows a page uses up over the whole measurement, warming up included."""
    if not page.uses_up:
        return 0
    return 2 * (TURNS * (page.lane_length * 2 + page.lane_length * max(AT_ONCE)) + max(AT_ONCE))


def measure(settings: Settings, on: Stage) -> Iterator[Measured]:
    """Every page; both servers run all the time, and only one of them is asked at a time."""
    if len(on.drafts) < sum(map(drafts_needed, PAGES)):
        raise SystemExit("The drafts of this folder were handed in by an earlier run; choose a new folder.")
    bare = replace(on, is_floor=True)
    with servers.real(settings) as house, servers.floor(settings) as ground:
        sides = ((ground.port, bare), (house.port, on))
        for page in PAGES:
            # One request in each of sixteen connections warms both processes of both servers.
            for port, stage in sides:
                ask(port, page.lanes(stage, max(AT_ONCE), 1))
            for at_once in page.at_once:
                # One lane alone sends twice as many, so that its median rests on something.
                requests = page.lane_length * 2 if at_once == 1 else page.lane_length
                met: list[list[list[float]]] = [[], []]
                for _ in range(TURNS):
                    for place, (port, stage) in enumerate(sides):
                        met[place] += ask(port, page.lanes(stage, at_once, requests))
                floor, real = (_figure(answers) for answers in met)
                yield Measured(page.name, at_once, real, floor)


def ask(port: int, lanes: list[list[Request]]) -> list[list[float]]:
    """Let the client, a process of its own, send these lanes."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"], input=json.dumps({"port": port, "lanes": lanes}), text=True,
        stdout=subprocess.PIPE, check=True, timeout=_SECONDS,
    )
    return json.loads(done.stdout)


def _figure(met: list[list[float]]) -> Figure:
    good = [answer for answer in met if answer[1] == answer[2]]
    return Figure(
        tuple(answer[0] for answer in good or met), len(met) - len(good),
        max((int(answer[3]) for answer in met), default=0),
    )
