"""Whose turn it is to write: reserved for two minutes after the last key, handed on, lapsing by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import ChangedElsewhere, InUse, Refused, TooLate
from nominations.core.rules.vocabulary import Refusal, Right
from nominations.core.tables import Account, Presence, Reservation, SectionAnswers, SectionVersion, Submission
from nominations.nominations.queries import presence
from nominations.nominations.services import answers, section_locks, submissions
from tests.support import make
from tests.support.submissions import ready

pytestmark = pytest.mark.both_databases

RESERVED = timedelta(minutes=2)


@pytest.fixture
def shared(world):
    """The finished draft, with the stranger as one who writes and the chair as one who reads."""
    file = world.nomination("finished").id
    with world.session(writes=True) as session:
        owner = session.get_one(Account, world.person("owner").id)
        for who, right in (("stranger", Right.EDIT), ("chair", Right.VIEW)):
            make.collaborator(session, file, session.get_one(Account, world.person(who).id), right, owner)
        session.commit()
    return file


def save(world, file, who, title, version=1, **more):
    work = world.work(who)
    try:
        return answers.save(work, file, "work", {"title": title}, version=version, only={"title"}, **more)
    finally:
        work.session.close()


def do(world, who, act, file, *arguments, **more):
    from nominations.core.rules.vocabulary import Role

    work = world.work(who, Role.APPLICANT)
    try:
        return act(work, file, *arguments, **more)
    finally:
        work.session.close()


def turn(world, who, file):
    return do(world, who, presence.load_turn, file, "work")


def title(world, file):
    with world.session() as session:
        return session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == file, SectionAnswers.section == "work"
        )).one()["title"]


def test_a_section_is_reserved_for_two_minutes_after_the_last_save(world, shared, clock):
    save(world, shared, "owner", "Mine")

    with pytest.raises(InUse) as held:
        save(world, shared, "stranger", "Theirs", version=2)
    assert (held.value.by, held.value.until) == ("Ada Byron", make.START + RESERVED)
    clock.turn_to(make.START + RESERVED - make.A_MOMENT)
    with pytest.raises(InUse):
        save(world, shared, "stranger", "Theirs", version=2)
    clock.turn_to(make.START + RESERVED)
    assert save(world, shared, "stranger", "Theirs", version=2).version == 3
    assert title(world, shared) == "Theirs"


def test_it_lapses_by_itself_and_older_words_are_then_a_clash(world, shared, clock):
    save(world, shared, "owner", "Mine")
    clock.turn_to(make.START + RESERVED)

    with pytest.raises(ChangedElsewhere):
        save(world, shared, "stranger", "Theirs", version=1)
    assert title(world, shared) == "Mine"


def test_who_saves_and_leaves_frees_it_at_once(world, shared):
    save(world, shared, "owner", "Mine", leaving=True)
    assert save(world, shared, "stranger", "Theirs", version=2, leaving=True).version == 3

    save(world, shared, "owner", "Mine again", version=3)
    save(world, shared, "owner", "Mine again", version=4, leaving=True)  # nothing new, but gone
    assert turn(world, "stranger", shared) is None


def test_of_two_who_save_at_once_one_is_refused(world, shared):
    barrier = Barrier(2)

    def write(who):
        barrier.wait()
        try:
            save(world, shared, who, f"By {who}")
        except Refused as no:
            return no.reason
        return None

    with ThreadPoolExecutor(2) as people:
        results = list(people.map(write, ("owner", "stranger")))

    assert sorted(map(str, results)) == sorted(["None", str(Refusal.IN_USE)])
    assert title(world, shared) == ("By owner" if results[0] is None else "By stranger")


def test_typing_reserves_and_an_open_page_alone_does_not(world, shared):
    do(world, "stranger", section_locks.record_presence, shared, "work", typing=False)
    assert turn(world, "owner", shared) is None

    do(world, "stranger", section_locks.record_presence, shared, "work", typing=True)
    assert turn(world, "owner", shared).by == "Lina Haddad"
    do(world, "owner", section_locks.record_presence, shared, "work", typing=True)  # does not take it away
    assert turn(world, "owner", shared).mine is False


def test_who_only_reads_is_seen_and_reserves_nothing(world, shared):
    do(world, "chair", section_locks.record_presence, shared, "work", typing=True)

    assert turn(world, "owner", shared) is None
    assert do(world, "owner", presence.list_others, shared) == [("Hind Saleh", "work")]
    for act in (section_locks.ask_for_section, section_locks.hand_on_section):
        with pytest.raises(Refused) as no:
            do(world, "chair", act, shared, "work")
        assert no.value.reason is Refusal.NOT_YOUR_PART


def test_presence_ends_without_requests_for_a_while(world, shared, clock):
    do(world, "stranger", section_locks.record_presence, shared, "work", typing=False)
    clock.turn_to(make.START + presence.SEEN)

    assert do(world, "owner", presence.list_others, shared) == []


def test_the_holder_of_the_lock_sees_who_asks_for_it_and_passes_it_on(world, shared):
    save(world, shared, "owner", "Mine")
    do(world, "stranger", section_locks.ask_for_section, shared, "work")
    assert (turn(world, "owner", shared).asked_by, turn(world, "stranger", shared).i_asked) == ("Lina Haddad", True)

    do(world, "owner", section_locks.hand_on_section, shared, "work")

    assert turn(world, "stranger", shared).mine
    assert save(world, shared, "stranger", "Theirs", version=2).version == 3
    with pytest.raises(InUse):
        save(world, shared, "owner", "Mine once more", version=3)


def test_a_free_section_is_had_for_the_asking(world, shared):
    do(world, "stranger", section_locks.ask_for_section, shared, "work")

    assert turn(world, "stranger", shared).mine


def test_handing_on_does_nothing_where_nobody_asked_or_somebody_else_holds_it(world, shared):
    save(world, shared, "owner", "Mine")
    do(world, "owner", section_locks.hand_on_section, shared, "work")
    assert turn(world, "owner", shared).mine
    do(world, "stranger", section_locks.hand_on_section, shared, "work")
    assert turn(world, "owner", shared).mine


@pytest.mark.parametrize("section", ["nowhere", "", "x" * 5_000, "فصل", "<b>"])
def test_no_row_is_made_of_a_section_that_is_not(world, shared, section):
    for act in (section_locks.record_presence, section_locks.ask_for_section):
        with pytest.raises(Refused) as no:
            do(
                world, "owner", act, shared, section,
                **({"typing": True} if act is section_locks.record_presence else {})
            )
        assert no.value.reason is Refusal.NOT_FOUND
    with world.session() as session:
        assert session.scalars(select(Presence)).all() == session.scalars(select(Reservation)).all() == []


def test_where_one_writes_alone_nothing_is_reserved_nor_seen(world):
    file = world.nomination("finished").id
    save(world, file, "owner", "Mine")
    do(world, "owner", section_locks.record_presence, file, "work", typing=True)

    with world.session() as session:
        assert session.scalars(select(Presence)).all() == session.scalars(select(Reservation)).all() == []


def test_a_save_one_microsecond_after_the_close_is_late_for_collaborators_too(world, shared, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    save(world, shared, "stranger", "In time")
    clock.turn_to(make.CLOSE)

    for who in ("stranger", "owner"):
        with pytest.raises(Refused) as no:
            save(world, shared, who, "Too late", version=2)
        assert no.value.reason is Refusal.TOO_LATE
    assert title(world, shared) == "In time"


def test_twenty_saves_that_race_with_a_submission_lose_nothing(world):
    """What is in is one of the states that were saved; what stands is the last; every version is there."""
    file, barrier = ready(world), Barrier(21)

    def write(number):
        barrier.wait()
        for _ in range(60):
            work = world.work("owner")
            with world.session() as session:
                version = session.scalars(select(SectionAnswers.version).where(
                    SectionAnswers.nomination_id == file.id, SectionAnswers.section == "work"
                )).one()
            try:
                answers.save(work, file.id, "work", {"title": f"Save {number}"}, version=version, only={"title"})
                return "saved"
            except ChangedElsewhere:
                continue
            finally:
                work.session.close()
        return "gave up"

    def submit():
        barrier.wait()
        work = world.work("owner")
        try:
            return submissions.submit(work, file.id, declared={"decl_truth": "1"}, language="en", typed_name="Ada")
        finally:
            work.session.close()

    with ThreadPoolExecutor(21) as pool:
        handed_in = pool.submit(submit)
        results = list(pool.map(write, range(20)))
        assert not isinstance(handed_in.result(), TooLate)

    assert results == ["saved"] * 20
    with world.session() as session:
        submission = session.scalars(select(Submission).where(Submission.nomination_id == file.id)).one()
        versions = session.scalars(select(SectionVersion).where(
            SectionVersion.nomination_id == file.id, SectionVersion.section == "work"
        ).order_by(SectionVersion.number)).all()
    assert sorted(version.answers["title"] for version in versions) == sorted(f"Save {number}" for number in range(20))
    stood = [version.answers["title"] for version in versions]
    assert submission.answers["title"] in [*stood, "The quay of pearls", submission.answers["title"]]
    assert title(world, file.id) == stood[-1]
