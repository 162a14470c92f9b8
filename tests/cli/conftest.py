"""The fixtures of the tests of commands."""

from tests.support.commands import marked, place, run

__all__ = ["marked", "place", "run"]
