"""A file without its people: who nominates, who is nominated, whom they work for and how to reach them.

What holds identity comes from the edition: questions and attachments marked `identity`, and those that name people.
Contact data goes wherever it stands. In the texts that stay, the names that the hidden answers hold are struck out.
What a picture shows and what a document says inside cannot be known here: kinds that may tell are to be marked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Answers, AttachmentKind, Kind, Question, all_questions
from nominations.rounds.rules.name_filter import CONTACT_TEXT, NameFilter

CONTACT = (Kind.EMAIL, Kind.PHONE, Kind.LINK)
_SHORTEST_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")


def is_hidden(question: Question) -> bool:
    """Whether a blind round leaves out the answer to this question, or this part of one."""
    return question.identity or question.names_people or question.kind in CONTACT


def trace_names(category: Category, answers: Answers, people: Iterable[str] = ()) -> dict[str, str]:
    """Every whole name that the hidden answers and these people's accounts and requests hold, each with the key of the
    question that it comes from; empty where it comes from none.

    A single word of a name is one too where it is a proper noun: the texts that stay never write it small. Trades,
    materials and other ordinary words stay: "lime" is not struck out because a partner is called "Lime Stone Works".
    """
    ordinary = _ordinary_words({
        question.key: answers.get(question.key) for question in all_questions(category.sections)
        if not is_hidden(question)
    })
    phrases: dict[str, str] = {}
    for line, is_name, key in (*_lines(category, answers), *((text, True, "") for text in people)):
        whole = " ".join(line.split())
        words = _WORD.findall(whole)
        if "@" in whole or (len(words) > 1 and (is_name or sum(map(_is_capital, words)) > 1)):
            phrases.setdefault(whole, key)
        if is_name and "@" not in whole:
            capitals = [word for word in words if _is_capital(word)]
            single = capitals or (words if len(words) == 1 or whole.islower() else [])
            for word in single:
                if len(word) >= _SHORTEST_WORD and word.lower() not in ordinary:
                    phrases.setdefault(word, key)
    return phrases


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _ordinary_words(value: object) -> set[str]:
    """Words that the answers write with a small letter, where the script has one."""
    if isinstance(value, str):
        return {word for word in _WORD.findall(CONTACT_TEXT.sub(" ", value)) if word.islower()}
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {word for item in values for word in _ordinary_words(item)}


def _lines(category: Category, answers: Answers) -> Iterable[tuple[str, bool, str]]:
    """What hidden questions hold in lines, whether it is a name (and not, say, a position), and the question's key."""
    for question in all_questions(category.sections):
        value = answers.get(question.key)
        for part, text in _leaves(question, value):
            if part.kind is Kind.LINE and (is_hidden(part) or is_hidden(question)):
                yield text, part.key.startswith(("name", "title")), question.key


def _leaves(question: Question, value: object) -> Iterable[tuple[Question, str]]:
    rows = value if isinstance(value, list) and question.kind is Kind.TABLE else [value]
    if not question.parts:
        yield from ((question, text) for text in _texts(value))
        return
    for row in rows:
        if isinstance(row, Mapping):
            for part in question.parts:
                yield from ((part, text) for text in _texts(row.get(part.key)))


def _texts(value: object) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str) and item.strip()]


def answers_without_names(category: Category, answers: Answers, veil: NameFilter) -> dict[str, Any]:
    """The answers a reviewer of a blind round may read; what holds identity is not there at all."""
    shown: dict[str, Any] = {}
    for question in all_questions(category.sections):
        value = answers.get(question.key)
        if value is None or is_hidden(question):
            continue
        shown_parts = {part.key for part in question.parts if not is_hidden(part)}
        if question.parts and isinstance(value, Mapping):
            value = {key: cell for key, cell in value.items() if key in shown_parts}
        elif question.parts and isinstance(value, list):
            value = [{key: cell for key, cell in row.items() if key in shown_parts} for row in value
                     if isinstance(row, Mapping)]
        value = _blur(question, value)
        is_text = question.kind in (Kind.LINE, Kind.TEXT) or question.parts
        shown[question.key] = veil.anything(value) if is_text else value
    return shown


def _blur(question: Question, value: Any) -> Any:
    """A place to the degree: the climate and the region, not the house. The same for places within the answer."""
    if question.kind is Kind.PLACE and isinstance(value, Mapping):
        return {key: _whole(cell) if key in ("lat", "lon") else cell for key, cell in value.items()}
    if isinstance(value, list):
        return [_blur(question, item) for item in value]
    if question.parts and isinstance(value, Mapping):
        parts = {part.key: part for part in question.parts}
        return {key: _blur(parts[key], cell) for key, cell in value.items()}
    return value


def _whole(degrees: Any) -> Any:
    try:
        return round(float(degrees))
    except (TypeError, ValueError, OverflowError):
        return None


def without_names(category: Category) -> Category:
    """The form without the questions that a blind round leaves out, so that no page shows them as unanswered."""
    return replace(category, sections=tuple(
        replace(section, questions=tuple(
            replace(question, parts=tuple(part for part in question.parts if not is_hidden(part)))
            for question in section.questions if not is_hidden(question)
        )) for section in category.sections
    ))


def attachments_without_names(
    kinds: Sequence[AttachmentKind], attachments: Sequence[Mapping[str, Any]], veil: NameFilter
) -> list[dict[str, Any]]:
    """The files a reviewer of a blind round may open, under names that say their kind and their place only.

    Letters of others, which came by a link, name their writer and whom they are about: they are left out.
    """
    hidden = {kind.key for kind in kinds if kind.identity or kind.by_link}
    counts: dict[str, int] = {}
    shown = []
    for attachment in attachments:
        if attachment["kind"] in hidden:
            continue
        counts[attachment["kind"]] = counts.get(attachment["kind"], 0) + 1
        ending = {
            "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"
        }.get(attachment["media_type"], "docx")
        shown.append({
            **attachment, "name": f"{attachment['kind']}-{counts[attachment['kind']]}.{ending}", "photographer": "",
            "rights": "",
            "caption": veil.text(attachment.get("caption") or ""),
            "alternative": veil.text(attachment.get("alternative") or ""),
            "nameless": True,
        })
    return shown
