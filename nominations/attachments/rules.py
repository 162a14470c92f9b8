"""The refusal of a file that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was refused, by name, with the code of the reason and its numbers."""

    name: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
