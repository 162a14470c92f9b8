"""Which pages are measured, as whom, and over which rows; the same for the real pages and for the floor."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, url_for
from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Database

from bench.fill import CODE
from nominations.core.rules.vocabulary import AssessmentState, Role, State
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    Extension,
    Grant,
    Nomination,
    Recusal,
    Round,
    Session,
)
from nominations.editions.rules.edition import Edition
from nominations.web.sessions import digest

Request = dict[str, Any]
# Header by which the floor is told who asks: it has no sessions.
ACTOR = "X-Actor"


@dataclass
class Stage:
    """Who and what there is to ask for, and how to ask the real pages and the floor."""

    app: Flask
    edition: Edition
    head: UUID
    officer: UUID
    reviewers: list[UUID]
    files_of: dict[UUID, list[UUID]]
    nominations: list[UUID]
    rounds: list[UUID]
    drafts: list[tuple[UUID, UUID]]
    tokens: dict[tuple[UUID, Role], str] = field(default_factory=dict)
    # The drafts that have the form of a project.
    projects: list[tuple[UUID, UUID]] = field(default_factory=list)
    is_floor: bool = False

    def ask(self, who: UUID, role: Role, endpoint: str, **values: object) -> Request:
        """A GET of `endpoint` by this person."""
        headers = {ACTOR: f"{who} {role}"} if self.is_floor else {"Cookie": f"session={self.tokens[who, role]}"}
        return {"method": "GET", "path": self.path(endpoint, **values), "headers": headers, "wanted": 200}

    def send(
        self, who: UUID, role: Role, before: str, endpoint: str, form: dict[str, str], **values: object
    ) -> Request:
        """A POST of a form that stands on the page `before`."""
        asked = self.ask(who, role, endpoint, **values)
        return asked | {"method": "POST", "form": form, "before": self.path(before, **values), "wanted": 303}

    def path(self, endpoint: str, **values: object) -> str:
        if self.is_floor:
            return f"/{endpoint}?{urlencode(values)}"
        with self.app.test_request_context():
            return url_for(endpoint, edition=CODE, **values)


def stage(session: Database, app: Flask, edition: Edition, now: datetime) -> Stage:
    """Look up the people and the files, and sign everybody in."""
    def holders(role: Role) -> list[UUID]:
        return list(session.scalars(
            select(Grant.account_id).join(Account, Account.id == Grant.account_id).where(Grant.role == role)
            .order_by(Account.email)
        ))

    files: dict[UUID, list[UUID]] = {}
    for reviewer, nomination in session.execute(
        select(Assignment.reviewer_id, Assignment.nomination_id)
        .join(Assessment, Assessment.assignment_id == Assignment.id)
        .outerjoin(Recusal, (Recusal.nomination_id == Assignment.nomination_id)
                   & (Recusal.reviewer_id == Assignment.reviewer_id))
        .where(Recusal.id.is_(None), Assessment.state == AssessmentState.SUBMITTED).order_by(Assignment.id)
    ):
        files.setdefault(reviewer, []).append(nomination)
    stage = Stage(
        app, edition, holders(Role.HEAD)[0], holders(Role.OFFICER)[0],
        sorted(files, key=lambda reviewer_id: (-len(files[reviewer_id]), reviewer_id)), files,
        list(session.scalars(select(Nomination.id).where(Nomination._state == State.ELIGIBLE).order_by(Nomination.id))),
        list(session.scalars(select(Round.id).order_by(Round.category))),
        list(session.execute(
            select(Nomination.id, Nomination.owner_id).join(Extension, Extension.nomination_id == Nomination.id)
            .where(Nomination._state == State.DRAFT).order_by(Nomination.id)
        ).tuples()),
    )
    stage.projects = list(session.execute(
        select(Nomination.id, Nomination.owner_id).where(
            Nomination.category == "project", Nomination.id.in_([nomination_id for nomination_id, _ in stage.drafts])
        ).order_by(Nomination.id)
    ).tuples())
    people = [(stage.head, Role.HEAD), (stage.officer, Role.OFFICER)]
    people += [(reviewer_id, Role.REVIEWER) for reviewer_id in stage.reviewers]
    people += [(owner, Role.APPLICANT) for owner in sorted({owner for _, owner in stage.drafts})]
    stage.tokens = {person: secrets.token_urlsafe(32) for person in people}
    session.execute(insert(Session.__table__), [
        {"token_hash": digest(token), "account_id": who, "created_at": now, "seen_at": now,
         "content": {"acting": {CODE: role.value}, "csrf_token": secrets.token_hex(20)},
         "address": "", "agent": "bench"}
        for (who, role), token in stage.tokens.items()
    ])
    return stage


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the lanes of requests that measure it."""

    name: str
    requests: Callable[[Stage, int], Iterator[Request]]
    # How many requests a lane sends; writing pages send fewer.
    lane_length: int = 3
    # How many ask at once.
    at_once: tuple[int, ...] = (1, 16)
    # Leaves things changed so that it cannot be asked twice.
    uses_up: bool = False

    def lanes(self, on: Stage, count: int, length: int | None = None) -> list[list[Request]]:
        """So many lanes, each with its own person where the page has several."""
        return [list(islice(self.requests(on, lane), length or self.lane_length)) for lane in range(count)]


