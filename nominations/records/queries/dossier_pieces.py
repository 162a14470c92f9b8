"""Loads the content of a nomination's dossier: everything of the nomination that the actor may see now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from nominations.access.queries import policy_facts, review_rules
from nominations.core.queries import accounts
from nominations.core.rules.policy import refusal
from nominations.core.rules.vocabulary import Action, FileState
from nominations.core.tables import Collaborator, Consent, Message, Nomination, Round, RoundFile, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition
from nominations.files.queries import scans
from nominations.nominations.queries import corrections, outside_requests
from nominations.nominations.queries.corrections import CorrectionHistory
from nominations.records.queries import dossier_rounds
from nominations.records.queries.dossier_rounds import InRound
from nominations.screening.queries import nomination_file, screening
from nominations.screening.queries.nomination_file import Story


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that was submitted."""

    kind: str
    name: str
    sha256: str
    size: int
    media_type: str = ""
    # A file that the scanner has not released is named in the dossier but not packed.
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of reference received by a private link: an uploaded file (`piece`), or `text` typed on the page."""

    name: str
    role: str
    kind: str
    received_at: datetime
    text: str
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A nomination with all its versions, as `role` may see it; `pieces` are the files of the newest version."""

    nomination: Nomination
    edition: Edition
    owner: str
    role: str
    submission: Submission
    pieces: tuple[Piece, ...]
    versions: tuple[Submission, ...]
    letters: tuple[Letter, ...]
    messages: tuple[tuple[Message, str], ...]
    story: Story
    checks: Mapping[str, Mapping[str, str]]
    screened_by: str
    corrections: Sequence[CorrectionHistory]
    consents: tuple[Consent, ...]
    rounds_taken_part: tuple[InRound, ...]
    # The rounds whose scores the reader may see now.
    rounds: tuple[UUID, ...]


def load_dossier(work: Work, nomination_id: UUID) -> Dossier:
    """The dossier of a nomination. Raises `Refused` unless the actor may inspect the nomination now."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.INSPECT)
    session, role = work.session, work.actor.role.value
    edition = editions.by_id(session, nomination.edition_id).edition
    story = nomination_file.load_story(work, nomination)
    submission = session.get_one(Submission, nomination.submission_id)
    category = edition.category(submission.category)
    kinds = [kind.key for kind in category.attachments if kind.may_be_seen_by(role)]
    attachments = [attachment for attachment in submission.attachments if attachment["kind"] in kinds]
    letters = outside_requests.list_letters(work, nomination)
    contents = [stored["sha256"] for stored in attachments] + [stored.sha256 for stored in letters if stored.sha256]
    states = scans.load_states(session, work.settings, contents)
    owner = accounts.load_account(session, nomination.owner_id)
    sheet, rounds = screening.load_sheet(work, nomination), tuple(_list_report_rounds(work, nomination))
    consents = session.scalars(
        select(Consent).where(Consent.nomination_id == nomination.id).order_by(Consent.asked_at, Consent.id)
    )
    return Dossier(
        nomination,
        edition,
        (owner.name or owner.email) if owner else "",
        role,
        submission,
        tuple(sorted(
            (_make_piece(attachment, states) for attachment in attachments), key=lambda piece: kinds.index(piece.kind)
        )),
        tuple(story.submissions),
        tuple(
            Letter(
                letter.name, letter.role, letter.kind, letter.received_at, letter.text,
                _find_letter_file(letter, states),
            )
            for letter in letters
            if letter.received_at
        ),
        tuple(nomination_file.list_messages(work, nomination)),
        story,
        sheet.checks,
        sheet.saved_by,
        corrections.list_requests(session, nomination.id),
        tuple(consents),
        dossier_rounds.list_rounds(work, nomination, rounds),
        rounds,
    )


def _make_piece(attachment: Mapping[str, Any], states: Mapping[str, FileState]) -> Piece:
    is_ready = states[attachment["sha256"]] is FileState.READY
    return Piece(
        attachment["kind"], attachment["name"], attachment["sha256"], attachment["size"], attachment["media_type"],
        is_ready
    )


def _find_letter_file(letter: Any, states: Mapping[str, FileState]) -> Piece | None:
    if not letter.sha256:
        return None
    is_ready = states[letter.sha256] is FileState.READY
    return Piece(letter.kind, letter.file_name, letter.sha256, letter.size, letter.media_type, is_ready)


def _list_report_rounds(work: Work, nomination: Nomination) -> list[UUID]:
    """The rounds with this nomination whose report the actor may have. Empty for somebody who owns the nomination,
    took part in writing it or is recused from it."""
    account_id = work.actor.id
    is_involved = nomination.owner_id == account_id or work.session.scalar(select(or_(
        review_rules.is_recused_from(nomination.id, account_id),
        exists().where(Collaborator.nomination_id == nomination.id, Collaborator.account_id == account_id),
    )))
    if is_involved:
        return []
    rounds = work.session.scalars(
        select(Round).join(RoundFile, RoundFile.round_id == Round.id).where(RoundFile.nomination_id == nomination.id)
        .order_by(Round.opened_at, Round.id)
    )
    return [
        round_.id
        for round_ in rounds if refusal(work.actor, Action.REPORT, policy_facts.load_round(work, round_)) is None
    ]


def list_dossiers(work: Work, edition_id: UUID, category: str) -> list[UUID]:
    """The nominations of a category whose dossier the actor may have now, by reference."""
    nominations = work.session.scalars(
        select(Nomination).where(
            Nomination.edition_id == edition_id, Nomination.category == category,
            Nomination.submission_id.is_not(None), Nomination.discarded_at.is_(None),
        ).order_by(Nomination.reference)
    ).all()
    return [
        nomination.id for nomination in nominations
        if refusal(work.actor, Action.INSPECT, policy_facts.load(work, nomination)) is None
    ]
