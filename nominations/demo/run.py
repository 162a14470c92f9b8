"""The demonstration as it is being played: who is who, which file is which, and every person's work in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from nominations.core import database
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings
from nominations.core.tables import Nomination as Row
from nominations.core.work import Work
from nominations.demo.content import EDITION, Nomination, nominations, people
from nominations.demo.events import script
from nominations.demo.prepared_files import Cupboard
from nominations.editions.rules.edition import Edition


class OutOfTune(AssertionError):
    """The system did not do what the story tells; the message names the event."""


@dataclass
class Play:
    """What is known so far: the ids of people and nominations, by the keys of the content."""

    engine: database.Engine
    settings: Settings
    cupboard: Cupboard
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
        """Somebody's work, in a session of its own as if it were a request."""
        with database.open_session(self.engine, writes=True) as session:
            yield Work(session, actor, at.astimezone(UTC), self.settings)

    def actor(self, key: str) -> Actor:
        """One of the demonstration's people in their role."""
        person = people()[key]
        return Actor(self.people[key], Role(person.role), EDITION, person.called, person.email)

    def nomination(self, key: str) -> Nomination:
        """The nomination as it is now: in its other form once its move was accepted."""
        found = nominations()[key]
        return found.moved if key in self.moved and found.moved else found

    def row(self, work: Work, key: str) -> Row:
        """The nomination as the database has it."""
        return work.session.get_one(Row, self.nominations[key])


def insist(holds: object, event: object) -> None:
    """Stop where the system and the story part."""
    if not holds:
        raise OutOfTune(f"This did not happen as told: {event}")
