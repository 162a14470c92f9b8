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
from nominations.nominations.rules.differences import Piece, together
from nominations.nominations.rules.differences import differences as differences_of
from nominations.nominations.views.form_fields import Box, boxes


@dataclass(frozen=True, slots=True)
class Countries:
    """What a field for a country offers: every option as HTML, and the codes among them."""

    offered: Markup
    codes: frozenset[str]

    def options(self, chosen: str) -> Markup:
        """All of them, with the chosen one marked; one that is not offered is shown as it is, and so not lost."""
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
    """Sorted and written once for an edition's states in a language: a page may offer all 250 of them ten times."""
    codes = frozenset(state.code for state in states)
    members = [(state.code, state.short.in_(language)) for state in states]
    others = [(code, country_word(code)) for code in country_codes() - codes]
    offered = Markup().join(
        Markup('<optgroup label="{}">{}</optgroup>').format(
            title, Markup().join(_option(*each) for each in _by_name(some))
        ) for title, some in ((gettext("Member States"), members), (gettext("Other countries"), others))
    )
    return Countries(offered, country_codes() | codes)


def _option(code: str, word: str, more: str = "") -> Markup:
    return Markup('<option value="{}"{}>{}</option>').format(code, more, word)


def _by_name(some: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(some, key=lambda each: unicodedata.normalize("NFKD", each[1]).casefold())


def asked(section: Section) -> tuple[Question, ...]:
    """The questions asked during the call."""
    return tuple(question for question in section.questions if question.asked_from == "call")


def read_for(category: Category, question: Question) -> str | None:
    """Which criteria an answer is read for, with their share of the hundred points."""
    told = []
    for key in question.read_for:
        criterion = category.criterion(key)
        told.append(gettext("%(criterion)s, %(points)s points", criterion=criterion.label.in_(current_language()),
                            points=criterion.weight))
    return gettext("Criteria: %(criteria)s", criteria=" · ".join(told)) if told else None


def fields(
    category: Category, questions: tuple[Question, ...], answers: Mapping[str, Any], errors: Mapping[str, str],
    more: str = "",
) -> list[Box]:
    """The fields of these questions."""
    return boxes(questions, answers, errors, more=more, read_for=lambda question: read_for(category, question))


def shown(edition: Edition, question: Question, answers: Mapping[str, Any]) -> display.Shown:
    """One answer to be read."""
    return display.one(
        question, answers.get(question.key), current_language(), lambda code: country_word(code, edition)
    )


def plain(item: display.Shown) -> str:
    """An answer of any kind as lines of text: what is compared."""
    if item.rows:
        return "\n".join(" · ".join(", ".join(cell.lines) for cell in row) for row in item.rows)
    if item.parts:
        return "\n".join(f"{part.label}: {', '.join(part.lines)}" for part in item.parts)
    return "\n".join(item.lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """One question answered in two ways: what stands, what was typed here, and which of them is proposed."""

    theirs: display.Shown
    mine: Box
    keep_mine: bool
    # What was typed here as compared with what stands, word by word; and both in one, where it is a text.
    pieces: tuple[Piece, ...]
    merged: str | None


def differences(
    edition: Edition, category: Category, section: Section, given: Mapping[str, Any], theirs: Mapping[str, Any],
    base: Mapping[str, Any] | None,
) -> list[Difference]:
    """The questions whose answers differ; where only the other side changed anything, theirs is proposed."""
    found = []
    for question in asked(section):
        key = question.key
        if given.get(key) != theirs.get(key):
            only_theirs = base is not None and given.get(key) == base.get(key)
            [box] = fields(category, (question,), given, {})
            stands, typed = shown(edition, question, theirs), shown(edition, question, given)
            is_text = question.kind in (Kind.LINE, Kind.TEXT)
            found.append(Difference(
                stands, box, not only_theirs, differences_of(plain(stands), plain(typed)),
                together(plain(stands), plain(typed)) if is_text else None,
            ))
    return found
