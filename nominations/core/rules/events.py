"""Events that use cases announce, and their listeners: what follows from a change happens in the same transaction.

The package that changes something does not know which others depend on it: it announces an event by `Work.announce`,
and the packages that have to act register a listener at the start of the process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NominationChanged:
    """A nomination was submitted, got another owner, or is in screening again."""

    nomination_id: UUID


@dataclass(frozen=True, slots=True)
class ParticipantsChanged:
    """A nomination has other collaborators, or other people are asked for a letter about it or for their consent."""

    nomination_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewerChanged:
    """Somebody became a reviewer of an edition, or their profile changed."""

    edition_id: UUID
    account_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewersImported:
    """A table changed the profiles of many reviewers of an edition at once."""

    edition_id: UUID
    account_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An account has another name or another email address."""

    account_id: UUID


Event = NominationChanged | ParticipantsChanged | ReviewerChanged | ReviewersImported | AccountChanged
# Called with the `Work` of the use case and with the event.
Listener = Callable[[Any, Any], None]


class NobodyListens(RuntimeError):
    """An event was announced that has no listener: the process did not register its packages."""


class Listeners:
    """Who is called for which event, in the order of registration."""

    def __init__(self) -> None:
        self._of: dict[type[Event], list[Listener]] = {}

    def add(self, event: type[Event], listener: Listener) -> None:
        """Call `listener` for each such event; once, however often it is registered."""
        known = self._of.setdefault(event, [])
        if listener not in known:
            known.append(listener)

    def of(self, event: Event) -> tuple[Listener, ...]:
        """The listeners of this event. Raises `NobodyListens` where there are none: the event must not be lost."""
        if not (known := self._of.get(type(event))):
            raise NobodyListens(
                f"Nothing listens to {type(event).__name__}. Call nominations.registration.register() "
                "at the start of the process."
            )
        return tuple(known)


# The listeners of this process, filled by `nominations.registration`.
LISTENERS = Listeners()
