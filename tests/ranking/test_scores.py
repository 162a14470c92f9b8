"""What counts, who may see it, and how it leaves: nothing of a review that does not count is told."""

import csv
import io
import re
import zipfile
from decimal import Decimal

import pytest
from sqlalchemy import select

from nominations.conflicts.services import conflicts
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Assessment, Assignment, Mark, Nomination
from nominations.ranking.queries import ranking
from nominations.ranking.reports import score_table, score_tables
from nominations.ranking.reports.scoring import ReviewState
from nominations.ranking.services import manage_rounds
from nominations.reviewing.queries import progress
from nominations.rounds.rules.scoring import round_half_up
from nominations.routing.queries import board
from nominations.routing.services import assignments
from tests.support import make, routing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def scores(world):
    """The eligible file with three reviews (80, 60 and a draft of 10) and a file without any."""
    with world.session(writes=True) as session:
        round_, file = session.merge(world.round()), session.merge(world.nomination("eligible"))
        head = session.merge(world.person("head"))
        mine = session.scalars(select(Assignment).where(
            Assignment.reviewer_id == world.person("assigned").id)).one()
        routing.assessment(session, mine, 8, 8, 8, comment="The best of all.")
        for name, marks, done in (("Second Reader", (6, 6, 6), True), ("Third Reader", (1, 1, 1), False)):
            person = routing.reviewer(session, round_.edition_id, name, country="")
            of = make.assignment(session, round_, file, person, head)
            make.no_conflict(session, of)
            routing.assessment(session, of, *marks, submitted=done, comment=f"{name} wrote this.")
        routing.file(session, session.merge(world.person("owner")), round_, title="=cmd|' /C calc'!A0 قلعة")
        session.commit()
    return round_


def read_as(world, persona, make_it):
    work = world.work(persona)
    try:
        return make_it(work)
    finally:
        work.session.close()


def means(world, persona="head"):
    shown = read_as(world, persona, lambda work: ranking.load_ranking(work, world.round().id))
    return {line.file.reference: (line.standing.reviews, line.standing.mean and round_half_up(line.standing.mean))
            for line in (*shown.ranked, *shown.unranked)}


def rows(world, persona="head"):
    def marks(work):
        criteria, sets = score_tables.load_current_mark_sets(work, world.round().id, "en")
        return b"".join(score_table.render_csv(criteria, sets, "en"))

    return list(csv.DictReader(io.StringIO(read_as(world, persona, marks).decode("utf-8-sig"))))


FILE = "PRL-2025-P-0004"


def test_only_submitted_reviews_of_those_who_may_judge_count(world, scores):
    assert means(world) == {FILE: (2, Decimal("70.00")), "PRL-2025-P-0006": (0, None)}


def test_a_recusal_a_removal_and_a_withdrawal_each_change_the_count_at_once(world, scores):
    file, reviewer = world.nomination("eligible"), world.person("assigned")
    conflicts.recuse_reviewer(world.work("officer"), file.id, reviewer.id, "work", "They share an office.")
    assert means(world)[FILE] == (1, Decimal("60.00"))

    with world.session() as session:
        second = session.scalars(select(Assignment.reviewer_id).join(Assessment).where(
            Assignment.reviewer_id != reviewer.id, Assessment.state == "submitted")).one()
    assignments.remove_pair(world.work("officer"), scores.id, file.id, second, "By mistake.")
    assert means(world)[FILE] == (0, None)

    with world.session(writes=True) as session:
        session.get(Nomination, file.id).move(Action.WITHDRAW)
        session.commit()
    shown = read_as(world, "head", lambda work: ranking.load_ranking(work, scores.id))
    assert FILE not in means(world)
    assert [file.reference for file in shown.left] == [FILE]
    with world.session() as session:
        assert len(session.scalars(select(Assessment)).all()) == 3  # all are kept


def test_a_reviewer_who_declares_a_possible_conflict_later_counts_again_once_it_is_cleared(world, scores):
    with world.session(writes=True) as session:
        of = session.scalars(select(Assignment).where(Assignment.reviewer_id == world.person("assigned").id)).one()
        later = routing.possible(session, of, number=2)
        session.commit()
    assert means(world)[FILE] == (1, Decimal("60.00"))

    conflicts.decide_declaration(world.work("officer"), later.id, confirmed=False, reason="None.")
    assert means(world)[FILE] == (2, Decimal("70.00"))


