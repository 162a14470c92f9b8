"""Whether a review counts has one answer: ranking, lists, progress, register and certificate agree."""

import csv
import io
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from nominations.conflicts.rules import Sign
from nominations.conflicts.services import conflicts, found_conflicts
from nominations.core.language import use_language
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Assignment, Finding, Grant, Nomination, Shadow
from nominations.ranking.queries import ranking
from nominations.ranking.reports import score_table, score_tables
from nominations.reviewing.queries import desk, own_reviews, peers, progress
from nominations.reviewing.reports import progress_register
from nominations.reviewing.services import reopening
from nominations.rounds.queries import rounds
from nominations.rounds.queries.assigned_files import AssignedFile
from nominations.routing.queries import board, pair_values
from nominations.routing.services import assignments
from nominations.screening.queries import nomination_list
from nominations.screening.queries.nomination_filters import NominationFilter, Sort
from tests.support import make, routing

pytestmark = pytest.mark.both_databases

READERS = ("First Reader", "Second Reader", "Third Reader", "Fourth Reader", "Fifth Reader")
# How many reviews count of the file with this title: two readers sent theirs, and then what the title says.
COUNTED = {
    "Both count": 2, "Something was found": 1, "One stepped aside": 1, "One was postponed": 1, "A third reads along": 2,
    "A third has a draft": 2, "One was reopened": 1, "One declared a possible interest": 1,
    "One declared a real interest": 1, "One was taken away": 1, "One was cleared": 2, "A third lost the role later": 3,
    "A third lost the role before": 2, "It was withdrawn": 0,
}
# Published, and a review is in or may still come: a review that waits for a decision may come to count again.
EXPECTED = COUNTED | {
    "Something was found": 2, "One was reopened": 2, "One declared a possible interest": 2, "A third has a draft": 3,
}


def finding(session, file, person, *, state="open", gone_at=None, fingerprint="f"):
    """Something found between a file and a reviewer."""
    decided = {} if state == "open" else {"decided_at": make.START, "reason": "So it is."}
    session.add(Finding(
        id=uuid4(), nomination_id=file.id, reviewer_id=person.id, sign=Sign.NATIONALITY, own="MA", shared="MA",
        similarity=100, fingerprint=fingerprint, found_at=make.START, gone_at=gone_at, state=state, **decided,
    ))
    session.flush()


@pytest.fixture
def reviewed(world):
    """A file for each line of `COUNTED`: two submitted cards of the first two readers, and what the title says."""
    with world.session(writes=True) as session:
        round_, head, owner = (session.merge(row) for row in (
            world.round(), world.person("head"), world.person("owner")))
        people = {name: routing.reviewer(session, round_.edition_id, name, country="") for name in READERS}
        first, second, third, fourth, fifth = people.values()
        files = {title: routing.file(session, owner, round_, title=title) for title in COUNTED}
        of = {}
        for title, file in files.items():
            for person in (first, second):
                of[title, person.name] = make.assignment(session, round_, file, person, head)
                make.no_conflict(session, of[title, person.name])
                routing.assessment(session, of[title, person.name], 8, 6, 4)
        for title, person, submitted in (
            ("A third reads along", third, True), ("A third has a draft", fourth, False),
            ("A third lost the role later", fifth, True),
        ):
            made = make.assignment(session, round_, files[title], person, head)
            make.no_conflict(session, made)
            routing.assessment(session, made, 1, 1, 1, submitted=submitted)
        make.assignment(session, round_, files["A third lost the role before"], fifth, head)
        session.execute(update(Grant).where(Grant.account_id == fifth.id).values(ended_at=make.START))
        session.add(Shadow(round_id=round_.id, reviewer_id=third.id, at=make.START, by_id=head.id))
        finding(session, files["Something was found"], second)
        finding(session, files["Both count"], second, state="cleared")
        finding(session, files["Both count"], second, gone_at=make.START, fingerprint="gone")
        make.recusal(session, files["One stepped aside"], second)
        possible = of["One declared a possible interest", second.name]
        routing.possible(session, possible, number=2)
        cleared = routing.possible(session, of["One was cleared", second.name], number=2)
        # A recusal that was lifted leaves the declaration behind: it still says that there is an interest.
        real = routing.possible(session, of["One declared a real interest", second.name], number=2)
        real.answer, real.state, real.kind = "real", None, "family"
        files["It was withdrawn"].move(Action.WITHDRAW)
        ids = {title: (file.id, file.reference) for title, file in files.items()}
        who = {name: person.id for name, person in people.items()}
        session.commit()
        cleared_id = cleared.id
    conflicts.decide_declaration(world.work("officer"), cleared_id, confirmed=False, reason="None.")
    conflicts.recuse_reviewer(
        world.work("officer"), ids["One was postponed"][0], who["Second Reader"], "work", "One office."
    )
    reopening.reopen(world.work("head"), world.round().id, ids["One was reopened"][0], who["Second Reader"], "A slip.")
    assignments.remove_pair(
        world.work("officer"), world.round().id, ids["One was taken away"][0], who["Second Reader"], "Too much.")
    world.files, world.readers = ids, who
    return world


