"""The only commit of the application: all or nothing, with its events, and a ledger without forks."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nominations.core import database, schema, withheld
from nominations.core.queries import ledger_chain
from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.events import AccountChanged, Listeners, NobodyListens
from nominations.core.rules.ledger import GENESIS
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Refusal, Role
from nominations.core.tables import Account, Job, LedgerHead, LedgerRecord, Letter
from nominations.core.work import NestedTransaction, Work
from tests.support import make
from tests.support.small_edition import CODE

pytestmark = pytest.mark.both_databases


class Crash(Exception):
    """The process ends in the middle."""


def everything(world) -> tuple:
    """What a transaction may have changed: letters, jobs, records, the ledger's head, the owner's name."""
    with world.session() as session:
        counts = [session.scalar(select(func.count()).select_from(model)) for model in (Letter, Job, LedgerRecord)]
        name = session.scalar(select(Account.name).where(Account.email == "ada.byron@example.org"))
        return (*counts, ledger_chain.load_head(session), name)


def act(work: Work) -> None:
    """One of everything that a use case leaves behind."""
    account = work.session.get_one(Account, work.actor.id)
    account.name = "Somebody Else"
    work.send_mail("password_changed", account)
    work.enqueue_job("document", document_id="x")
    work.record(Action.USE_ACCOUNT, account, {"what": "name"})


def listening(world, heard: list) -> Work:
    """The owner's work, with queued jobs collected in a list."""
    owner = world.person("owner")
    actor = Actor(owner.id, Role.APPLICANT, CODE, owner.name, owner.email)
    return Work(world.session(writes=True), actor, world.clock(), world.settings,
                lambda task, identity: heard.append((task, identity)))


def test_a_committed_act_is_stored_and_announced(world):
    heard: list = []
    work, before = listening(world, heard), everything(world)
    with work.transaction():
        act(work)
        assert heard == []

    letters, jobs, records, head, name = everything(world)
    assert (letters, jobs, records) == tuple(count + 1 for count in before[:3])
    assert (head[0], name) == (before[3][0] + 1, "Somebody Else")
    assert [task for task, _ in heard] == ["letter", "job"]


def test_what_fails_in_the_middle_leaves_nothing(world):
    heard: list = []
    work, before = listening(world, heard), everything(world)
    with pytest.raises(Crash), work.transaction():  # noqa: PT012 (what is there before the crash is the point)
        act(work)
        raise Crash

    assert everything(world) == before
    assert heard == []
    with work.transaction():
        pass
    assert heard == []  # nor does the next transaction ring for what was forgotten


def test_a_rehearsal_does_it_all_and_keeps_nothing(world):
    heard: list = []
    work, before = listening(world, heard), everything(world)
    with work.transaction(keep=False) as session:
        act(work)
        assert ledger_chain.load_head(session)[0] == before[3][0] + 1

    assert everything(world) == before
    assert heard == []


def begin_inside(outer: Work, inner: Work) -> None:
    """A use case that calls another one after it has done its own."""
    with outer.transaction():
        act(outer)
        with inner.transaction():
            raise AssertionError("the inner transaction must not begin")


def test_a_transaction_inside_a_transaction_is_refused_and_nothing_of_the_outer_one_is_kept(world):
    heard: list = []
    work, before = listening(world, heard), everything(world)
    with pytest.raises(NestedTransaction, match="does not call another use case"):
        begin_inside(work, work)

    assert everything(world) == before
    assert heard == []


def test_nor_does_somebody_elses_work_in_the_same_session_begin_one(world):
    work, before = listening(world, []), everything(world)
    other = Work(work.session, world.work("head").actor, work.now, work.settings)
    with pytest.raises(NestedTransaction):
        begin_inside(work, other)

    assert everything(world) == before


@pytest.mark.parametrize("keep", [True, False])
def test_one_transaction_after_another_is_as_it_should_be(world, keep):
    work = listening(world, [])
    with pytest.raises(Crash), work.transaction():
        raise Crash
    with work.transaction(keep=keep):
        act(work)
    with work.transaction() as session:
        session.get_one(Account, work.actor.id).language = "fr"

    with world.session() as session:
        assert session.get_one(Account, work.actor.id).language == "fr"


def listened_to(world, *listeners) -> Work:
    """The owner's work, whose changes of accounts these listeners hear of."""
    registry, work = Listeners(), listening(world, [])
    for listener in listeners:
        registry.add(AccountChanged, listener)
    return replace(work, listeners=registry)


def test_what_follows_from_a_change_is_part_of_the_transaction(world):
    def follow(work: Work, event: AccountChanged) -> None:
        work.session.get_one(Account, event.account_id).language = "fr"

    work = listened_to(world, follow)
    with work.transaction():
        work.announce(AccountChanged(work.actor.id))
        with world.session() as session:
            assert session.get_one(Account, work.actor.id).language == "en"

    assert world.person("owner").language == "fr"


def test_a_listener_that_fails_undoes_the_act(world):
    def fail(work: Work, event: AccountChanged) -> None:
        raise Crash

    work, before = listened_to(world, fail), everything(world)

    def change() -> None:
        with work.transaction():
            act(work)
            work.announce(AccountChanged(work.actor.id))

    with pytest.raises(Crash):
        change()
    assert everything(world) == before


def test_all_who_listen_are_called_each_once_in_their_order_with_the_event(world):
    heard: list = []

    def first(work: Work, event: AccountChanged) -> None:
        heard.append(("first", event))

    def second(work: Work, event: AccountChanged) -> None:
        heard.append(("second", event))

    work = listened_to(world, first, second, first)
    event = AccountChanged(work.actor.id)
    with work.transaction():
        work.announce(event)

    assert heard == [("first", event), ("second", event)]


