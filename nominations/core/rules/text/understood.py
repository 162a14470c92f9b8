"""What a typed text was understood as: a value, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Understood(Generic[Value]):
    """`value` and how it is written plainly; or `problem`, a code with the `params` of its sentence.

    A text with two senses is asked about: the params have both as `first` and `second`, and none is taken.
    """

    value: Value | None = None
    plain: str = ""
    problem: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
