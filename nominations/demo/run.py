"""The state of the demonstration while its events run: ids by the keys of the content, and each actor's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from nominations.core import database, tables
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings
from nominations.core.work import Work
from nominations.demo.content import EDITION, Nomination, nominations, people
from nominations.demo.events import script
from nominations.demo.prepared_files import PreparedFiles
from nominations.editions.rules.edition import Edition


class StoryMismatch(AssertionError):
    """The system did not do what the story expects; the message names the event."""


@dataclass
class Play:
    """The state so far: the ids of people and nominations, by the keys of the content."""

    engine: database.Engine
    settings: Settings
    prepared: PreparedFiles
    edition_id: UUID
    edition: Edition
    people: dict[str, UUID] = field(default_factory=dict)
    nominations: dict[str, UUID] = field(default_factory=dict)
    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    files: int = 0

    @contextmanager
    def work(self, event: script.Event) -> Iterator[Work]:
        """The work of whoever acts, in their role, at the instant of the event."""
        with self.work_of(self.actor(event.actor), event.at) as work:
            yield work

    @contextmanager
    def work_of(self, actor: Actor, at: datetime) -> Iterator[Work]:
        """Somebody's work in a session of its own, as a request has it."""
        with database.open_session(self.engine, writes=True) as session:
            yield Work(session, actor, at.astimezone(UTC), self.settings)

    def actor(self, key: str) -> Actor:
        """One of the demonstration's people in their role."""
        person = people()[key]
        return Actor(self.people[key], Role(person.role), EDITION, person.called, person.email)

    def nomination(self, key: str) -> Nomination:
        """The nomination as it is now: in its other form once its move was accepted."""
        nomination = nominations()[key]
        return nomination.moved if key in self.moved and nomination.moved else nomination

    def row(self, work: Work, key: str) -> tables.Nomination:
        """The nomination as the database has it."""
        return work.session.get_one(tables.Nomination, self.nominations[key])


def require(holds: object, event: object) -> None:
    """Raise `StoryMismatch` unless `holds`."""
    if not holds:
        raise StoryMismatch(f"This did not happen as told: {event}")