def read_as(world, look, persona="head"):
    work = world.work(persona)
    try:
        with use_language("en"):
            return look(work)
    finally:
        work.session.close()


def by_title(world, counts) -> dict[str, int]:
    """Numbers by reference or id, under the titles of the files; the world's own file is left out."""
    return {
        title: next((counts[key] for key in keys if key in counts), 0) for title, keys in world.files.items()
    }


def test_the_ranking_counts_what_the_rule_says(reviewed):
    shown = read_as(reviewed, lambda work: ranking.load_ranking(work, reviewed.round().id))

    lines = {line.file.reference: line.standing.reviews for line in (*shown.ranked, *shown.unranked)}
    assert by_title(reviewed, lines) == COUNTED
    assert shown.reviews == sum(COUNTED.values())


def test_the_list_of_rounds_counts_the_same(reviewed):
    (line,) = read_as(reviewed, lambda work: rounds.list_rounds(work, reviewed.edition_id))

    # `assigned` of the world has an assignment of their own without a card.
    assert (line.submitted, line.assigned) == (sum(COUNTED.values()), sum(EXPECTED.values()) + 1)


def test_the_table_of_nominations_counts_the_same_and_is_ordered_by_what_it_shows(reviewed):
    def page(work):
        return nomination_list.load_page(
            work, reviewed.edition_id, NominationFilter(sort=Sort.REVIEWS, descending=True)
        ).rows

    rows = read_as(reviewed, page)

    assert by_title(reviewed, {row.reference: row.reviews for row in rows}) == COUNTED
    assert by_title(reviewed, {row.reference: row.reviewers for row in rows}) == EXPECTED
    assert [row.reviews for row in rows] == sorted((row.reviews for row in rows), reverse=True)


def test_progress_and_its_register_count_the_same(reviewed):
    shown = read_as(reviewed, lambda work: progress.load_progress(work, reviewed.round().id))
    listed = read_as(reviewed, lambda work: progress_register.list_progress(work, reviewed.edition_id))

    assert by_title(reviewed, {file.file.reference: file.submitted for file in shown.files}) == COUNTED
    assert shown.submitted == sum(COUNTED.values())
    assert shown.days[-1].so_far == sum(COUNTED.values())
    names = [column.label for column in listed.columns]
    rows = [dict(zip(names, row, strict=True)) for row in listed.rows]
    assert sum(row["Submitted"] for row in rows) == sum(COUNTED.values())
    assert sum(row["Assigned"] for row in rows) == sum(EXPECTED.values()) + 1


def test_the_marks_that_leave_count_the_same(reviewed):
    def rows(work):
        criteria, sets = score_tables.load_current_mark_sets(work, reviewed.round().id, "en")
        return b"".join(score_table.render_csv(criteria, sets, "en"))

    marks = list(csv.DictReader(io.StringIO(read_as(reviewed, rows).decode("utf-8-sig"))))
    counted = {title: sum(row["Reference"] == reference and row["Counted"] == "yes" for row in marks)
               for title, (_id, reference) in reviewed.files.items()}
    assert counted == COUNTED
    states = {(row["Title"], row["Reviewer"]): row["State"] for row in marks}
    assert states["Something was found", "Second Reader"] == "Waiting for the secretariat"
    assert states["One declared a possible interest", "Second Reader"] == "Waiting for the secretariat"
    assert {states[title, "Second Reader"] for title in (
        "One stepped aside", "One was postponed", "One declared a real interest")} == {"Recused"}


def test_the_certificate_counts_what_the_ranking_counts(reviewed):
    files = {
        name: read_as(reviewed, lambda work, who=who: own_reviews.load_service(work, reviewed.edition_id, who).files)
        for name, who in reviewed.readers.items()
    }

    assert (files["Third Reader"], files["Fourth Reader"], files["Fifth Reader"]) == (0, 0, 1)
    assert sum(files.values()) == sum(COUNTED.values())
    assert files["First Reader"] == sum(count > 0 for count in COUNTED.values())


