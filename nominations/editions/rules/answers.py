"""What is wrong with an answer, and what a nomination still lacks, said place by place."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

from nominations.core.rules.text import values
from nominations.core.rules.text.numbers import Bounds
from nominations.core.rules.text.stored_text import refused_characters
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.rules.text.understood import Understood
from nominations.core.rules.text.words import count_words
from nominations.editions.rules import files
from nominations.editions.rules.form import (
    Answers,
    Attached,
    AttachmentKind,
    Declaration,
    Kind,
    LetterIn,
    Problem,
    Question,
    Section,
    all_questions,
)
from nominations.editions.rules.kinds import TRAITS

CHARACTERS_A_WORD = 20

PLACE_PARTS: Mapping[str, TypedKind] = {"lat": TypedKind.LATITUDE, "lon": TypedKind.LONGITUDE}


class Form(Protocol):
    """What `missing` needs of a category."""

    @property
    def sections(self) -> tuple[Section, ...]: ...
    @property
    def attachments(self) -> tuple[AttachmentKind, ...]: ...
    @property
    def declarations(self) -> tuple[Declaration, ...]: ...


def is_empty(value: object) -> bool:
    """Nothing typed: blank text, no option, a group or table whose every leaf is blank."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(item) for item in value)
    return value is None


def understand_answer(question: Question, text: str) -> Understood[Any]:
    """What was typed into a question, within its bounds; words are as they are."""
    kind = TRAITS[question.kind].typed
    if kind is None:
        return Understood(text, text)
    # What is asked from 0 to 100 is a share of a hundred.
    if question.kind is Kind.NUMBER and (question.minimum, question.maximum) == (0, 100):
        kind = TypedKind.SHARE
    return understand(kind, text, Bounds(question.minimum, question.maximum, question.whole))


def find_problems(question: Question, value: object, *, countries: Collection[str] | None = None) -> list[Problem]:
    """What is wrong with what was typed; an empty answer is not wrong, only missing."""
    if is_empty(value):
        return []
    return list(_PROBLEMS[question.kind](question, value, countries))


def find_mistakes(
    form: Form, answers: Answers, attachments: Sequence[Attached] = (), *, countries: Collection[str] | None = None
) -> list[Problem]:
    """Everything wrong with what was given, in the order of the form."""
    wrong = [
        problem
        for question in all_questions(form.sections)
        for problem in find_problems(question, answers.get(question.key), countries=countries)
    ]
    kinds = {kind.key: kind for kind in form.attachments}
    for attached in attachments:
        if attached.kind in kinds:
            wrong += files.find_file_problems(kinds[attached.kind], attached)
    return wrong + list(files.find_surplus(form.attachments, attachments))


def find_missing(
    form: Form,
    answers: Answers,
    attachments: Sequence[Attached] = (),
    declarations: Mapping[str, str] | None = None,
    *,
    stage: str = "call",
    excused: Collection[str] = (),
) -> list[Problem]:
    """What is lacking before this may be handed in.

    `declarations` gives the version accepted of each; `excused` the kinds of attachment whose purpose is met in
    another way (a consent confirmed by link, a letter a referee was asked for).
    """
    accepted = declarations or {}
    lacking: list[Problem] = []
    for question in all_questions(form.sections):
        if question.asked_from in ("call", stage):
            lacking += _lacking(question, answers.get(question.key), answers)
    for kind in form.attachments:
        have = sum(attached.kind == kind.key for attached in attachments)
        if kind.key in excused:
            continue
        if kind.asked_from in ("call", stage) and have < (least := kind.fewest(answers)):
            lacking.append(Problem(kind.key, code="too_few_files", params={"count": have, "least": least}))
    for declaration in form.declarations:
        if declaration.required and accepted.get(declaration.key) != declaration.version:
            code = "declaration_changed" if declaration.key in accepted else "not_declared"
            lacking.append(Problem(declaration.key, code=code))
    return lacking


def find_lacking(question: Question, value: object, answers: Answers) -> list[Problem]:
    """What is lacking in one answer of those, before it may be handed in."""
    return list(_lacking(question, value, answers))


def content_hash(answers: Answers, attachments: Sequence[Attached], letters: Sequence[LetterIn] = ()) -> str:
    """The SHA-256 over all answers, files and letters received of a submission; `content_code` is its beginning."""
    listed = sorted([attached.kind, attached.name, attached.sha256] for attached in attachments)
    received = sorted([letter.kind, letter.name, *letter.fingerprints] for letter in letters)
    # Without a letter the code is what it was before letters were listed.
    content = [answers, listed, received] if received else [answers, listed]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def content_code(answers: Answers, attachments: Sequence[Attached], letters: Sequence[LetterIn] = ()) -> str:
    """A short code of what was handed in, printed on receipt and report: change a letter and it is another."""
    code = content_hash(answers, attachments, letters)[:12].upper()
    return " ".join(code[start : start + 4] for start in (0, 4, 8))


def _lacking(question: Question, value: object, answers: Answers) -> Iterator[Problem]:
    if is_empty(value):
        if question.is_required(answers):
            yield Problem(question.key, code="missing")
        return
    if isinstance(value, list):
        filled = [item for item in value if not is_empty(item)]
        if question.least is not None and len(filled) < question.least:
            code = "too_few_rows" if question.kind is Kind.TABLE else "too_few"
            yield Problem(question.key, code=code, params={"count": len(filled), "least": question.least})
    if question.kind is Kind.GROUP and isinstance(value, Mapping):
        yield from _parts_lacking(question, value, None)
    if question.kind is Kind.TABLE and isinstance(value, list):
        for row, cells in enumerate(value):
            if isinstance(cells, Mapping) and not is_empty(cells):
                yield from _parts_lacking(question, cells, row)


