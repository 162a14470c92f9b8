"""Searching by words on both databases alike: letters folded as `core.rules.text.stored_text` does."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from nominations.core.rules.text.stored_text import fold_text, refused_characters

LONGEST = 200
MOST_WORDS = 8


class folded(GenericFunction[str]):
    """The text of a column as it is searched."""

    type = String()
    inherit_cache = True


@compiles(folded, "sqlite")
def _sqlite(element: folded, compiler: SQLCompiler, **more: Any) -> str:
    return f"fold({compiler.process(element.clauses, **more)})"


@compiles(folded, "postgresql")
def _postgresql(element: folded, compiler: SQLCompiler, **more: Any) -> str:
    text = compiler.process(element.clauses, **more)
    marks = r"'[\u0300-\u036f\u0640\u064b-\u065f\u0670]'"
    return f"""regexp_replace(lower(normalize({text}, NFKD) COLLATE "und-x-icu"), {marks}, '', 'g')"""


def holds_every_word(typed: str, *columns: SQLColumnExpression[str]) -> Iterator[ColumnElement[bool]]:
    """One condition for each word typed: one of the columns contains it. % and _ are ordinary characters."""
    words = fold_text(typed[:LONGEST]).split()[:MOST_WORDS]
    for word in words:
        yield or_(*(folded(column).contains(word, autoescape=True) for column in columns))


def is_searchable(*typed: str) -> bool:
    """Whether a database could hold this text. Where not, nothing matches and the database must not be asked."""
    return not any(refused_characters(text) for text in typed)

