"""Rounds: opening one over nominations, its due date, what reviewers and the chair may see, closing it."""

from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.typed import parse_end_of_day, parse_text
from nominations.core.rules.vocabulary import Action, Refusal, RoundCode, State
from nominations.core.tables import BlindRound, Nomination, OpenEdition, Round, RoundFile
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.ranking.queries.scoring_snapshot import load_live_round
from nominations.ranking.steps.analyses import enqueue_analysis
from nominations.redaction.queries import checks
from nominations.rounds.queries import rounds


def open_first_round(work: Work, edition_id: UUID, category: str, due_on: str, *, unchecked: int = 0) -> Round:
    """Open the first round of a category over every eligible nomination. Raises `Invalid` at `due_on`, `category` or
    `unchecked`: in a blind round, how many nominations the head confirmed that nobody has checked."""
    with work.transaction() as session:
        work.require(Action.OPEN_ROUND, policy_facts.load_edition(work, edition_id))
        if category not in {known.key for known in editions.by_id(session, edition_id).edition.categories}:
            raise Refused(Refusal.NOT_FOUND)
        files = session.scalars(
            select(Nomination.id).where(Nomination.edition_id == edition_id, Nomination.category == category,
                                        Nomination._state == State.ELIGIBLE).order_by(Nomination.reference)
        ).all()
        return _open_round(work, session, edition_id, category, RoundCode.FIRST, due_on, list(files), unchecked)


def open_final_round(
    work: Work, round_id: UUID, files: list[UUID], due_on: str, *, unchecked: int = 0
) -> Round:
    """Open the final round over chosen nominations of a closed first one. Raises `Invalid` at `files`, `due_on` or
    `unchecked`, as for the first one."""
    with work.transaction() as session:
        first = rounds.one(work, round_id, to=Action.OPEN_ROUND)
        if first.code is not RoundCode.FIRST:
            raise Refused(Refusal.WRONG_STATE)
        if first.closed_at is None:
            raise Invalid(files="first_round_open")
        chosen = list(session.scalars(
            select(Nomination.id).join(RoundFile, RoundFile.nomination_id == Nomination.id)
            .where(RoundFile.round_id == first.id, Nomination.id.in_(files), Nomination._state == State.ELIGIBLE)
            .order_by(Nomination.reference)
        ))
        if not chosen:
            raise Invalid(files="no_files")
        if len(chosen) != len(set(files)):
            raise Invalid(files="not_in_round")
        return _open_round(work, session, first.edition_id, first.category, RoundCode.FINAL, due_on, chosen, unchecked)


def _open_round(
    work: Work, session: Session, edition_id: UUID, category: str, code: RoundCode, due_on: str, files: list[UUID],
    unchecked: int,
) -> Round:
    edition = editions.by_id(session, edition_id).edition
    due_at = parse_end_of_day("due_on", due_on, edition.zone)
    if due_at <= work.now:
        raise Invalid(due_on="in_the_past")
    # Two requests that open rounds of one edition wait for each other.
    session.execute(select(OpenEdition.id).where(OpenEdition.id == edition_id).with_for_update())
    if session.scalar(select(exists().where(
        Round.edition_id == edition_id, Round.category == category, Round.code == code
    ))):
        raise Refused(Refusal.CHANGED_ELSEWHERE)
    if edition.hide_identity:
        _require_checks(checks.count_unchecked(session, files), unchecked)
    round_ = Round(
        id=uuid4(), edition_id=edition_id, category=category, code=code, due_at=due_at, opened_at=work.now,
        opened_by_id=work.actor.id,
    )
    session.add(round_)
    session.flush()
    session.add_all(RoundFile(round_id=round_.id, nomination_id=nomination_id) for nomination_id in files)
    session.flush()
    if edition.hide_identity:
        session.add(BlindRound(round_id=round_.id, at=work.now, by_id=work.actor.id))
    work.enqueue_job("findings", edition_id=edition_id)  # conflicts are looked for before nominations are assigned
    work.record(Action.OPEN_ROUND, round_, {
        "category": category, "code": code, "due_at": due_at, "files": [str(nomination_id) for nomination_id in files],
        **({"unchecked": unchecked} if edition.hide_identity else {}),
    })
    return round_


