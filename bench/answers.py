"""Makes complete answers and attachments for any edition."""

from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from bench import sentences
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import AttachmentKind, Kind, Question

_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
Answers = dict[str, Any]


def complete(chance: Random, edition: Edition, category: Category, language: str) -> dict[str, Answers]:
    """The answers of each section: every question answered within its limits, every blocking rule met."""
    fixed = _fixed_answers(category, language)
    return {
        section.key: {
            question.key: fixed.get(question.key) or _answer(chance, edition, question, language)
            for question in section.questions
        }
        for section in category.sections
    }


def _fixed_answers(category: Category, language: str) -> Answers:
    """The answers that eligibility rules check: dates in order, a self-nomination, the language of the entry."""
    answers: Answers = {}
    for rule in category.rules:
        asked = rule.params
        if rule.test in ("dates_order", "three_years"):
            status = category.question(str(asked["status"]))
            answers[str(asked["start"])], answers[str(asked["end"])] = "2017-03-01", "2024-06-30"
            answers[status.key] = next(option.key for option in status.options if option.key != asked["ongoing"])
        elif rule.test == "nominee_consent":
            consent = category.question(str(asked["question"]))
            answers[consent.key] = next(option.key for option in consent.options if option.key != asked["option"])
        elif rule.test == "adult":
            answers[str(asked["question"])] = "1968"
        elif rule.test == "entry_language":
            answers[str(asked["question"])] = language
    return answers


def _answer(chance: Random, edition: Edition, question: Question, language: str) -> object:
    kind = question.kind
    if kind is Kind.GROUP:
        return {part.key: _answer(chance, edition, part, language) for part in question.parts}
    if kind is Kind.TABLE:
        return _rows(chance, edition, question, language)
    if kind is Kind.TEXT:
        return sentences.text(chance, language, (question.max_words or 200) * chance.randint(55, 95) // 100)
    if kind is Kind.LINE:
        return sentences.line(chance, language, chance.randint(3, 6))[: question.max_chars]
    if kind in (Kind.CHOICE, Kind.CHOICES):
        keys = [option.key for option in question.options]
        some = min(len(keys), question.most or 2, 2)
        return chance.choice(keys) if kind is Kind.CHOICE else chance.sample(keys, max(some, question.least or 1))
    if kind in (Kind.COUNTRY, Kind.COUNTRIES):
        codes = chance.sample(sorted(edition.member_codes()), 2)
        return codes[0] if kind is Kind.COUNTRY else codes[: chance.randint(1, 2)]
    return _leaf(chance, question)


def _leaf(chance: Random, question: Question) -> object:
    low, high = question.minimum or 0, question.maximum or (question.minimum or 0) + 100_000
    return {
        Kind.EMAIL: lambda: f"somebody{chance.randrange(10_000)}@example.org",
        Kind.PHONE: lambda: "+212 5 37 00 00 00",
        Kind.LINK: lambda: f"https://example.org/{chance.randrange(10_000)}",
        Kind.DATE: lambda: f"20{chance.randint(10, 24)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        Kind.NUMBER: lambda: str(chance.randint(low, high)),
        Kind.MONEY: lambda: str(chance.randint(20_000, 900_000)),
        Kind.CHECK: lambda: "yes",
        Kind.PLACE: lambda: {"lat": f"{chance.uniform(-30, 50):.5f}", "lon": f"{chance.uniform(-15, 110):.5f}"},
    }[question.kind]()


def _rows(chance: Random, edition: Edition, question: Question, language: str) -> list[Answers]:
    count = max(question.least or 1, min(question.most or 4, 4))
    rows = [{part.key: _answer(chance, edition, part, language) for part in question.parts} for _ in range(count)]
    if question.sum_part and question.sum_total:
        for row in rows:
            row[question.sum_part] = str(question.sum_total // count)
        rows[0][question.sum_part] = str(question.sum_total - question.sum_total // count * (count - 1))
    return rows


def files(category: Category, answers: Mapping[str, object]) -> list[tuple[AttachmentKind, int]]:
    """The kinds of file these answers call for, one pair for each file."""
    return [
        (kind, place) for kind in category.attachments if kind.asked_from == "call"
        for place in range(max(kind.fewest(answers), 1 if kind.key == category.attachments[0].key else 0))
    ]


def make_attachment(chance: Random, kind: AttachmentKind, place: int, sha256: str, file_id: UUID) -> dict[str, Any]:
    """What is kept of one file: the columns of an attachment, and the entry in a submission."""
    form = next(name for name in kind.formats if name in _TYPES)
    is_picture = form in ("jpg", "png")
    details = {"caption": sentences.line(chance, "en", 8), "year": "2023", "photographer": "Amina Benali",
               "rights": "© the authors"}
    return {
        "id": file_id, "kind": kind.key, "name": f"{kind.key}-{place + 1}.{form}", "size": chance.randint(2, 4) << 20,
        "sha256": sha256, "media_type": _TYPES[form], "pages": None if is_picture else 3,
        "width": 3000 if is_picture else None, "height": 2000 if is_picture else None,
        **(details if kind.per_picture else dict.fromkeys(details, "")), "alternative": "",
    }
