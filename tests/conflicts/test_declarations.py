"""Declarations of interest as use cases: a numbered history, the newest counts, two at once break nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update

from nominations.conflicts.services import declarations
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import ConflictAnswer, Refusal
from nominations.core.tables import Acceptance, Assignment, Conflict, LedgerRecord, Recusal
from tests.support import hostile_texts, make, reviewing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def file(world):
    return world.nomination("eligible").id


def _assignment(world):
    with world.session() as session:
        return session.scalars(
            select(Assignment.id).where(Assignment.reviewer_id == world.person("assigned").id)
        ).one()


def _declare(world, file, answer, kind="", words=""):
    return declarations.declare_interest(world.work("assigned"), file, answer, kind, words, "en")


def test_the_newest_of_a_numbered_history_counts(world, file):
    _declare(world, file, "possible", words="We met.")
    _declare(world, file, "possible", words="We met twice.")
    _declare(world, file, "real", "work", "We worked together.")

    history = reviewing.declarations(world, _assignment(world))
    assert [(row.number, row.answer, row.words, row.state) for row in history] == [
        (1, "none", "", None), (2, "possible", "We met.", "open"), (3, "possible", "We met twice.", "open"),
        (4, "real", "We worked together.", None),
    ]


def test_the_same_declaration_twice_is_one(world, file):
    for _ in range(2):
        _declare(world, file, "possible", words="We met.")
    _declare(world, file, "real", "work")

    assert len(reviewing.declarations(world, _assignment(world))) == 3
    assert len(world.letters()) == 2


def test_none_does_not_open_what_the_secretariat_has_yet_to_decide(world, file):
    _declare(world, file, "possible", words="We met.")

    with pytest.raises(Invalid) as wrong:
        _declare(world, file, "none")

    assert wrong.value.problems == {"answer": ("waits_for_decision", {})}


def test_after_a_real_interest_there_is_no_file_to_declare_on(world, file):
    _declare(world, file, "real", "family")

    for answer in ConflictAnswer:
        with pytest.raises(Refused) as no:
            _declare(world, file, answer, "family", "words")
        assert no.value.reason is Refusal.NOT_FOUND


@pytest.mark.parametrize("answers", [("none", "possible"), ("possible", "real"), ("none", "real"), ("real", "real")])
def test_two_tabs_that_declare_differently_at_once_leave_a_numbered_history(world, file, answers):
    with world.session(writes=True) as session:
        session.execute(delete(Conflict))
        session.commit()

    def declare(answer):
        try:
            return _declare(world, file, answer, "work", f"I say {answer}.")
        except (Invalid, Refused) as no:
            return no

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(declare, answers * 3))

    history = reviewing.declarations(world, _assignment(world))
    assert [row.number for row in history] == list(range(1, len(history) + 1))
    assert any(isinstance(outcome, ConflictAnswer) for outcome in outcomes)
    with world.session() as session:
        recused = session.scalars(select(Recusal).where(Recusal.reviewer_id == world.person("assigned").id)).all()
        acts = session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()
    assert len(recused) == ("real" in answers)
    assert history[-1].answer == "real" if recused else True
    assert acts.count("declare") == len(history)


def test_the_secretariat_setting_aside_at_the_same_moment_is_no_accident(world, file):
    def aside(_):
        with world.session(writes=True) as session:
            try:
                make.recusal(session, world.nomination("eligible"), world.person("assigned"))
                session.commit()
            except Exception as late:  # noqa: BLE001 (whoever is second in the test is told so by the database)
                return late
        return None

    def declare(_):
        try:
            return _declare(world, file, "real", "work")
        except Refused as no:
            return no.reason

    with ThreadPoolExecutor(2) as pool:
        other, mine = pool.submit(aside, 0), pool.submit(declare, 0)

    assert mine.result() in (ConflictAnswer.REAL, Refusal.NOT_FOUND)
    assert other.exception() is None
    with world.session() as session:
        mine = select(Recusal).where(Recusal.reviewer_id == world.person("assigned").id)
        assert len(session.scalars(mine).all()) == 1


@pytest.mark.parametrize("name", hostile_texts.HOSTILE)
def test_any_words_are_kept_as_typed_or_refused_by_name(world, file, name):
    words = hostile_texts.HOSTILE[name]
    if name.startswith(("refused", "overlong")):
        with pytest.raises(Invalid) as wrong:
            _declare(world, file, "possible", words=words)
        assert set(wrong.value.problems) == {"words"}
        return

    _declare(world, file, "possible", words=words)

    assert reviewing.declarations(world, _assignment(world))[-1].words == words.replace("\r\n", "\n")


@pytest.mark.parametrize("answer", ["", "None", "no", "possible ", "\x00", "real'--"])
def test_an_answer_that_was_not_offered_is_refused(world, file, answer):
    with pytest.raises(Invalid):
        _declare(world, file, answer, "work", "words")


def test_nobody_declares_on_a_file_that_is_not_routed_to_them(world, file):
    for person in ("unassigned", "recused"):
        with pytest.raises(Refused) as no:
            declarations.declare_interest(world.work(person), file, "none", "", "", "en")
        assert no.value.reason is Refusal.NOT_FOUND


def test_an_assignment_that_was_taken_away_cannot_be_declared_on(world, file):
    with world.session(writes=True) as session:
        session.execute(update(Assignment).values(removed_at=make.START))
        session.commit()

    with pytest.raises(Refused):
        _declare(world, file, "none")


def test_the_letter_names_the_reviewer_and_not_what_they_wrote(world, file):
    _declare(world, file, "possible", words="A secret of the family.")

    assert world.letters() == [("pearl@example.org", "PRL-2025-P-0004: a possible conflict of interest")]


def test_many_who_undertake_at_once_undertake_once(world):
    with world.session(writes=True) as session:
        session.execute(delete(Acceptance))
        session.commit()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: declarations.undertake(world.work("assigned"), world.edition_id, "fr"), range(5)))

    with world.session() as session:
        accepted = session.scalars(select(Acceptance)).one()
        acts = session.scalars(select(LedgerRecord.act)).all()
    assert (accepted.language, acts.count("undertake")) == ("fr", 1)