@pytest.mark.parametrize(("persona", "open_", "closed"), [
    ("head", None, None), ("officer", Refusal.NOT_YET_SHOWN, None), ("observer", Refusal.NOT_YET_SHOWN, None),
    ("auditor", Refusal.NOT_YET_SHOWN, None), ("chair", Refusal.NOT_YET_SHOWN, None),
    ("assigned", Refusal.NOT_YOUR_ROLE, Refusal.NOT_YOUR_ROLE), ("owner", Refusal.NOT_YOUR_ROLE, Refusal.NOT_YOUR_ROLE),
])
def test_scores_are_seen_by_whom_and_when_the_decisions_say(world, scores, persona, open_, closed):
    def seen(look):
        try:
            read_as(world, persona, look)
        except Refused as no:
            return no.reason
        return None

    looks = [
        lambda work: ranking.load_ranking(work, scores.id),
        lambda work: score_tables.load_scoring_report(work, scores.id, "en", True),
        lambda work: score_tables.load_volume(work, scores.id, "en", True),
        lambda work: score_tables.load_score_sheet(work, scores.id, world.nomination("eligible").id, "en", True),
        lambda work: score_tables.load_current_mark_sets(work, scores.id, "en"),
    ]
    assert {seen(look) for look in looks} == {open_}
    manage_rounds.close_round(world.work("head"), scores.id)
    assert {seen(look) for look in looks} == {closed}


def test_the_chair_sees_an_open_round_only_while_the_head_lets_them(world, scores):
    manage_rounds.show_scores_to_chair(world.work("head"), scores.id, shown=True, reason="Agreed.")
    assert means(world, "chair")[FILE] == (2, Decimal("70.00"))

    manage_rounds.show_scores_to_chair(world.work("head"), scores.id, shown=False, reason="Agreed.")
    with pytest.raises(Refused):
        means(world, "chair")


@pytest.mark.parametrize(("persona", "named"), [("head", True), ("auditor", True), ("officer", False),
                                                ("observer", False), ("chair", False)])
def test_names_stand_beside_scores_for_head_and_auditor_only(world, scores, persona, named):
    manage_rounds.close_round(world.work("head"), scores.id)
    report = read_as(world, persona, lambda work: score_tables.load_scoring_report(work, scores.id, "en", True))
    sheet = read_as(world, persona, lambda work: score_tables.load_score_sheet(
        work, scores.id, world.nomination("eligible").id, "en", True))
    page = read_as(world, persona, lambda work: ranking.load_ranking(work, scores.id))

    assert report.named is named
    names = {review.reviewer for review in sheet.sheet.reviews}
    assert names == ({"Rashid Amin", "Second Reader"} if named else names & {"A", "B", "C", "D"})
    assert ("Rashid Amin" in {given.reviewer for line in page.ranked for given in line.given}) is named
    assert ("Rashid Amin" in {row["Reviewer"] for row in rows(world, persona)}) is named


def test_notes_for_the_chair_reach_the_chair_only(world, scores):
    manage_rounds.close_round(world.work("head"), scores.id)
    confidential = {
        persona: read_as(
            world, persona, lambda work: score_tables.load_volume(work, scores.id, "en", True)
        ).confidential
        for persona in ("head", "chair", "officer", "observer", "auditor")
    }
    assert confidential == {"head": False, "chair": True, "officer": False, "observer": False, "auditor": False}


def test_what_does_not_count_is_listed_and_stays_sealed(world, scores):
    file, reviewer = world.nomination("eligible"), world.person("assigned")
    conflicts.recuse_reviewer(world.work("officer"), file.id, reviewer.id, "work", "They share an office.")

    by_name = {row["Reviewer"]: row for row in rows(world)}
    assert by_name["Rashid Amin"]["State"] == "Recused"
    assert by_name["Third Reader"]["State"] == "Not submitted"
    for name in ("Rashid Amin", "Third Reader"):
        assert by_name[name]["Counted"] == "no"
        assert by_name[name]["Quality (weight 50)"] == by_name[name]["Reason: Quality"] == ""
    sheet, *_ = read_as(
        world, "head", lambda work: score_tables.render_score_sheet(work, scores.id, file.id, "en", True)
    )
    assert "Second Reader wrote this." in sheet
    assert "The best of all." not in sheet
    assert "Third Reader wrote this." not in sheet
    report = read_as(world, "head", lambda work: score_tables.load_scoring_report(work, scores.id, "en", True))
    states = {review.state for file in report.files for review in file.reviews}
    assert states == {ReviewState.SUBMITTED, ReviewState.AWAITED, ReviewState.RECUSED}
    assert len(report.recusals) == 2