def test_an_event_that_nobody_listens_to_undoes_the_act_instead_of_being_lost(world):
    work, before = listened_to(world), everything(world)

    def change() -> None:
        with work.transaction():
            act(work)
            work.announce(AccountChanged(work.actor.id))

    with pytest.raises(NobodyListens, match="AccountChanged"):
        change()
    assert everything(world) == before


def test_a_change_is_announced_in_its_transaction_only(world):
    heard: list = []
    work = listened_to(world, lambda work, event: heard.append(event))

    with pytest.raises(RuntimeError, match="inside the transaction"):
        work.announce(AccountChanged(work.actor.id))
    assert heard == []


def test_a_job_is_queued_only_once_its_row_is_committed(world):
    was_stored = []

    def look(task, identity):
        with world.session() as other:
            was_stored.append(other.get({"letter": Letter, "job": Job}[task], identity) is not None)

    work = listening(world, [])
    work = Work(work.session, work.actor, work.now, work.settings, look)
    with work.transaction():
        act(work)

    assert was_stored == [True, True]


def test_the_second_of_two_saves_is_refused(world):
    first, second = world.work("owner"), world.work("owner")
    stale = second.session.get_one(Account, second.actor.id)
    second.session.commit()  # lets go of the lock, keeps what was read
    with first.transaction() as session:
        session.get_one(Account, first.actor.id).language = "fr"

    with pytest.raises(ChangedElsewhere), second.transaction():
        stale.language = "ar"

    assert world.person("owner").language == "fr"


def test_a_record_names_who_when_what_and_commits_to_the_content(world):
    work = world.work("officer")
    file = world.nomination("submitted")
    with work.transaction():
        number = work.record(Action.SCREEN, file, {"note": "words"})

    with world.session() as session:
        record = session.get_one(LedgerRecord, number)
    assert (record.actor, record.role, record.act, record.at) == (str(work.actor.id), "officer", "screen", work.now)
    assert record.subject == f"nomination:{file.id}"
    assert "words" not in str(record.__dict__)


@pytest.mark.parametrize("mentioned", ["as the subject", "in the content"])
def test_an_act_on_a_nomination_that_is_withheld_from_the_actor_is_not_recorded(world, mentioned):
    """Even where a use case forgot to ask the policy about the nomination."""
    work, file = world.work("officer"), world.nomination("submitted")
    withheld.withhold(work.session, [file.id])
    subject, content = (file, {}) if mentioned == "as the subject" else ("pairs", {"nominations": [file.id]})
    before = everything(world)

    with pytest.raises(Refused) as no, work.transaction():
        work.record(Action.SCREEN, subject, content)

    assert no.value.reason is Refusal.NOT_FOUND
    assert everything(world) == before


def test_an_act_on_a_whole_round_is_recorded_with_what_is_withheld_from_the_actor(world):
    work, file = world.work("head"), world.nomination("eligible")
    withheld.withhold(work.session, [file.id])

    with work.transaction():
        assert work.record(Action.CLOSE_ROUND, "round", {"nominations": [file.id]})


def test_a_new_ledger_begins_with_its_head_at_genesis(empty_database):
    engine = database.connect(empty_database)
    schema.upgrade(engine)
    with database.open_session(engine) as session:
        assert ledger_chain.load_head(session) == (0, GENESIS)
        assert ledger_chain.verify_chain(session).fault is None
    engine.dispose()


def test_a_writer_that_had_looked_at_the_head_before_still_adds_to_its_end(world):
    early, other = world.work("officer"), world.work("head")
    looked_at = early.session.scalars(select(LedgerHead)).one()
    early.session.commit()
    with other.transaction():
        other.record(Action.SCREEN, "nomination:1", {})

    with early.transaction():
        early.record(Action.SCREEN, "nomination:2", {})

    with world.session() as session:
        assert ledger_chain.verify_chain(session).fault is None
    assert looked_at.number == ledger_chain.load_head(early.session)[0]


@pytest.mark.parametrize("writers", [8])
def test_many_writers_at_once_make_one_chain_without_fork_or_gap(world, writers):
    turns, started, troubles = 6, threading.Barrier(writers), []
    with world.session() as session:
        before = ledger_chain.load_head(session)[0]

    def write(writer: int) -> None:
        try:
            started.wait()
            for turn in range(turns):
                with world.session(writes=True) as session:
                    work = Work(session, make.SYSTEM, world.clock(), world.settings)
                    with work.transaction():
                        work.record("test", f"writer:{writer}", {"turn": turn})
        except BaseException as trouble:
            troubles.append(trouble)
            raise

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    with world.session() as session:
        numbers = list(session.scalars(select(LedgerRecord.number).order_by(LedgerRecord.number)))
        own = [
            list(session.scalars(select(LedgerRecord.number).where(LedgerRecord.subject == f"writer:{writer}")
                                 .order_by(LedgerRecord.number)))
            for writer in range(writers)
        ]
        verdict = ledger_chain.verify_chain(session)
    assert numbers == list(range(1, before + writers * turns + 1))
    assert [len(numbers_of_one) for numbers_of_one in own] == [turns] * writers
    assert (verdict.fault, verdict.records) == (None, len(numbers))


def test_the_instant_of_a_work_is_the_same_in_every_rule_of_it(world):
    work = world.work("owner")
    world.clock.turn_to(world.clock() + timedelta(hours=1))
    with work.transaction():
        act(work)

    with world.session() as session:
        newest = session.scalars(select(LedgerRecord).order_by(LedgerRecord.number.desc()).limit(1)).one()
        assert newest.at == session.scalars(select(Letter).order_by(Letter.written_at.desc()).limit(1)).one().written_at
        assert newest.at == work.now
