"""What packages add to the application, each entry under a name of its own."""

from collections.abc import Mapping
from typing import TypeVar

Entry = TypeVar("Entry")


class Registry(dict[str, Entry]):
    """Entries by name, added while the application is put together (`nominations.registration`)."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def add(self, name: str, entry: Entry) -> None:
        """Add an entry; raises `ValueError` where the name is taken."""
        if name in self:
            raise ValueError(f"{name!r} is registered twice among the {self.what}.")
        self[name] = entry

    def add_all(self, entries: Mapping[str, Entry]) -> None:
        """Add each of these; raises `ValueError` where a name is taken."""
        for name, entry in entries.items():
            self.add(name, entry)

    def __missing__(self, name: str) -> Entry:
        raise KeyError(f"{name!r} is not registered among the {self.what}.")
