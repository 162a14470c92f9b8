"""Everything a category asks, in words: for the public page of questions, for its PDF, and for the form on paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from nominations.core.language import current_language, format_number, ngettext
from nominations.core.language import gettext as _
from nominations.core.rules.text.words import LocalizedText
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import AttachmentKind, Condition, Kind, Question
from nominations.editions.texts import KINDS

# How long an expert needs: minutes for each short question, words a minute for texts.
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
    """A whole category: questions, files, declarations, and how many there are."""

    label: str
    sections: tuple[SectionQuestions, ...]
    files: tuple[QuestionEntry, ...]
    declarations: tuple[QuestionEntry, ...]
    questions: int
    texts: int
    words: int
    hours: int


def describe_form(edition: Edition, category: Category) -> FormQuestions:
    """What the call asks of a nomination of this category, in the current language."""
    sections = tuple(
        SectionQuestions(
            section.key, _in_language(section.title), _in_language(section.intro),
            tuple(
                describe_question(category, entry, edition) for entry in section.questions if entry.asked_from == "call"
            ),
        )
        for section in category.sections
    )
    every = [asked for section in category.sections for asked in section.questions if asked.asked_from == "call"]
    words = sum(asked.max_words or 0 for asked in every if asked.kind is Kind.TEXT and asked.required)
    texts = sum(asked.kind is Kind.TEXT for asked in every)
    minutes = (len(every) - texts) * _MINUTES_A_QUESTION + words / _WORDS_A_MINUTE
    return FormQuestions(
        _in_language(category.label),
        sections,
        tuple(_describe_file(category, kind) for kind in category.attachments if kind.asked_from == "call"),
        tuple(
            QuestionEntry(
                declaration.key, _in_language(declaration.label), _in_language(declaration.text), declaration.required,
                ()
            )
            for declaration in category.declarations
        ),
        len(every),
        texts,
        words,
        max(1, round(minutes / 60)),
    )


def describe_question(category: Category, question: Question, edition: Edition) -> QuestionEntry:
    """One question in words."""
    read_for = tuple(
        _("%(criterion)s, %(points)s points", criterion=_in_language(criterion.label), points=criterion.weight)
        for criterion in map(category.criterion, question.read_for)
    )
    return QuestionEntry(
        question.key, _in_language(question.label), _in_language(question.help), question.required,
        tuple(_list_facts(category, question, edition)),
        tuple(_in_language(option.label) for option in question.options),
        tuple(describe_question(category, part, edition) for part in question.parts), read_for,
    )


def _in_language(words: LocalizedText) -> str:
    return words.in_(current_language())


def _list_facts(category: Category, question: Question, edition: Edition) -> Iterator[str]:
    if question.kind is Kind.MONEY:
        yield f"{KINDS[question.kind]} ({edition.currency})"
    elif question.kind is not Kind.GROUP:
        yield str(KINDS[question.kind])
    if question.max_words:
        yield ngettext("At most %(num)s word", "At most %(num)s words", question.max_words)
    if question.max_chars:
        yield ngettext("At most %(num)s character", "At most %(num)s characters", question.max_chars)
    if question.kind is Kind.TABLE:
        if question.least:
            yield ngettext("At least %(num)s row", "At least %(num)s rows", question.least)
        if question.most:
            yield ngettext("At most %(num)s row", "At most %(num)s rows", question.most)
    elif question.kind in (Kind.CHOICES, Kind.COUNTRIES):
        if question.least:
            yield _("at least %(least)s", least=format_number(question.least))
        if question.most:
            yield _("at most %(most)s", most=format_number(question.most))
    if question.minimum is not None and question.maximum is not None:
        yield _("from %(least)s to %(most)s", least=str(question.minimum), most=str(question.maximum))
    if question.sum_part and question.sum_total is not None:
        part = _in_language(question.part(question.sum_part).label)
        yield _("%(part)s: total %(total)s", part=part, total=format_number(question.sum_total))
    if question.required_when:
        yield _describe_condition(category, question.required_when)
    if question.seen_by:
        yield _("read by the secretariat only")


def _describe_condition(category: Category, when: Condition) -> str:
    try:
        other = category.question(when.question)
    except KeyError:
        return _("required in some cases")
    option = other.option(when.is_ or when.is_not or "")
    labels = {"question": _in_language(other.label), "option": _in_language(option.label) if option else ""}
    if when.is_ is not None:
        return _("required if the answer to “%(question)s” is “%(option)s”", **labels)
    return _("required unless the answer to “%(question)s” is “%(option)s”", **labels)


def _describe_file(category: Category, kind: AttachmentKind) -> QuestionEntry:
    facts = [
        ngettext("At most %(num)s file", "At most %(num)s files", kind.most),
        ", ".join(extension.upper() for extension in kind.formats),
        _("at most %(size)s MB each", size=format_number(kind.max_bytes // 1_048_576)),
    ]
    if kind.least:
        facts.insert(0, ngettext("At least %(num)s file", "At least %(num)s files", kind.least))
    if kind.min_long_side:
        facts.append(_("at least %(pixels)s pixels on the longer side", pixels=format_number(kind.min_long_side)))
    if kind.max_pages:
        facts.append(ngettext("At most %(num)s page", "At most %(num)s pages", kind.max_pages))
    if kind.required_when:
        facts.append(_describe_condition(category, kind.required_when))
    return QuestionEntry(kind.key, _in_language(kind.label), _in_language(kind.help), kind.least > 0, tuple(facts))
