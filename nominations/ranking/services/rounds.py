"""Rounds: opened over files, kept in time, shown to the chair, closed."""

from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.typed import parse_end_of_day
from nominations.core.rules.vocabulary import Action, Refusal, RoundCode, State
from nominations.core.tables import BlindRound, Nomination, OpenEdition, Round, RoundFile
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.ranking.queries import scoring_snapshot
from nominations.ranking.services import analyses
from nominations.rounds.queries import rounds as query


def open_first(work: Work, edition_id: UUID, category: str, due_on: str) -> Round:
    """Open the first round of a category over every eligible nomination. Raises `Invalid` at `due_on` or `category`."""
    with work.transaction() as session:
        work.require(Action.OPEN_ROUND, policy_facts.load_edition(work, edition_id))
        if category not in {each.key for each in editions.by_id(session, edition_id).edition.categories}:
            raise Refused(Refusal.NOT_FOUND)
        files = session.scalars(
            select(Nomination.id).where(Nomination.edition_id == edition_id, Nomination.category == category,
                                        Nomination._state == State.ELIGIBLE).order_by(Nomination.reference)
        ).all()
        return _open(work, session, edition_id, category, RoundCode.FIRST, due_on, list(files))


def open_final(work: Work, round_id: UUID, files: list[UUID], due_on: str) -> Round:
    """Open the final round over chosen files of a closed first one. Raises `Invalid` at `files` or `due_on`."""
    with work.transaction() as session:
        first = query.one(work, round_id, to=Action.OPEN_ROUND)
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
        return _open(work, session, first.edition_id, first.category, RoundCode.FINAL, due_on, chosen)


def _open(
    work: Work, session: Session, edition_id: UUID, category: str, code: RoundCode, due_on: str, files: list[UUID]
) -> Round:
    edition = editions.by_id(session, edition_id).edition
    due_at = parse_end_of_day("due_on", due_on, edition.zone)
    if due_at <= work.now:
        raise Invalid(due_on="in_the_past")
    # Who opens rounds comes one after the other.
    session.execute(select(OpenEdition.id).where(OpenEdition.id == edition_id).with_for_update())
    if session.scalar(select(exists().where(
        Round.edition_id == edition_id, Round.category == category, Round.code == code
    ))):
        raise Refused(Refusal.CHANGED_ELSEWHERE)
    made = Round(
        id=uuid4(), edition_id=edition_id, category=category, code=code, due_at=due_at, opened_at=work.now,
        opened_by_id=work.actor.id,
    )
    session.add(made)
    session.flush()
    session.add_all(RoundFile(round_id=made.id, nomination_id=each) for each in files)
    session.flush()
    if edition.hide_identity:
        session.add(BlindRound(round_id=made.id, at=work.now, by_id=work.actor.id))
    work.enqueue_job("findings", edition_id=edition_id)  # nobody is routed a file before all of it was looked through
    work.record(Action.OPEN_ROUND, made, {
        "category": category, "code": code, "due_at": due_at, "files": [str(each) for each in files],
    })
    return made


def add_latecomers(work: Work, round_id: UUID) -> int:
    """Let the files that became eligible after a first round was opened take part in it; how many they are."""
    with work.transaction() as session:
        found = query.one(work, round_id, to=Action.ADD_FILES, lock=True)
        if found.code is not RoundCode.FIRST:
            raise Refused(Refusal.WRONG_STATE)
        late = query.latecomers(work, found)
        session.add_all(RoundFile(round_id=found.id, nomination_id=each) for each in late)
        session.flush()
        work.record(Action.ADD_FILES, found, {"files": [str(each) for each in late]})
    return len(late)


def change_due(work: Work, round_id: UUID, due_on: str) -> Round:
    """Another day by which reviews are due; it shuts nothing by itself, the close does. Raises `Invalid`."""
    with work.transaction() as session:
        found = query.one(work, round_id, to=Action.CHANGE_DUE, lock=True)
        zone = editions.by_id(session, found.edition_id).edition.zone
        due_at = parse_end_of_day("due_on", due_on, zone)
        if due_at <= work.now:
            raise Invalid(due_on="in_the_past")
        before, found.due_at = found.due_at, due_at
        work.record(Action.CHANGE_DUE, found, {"before": before, "due_at": due_at})
    return found


def hide_names(work: Work, round_id: UUID, *, hidden: bool) -> Round:
    """Whether the reviewers of a round are told whose the files are; it holds from their next request on."""
    with work.transaction() as session:
        found = query.one(work, round_id, to=Action.HIDE_NAMES, lock=True)
        standing = session.get(BlindRound, found.id)
        if hidden and standing is None:
            session.add(BlindRound(round_id=found.id, at=work.now, by_id=work.actor.id))
        elif not hidden and standing is not None:
            session.delete(standing)
        session.flush()
        work.record(Action.HIDE_NAMES, found, {"hidden": hidden})
    return found


def show_chair(work: Work, round_id: UUID, *, shown: bool) -> Round:
    """Whether the chair sees scores while the round is open."""
    with work.transaction():
        found = query.one(work, round_id, to=Action.SHOW_CHAIR, lock=True)
        found.chair_sees_scores = shown
        work.record(Action.SHOW_CHAIR, found, {"shown": shown})
    return found


def close(work: Work, round_id: UUID) -> Round:
    """Close the round: nothing is scored any more, its scores are seen by those who wait for them, and analysed."""
    with work.transaction():
        found = query.one(work, round_id, to=Action.CLOSE_ROUND, lock=True)
        found.closed_at, found.closed_by_id = work.now, work.actor.id
        work.session.flush()
        analyses.wanted(work, scoring_snapshot.live(work, round_id, to=Action.ANALYSE))
        work.record(Action.CLOSE_ROUND, found, {"closed_at": work.now})
    return found
