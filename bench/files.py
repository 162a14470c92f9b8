"""Nominations by the thousand: most of them eligible, some submitted, refused, withdrawn, and finished drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bench import answers, sentences
from bench.chain import Chain
from bench.people import People
from nominations.core.rules.vocabulary import State
from nominations.core.tables import (
    Attachment,
    EligibilityDecision,
    Extension,
    Message,
    Nomination,
    NominationCountry,
    NominationNumber,
    Screening,
    SectionAnswers,
    SectionVersion,
    StoredFile,
    Submission,
)
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.questions import Attached, content_code

SHARES = ((State.ELIGIBLE, 85), (State.SUBMITTED, 5), (State.INELIGIBLE, 2), (State.WITHDRAWN, 2), (State.DRAFT, 6))
_BLOCK = 250
_STORED = 50


@dataclass(frozen=True, slots=True)
class Ground:
    """The session, edition and people that everything is filled into."""

    session: Session
    chance: Random
    edition: Edition
    edition_id: UUID
    people: People
    closes_at: datetime

    def identity(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


@dataclass(frozen=True, slots=True)
class Filed:
    """A nomination that was filled in."""

    id: UUID
    category: str
    state: State
    owner: UUID


def store(ground: Ground) -> list[str]:
    """Rows of stored files; their bytes are asked for by no page that is measured."""
    names = [f"{ground.chance.getrandbits(256):064x}" for _ in range(_STORED)]
    ground.session.execute(insert(StoredFile.__table__), [
        {"sha256": name, "size": 3 << 20, "stored_at": ground.closes_at} for name in names
    ])
    return names


def fill(
    ground: Ground, chain: Chain, count: int, *, all_eligible: bool = False, only: str = ""
) -> list[Filed]:
    """`count` nominations in the shares of `SHARES`, half of them in each category or all in `only` one."""
    wanted = [] if all_eligible else [state for state, share in SHARES for _ in range(count * share // 100)]
    wanted += [State.ELIGIBLE] * (count - len(wanted))
    ground.chance.shuffle(wanted)
    return _write(ground, chain, wanted, store(ground), only)


def drafts(ground: Ground, chain: Chain, count: int) -> list[Filed]:
    """Finished drafts with a personal extension, so that they can still be handed in."""
    stored = list(ground.session.scalars(select(StoredFile.sha256).limit(_STORED)))
    made = _write(ground, chain, [State.DRAFT] * count, stored)
    if not made:
        return made
    ground.session.execute(insert(Extension.__table__), [
        {"nomination_id": nomination.id, "until": ground.closes_at + timedelta(days=300), "reason": "Power cut.",
         "made_at": ground.closes_at, "made_by_id": ground.people.head} for nomination in made
    ])
    return made


def _write(ground: Ground, chain: Chain, wanted: list[State], stored: list[str], only: str = "") -> list[Filed]:
    filed: list[Filed] = []
    categories = [category for category in ground.edition.categories if only in ("", category.key)]
    numbers = dict(ground.session.execute(
        select(NominationNumber.category, NominationNumber.last).where(NominationNumber.edition_id == ground.edition_id)
    ).all())
    for start in range(0, len(wanted), _BLOCK):
        rows: dict[type, list[dict[str, Any]]] = {}
        for place, state in enumerate(wanted[start:start + _BLOCK], start):
            category = categories[place % len(categories)]
            numbers[category.key] += 1
            one = _Writing(ground, chain, category, state, numbers[category.key], stored)
            for model, row in one.rows():
                rows.setdefault(model, []).append(row)
            filed.append(Filed(one.id, category.key, state, one.owner))
        for model in (Nomination, NominationCountry, SectionAnswers, SectionVersion, Attachment, Submission, Screening,
                      EligibilityDecision, Message):
            if rows.get(model):
                ground.session.execute(insert(model.__table__), rows[model])
    for key, last in numbers.items():
        ground.session.execute(
            update(NominationNumber).where(NominationNumber.category == key).values(last=last)
        )
    return filed


class _Writing:
    """One nomination, row by row."""

    def __init__(self, ground: Ground, chain: Chain, category: Category, state: State, number: int, stored: list[str]):
        chance = ground.chance
        self._ground, self._chain, self._category, self._state = ground, chain, category, state
        self.id, self.owner = ground.identity(), chance.choice(ground.people.applicants)
        self._language = chance.choice(ground.edition.entry_languages)
        self._reference = f"{ground.edition.reference_prefix}-{category.prefix}-{number:04d}"
        self._sections = answers.complete(chance, ground.edition, category, self._language)
        self._answers = {key: value for section in self._sections.values() for key, value in section.items()}
        self._at = ground.closes_at - timedelta(minutes=chance.randint(60, 60 * 24 * 90))
        self._files = [
            answers.make_attachment(chance, kind, place, chance.choice(stored), ground.identity())
            for kind, place in answers.files(category, self._answers)
        ]

    def rows(self) -> Iterator[tuple[type, dict[str, Any]]]:
        sent = self._state is not State.DRAFT
        submission_id = self._ground.identity() if sent else None
        self._note(self.owner, "applicant", "start", {"reference": self._reference})
        yield Nomination, {
            "id": self.id, "edition_id": self._ground.edition_id, "category": self._category.key,
            "reference": self._reference, "owner_id": self.owner, "state": self._state,
            "title": str(self._answers.get(self._category.title_question, "")), "language": self._language,
            "created_at": self._at - timedelta(days=3), "changed_at": self._at,
            "submitted_at": self._at if sent else None, "submission_id": submission_id, "changed_since": False,
            "sections_done": list(self._sections), "version": 2,
        }
        for country in self._countries():
            yield NominationCountry, {"nomination_id": self.id, "country": country}
        for key, given in self._sections.items():
            by = {"nomination_id": self.id, "section": key, "answers": given, "saved_by_id": self.owner,
                  "saved_at": self._at}
            yield SectionAnswers, {**by, "version": 1}
            yield SectionVersion, {**by, "number": 1}
        for file in self._files:
            yield Attachment, {**file, "nomination_id": self.id, "uploaded_at": self._at, "uploaded_by_id": self.owner}
        if sent:
            yield Submission, self._submission(submission_id)
            yield from self._screened()

    def _countries(self) -> list[str]:
        asked = next(
            (rule.params["question"] for rule in self._category.rules if rule.test == "member_state"), None
        )
        return list(self._answers[str(asked)]) if asked else []

    def _submission(self, submission_id: UUID | None) -> dict[str, Any]:
        attached = [Attached(kind=file["kind"], name=file["name"], sha256=file["sha256"]) for file in self._files]
        code = content_code(self._answers, attached)
        accepted = {
            declaration.key: {"version": declaration.version, "language": "en", "accepted_at": self._at.isoformat()}
            for declaration in self._category.declarations
        }
        number = self._note(self.owner, "applicant", "submit", {"submission": submission_id, "content_code": code})
        return {
            "id": submission_id, "nomination_id": self.id, "number": 1, "category": self._category.key,
            "submitted_at": self._at, "submitted_by_id": self.owner, "typed_name": "Amina Benali",
            "closes_at": self._ground.closes_at, "answers": self._answers, "declarations": accepted, "findings": [],
            "attachments": [{**file, "id": str(file["id"])} for file in self._files], "content_code": code,
            "language": "en", "ledger_number": number,
        }

    def _screened(self) -> Iterator[tuple[type, dict[str, Any]]]:
        """The checklist, the decision, and now and then a message."""
        first, second = self._ground.people.officers
        at = self._ground.closes_at + timedelta(days=5)
        if self._ground.chance.random() < 0.1:
            yield Message, {"nomination_id": self.id, "author_id": self.owner, "by_secretariat": False, "sent_at": at,
                            "text": sentences.text(self._ground.chance, self._language, 60)}
        if self._state not in (State.ELIGIBLE, State.INELIGIBLE):
            return
        eligible = self._state is State.ELIGIBLE
        yield Screening, {
            "nomination_id": self.id, "saved_at": at, "saved_by_id": first, "version": 1,
            "checks": {item.key: {"answer": "yes", "note": ""} for item in self._category.checklist},
        }
        yield EligibilityDecision, {
            "nomination_id": self.id, "outcome": self._state.value, "made_at": at, "made_by_id": first,
            "reason": "" if eligible else "Not carried out in a Member State.",
            "confirmed_at": None if eligible else at, "confirmed_by_id": None if eligible else second,
        }
        self._note(first, "officer", "admit" if eligible else "refuse", {"outcome": self._state.value})

    def _note(self, who: UUID, role: str, act: str, content: dict[str, object]) -> int:
        return self._chain.add(self._at, who, role, act, f"nomination:{self.id}", content)
