"""Interpreting a form that was sent: whether it is ours, its edition, category and version, and its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nominations.editions.rules.edition import Category, Edition
from nominations.official_form.rules import paper_form
from nominations.official_form.rules.paper_form import Mark, ReadAnswers


class Trouble(StrEnum):
    """Problems that are shown before the answers; several may apply."""

    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NOT_OURS = "not_ours"
    FLATTENED = "flattened"
    OTHER_EDITION = "other_edition"
    OTHER_CATEGORY = "other_category"
    OTHER_VERSION = "other_version"
    STRANGERS = "strangers"
    AMBIGUOUS = "ambiguous"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form that was read; `mark` is None if it does not identify itself."""

    mark: Mark | None
    troubles: tuple[Trouble, ...]
    read: ReadAnswers

    @property
    def is_exact(self) -> bool:
        return not self.troubles


def interpret(
    edition: Edition, wanted: Category | None, fields: Mapping[str, str], properties: Mapping[str, str], *,
    is_pdf: bool = True, encrypted: bool = False, damaged: bool = False,
) -> tuple[Category | None, FormRead]:
    """The category that the answers are for, and what was read. `wanted` is the draft's own category, if there is one.

    Answers to the same questions of another edition, category or version are offered; nothing else is guessed.
    """
    mark = mark_of(fields, properties)
    own = next((candidate for candidate in edition.categories if mark and candidate.key == mark.category), None)
    category = wanted or own
    troubles = [trouble for trouble, holds in (
        (Trouble.NOT_A_PDF, not is_pdf), (Trouble.ENCRYPTED, encrypted), (Trouble.DAMAGED, damaged),
    ) if holds]
    if mark is None:
        troubles += [] if troubles else [Trouble.NOT_OURS]
        return category, FormRead(None, tuple(troubles), ReadAnswers({}))
    if not fields and not damaged and not encrypted:
        return category, FormRead(mark, (*troubles, Trouble.FLATTENED), ReadAnswers({}))
    read = paper_form.read_answers(category, fields) if category else ReadAnswers({})
    troubles += [trouble for trouble, holds in (
        (Trouble.OTHER_EDITION, mark.edition != edition.code),
        (Trouble.OTHER_CATEGORY, category is None or mark.category != category.key),
        (Trouble.OTHER_VERSION, category is not None and mark.category == category.key
         and mark.version != paper_form.version(category)),
        (Trouble.STRANGERS, bool(read.strangers)), (Trouble.AMBIGUOUS, bool(read.ambiguous)),
        (Trouble.EMPTY, not read.answers),
    ) if holds]
    return category, FormRead(mark, tuple(troubles), read)


def mark_of(fields: Mapping[str, str], properties: Mapping[str, str]) -> Mark | None:
    """The mark of the form: from its hidden field, else from the properties of the document."""
    return paper_form.read_mark(fields.get(paper_form.MARK, "")) or _properties(properties)


def well_shaped(category: Category, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers that a form of this category could contain, out of those that a page sent back."""
    return paper_form.read_answers(category, paper_form.list_values(category, answers)).placed


def _properties(properties: Mapping[str, str]) -> Mark | None:
    names = ("Edition", "Category", "FormLanguage", "FormVersion")
    return Mark(*(properties[name] for name in names)) if all(properties.get(name) for name in names) else None
