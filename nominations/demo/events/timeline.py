"""The whole year in its order: the events of every part of the award up to a stage."""

from nominations.demo.events import nominations, outside_requests, reviewing, screening
from nominations.demo.events.script import STAGES, Event


def events(stage: str) -> tuple[Event, ...]:
    """The events before the stage begins, in order. Raises `KeyError` for an unknown stage."""
    happened = [*nominations.events(), *outside_requests.events(), *screening.events(), *reviewing.events()]
    return tuple(sorted((event for event in happened if event.at <= STAGES[stage]), key=lambda event: event.at))
