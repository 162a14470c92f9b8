"""Reminders: exactly once each, whoever sweeps, however late the worker, and with the close that counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.core.database import open_session
from nominations.core.rules.errors import Refused
from nominations.core.tables import (
    Assignment,
    ClosingDate,
    Conflict,
    Extension,
    LedgerRecord,
    Letter,
    Nomination,
)
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.nominations.services import nominations
from nominations.reminders.queries.reminders import list_due_reminders
from nominations.reminders.services import reminders
from tests.support import make, routing
from tests.support.outside_requests import third_party

pytestmark = pytest.mark.both_databases

AN_HOUR = timedelta(hours=1)


def sweep(world):
    with open_session(world.engine, writes=True) as session:
        return reminders.send_due_reminders(Work(session, make.SYSTEM, world.clock(), world.settings))


def list_reminders(world):
    with world.session() as session:
        letters = session.scalars(select(Letter).where(Letter.template == "draft_reminder").order_by(Letter.written_at))
        return list(letters)


@pytest.fixture
def at(clock):
    return lambda hours: clock.turn_to(make.CLOSE - timedelta(hours=hours))


def test_each_draft_is_reminded_once_at_each_line_of_the_schedule(world, at):
    drafts = 4  # two of the owner's, two of the stranger's
    for hours in (72, 71, 25, 24, 23, 1):
        at(hours)
        sweep(world)
        sweep(world)

    assert len(list_reminders(world)) == 2 * drafts
    at(0)
    assert sweep(world) == 0


def test_a_reminder_says_how_many_sections_are_left_until_when_in_the_language_of_its_reader(world, at):
    with world.session(writes=True) as session:
        session.merge(world.person("owner")).language = "fr"
        session.commit()
    at(72)
    sweep(world)

    own = [letter for letter in list_reminders(world) if letter.address == "ada.byron@example.org"]
    assert {letter.language for letter in own} == {"fr"}
    assert all("2 rubriques à terminer" in letter.text for letter in own)
    assert all("30 novembre 2025" in letter.text and "23:59:59" in letter.text for letter in own)


def test_a_worker_that_was_down_sends_the_newest_only(world, at):
    at(23)

    sweep(world)

    assert len(list_reminders(world)) == 4
    with world.session() as session:
        assert session.scalars(select(LedgerRecord.act).where(LedgerRecord.act == "remind")).all() == ["remind"] * 4


def test_two_sweeps_at_once_send_each_once(world, at):
    at(72)
    barrier = Barrier(3)

    def act(_):
        barrier.wait()
        return sweep(world)

    with ThreadPoolExecutor(3) as pool:
        counts = list(pool.map(act, range(3)))
    assert sum(counts) == 4
    assert len(list_reminders(world)) == 4


def test_an_extension_is_followed_at_once_for_all_and_for_one(world, at, clock):
    later = make.CLOSE + timedelta(days=10)
    at(25)
    with world.session(writes=True) as session:
        session.add(ClosingDate(
            edition_id=world.edition_id, number=3, closes_at=later, enforced_at=later, zone="Africa/Casablanca",
            reason={}, announced_on=clock().date(), made_at=clock(),
        ))
        session.add(Extension(nomination_id=world.nomination("draft").id, until=later + timedelta(days=2), reason="x",
                              made_at=clock(), made_by_id=world.person("head").id))
        session.commit()
    at(24)
    assert sweep(world) == 0
    clock.turn_to(later - timedelta(hours=72))
    assert sweep(world) == 3
    clock.turn_to(later)
    assert sweep(world) == 1  # the one with more time has two days left
    assert "12 December" in list_reminders(world)[-1].text


def test_whoever_submitted_or_discarded_is_left_alone(world, at, clock):
    at(72)
    with world.session(writes=True) as session:
        make.submission(session, session.get_one(Nomination, world.nomination("finished").id))
        session.commit()
    work = world.work("owner")
    nominations.discard_draft(work, world.nomination("draft").id)
    work.session.close()

    assert sweep(world) == 2


def test_a_draft_begun_after_a_line_was_due_waits_for_the_next(world, at, clock):
    at(71)
    with world.session(writes=True) as session:
        owner = session.merge(world.person("chair"))
        made = make.nomination(session, owner)
        made.created_at = clock()
        session.commit()
    assert sweep(world) == 4
    at(24)
    assert sweep(world) == 5


def test_the_head_switches_a_line_off_and_on_and_nobody_else_does(world, at, clock):
    with pytest.raises(Refused, match="not_your_role"):
        reminders.set_reminder(world.work("officer"), world.edition_id, "close_72", on=False)
    with pytest.raises(Refused, match="not_found"):
        reminders.set_reminder(world.work("head"), world.edition_id, "nothing", on=False)
    work = world.work("head")
    reminders.set_reminder(work, world.edition_id, "close_72", on=False)
    work.session.close()
    at(72)
    assert sweep(world) == 0
    work = world.work("head")
    reminders.set_reminder(work, world.edition_id, "close_72", on=True)
    work.session.close()
    clock.turn_to(clock() + AN_HOUR)
    assert sweep(world) == 4


def test_the_page_says_to_how_many_people_each_would_go(browse, world):
    third_party(world)
    page = browse("head", "secretariat.reminders")

    assert "2 recipients" in page.text("table")
    page = page.press("Turn off 14 days before the close of the call")
    assert "Off" in page.text("table")
    assert "Turn off" not in browse("officer", "secretariat.reminders").text("table")


class TestReviewers:
    """Reviewers whose cards are not in; the round of the world is due on its own day."""

    def due(self, world):
        return world.round().due_at

    def reviews(self, world):
        with world.session() as session:
            return list(session.scalars(
                select(Letter).where(Letter.template == "review_reminder").order_by(Letter.written_at, Letter.address)
            ))

    def test_each_is_reminded_once_before_and_once_after_the_day(self, world, clock):
        due = self.due(world)
        for hours in (49, 48, 47, 1, -1, -24, -25):
            clock.turn_to(due - timedelta(hours=hours))
            sweep(world)
            sweep(world)
        letters = self.reviews(world)
        assert [letter.address for letter in letters] == ["rashid.amin@example.org"] * 2
        assert "1 review to submit" in letters[0].subject
        assert "Ask us." in letters[0].text
        assert "1 review is overdue" in letters[1].subject
        assert not any(word in letter.text + letter.subject for letter in letters for word in ("PRL-", "The quay"))

    def test_nobody_who_stepped_aside_waits_or_has_sent_everything_is_reminded(self, world, clock):
        clock.turn_to(self.due(world) - timedelta(hours=48))
        with world.session(writes=True) as session:
            of = session.scalars(select(Assignment).where(
                Assignment.reviewer_id == world.person("assigned").id)).first()
            routing.possible(session, of, number=9)
            session.commit()
        assert sweep(world) == 0
        with world.session(writes=True) as session:
            declared = session.scalars(select(Conflict).where(Conflict.number == 9)).one()
            declared.state, declared.decided_by_id, declared.reason = "cleared", world.person("head").id, "None."
            routing.assessment(session, session.merge(of), 5, 5, 5)
            session.commit()
        assert sweep(world) == 0

    def test_a_recused_file_leaves_the_count(self, world, clock):
        clock.turn_to(self.due(world) - timedelta(hours=48))
        with world.session(writes=True) as session:
            round_, owner = session.merge(world.round()), session.merge(world.person("owner"))
            who, head = session.merge(world.person("assigned")), session.merge(world.person("head"))
            for aside in (False, True):
                file = routing.file(session, owner, round_)
                make.assignment(session, round_, file, who, head)
                if aside:
                    make.recusal(session, file, who)
            session.commit()
        sweep(world)
        assert [letter.subject[:9] for letter in self.reviews(world)] == ["2 reviews"]

    def test_a_card_that_comes_in_while_others_sweep_ends_it(self, world, clock):
        clock.turn_to(self.due(world) - timedelta(hours=48))
        with world.session() as session:
            pinned = editions.by_id(session, world.edition_id)
            [(line, subject)] = list_due_reminders(session, pinned, clock())
        with world.session(writes=True) as session:
            of = session.scalars(select(Assignment).where(
                Assignment.reviewer_id == world.person("assigned").id)).first()
            routing.assessment(session, of, 5, 5, 5)
            session.commit()
        with open_session(world.engine, writes=True) as session:
            assert not reminders.send_reminder(
                Work(session, make.SYSTEM, clock(), world.settings), pinned, line, subject
            )

    def test_a_moved_day_is_reminded_of_again_and_a_closed_round_is_not(self, world, clock):
        due = self.due(world)
        clock.turn_to(due - timedelta(hours=48))
        sweep(world)
        with world.session(writes=True) as session:
            session.merge(world.round()).due_at = due + timedelta(days=7)
            session.commit()
        assert sweep(world) == 0
        clock.turn_to(due + timedelta(days=5))
        assert sweep(world) == 1
        with world.session(writes=True) as session:
            row = session.merge(world.round())
            row.closed_at = clock()
            session.commit()
        clock.turn_to(due + timedelta(days=9))
        assert sweep(world) == 0


def test_a_reminder_of_a_close_that_is_over_is_past_and_has_no_recipient(browse, world, clock):
    third_party(world)
    with world.session() as session:
        pinned = editions.by_id(session, world.edition_id)
        clock.turn_to(editions.load_closing(session, pinned.id).announced)

    rows = browse("head", "secretariat.reminders").texts("table tbody tr")

    of_the_close = [row for row in rows if "the close of the call" in row]
    assert of_the_close
    assert all("0 recipients" in row and "Past" in row for row in of_the_close if "before" in row)