def _require_checks(unchecked: int, confirmed: int) -> None:
    """Go on if an officer has read each nomination as reviewers of a blind round get it, or the head confirmed how many
    nobody has read. Raises `Invalid` at `unchecked` with their number."""
    if unchecked != confirmed:
        raise Invalid(unchecked=("files_unchecked", {"num": unchecked}))


def add_latecomers(work: Work, round_id: UUID) -> int:
    """Add the nominations that became eligible after a first round was opened to it; return how many they are."""
    with work.transaction() as session:
        round_ = rounds.one(work, round_id, to=Action.ADD_FILES, lock=True)
        if round_.code is not RoundCode.FIRST:
            raise Refused(Refusal.WRONG_STATE)
        late = rounds.list_latecomers(work, round_)
        session.add_all(RoundFile(round_id=round_.id, nomination_id=nomination_id) for nomination_id in late)
        session.flush()
        work.record(Action.ADD_FILES, round_, {"files": [str(nomination_id) for nomination_id in late]})
    return len(late)


def change_due(work: Work, round_id: UUID, due_on: str) -> Round:
    """Set another day by which reviews are due. Reviews are accepted until the round is closed. Raises `Invalid`."""
    with work.transaction() as session:
        round_ = rounds.one(work, round_id, to=Action.CHANGE_DUE, lock=True)
        zone = editions.by_id(session, round_.edition_id).edition.zone
        due_at = parse_end_of_day("due_on", due_on, zone)
        if due_at <= work.now:
            raise Invalid(due_on="in_the_past")
        before, round_.due_at = round_.due_at, due_at
        work.record(Action.CHANGE_DUE, round_, {"before": before, "due_at": due_at})
    return round_


def hide_names(work: Work, round_id: UUID, *, hidden: bool, reason: str, unchecked: int = 0) -> Round:
    """Set whether reviewers see the applicants' names, from their next request on. Raises `Invalid` at `reason`, or at
    `unchecked` where names are hidden, as for opening a round."""
    reason = parse_text("reason", reason)
    with work.transaction() as session:
        round_ = rounds.one(work, round_id, to=Action.HIDE_NAMES, lock=True)
        blind_round = session.get(BlindRound, round_.id)
        if hidden and blind_round is None:
            _require_checks(checks.count_unchecked_in_round(session, round_.id), unchecked)
            session.add(BlindRound(round_id=round_.id, at=work.now, by_id=work.actor.id))
        elif not hidden and blind_round is not None:
            session.delete(blind_round)
        session.flush()
        work.record(Action.HIDE_NAMES, round_, {
            "hidden": hidden, "reason": reason, **({"unchecked": unchecked} if hidden else {}),
        })
    return round_


def show_scores_to_chair(work: Work, round_id: UUID, *, shown: bool, reason: str) -> Round:
    """Set whether the chair sees scores while the round is open. Raises `Invalid` at `reason`."""
    reason = parse_text("reason", reason)
    with work.transaction():
        round_ = rounds.one(work, round_id, to=Action.SHOW_CHAIR, lock=True)
        round_.chair_sees_scores = shown
        work.record(Action.SHOW_CHAIR, round_, {"shown": shown, "reason": reason})
    return round_


def close_round(work: Work, round_id: UUID) -> Round:
    """Close the round: no review is accepted any more, its scores can be seen, and their analysis is requested."""
    with work.transaction():
        round_ = rounds.one(work, round_id, to=Action.CLOSE_ROUND, lock=True)
        round_.closed_at, round_.closed_by_id = work.now, work.actor.id
        work.session.flush()
        enqueue_analysis(work, load_live_round(work, round_id, to=Action.ANALYSE))
        work.record(Action.CLOSE_ROUND, round_, {"closed_at": work.now})
    return round_
