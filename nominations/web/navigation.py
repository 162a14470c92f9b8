"""The pages that the navigation offers to each role. Packages register their own."""

from dataclasses import dataclass

from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation, shown to roles that have `action` at all; `place` orders the entries."""

    action: Action
    label: object
    place: int


# By endpoint.
NAVIGATION: Registry[Entry] = Registry("pages of the navigation")


def list_entries() -> list[tuple[str, Entry]]:
    """Every entry with its endpoint, in the order of the navigation."""
    return sorted(NAVIGATION.items(), key=lambda entry: entry[1].place)
