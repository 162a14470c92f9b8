"""Two of the secretariat at the same moment: one of the two orders, never both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from nominations.call.queries.deadlines import Recipients
from nominations.call.services import deadlines
from nominations.call.services.deadlines import Announcement
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import State
from nominations.core.tables import ClosingDate, EligibilityDecision, Screening
from nominations.screening.services import eligibility
from tests.support import make
from tests.support.hostile_texts import HOSTILE, KEPT

pytestmark = pytest.mark.both_databases


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each: `done`, or the name of its refusal."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], object]) -> str:
        barrier.wait()
        try:
            one()
        except Refused as no:
            return no.reason.value
        except Invalid as no:
            return "invalid " + ", ".join(no.problems)
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(act, acts))


@pytest.fixture
def closed(clock):
    clock.turn_to(make.CLOSE)


def test_two_confirmations_confirm_once(world, closed):
    file = world.nomination("submitted").id
    eligibility.propose_refusal(world.work("officer"), file, "other", "It is a song.")

    results = at_once(*(
        lambda who=who: eligibility.confirm_refusal(world.work(who), file) for who in ("second_officer", "head")
    ))

    assert results == ["done", "wrong_state"]
    assert world.nomination("submitted").state is State.INELIGIBLE


def test_a_confirmation_and_a_rejection_end_in_one_of_both(world, closed):
    file = world.nomination("submitted").id
    eligibility.propose_refusal(world.work("officer"), file, "other", "It is a song.")

    results = at_once(
        lambda: eligibility.confirm_refusal(world.work("second_officer"), file),
        lambda: eligibility.reject_refusal(world.work("head"), file, "It is not."),
    )

    assert results == ["done", "wrong_state"]


def test_an_admission_and_a_proposal_end_in_one_of_both(world, closed):
    file = world.nomination("submitted").id
    with world.session(writes=True) as session:
        make.checked(session, session.merge(world.nomination("submitted")), session.merge(world.person("officer")))
        session.commit()

    results = at_once(
        lambda: eligibility.admit(world.work("second_officer"), file),
        lambda: eligibility.propose_refusal(world.work("officer"), file, "other", "It is a song."),
    )

    assert results == ["done", "wrong_state"]
    with world.session() as session:
        assert session.scalar(
            select(func.count()).select_from(EligibilityDecision).where(EligibilityDecision.nomination_id == file)
        ) == 1


def test_the_proposer_never_confirms_in_another_role_either(world, closed):
    file = world.nomination("submitted").id
    eligibility.propose_refusal(world.work("head"), file, "other", "It is a song.")

    with pytest.raises(Refused, match="same_person"):
        eligibility.confirm_refusal(world.work("head"), file)
    with pytest.raises(Refused, match="same_person"):
        eligibility.reject_refusal(world.work("head"), file, "No.")


def test_two_first_checklists_keep_one_and_tell_the_other(world):
    file = world.nomination("submitted").id

    results = at_once(*(
        lambda who=who: eligibility.save_checks(world.work(who), file, 0, {"tangible": {"answer": "yes", "note": who}})
        for who in ("officer", "second_officer")
    ))

    assert results == ["changed_elsewhere", "done"]


def test_two_extensions_make_one_announcement(world):
    reasons = {"en": "Floods.", "fr": "Inondations.", "ar": "فيضانات."}
    closes = [datetime(2025, 12, day, 23, 0, tzinfo=UTC) for day in (3, 5)]

    results = at_once(
        *(
            lambda at=at: deadlines.extend_call(
                world.work("head"), world.edition_id, Announcement(at, reasons, Recipients.NOBODY, 2)
            )
            for at in closes
        )
    )

    assert results == ["changed_elsewhere", "done"]
    with world.session() as session:
        numbers = select(ClosingDate.number).where(ClosingDate.edition_id == world.edition_id)
        assert session.scalars(numbers.order_by(ClosingDate.number)).all() == [1, 2, 3]


def test_a_rehearsal_keeps_nothing(world):
    wanted = Announcement(make.CLOSE + timedelta(days=1), {"en": "a", "fr": "b", "ar": "c"}, Recipients.ALL, 2)

    assert deadlines.preview_extension(world.work("head"), world.edition_id, wanted) == 2
    assert world.letters() == []
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(ClosingDate).where(ClosingDate.number == 3)) == 0


def test_hostile_notes_come_back_as_typed_or_are_refused(world):
    """The same on both databases: this test runs on each."""
    file, version = world.nomination("submitted").id, 0
    for name, note in HOSTILE.items():
        checks = {"tangible": {"answer": "", "note": note}}
        if name not in KEPT:
            with pytest.raises(Invalid) as caught:
                eligibility.save_checks(world.work("officer"), file, version, checks)
            assert set(caught.value.problems) == {"note-tangible"}, name
            continue
        version = eligibility.save_checks(world.work("officer"), file, version, checks).version
        with world.session() as session:
            kept = session.scalars(select(Screening.checks)).one()
        assert kept.get("tangible", {}).get("note", "") == note.replace("\r\n", "\n"), name


def test_a_stale_checklist_never_overwrites(world):
    file = world.nomination("submitted").id
    eligibility.save_checks(world.work("officer"), file, 0, {"tangible": {"answer": "yes", "note": ""}})

    with pytest.raises(ChangedElsewhere) as caught:
        eligibility.save_checks(world.work("second_officer"), file, 0, {})

    assert caught.value.theirs is not None