def test_the_totals_of_others_are_those_that_count(reviewed):
    """Seen by a third reviewer of the file whose own card is in."""
    def others(work, title):
        nomination = work.session.get_one(Nomination, reviewed.files[title][0])
        round_ = work.session.merge(reviewed.round())
        made = Assignment(id=uuid4(), round_id=round_.id, nomination_id=nomination.id, reviewer_id=work.actor.id,
                          made_at=make.START, made_by_id=work.actor.id, published_at=make.START)
        work.session.add(made)
        work.session.flush()
        routing.assessment(work.session, made, 5, 5, 5)
        work.session.merge(peers.OpenTotals(round_id=round_.id, at=make.START, by_id=work.actor.id))
        work.session.flush()
        return peers.load_totals(work, AssignedFile(nomination, made, round_, None))

    counts = {title: len(read_as(reviewed, lambda work, title=title: others(work, title), "unassigned"))
              for title in COUNTED}
    assert counts == COUNTED


def test_the_board_knows_who_can_still_review(reviewed):
    shown = read_as(reviewed, lambda work: board.load_board(work, reviewed.round().id))
    below = read_as(reviewed, lambda work: board.load_board(work, reviewed.round().id, below_only=True))

    judging = {row.file.reference: row.judging for row in shown.rows}
    assert by_title(reviewed, judging) == EXPECTED
    assert below.matching == shown.below == sum(row.judging < shown.least for row in shown.rows)
    loads = read_as(reviewed, lambda work: pair_values.list_reviewer_loads(work, reviewed.round().id))
    assert sum(load.submitted for load in loads if not load.shadow) == sum(COUNTED.values())


def test_the_score_sheet_distinguishes_recused_from_missing_reviews(reviewed):
    def sheet(title):
        return read_as(reviewed, lambda work: score_tables.load_score_sheet(
            work, reviewed.round().id, reviewed.files[title][0], "en", True)).sheet

    counts = {title: (len(drawn.reviews), drawn.awaited, drawn.recused, drawn.undecided)
              for title in COUNTED if (drawn := sheet(title))}
    assert counts["Something was found"] == counts["One declared a possible interest"] == (1, 0, 0, 1)
    assert counts["One stepped aside"] == counts["One declared a real interest"] == (1, 0, 1, 0)
    assert (counts["One was reopened"], counts["A third has a draft"]) == ((1, 1, 0, 0), (2, 1, 0, 0))
    assert counts["One was taken away"] == (1, 0, 0, 0)
    assert {title: numbers[0] for title, numbers in counts.items()} == COUNTED


def test_a_review_counts_everywhere_again_once_what_was_found_is_cleared(reviewed):
    file_id, reference = reviewed.files["Something was found"]
    with reviewed.session() as session:
        row = session.scalars(select(Finding).where(Finding.nomination_id == file_id)).one()
    found_conflicts.decide(
        reviewed.work("officer"), reviewed.edition_id, [row.id], confirmed=False, reason="Born there, no more.")

    everything = read_as(reviewed, lambda work: (
        ranking.load_ranking(work, reviewed.round().id).reviews,
        rounds.list_rounds(work, reviewed.edition_id)[0].submitted,
        progress.load_progress(work, reviewed.round().id).submitted,
    ))
    assert everything == (sum(COUNTED.values()) + 1,) * 3
    rows = read_as(
        reviewed, lambda work: nomination_list.load_page(work, reviewed.edition_id, NominationFilter(q=reference)).rows
    )
    assert [(row.reviews, row.reviewers) for row in rows] == [(2, 2)]


@pytest.mark.parametrize("title", [title for title, count in COUNTED.items() if count == 1])
def test_who_reads_next_is_sent_to_the_file_with_the_fewest_reviews_that_count(reviewed, title):
    """A review that does not count leaves its file behind those of which two count."""
    others = [other for other, count in COUNTED.items() if count == 2]
    with reviewed.session(writes=True) as session:
        round_, person, head = (session.merge(row) for row in (
            reviewed.round(), reviewed.person("unassigned"), reviewed.person("head")))
        for file_title in (title, *others):
            file = session.get_one(Nomination, reviewed.files[file_title][0])
            make.no_conflict(session, make.assignment(session, round_, file, person, head))
        session.commit()

    next_file = read_as(reviewed, lambda work: desk.find_next_file(work, reviewed.edition_id), "unassigned")
    assert next_file == reviewed.files[title][0]


def test_the_page_of_the_ranking_does_not_say_of_a_review_that_waits_that_its_reviewer_stepped_aside(browse, reviewed):
    round_id = reviewed.round().id
    file_id, reference = reviewed.files["Something was found"]

    place = browse("head", "secretariat.place", round_id=round_id, nomination_id=file_id).text("main")
    assert "1 review of this nomination counts. 1 review is waiting for the secretariat." in " ".join(place.split())
    assert "is recused." not in place
    page = browse("head", "secretariat.round", round_id=round_id)
    (line,) = (words for row in page.document.all("#ranking tr") if reference in (words := "".join(row.itertext())))
    assert "waiting for the secretariat" in line
    assert "recused" not in line