def _table(on: Stage, lane: int) -> Iterator[Request]:
    pages = max(1, len(on.nominations) // 50)
    for number in cycle(range(pages)):
        yield on.ask(on.officer, Role.OFFICER, "secretariat.nominations", page=(number + lane) % pages + 1)


def _desk(on: Stage, lane: int) -> Iterator[Request]:
    reviewer = on.reviewers[lane % len(on.reviewers)]
    while True:
        yield on.ask(reviewer, Role.REVIEWER, "reviewer.desk")


def _open_files(on: Stage, lane: int) -> Iterator[Request]:
    reviewer = on.reviewers[lane % len(on.reviewers)]
    for nomination_id in cycle(on.files_of[reviewer]):
        yield on.ask(reviewer, Role.REVIEWER, "reviewer.file", nomination_id=nomination_id)


def _inspect(on: Stage, lane: int) -> Iterator[Request]:
    for nomination_id in cycle(on.nominations[lane * 7:] or on.nominations):
        yield on.ask(on.officer, Role.OFFICER, "secretariat.file", nomination_id=nomination_id)


def _ranking(on: Stage, lane: int) -> Iterator[Request]:
    for round_id in cycle(on.rounds):
        yield on.ask(on.head, Role.HEAD, "secretariat.round", round_id=round_id)


def _save(on: Stage, lane: int) -> Iterator[Request]:
    reviewer = on.reviewers[lane % len(on.reviewers)]
    for number, nomination_id in enumerate(cycle(on.files_of[reviewer][lane:] or on.files_of[reviewer])):
        form = card(on, f"Lane {lane}, save {number}, {secrets.token_hex(4)}.")
        yield on.send(reviewer, Role.REVIEWER, "reviewer.file", "reviewer.save_card", form, nomination_id=nomination_id)


def card(on: Stage, words: str) -> dict[str, str]:
    """A whole score card; criteria of both categories, of which each form takes its own."""
    keys = {criterion.key for category in on.edition.categories for criterion in category.criteria}
    form = {f"score-{key}": "1" for key in keys} | {f"reason-{key}": "It is well done and documented." for key in keys}
    return form | {
        "comment": words + " A sober restoration with a clear plan for the years to come." * 8,
        "strength": "The masons.", "weakness": "The budget.", "confidential_note": "", "recommendation": "shortlist",
    }


def _home(on: Stage, lane: int) -> Iterator[Request]:
    nomination_id, owner = on.drafts[lane % len(on.drafts)]
    while True:
        yield on.ask(owner, Role.APPLICANT, "applicant.show", nomination_id=nomination_id)


def _open(on: Stage, lane: int) -> Iterator[Request]:
    nomination_id, owner = on.projects[lane % len(on.projects)]
    while True:
        yield on.ask(owner, Role.APPLICANT, "applicant.section", nomination_id=nomination_id, section="project")


def _autosave(on: Stage, lane: int) -> Iterator[Request]:
    nomination_id, owner = on.projects[lane % len(on.projects)]
    for number in range(1_000):
        form = {"title": f"Lane {lane}, save {number}, {secrets.token_hex(4)}", "_only": "title"}
        yield on.send(
            owner, Role.APPLICANT, "applicant.section", "applicant.autosave", form, nomination_id=nomination_id,
            section="project",
        ) | {"wanted": 200}


def _submit(on: Stage, lane: int) -> Iterator[Request]:
    declared = {
        f"declaration.{declaration.key}": declaration.version
        for category in on.edition.categories for declaration in category.declarations
    }
    while on.drafts:
        nomination_id, owner = on.drafts.pop()
        yield on.send(
            owner, Role.APPLICANT, "applicant.check", "applicant.submit", declared | {"typed_name": "Amina Benali"},
            nomination_id=nomination_id,
        )


TABLE, DESK, FILE = "The secretariat's table", "A reviewer's home", "A reviewer opens a file"
SAVE, SUBMIT = "Saving a score", "A whole submission"
PAGES = (
    Page(TABLE, _table), Page(DESK, _desk, at_once=(1, 4, 16)), Page(FILE, _open_files, at_once=(1, 4, 16)),
    Page("The secretariat opens a file", _inspect),
    Page("An applicant opens a draft", _home, lane_length=10),
    Page("An applicant opens a section", _open, lane_length=10, at_once=(1, 4, 16)),
    Page("A section is saved by itself", _autosave, lane_length=2, at_once=(1, 4, 16)),
    Page("The ranking of a round", _ranking, lane_length=1),
    Page(SAVE, _save, lane_length=2, at_once=(1, 4, 16)), Page(SUBMIT, _submit, lane_length=1, uses_up=True),
)
