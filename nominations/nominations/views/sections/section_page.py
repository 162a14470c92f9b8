"""What a page of the form shows: fields with what is in them, what is wrong, and two versions side by side."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from nominations.core.language import current_language, gettext
from nominations.editions.countries import country_codes, country_word
from nominations.editions.rules import display
from nominations.editions.rules.edition import Category, Edition, MemberState
from nominations.editions.rules.form import Kind, Question, Section
from nominations.nominations.rules.differences import Piece, compare_texts, merge_texts
from nominations.nominations.views.form_fields import Box, build_boxes


@dataclass(frozen=True, slots=True)
class Countries:
    """What a field for a country offers: every option as HTML, and the codes among them."""

    offered: Markup
    codes: frozenset[str]

    def options(self, chosen: str) -> Markup:
        """All options with the chosen one marked; one that is not offered is added, so that saving does not lose it."""
        if not chosen:
            return self.offered
        if chosen not in self.codes:
            return self.offered + _option(chosen, chosen, Markup(" selected"))
        return self.offered.replace(f'value="{chosen}"', Markup('value="{}" selected').format(chosen), 1)


def countries(edition: Edition) -> Countries:
    """Member States, then all other countries, by name in the reader's language."""
    return _countries(edition.member_states, current_language())


@lru_cache(maxsize=32)
def _countries(states: tuple[MemberState, ...], language: str) -> Countries:
    """Built once for an edition's states in a language: a page may have ten such fields of 250 options."""
    codes = frozenset(state.code for state in states)
    members = [(state.code, state.short.in_(language)) for state in states]
    others = [(code, country_word(code)) for code in country_codes() - codes]
    offered = Markup().join(
        Markup('<optgroup label="{}">{}</optgroup>').format(
            title, Markup().join(_option(*country) for country in _by_name(some))
        ) for title, some in ((gettext("Member States"), members), (gettext("Other countries"), others))
    )
    return Countries(offered, country_codes() | codes)


def _option(code: str, word: str, more: str = "") -> Markup:
    return Markup('<option value="{}"{}>{}</option>').format(code, more, word)


def _by_name(some: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(some, key=lambda country: unicodedata.normalize("NFKD", country[1]).casefold())


def list_questions(section: Section) -> tuple[Question, ...]:
    """The questions asked during the call."""
    return tuple(question for question in section.questions if question.asked_from == "call")


def read_for(category: Category, question: Question) -> str | None:
    """Which criteria an answer is read for, with their share of the hundred points."""
    criteria = []
    for key in question.read_for:
        criterion = category.criterion(key)
        criteria.append(gettext("%(criterion)s, %(points)s points", criterion=criterion.label.in_(current_language()),
                            points=criterion.weight))
    return gettext("Criteria: %(criteria)s", criteria=" · ".join(criteria)) if criteria else None


def build_fields(
    category: Category, questions: tuple[Question, ...], answers: Mapping[str, Any], errors: Mapping[str, str],
    more: str = "",
) -> list[Box]:
    """The fields of these questions."""
    return build_boxes(questions, answers, errors, more=more, read_for=lambda question: read_for(category, question))


def show_answer(edition: Edition, question: Question, answers: Mapping[str, Any]) -> display.Shown:
    """One answer to be read."""
    return display.show_answer(
        question, answers.get(question.key), current_language(), lambda code: country_word(code, edition)
    )


def as_plain_text(item: display.Shown) -> str:
    """An answer of any kind as lines of text: what is compared."""
    if item.rows:
        return "\n".join(" · ".join(", ".join(cell.lines) for cell in row) for row in item.rows)
    if item.parts:
        return "\n".join(f"{part.label}: {', '.join(part.lines)}" for part in item.parts)
    return "\n".join(item.lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """One question answered in two ways: the stored answer, the one typed here, and which of them is proposed."""

    theirs: display.Shown
    mine: Box
    keep_mine: bool
    # The typed answer compared with the stored one, word by word; and both merged, where the answer is a text.
    pieces: tuple[Piece, ...]
    merged: str | None


def list_differences(
    edition: Edition, category: Category, section: Section, answers: Mapping[str, Any], theirs: Mapping[str, Any],
    base: Mapping[str, Any] | None,
) -> list[Difference]:
    """The questions whose answers differ; where only the other side changed anything, theirs is proposed."""
    differing = []
    for question in list_questions(section):
        key = question.key
        if answers.get(key) != theirs.get(key):
            only_theirs = base is not None and answers.get(key) == base.get(key)
            [box] = build_fields(category, (question,), answers, {})
            current_answer, typed_answer = show_answer(edition, question, theirs), show_answer(
                edition, question, answers
            )
            is_text = question.kind in (Kind.LINE, Kind.TEXT)
            differing.append(Difference(
                current_answer, box, not only_theirs,
                compare_texts(as_plain_text(current_answer), as_plain_text(typed_answer)),
                merge_texts(as_plain_text(current_answer), as_plain_text(typed_answer)) if is_text else None,
            ))
    return differing
