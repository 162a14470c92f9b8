"""The answers of a nomination as data: every question with its label and value, in every version handed in.

docs/formats/answers.schema.json describes it. It holds only what its reader may see.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nominations.core.language import current_language
from nominations.core.tables import Submission
from nominations.editions.countries import country_word
from nominations.editions.rules import display
from nominations.editions.rules.display import Shown
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import Question
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.reports.dossier.data import instant
from nominations.records.rules.dossier import ANSWERS_FORMAT

_ABOUT = ("caption", "year", "photographer", "rights", "alternative")


def describe_answers(dossier: Dossier, places: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """In the language of the moment; `places` names the file in the dossier that holds a content, by SHA-256."""
    nomination, edition = dossier.nomination, dossier.edition
    return {
        "format": ANSWERS_FORMAT, "edition": edition.code, "reference": nomination.reference,
        "category": nomination.category, "state": nomination.state.value, "title": nomination.title,
        "language": current_language(), "read_as": dossier.role, "made_at": instant(at),
        "versions": [
            _version(version, edition, dossier.role, places, counts=version.id == dossier.submission.id)
            for version in dossier.versions
        ],
    }


def _version(
    of: Submission, edition: Edition, role: str, places: Mapping[str, str], *, counts: bool
) -> dict[str, Any]:
    category = edition.category(of.category)
    sections = display.show_answers(
        category, of.answers, current_language(), role, country=lambda code: country_word(code, edition)
    )
    return {
        "number": of.number, "counts": counts, "category": of.category, "submitted_at": instant(of.submitted_at),
        "signed": of.typed_name, "content_code": of.content_code, "entry_language": of.language,
        "ledger_record": of.ledger_number,
        "sections": [
            {"key": section.key, "title": section.title,
             "questions": [_question(item, category.question(item.key), of.answers, role) for item in section.items]}
            for section in sections
        ],
        "attachments": [
            _attachment(attachment, category, places) for attachment in of.attachments
            if category.attachment(attachment["kind"]).may_be_seen_by(role)
        ],
        "declarations": [
            {"key": key, "text": _declaration_text(category, key), "version": str(declaration.get("version", "")),
             "language": str(declaration.get("language", ""))}
            for key, declaration in sorted(of.declarations.items())
        ],
    }


def _question(item: Shown, question: Question, answers: Mapping[str, Any], role: str) -> dict[str, Any]:
    return {
        "key": item.key, "label": item.label, "kind": question.kind.value,
        "value": _visible_value(question, answers.get(item.key), role), "shown": list(_lines(item)),
    }


def _visible_value(question: Question, value: Any, role: str) -> Any:
    """The value as it is stored, without the parts that `role` may not read."""
    if not question.parts:
        return value
    visible = {part.key for part in question.parts if part.may_be_seen_by(role)}
    if isinstance(value, list):
        return [{key: cell for key, cell in row.items() if key in visible} for row in value if isinstance(row, Mapping)]
    return {key: cell for key, cell in value.items() if key in visible} if isinstance(value, Mapping) else value


def _lines(item: Shown) -> list[str]:
    """The answer in words: options and countries by their names; a part or a row on a line."""
    if item.rows:
        return [" | ".join(", ".join(cell.lines) for cell in row) for row in item.rows]
    if item.parts:
        return [f"{part.label}: {', '.join(part.lines)}" for part in item.parts]
    return list(item.lines)


def _attachment(attachment: Mapping[str, Any], category: Category, places: Mapping[str, str]) -> dict[str, Any]:
    about = {name: attachment[name] for name in _ABOUT if attachment.get(name)}
    return {
        "kind": attachment["kind"], "label": category.attachment(attachment["kind"]).label.in_(current_language()),
        "name": attachment["name"],
        "size": attachment["size"], "sha256": attachment["sha256"], "media_type": attachment["media_type"], **about,
        "file": places.get(attachment["sha256"]),
    }


def _declaration_text(category: Category, key: str) -> str:
    try:
        return category.declaration(key).text.in_(current_language())
    except KeyError:
        return ""
