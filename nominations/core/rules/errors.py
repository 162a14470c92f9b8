"""The errors that rules raise on purpose, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nominations.core.rules.private_links import LinkState
from nominations.core.rules.vocabulary import Refusal


class DomainError(Exception):
    """A rule of the award does not allow this."""


class Refused(DomainError):
    """The policy does not allow this; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Invalid(DomainError):
    """Some input is not valid; `problems` maps the name of a field to a code and what its sentence needs."""

    def __init__(self, **problems: str | tuple[str, Mapping[str, object]]) -> None:
        super().__init__(", ".join(problems))
        self.problems: dict[str, tuple[str, Mapping[str, object]]] = {
            name: (problem, {}) if isinstance(problem, str) else problem for name, problem in problems.items()
        }


class ChangedElsewhere(Refused):
    """Somebody, or another tab, saved first; `theirs` is what they saved."""

    def __init__(self, theirs: object = None) -> None:
        super().__init__(Refusal.CHANGED_ELSEWHERE)
        self.theirs = theirs


class LinkRefused(DomainError):
    """A private link that does not work, and why."""

    def __init__(self, state: LinkState) -> None:
        super().__init__(state.value)
        self.state = state


class InUse(Refused):
    """Somebody else is editing this section and holds it until `until`; nothing was saved."""

    def __init__(self, by: str, until: datetime) -> None:
        super().__init__(Refusal.IN_USE)
        self.by, self.until = by, until


@dataclass(frozen=True, slots=True)
class TooLate:
    """The outcome of a submission that arrived after the close: recorded, refused, nothing lost."""

    at: datetime
    closed_at: datetime