def test_titles_that_are_formulas_or_arabic_leave_as_text(world, scores):
    with world.session(writes=True) as session:
        titled = session.scalars(select(Nomination).where(Nomination.reference == "PRL-2025-P-0006")).one()
        of = make.assignment(session, session.merge(scores), titled, session.merge(world.person("unassigned")),
                             session.merge(world.person("head")))
        routing.assessment(session, of, 5, 5, 5)
        session.commit()

    assert {row["Title"] for row in rows(world)} == {"The quay of pearls", "'=cmd|' /C calc'!A0 قلعة"}

    def workbook(work):
        criteria, sets = score_tables.load_current_mark_sets(work, scores.id, "ar")
        return score_table.render_xlsx(criteria, sets, "ar", "الدرجات")

    with zipfile.ZipFile(io.BytesIO(read_as(world, "head", workbook))) as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets"))
    starts = {re.match(rb"[A-Z]*\(", formula).group() for formula in sheets.split(b"<f>")[1:]}
    assert starts == {b"(", b"COUNTIFS(", b"ROUND(", b"RANK("}
    assert b'rightToLeft="1"' in sheets


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_report_is_made_in_three_languages_and_says_interim(world, scores, language):
    html, name = read_as(
        world, "head", lambda work: score_tables.render_scoring_report(work, scores.id, language, True)
    )

    assert name == f"pearl-2025-scoring-project-first-{language}.pdf"
    assert f'lang="{language}"' in html
    report = read_as(world, "head", lambda work: score_tables.load_scoring_report(work, scores.id, language, False))
    assert report.interim
    assert report.front.ledger_number is not None
    assert report.front.made_by.startswith("Leila Alami")


def test_a_round_of_another_edition_does_not_exist_for_a_head(world, scores):
    with pytest.raises(Refused) as refused:
        read_as(world, "foreign_head", lambda work: ranking.load_ranking(
            type(work)(work.session, type(work.actor)(work.actor.id, Role.HEAD, "reef-2031"), work.now, work.settings),
            scores.id))
    assert refused.value.reason is Refusal.NOT_FOUND


def test_every_room_runs_the_same_statements_for_one_file_and_for_many(world):
    small = routing.a_big_round(world, 1, reviews=1)

    def counts():
        counts = {}
        for name, look in {
            "ranking": lambda work: ranking.load_ranking(work, small.id),
            "board": lambda work: board.load_board(work, small.id),
            "publication": lambda work: board.load_publication(work, small.id),
            "progress": lambda work: progress.load_progress(work, small.id),
            "report": lambda work: score_tables.load_scoring_report(work, small.id, "en", True),
            "volume": lambda work: score_tables.load_volume(work, small.id, "en", True),
            "marks": lambda work: list(score_tables.load_current_mark_sets(work, small.id, "en")[1]),
        }.items():
            read_as(world, "head", look)  # what never changes is read once
            with routing.count_statements(world.engine) as statements:
                read_as(world, "head", look)
            counts[name] = len(statements)
        return counts

    before = counts()
    with world.session(writes=True) as session:
        round_, owner = session.merge(small), session.merge(world.person("owner"))
        head = session.merge(world.person("head"))
        for number in range(60):
            made = routing.file(session, owner, round_, title=f"Another {number}")
            of = make.assignment(session, round_, made, session.merge(world.person("unassigned")), head)
            routing.assessment(session, of, 5, 6, 7)
        session.commit()

    assert counts() == before


def test_a_thousand_reviews_leave_as_csv(world):
    round_ = world.round()
    with world.session(writes=True) as session:
        session.merge(round_)
        person = routing.reviewer(session, round_.edition_id, "Busy Reader", country="")
        model = session.merge(world.nomination("eligible"))
        files, of, cards, marks = [], [], [], []
        for number in range(1, 1001):
            made = Nomination(
                id=make.uuid4(), edition_id=model.edition_id, category="project", owner_id=model.owner_id,
                created_at=make.START, changed_at=make.START, reference=f"PRL-2025-P-9{number:05d}", title="قلعة",
                submitted_at=make.START, submission_id=model.submission_id, _state="eligible",
            )
            assignment = Assignment(id=make.uuid4(), round_id=round_.id, nomination_id=made.id, reviewer_id=person.id,
                                    made_at=make.START, made_by_id=model.owner_id, published_at=make.START)
            card = Assessment(id=make.uuid4(), assignment_id=assignment.id, state="submitted", complete=True,
                              saved_at=make.START, submitted_at=make.START, recommendation="no")
            files.append(made)
            of.append(assignment)
            cards.append(card)
            marks += [Mark(assessment_id=card.id, criterion=key, score=number % 11, reason="So it is.")
                      for key in routing.WEIGHTS]
        for some in (files, of, cards, marks):
            session.add_all(some)
            session.flush()
        session.commit()

    def marks(work):
        criteria, sets = score_tables.load_current_mark_sets(work, round_.id, "en")
        return b"".join(score_table.render_csv(criteria, sets, "en"))

    content = read_as(world, "head", marks)

    assert content.count(b"\r\n") >= 1000
