"""Searching by words on both databases alike: each has a function `fold` that does as `core.rules.text.folding`."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, SQLColumnExpression, String, func, or_
from sqlalchemy.sql.functions import GenericFunction

from nominations.core.rules.text.folding import fold_text
from nominations.core.rules.text.stored_text import refused_characters

LONGEST = 200
MOST_WORDS = 8


class folded(GenericFunction[str]):
    """The text of a column as it is searched."""

    type = String()
    name = "fold"
    inherit_cache = True


def holds_every_word(typed: str, *columns: SQLColumnExpression[str]) -> Iterator[ColumnElement[bool]]:
    """One condition for each word typed: one of the columns contains it. % and _ are ordinary characters."""
    words = fold_text(typed[:LONGEST]).split()[:MOST_WORDS]
    for word in words:
        ways = [folded(column) for column in columns]
        if "e" in word:
            # The letter of Azerbaijan that is folded to a; as many write e for it.
            ways += [folded(func.replace(func.replace(column, "ə", "e"), "Ə", "e")) for column in columns]
        yield or_(*(way.contains(word, autoescape=True) for way in ways))


def is_searchable(*typed: str) -> bool:
    """Whether a database could hold this text. Where not, nothing matches and the database must not be asked."""
    return not any(refused_characters(text) for text in typed)
