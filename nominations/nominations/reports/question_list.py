"""Everything a category asks, in words: for the public page of questions, for its PDF, and for the form on paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from nominations.core.language import current_language, format_number, ngettext
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.text.words import LocalizedText
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import AttachmentKind, Condition, Kind, Question

KINDS = {
    Kind.LINE: _l("one line"), Kind.TEXT: _l("text"), Kind.EMAIL: _l("email address"),
    Kind.PHONE: _l("telephone number"), Kind.LINK: _l("web address"), Kind.DATE: _l("date: year-month-day"),
    Kind.NUMBER: _l("number"), Kind.MONEY: _l("amount"), Kind.CHOICE: _l("choose one"),
    Kind.CHOICES: _l("choose one or more"), Kind.COUNTRY: _l("country"),
    Kind.COUNTRIES: _l("one or more countries"),
    Kind.CHECK: _l("yes, if it applies"), Kind.PLACE: _l("latitude and longitude in decimal degrees"),
    Kind.TABLE: _l("a table"),
}
# How fast somebody writes who knows the matter: questions of a line by the piece, texts by the word.
_MINUTES_A_QUESTION, _WORDS_A_MINUTE = 3, 12


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question: `facts` are its kind, limits and conditions, each a few words."""

    key: str
    label: str
    help: str
    required: bool
    facts: tuple[str, ...]
    options: tuple[str, ...] = ()
    parts: tuple["QuestionEntry", ...] = ()
    read_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionQuestions:
    """A section of the form."""

    key: str
    title: str
    intro: str
    questions: tuple[QuestionEntry, ...]


@dataclass(frozen=True, slots=True)
class FormQuestions:
    """A whole category: questions, files, declarations, and what they amount to."""

    label: str
    sections: tuple[SectionQuestions, ...]
    files: tuple[QuestionEntry, ...]
    declarations: tuple[QuestionEntry, ...]
    questions: int
    texts: int
    words: int
    hours: int


def form(edition: Edition, category: Category) -> FormQuestions:
    """What the call asks of a nomination of this category, in the current language."""
    sections = tuple(
        SectionQuestions(
            section.key, _say(section.title), _say(section.intro),
            tuple(question(category, each, edition) for each in section.questions if each.asked_from == "call"),
        )
        for section in category.sections
    )
    every = [each for section in category.sections for each in section.questions if each.asked_from == "call"]
    words = sum(each.max_words or 0 for each in every if each.kind is Kind.TEXT and each.required)
    texts = sum(each.kind is Kind.TEXT for each in every)
    minutes = (len(every) - texts) * _MINUTES_A_QUESTION + words / _WORDS_A_MINUTE
    return FormQuestions(
        _say(category.label),
        sections,
        tuple(_file(category, each) for each in category.attachments if each.asked_from == "call"),
        tuple(
            QuestionEntry(each.key, _say(each.label), _say(each.text), each.required, ())
            for each in category.declarations
        ),
        len(every),
        texts,
        words,
        max(1, round(minutes / 60)),
    )


def question(category: Category, each: Question, edition: Edition) -> QuestionEntry:
    """One question in words."""
    read_for = tuple(
        _("%(criterion)s, %(points)s points", criterion=_say(criterion.label), points=criterion.weight)
        for criterion in map(category.criterion, each.read_for)
    )
    return QuestionEntry(
        each.key, _say(each.label), _say(each.help), each.required, tuple(_facts(category, each, edition)),
        tuple(_say(option.label) for option in each.options),
        tuple(question(category, part, edition) for part in each.parts), read_for,
    )


def _say(words: LocalizedText) -> str:
    return words.in_(current_language())


def _facts(category: Category, each: Question, edition: Edition) -> Iterator[str]:
    if each.kind is Kind.MONEY:
        yield f"{KINDS[each.kind]} ({edition.currency})"
    elif each.kind is not Kind.GROUP:
        yield str(KINDS[each.kind])
    if each.max_words:
        yield ngettext("At most %(num)s word", "At most %(num)s words", each.max_words)
    if each.max_chars:
        yield ngettext("At most %(num)s character", "At most %(num)s characters", each.max_chars)
    if each.kind is Kind.TABLE:
        if each.least:
            yield ngettext("At least %(num)s row", "At least %(num)s rows", each.least)
        if each.most:
            yield ngettext("At most %(num)s row", "At most %(num)s rows", each.most)
    elif each.kind in (Kind.CHOICES, Kind.COUNTRIES):
        if each.least:
            yield _("at least %(least)s", least=format_number(each.least))
        if each.most:
            yield _("at most %(most)s", most=format_number(each.most))
    if each.minimum is not None and each.maximum is not None:
        yield _("from %(least)s to %(most)s", least=str(each.minimum), most=str(each.maximum))
    if each.sum_part and each.sum_total is not None:
        told = _say(each.part(each.sum_part).label)
        yield _("%(part)s: total %(total)s", part=told, total=format_number(each.sum_total))
    if each.required_when:
        yield _condition(category, each.required_when)
    if each.seen_by:
        yield _("read by the secretariat only")


def _condition(category: Category, when: Condition) -> str:
    try:
        other = category.question(when.question)
    except KeyError:
        return _("required in some cases")
    option = other.option(when.is_ or when.is_not or "")
    told = {"question": _say(other.label), "option": _say(option.label) if option else ""}
    if when.is_ is not None:
        return _("required if the answer to “%(question)s” is “%(option)s”", **told)
    return _("required unless the answer to “%(question)s” is “%(option)s”", **told)


def _file(category: Category, kind: AttachmentKind) -> QuestionEntry:
    facts = [
        ngettext("At most %(num)s file", "At most %(num)s files", kind.most),
        ", ".join(each.upper() for each in kind.formats),
        _("at most %(size)s MB each", size=format_number(kind.max_bytes // 1_048_576)),
    ]
    if kind.least:
        facts.insert(0, ngettext("At least %(num)s file", "At least %(num)s files", kind.least))
    if kind.min_long_side:
        facts.append(_("at least %(pixels)s pixels on the longer side", pixels=format_number(kind.min_long_side)))
    if kind.max_pages:
        facts.append(ngettext("At most %(num)s page", "At most %(num)s pages", kind.max_pages))
    if kind.required_when:
        facts.append(_condition(category, kind.required_when))
    return QuestionEntry(kind.key, _say(kind.label), _say(kind.help), kind.least > 0, tuple(facts))
