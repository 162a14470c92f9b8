"""Error messages for an uploaded table."""

from collections.abc import Mapping

from nominations.core.language import format_number, gettext
from nominations.documents.reports.table_reader import Wrong


def error_sentence(wrong: Wrong, sentences: Mapping[str, str]) -> str:
    """The message for one error, with its line; `sentences` adds or replaces messages by their code."""
    sentence = {**_messages(), **sentences}[wrong.code] % wrong.params
    if not wrong.line:
        return sentence
    return gettext("Line %(line)s: %(sentence)s", line=format_number(wrong.line), sentence=sentence)


def _messages() -> dict[str, str]:
    return {
        "too_large": gettext("The file is too large."),
        "not_utf8": gettext("The file is not a text in UTF-8. Save it as “CSV UTF-8”."),
        "not_a_table": gettext("This table cannot be read. Choose a CSV file."),
        "no_heads": gettext("The first line must name these columns: %(heads)s."),
        "head_twice": gettext("The column “%(head)s” is named twice in the first line."),
        "too_many_rows": gettext("The table has too many rows."),
        "too_short": gettext("The row has too few columns."),
    }
