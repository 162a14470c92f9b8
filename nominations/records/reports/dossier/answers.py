"""The answers of a nomination as data: every question with its label and value, in every submitted version.

docs/formats/answers.schema.json describes the format. The data hold only what the reader may see.
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

_METADATA = ("caption", "year", "photographer", "rights", "alternative")


def describe_answers(dossier: Dossier, places: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """The answers in the current language; `places` maps the SHA-256 of a file to its name in the dossier."""
    nomination, edition = dossier.nomination, dossier.edition
    return {
        "format": ANSWERS_FORMAT, "edition": edition.code, "reference": nomination.reference,
        "category": nomination.category, "state": nomination.state.value, "title": nomination.title,
        "language": current_language(), "read_as": dossier.role, "made_at": instant(at),
        "versions": [
            _describe_version(version, edition, dossier.role, places, counts=version.id == dossier.submission.id)
            for version in dossier.versions
        ],
    }


def _describe_version(
    submission: Submission, edition: Edition, role: str, places: Mapping[str, str], *, counts: bool
) -> dict[str, Any]:
    category = edition.category(submission.category)
    sections = display.show_answers(
        category, submission.answers, current_language(), role, country=lambda code: country_word(code, edition)
    )
    return {
        "number": submission.number, "counts": counts, "category": submission.category,
        "submitted_at": instant(submission.submitted_at),
        "signed": submission.typed_name, "content_code": submission.content_code, "entry_language": submission.language,
        "ledger_record": submission.ledger_number,
        "sections": [
            {"key": section.key, "title": section.title,
             "questions": [
                 _describe_question(item, category.question(item.key), submission.answers, role)
                 for item in section.items
             ]}
            for section in sections
        ],
        "attachments": [
            _describe_attachment(attachment, category, places) for attachment in submission.attachments
            if category.attachment(attachment["kind"]).may_be_seen_by(role)
        ],
        "declarations": [
            {"key": key, "text": _find_declaration_text(category, key), "version": str(declaration.get("version", "")),
             "language": str(declaration.get("language", ""))}
            for key, declaration in sorted(submission.declarations.items())
        ],
    }


def _describe_question(item: Shown, question: Question, answers: Mapping[str, Any], role: str) -> dict[str, Any]:
    return {
        "key": item.key, "label": item.label, "kind": question.kind.value,
        "value": _visible_value(question, answers.get(item.key), role), "shown": list(_list_lines(item)),
    }


def _visible_value(question: Question, value: Any, role: str) -> Any:
    """The value as it is stored, without the parts that `role` may not read."""
    if not question.parts:
        return value
    visible = {part.key for part in question.parts if part.may_be_seen_by(role)}
    if isinstance(value, list):
        return [{key: cell for key, cell in row.items() if key in visible} for row in value if isinstance(row, Mapping)]
    return {key: cell for key, cell in value.items() if key in visible} if isinstance(value, Mapping) else value


def _list_lines(item: Shown) -> list[str]:
    """The answer as lines of text, with the names of options and countries; one line for each part or row."""
    if item.rows:
        return [" | ".join(", ".join(cell.lines) for cell in row) for row in item.rows]
    if item.parts:
        return [f"{part.label}: {', '.join(part.lines)}" for part in item.parts]
    return list(item.lines)


def _describe_attachment(
    attachment: Mapping[str, Any], category: Category, places: Mapping[str, str]
) -> dict[str, Any]:
    metadata = {name: attachment[name] for name in _METADATA if attachment.get(name)}
    return {
        "kind": attachment["kind"], "label": category.attachment(attachment["kind"]).label.in_(current_language()),
        "name": attachment["name"],
        "size": attachment["size"], "sha256": attachment["sha256"], "media_type": attachment["media_type"], **metadata,
        "file": places.get(attachment["sha256"]),
    }


def _find_declaration_text(category: Category, key: str) -> str:
    try:
        return category.declaration(key).text.in_(current_language())
    except KeyError:
        return ""