def _parts_lacking(question: Question, cells: Mapping[str, Any], row: int | None) -> Iterator[Problem]:
    for part in question.parts:
        if part.is_required(cells) and is_empty(cells.get(part.key)):
            yield Problem(question.key, part.key, row, "missing")


def _text(question: Question, value: object, _: object) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(question.key, code="not_text")
        return
    if refused := refused_characters(value):
        yield Problem(question.key, code="refused_characters", params={"characters": ", ".join(refused)})
    if question.kind is not Kind.TEXT and "\n" in value.strip("\n"):
        yield Problem(question.key, code="line_break")
    if question.max_words and (words := count_words(value)) > question.max_words:
        yield Problem(question.key, code="too_many_words", params={"count": words, "most": question.max_words})
    most = question.max_chars or TRAITS[question.kind].max_characters or 60
    if question.max_words:
        most = max(most if question.max_chars else 0, question.max_words * CHARACTERS_A_WORD)
    if len(value) > most:
        yield Problem(question.key, code="too_many_characters", params={"count": len(value), "most": most})


def _check_typed(question: Question, value: object, countries: object) -> Iterator[Problem]:
    if wrong := list(_text(question, value, countries)):
        yield from wrong
    elif problem := (meant := understand_answer(question, str(value))).problem:
        yield Problem(question.key, code=problem, params=meant.params)


def _number(question: Question, value: object, countries: object) -> Iterator[Problem]:
    if wrong := list(_check_typed(question, value, countries)):
        yield from wrong
        return
    amount = understand_answer(question, str(value)).value
    if amount is None:
        return
    if question.whole and amount != amount.to_integral_value():
        yield Problem(question.key, code="not_whole")
    elif question.minimum is not None and amount < question.minimum:
        yield Problem(question.key, code="too_small", params={"minimum": question.minimum})
    elif question.maximum is not None and amount > question.maximum:
        yield Problem(question.key, code="too_large", params={"maximum": question.maximum})


def _choice(question: Question, value: object, _: object) -> Iterator[Problem]:
    if not isinstance(value, str) or question.option(value) is None:
        yield Problem(question.key, code="not_an_option")


def _check(question: Question, value: object, _: object) -> Iterator[Problem]:
    if value != "yes":
        yield Problem(question.key, code="not_an_option")


def _country(question: Question, value: object, countries: Collection[str] | None) -> Iterator[Problem]:
    shaped = isinstance(value, str) and len(value) == 2 and value.isascii() and value.isupper()
    if not shaped or (countries is not None and value not in countries):
        yield Problem(question.key, code="not_a_country")


def _several(one: Any) -> Any:
    def check(question: Question, value: object, countries: Collection[str] | None) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(question.key, code="not_an_option")
            return
        yield from next(filter(None, (list(one(question, item, countries)) for item in value)), [])
        if all(isinstance(item, str) for item in value) and len(set(value)) < len(value):
            yield Problem(question.key, code="repeated")
        if question.most is not None and len(value) > question.most:
            yield Problem(question.key, code="too_many", params={"count": len(value), "most": question.most})

    return check


def _place(question: Question, value: object, _: object) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(question.key, code="not_a_place")
        return
    for part, kind in PLACE_PARTS.items():
        typed = value.get(part, "")
        angle = understand(kind, typed if isinstance(typed, str) else "")
        if angle.problem:
            yield Problem(question.key, part, code=angle.problem, params=angle.params)


def _group(question: Question, value: object, countries: Collection[str] | None) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(question.key, code="not_text")
        return
    yield from _parts(question, value, None, countries)


def _table(question: Question, value: object, countries: Collection[str] | None) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(cells, Mapping) for cells in value):
        yield Problem(question.key, code="not_text")
        return
    for row, cells in enumerate(value):
        yield from _parts(question, cells, row, countries)
    filled = [cells for cells in value if not is_empty(cells)]
    if question.most is not None and len(filled) > question.most:
        yield Problem(question.key, code="too_many_rows", params={"count": len(filled), "most": question.most})
    yield from _sum(question, filled)


def _parts(
    question: Question, cells: Mapping[str, Any], row: int | None, countries: Collection[str] | None
) -> Iterator[Problem]:
    for part in question.parts:
        for problem in find_problems(part, cells.get(part.key), countries=countries):
            yield replace(problem, question=question.key, part=part.key, row=row)


def _sum(question: Question, filled: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Shares are compared as decimals: 33.3 + 33.3 + 33.4 is 100."""
    if question.sum_part is None or question.sum_total is None:
        return
    amounts = [values.parse_share(str(cells.get(question.sum_part, ""))) for cells in filled]
    if any(amount is None for amount in amounts):
        return
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if total != question.sum_total:
        params = {"sum": f"{total.normalize():f}", "total": question.sum_total}
        yield Problem(question.key, question.sum_part, code="wrong_sum", params=params)


_PROBLEMS: Mapping[Kind, Any] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.EMAIL: _check_typed,
    Kind.PHONE: _check_typed,
    Kind.LINK: _check_typed,
    Kind.DATE: _check_typed,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _several(_choice),
    Kind.COUNTRY: _country,
    Kind.COUNTRIES: _several(_country),
    Kind.CHECK: _check,
    Kind.PLACE: _place,
    Kind.GROUP: _group,
    Kind.TABLE: _table,
}
