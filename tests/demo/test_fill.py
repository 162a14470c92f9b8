"""A few nominations of the demonstration, played through the real services in the test's database."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO

import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import func, select

from nominations import cli
from nominations.accounts.queries import people
from nominations.conflicts.queries import conflicts
from nominations.core import database, schema
from nominations.core.adapters import clock
from nominations.core.queries import accounts, ledger_chain
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import GRANTED, Action, AssessmentState, LetterState, Role, RoundCode, State
from nominations.core.settings import load_settings
from nominations.core.tables import (
    Account,
    Assessment,
    Attachment,
    CategoryMove,
    CorrectionRequest,
    Extension,
    LateAttempt,
    LedgerRecord,
    Letter,
    Mark,
    Nomination,
    OpenEdition,
    Recusal,
    Round,
    StoredFile,
    Submission,
)
from nominations.core.work import Work
from nominations.demo import attachments, fill
from nominations.demo.events import script
from nominations.demo.pictures.photographs import Picture
from nominations.editions.queries import editions
from nominations.files.adapters.store import files
from nominations.nominations.queries import outside_requests
from nominations.ranking.queries.scoring_snapshot import load_live_round
from nominations.ranking.reports import score_tables, scoring
from nominations.ranking.rules.scoring_snapshot import ReviewState
from nominations.reviewing.queries import progress
from nominations.rounds.queries import rounds

LATE, EXTENDED, MOVED, JUDGED = "huda-al-sinnariya", "sahrij-jabal-yamama", "abdullah-al-nakhudha", "karim-naqqosh"
OWNERS = {LATE: "ihsan", EXTENDED: "anwar", MOVED: "abdullah", JUDGED: "firuza"}


def quickly(wanted: Iterable[attachments.Attachment]) -> Iterator[tuple[object, bytes]]:
    """Something of the right kind and size in place of each picture and paper."""
    for number, made in enumerate(dict.fromkeys(file.made for file in wanted)):
        out = BytesIO()
        if isinstance(made, Picture):
            Image.new("L", (made.width, made.height), number).save(out, "JPEG", quality=1)
        else:
            paper = pikepdf.new()
            paper.add_blank_page().contents_add(b"0 0 99 99 re f")
            paper.docinfo["/Title"] = str(number)
            paper.save(out)
        yield made, out.getvalue()


class Filled:
    """The database after it was filled."""

    def __init__(self, engine, settings) -> None:
        self.engine, self.settings = engine, settings

    def session(self):
        return database.open_session(self.engine)

    def nomination(self, session, key: str) -> Nomination:
        return session.scalars(
            select(Nomination).join(Account, Account.id == Nomination.owner_id)
            .where(Account.email == f"{OWNERS[key]}@example.org")
        ).one()


@pytest.fixture(scope="module")
def at(databases, tmp_path_factory) -> Iterator[Callable[[str], Filled]]:
    """`at(stage)`: filled once, for reading."""
    made: dict[tuple[str, tuple[str, ...]], Filled] = {}

    def at(stage: str, only: tuple[str, ...] = tuple(OWNERS)) -> Filled:
        if (stage, only) not in made:
            settings = load_settings(tmp_path_factory.mktemp(stage), {}, {"mode": "demonstration"})
            settings = replace(settings, database_url=databases.empty())
            engine = database.connect(settings.database_url)
            database.skip_disk_sync(engine)
            schema.upgrade(engine)
            fill.fill(engine, settings, stage, script.STAGES[stage], only=only, maker=quickly)
            made[stage, only] = Filled(engine, settings)
        return made[stage, only]

    yield at
    for year in made.values():
        year.engine.dispose()
        databases.drop(year.settings.database_url)


def test_at_the_ranking_everything_has_happened_for_real(at):
    year = at("ranking")
    with year.session() as session:
        states = {key: year.nomination(session, key).state for key in OWNERS}
        assert states == {
            LATE: State.DRAFT, EXTENDED: State.ELIGIBLE, MOVED: State.ELIGIBLE, JUDGED: State.ELIGIBLE
        }
        verdict = ledger_chain.verify_chain(session)
        assert verdict.fault is None
        assert verdict.records > 100
        instants = session.scalars(select(LedgerRecord.at).order_by(LedgerRecord.number)).all()
        assert instants == sorted(instants)
        assert instants[0] == fill.OPENED
        assert instants[-1] <= script.STAGES["ranking"]

        late = session.scalars(select(LateAttempt)).one()
        assert late.nomination_id == year.nomination(session, LATE).id
        assert (late.at - late.closed_at).total_seconds() == 41
        grant = session.scalars(select(Extension)).one()
        extended = year.nomination(session, EXTENDED)
        handed_in = session.get_one(Submission, extended.submission_id)
        assert grant.nomination_id == extended.id
        assert late.closed_at < handed_in.submitted_at < grant.until == handed_in.closes_at
        assert session.get_one(LedgerRecord, handed_in.ledger_number).act == "submit"

        moved = year.nomination(session, MOVED)
        assert (moved.category, moved.reference.split("-")[-2]) == ("project", "I")
        assert session.scalars(select(CategoryMove)).one().accepted
        assert {submission.category for submission in session.scalars(
            select(Submission).where(Submission.nomination_id == moved.id)
        )} == {"individual", "project"}

        stepped_aside = session.scalars(select(Recusal)).one()
        assert stepped_aside.nomination_id == year.nomination(session, JUDGED).id
        assert stepped_aside.declared_by_reviewer
        scored = session.scalars(select(Assessment)).all()
        assert len(scored) == 9
        assert {assessment.state for assessment in scored} == {AssessmentState.SUBMITTED}
        assert session.scalar(select(func.count()).select_from(Mark)) == 45
        assert {(round_.code, round_.closed_at is not None) for round_ in session.scalars(select(Round))} == {
            (RoundCode.FIRST, True)
        }


def test_every_receipt_is_a_letter_and_no_letter_waits(at):
    year = at("screening")
    with year.session() as session:
        assert set(session.scalars(select(Letter.state))) == {LetterState.KEPT}
        nomination = year.nomination(session, EXTENDED)
        receipt = session.scalars(select(Letter).where(
            Letter.template == "nomination_received", Letter.nomination_id == nomination.id
        )).one()
        assert receipt.language == "ar"
        assert nomination.reference in receipt.text


def test_referees_and_nominees_stand_in_several_states(at):
    year = at("call", ("adjoua-tanoh", "aizada-shyrdak", "dalalab-murjan", "huda-al-sinnariya", "parvaneh-golestani"))
    with year.session() as session:
        rows = [outside_requests.load(session, key) for key in session.scalars(select(Nomination.id))]
        referees = [(referee.received_at is not None, referee.stands, row.links[referee.id].opened_at is not None)
                    for row in rows for referee in row.referees]
        assert sorted(referees) == [
            (False, False, False), (False, True, False), (False, True, True), (True, True, True), (True, True, True),
        ]
        consents = [row.consent.answer for row in rows if row.consent]
        assert sorted(str(answer) for answer in consents) == ["None", "agreed", "declined"]
        assert [proposal for row in rows for proposal in row.open_proposals] == []


def test_of_two_corrections_asked_for_one_is_answered_at_the_screening_and_the_other_later(at):
    both = ("aflaj-wadi-sidra", "ouzgar-greniers")
    for stage, submissions, states in (
        ("screening", [1, 2], {State.ELIGIBLE, State.SUBMITTED}), ("review", [2, 2], {State.ELIGIBLE}),
    ):
        year = at(stage, both)
        with year.session() as session:
            assert session.scalar(select(func.count()).select_from(CorrectionRequest)) == 2
            newest = session.scalars(select(func.max(Submission.number)).group_by(Submission.nomination_id))
            assert sorted(newest) == submissions
            assert {nomination.state for nomination in session.scalars(select(Nomination))} <= states


def test_every_file_is_stored_under_its_hash_and_described(at):
    year = at("screening")
    with year.session() as session:
        rows = session.scalars(select(Attachment)).all()
        assert len(rows) >= 20
        assert all(row.caption and row.photographer for row in rows if row.media_type == "image/jpeg")
        store = files(year.settings)
        assert all(store.is_whole(row.sha256) for row in session.scalars(select(StoredFile)))
    assert not (year.settings.data / "making").exists()


def test_nothing_of_a_later_stage_is_there_yet(at):
    year = at("call")
    with year.session() as session:
        for later in (LateAttempt, Extension, CategoryMove, Round, Recusal):
            assert session.scalars(select(later)).all() == []
        assert session.scalar(select(func.max(LedgerRecord.at))) <= script.STAGES["call"]


def test_the_sign_in_page_offers_every_role_and_who_is_special(at):
    year = at("screening")
    with year.session() as session:
        offered = dict(people.list_samples(session, session.scalars(select(OpenEdition.id)).one()))
    assert set(offered) == {Role.APPLICANT, *GRANTED}
    assert {one.why for one in offered[Role.APPLICANT]} == {"late", "extension", "move", "submitted"}
    assert len(offered[Role.REVIEWER]) == 8


def test_the_command_fills_a_folder_and_what_is_drawn_for_it_is_accepted(tmp_path, monkeypatch):
    """With the pictures and papers of one nomination as they are; the demonstrations of the browser hold them all."""
    monkeypatch.setattr(fill, "fill", partial(fill.fill, only=(JUDGED,)))
    done = CliRunner().invoke(cli.group, ["demo", "--data", str(tmp_path / "demo")])
    assert done.exit_code == 0, done.output
    year = Filled(database.connect(f"sqlite:///{tmp_path / 'demo' / 'nominations.db'}"), None)
    with year.session() as session:
        assert set(session.scalars(select(Attachment.media_type))) >= {"image/jpeg", "application/pdf"}
        assert year.nomination(session, JUDGED).state is State.SUBMITTED
    year.engine.dispose()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    done = CliRunner().invoke(cli.group, ["demo", "--data", str(tmp_path)])
    assert done.exit_code != 0
    assert "already holds something" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_clock_may_stand_later_but_never_before_what_has_happened(tmp_path, monkeypatch):
    monkeypatch.setattr(fill, "fill", lambda *_: fill.Totals(0, 0, 0, 0, 0))
    for given, sentence in (("2025-11-01T00:00", "choose a later instant"), ("tomorrow", "is not an instant")):
        done = CliRunner().invoke(cli.group, ["demo", "--data", str(tmp_path / "no"), "--now", given])
        assert done.exit_code != 0
        assert sentence in " ".join(done.output.replace("│", "").split())
    assert not (tmp_path / "no").exists()

    before = clock.monotonic()
    done = CliRunner().invoke(cli.group, ["demo", "--data", str(tmp_path / "yes"), "--now", "2025-11-30T23:50"])
    assert done.exit_code == 0, done.output
    settings = load_settings(tmp_path / "yes", {})
    assert settings.is_demonstration
    assert clock.demonstration_stage(settings) == "call"
    stands = clock.make_clock(settings)() - script.instant("2025-11-30T23:50:00")
    passed = timedelta(seconds=clock.monotonic() - before, milliseconds=1)
    assert timedelta() <= stands <= passed  # it runs on


def test_a_figure_is_the_same_wherever_it_stands(at):
    """Rounds, progress, ranking, scoring report and register, of each round of the demonstration."""
    year = at("ranking")
    with year.session() as session:
        pinned = editions.load_opened(session, fill.EDITION)
        head = accounts.list_holders(session, pinned.id, Role.HEAD)[0]
        actor = Actor(head.id, Role.HEAD, fill.EDITION)
        work = Work(session, actor, script.STAGES["ranking"], year.settings)
        lines = rounds.list_rounds(work, pinned.id)
        assert lines
        for line in lines:
            followed = progress.load_progress(work, line.round.id)
            tally = load_live_round(work, line.round.id, to=Action.REPORT).tally
            report = score_tables.load_scoring_report(work, line.round.id, "en", True)
            states = Counter(review.state for file in report.files for review in file.reviews)
            crosses = [cell for row in scoring._cells(report).values() for cell in row.values()
                       if cell.state is ReviewState.RECUSED]
            assert {line.submitted, followed.submitted, sum(file.submitted for file in followed.files),
                    followed.days[-1].so_far, states[ReviewState.SUBMITTED]} == {line.submitted}
            assert {line.files, len(followed.files), len(tally.files)} == {line.files}
            assert {line.assigned, followed.assigned} == {line.assigned}
            assert {len(report.recusals), len(crosses), sum(file.recused for file in followed.files),
                    sum(reviewer.recused for reviewer in followed.reviewers)} == {len(report.recusals)}
        desk, (declared, aside) = conflicts.load_desk(work, pinned.id), conflicts.list_register(work, pinned.id)
        assert (desk.total, len(desk.recusals)) == (len(declared), len(aside))
