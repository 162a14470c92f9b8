"""The one way in for what people type: a kind and a text give a value, or the question that has to be asked."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from nominations.core.rules.text import codes, contacts, days, numbers, places
from nominations.core.rules.text.numbers import ANY, Bounds
from nominations.core.rules.text.understood import Understood


class TypedKind(StrEnum):
    """What a person types where a form, a table, a sheet, a paper form or a command asks for more than words."""

    CODE = "code"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NAME = "name"
    REFERENCE = "reference"
    MARK = "mark"


_BOUNDED: Mapping[TypedKind, Callable[[str, Bounds], Understood[Any]]] = {
    TypedKind.NUMBER: numbers.understand_number, TypedKind.SHARE: numbers.understand_share,
    TypedKind.MONEY: numbers.understand_money,
}
_READERS: Mapping[TypedKind, Callable[[str], Understood[Any]]] = {
    TypedKind.CODE: codes.understand_code, TypedKind.DATE: days.understand_day,
    TypedKind.LATITUDE: lambda text: places.understand_angle(text, "lat"),
    TypedKind.LONGITUDE: lambda text: places.understand_angle(text, "lon"),
    TypedKind.PHONE: contacts.understand_phone, TypedKind.EMAIL: contacts.understand_email,
    TypedKind.LINK: contacts.understand_link, TypedKind.NAME: codes.understand_name,
    TypedKind.REFERENCE: codes.understand_reference, TypedKind.MARK: codes.understand_mark,
}


def understand(kind: TypedKind, text: str, bounds: Bounds = ANY) -> Understood[Any]:
    """What `text` means as a `kind`. One sense is taken, two are asked about, and none is guessed."""
    if kind in _BOUNDED:
        return _BOUNDED[kind](text, bounds)
    return _READERS[kind](text)
