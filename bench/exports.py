"""Measures exports over the real server: seconds and size, beside the bare CSV of the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench import servers
from bench.load import ask
from bench.pages import Request, Stage
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings

_TIMES = 3


@dataclass(frozen=True, slots=True)
class Export:
    """The best of three of one export; `floor` is None where nothing bare compares."""

    name: str
    seconds: float
    floor: float | None
    octets: int
    limit: float | None = None


def measure(settings: Settings, on: Stage) -> Iterator[Export]:
    """Both rounds together are all score sheets of the edition."""
    bare = replace(on, is_floor=True)

    def rounds(stage: Stage, endpoint: str) -> list[Request]:
        return [stage.ask(on.head, Role.HEAD, endpoint, round_id=round_id) for round_id in on.rounds]

    def table(stage: Stage, form: str) -> list[Request]:
        return [stage.ask(on.officer, Role.OFFICER, "secretariat.export", form=form)]

    with servers.real(settings) as house, servers.floor(settings) as ground:
        reviews = rounds(on, "secretariat.scores_csv"), rounds(bare, "secretariat.scores_csv")
        yield _time_export("All score sheets as CSV", house.port, ground.port, *reviews, limit=0.5)
        yield _time_export("All score sheets as XLSX", house.port, None, rounds(on, "secretariat.scores_xlsx"))
        yield _time_export("The table as CSV", house.port, ground.port, table(on, "csv"), table(bare, "csv"))
        yield _time_export("The table as XLSX", house.port, None, table(on, "xlsx"))


def _time_export(
    name: str, house: int, ground: int | None, real: list[Request], bare: list[Request] | None = None,
    limit: float | None = None,
) -> Export:
    seconds, octets = _best(house, real)
    return Export(name, seconds, _best(ground, bare)[0] if ground and bare else None, octets, limit)


def _best(port: int, requests: list[Request]) -> tuple[float, int]:
    best, octets = float("inf"), 0
    for _ in range(_TIMES):
        met = ask(port, [requests])
        if any(status != wanted for _, status, wanted, _ in met):
            raise RuntimeError(f"{requests[0]['path']} answered {met[0][1]}.")
        best, octets = min(best, sum(answer[0] for answer in met) / 1000), int(sum(answer[3] for answer in met))
    return best, octets
