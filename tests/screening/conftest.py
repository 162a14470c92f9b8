"""The fixtures of the tests of screening."""

from tests.support.corrections import nomination

__all__ = ["nomination"]
