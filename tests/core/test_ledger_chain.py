"""The ledger in its database: every tampering is found, nothing that is well is called a fault."""

import pytest
from sqlalchemy import event, select, text

from nominations.core.queries import ledger_chain
from nominations.core.rules.ledger import GENESIS, Fault
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import LedgerContent, LedgerHead, LedgerRecord

pytestmark = pytest.mark.both_databases


@pytest.fixture
def records(world) -> int:
    """Five more records; how many there are."""
    work = world.work("officer")
    for number in range(5):
        with work.transaction():
            work.record(Action.SCREEN, f"nomination:{number}", {"note": "مدرسة", "number": number, "none": None})
    with world.session() as session:
        return ledger_chain.load_head(session)[0]


def tamper(world, *statements: str) -> None:
    """As an owner of the database would: without the triggers."""
    with world.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "sqlite":
            for table, act in (("record", "update"), ("record", "delete"), ("content", "update")):
                connection.execute(text(f"DROP TRIGGER IF EXISTS ledger_{table}_{act}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name != "sqlite":
            connection.execute(text("SET session_replication_role = DEFAULT"))


def verdict(world, **printed: str) -> ledger_chain.Verdict:
    with world.session() as session:
        return ledger_chain.verify_chain(session, **printed)


def test_an_untouched_ledger_holds(world, records):
    untouched = verdict(world)

    assert (untouched.fault, untouched.records, untouched.erased) == (None, records, 0)


@pytest.mark.parametrize("column", [
    column.name for column in LedgerRecord.__table__.columns if column.name not in ("number", "at")
])
def test_a_changed_field_is_found(world, records, column):
    tamper(world, f"UPDATE ledger_record SET {column} = 'x' WHERE number = {records - 2}")

    assert verdict(world).fault.number == records - 2


@pytest.mark.parametrize(("statement", "number", "why"), [
    ("UPDATE ledger_record SET at = '2020-01-01 00:00:00' WHERE number = 3", 3, "was changed"),
    ("UPDATE ledger_record SET number = 99 WHERE number = 3", 3, "missing"),
    ("DELETE FROM ledger_record WHERE number = 3", 3, "missing"),
    ("UPDATE ledger_content SET salt = 'x' WHERE number = 3", 3, "its content was changed"),
    ("UPDATE ledger_content SET content = '{}' WHERE number = 3", 3, "its content was changed"),
    ("UPDATE ledger_head SET number = 3", 7, "is not what the head says"),
    ("UPDATE ledger_head SET hash = 'x'", 7, "is not what the head says"),
    ("UPDATE ledger_head SET number = 9", 8, "missing"),
])
def test_a_tampering_is_found_and_named(world, records, statement, number, why):
    tamper(world, "DELETE FROM ledger_content WHERE number = 3" if "_record SET number" in statement or
           "FROM ledger_record" in statement else "SELECT 1", statement)
    assert records == 7

    assert verdict(world).fault == Fault(number, why)


def test_a_tail_that_was_cut_is_missed_by_its_head(world, records):
    tamper(world, f"DELETE FROM ledger_content WHERE number = {records}",
           f"DELETE FROM ledger_record WHERE number = {records}")

    assert verdict(world).fault == Fault(records, "missing")


def test_a_tail_cut_together_with_its_head_is_shown_by_a_head_that_was_printed(world, records):
    printed = verdict(world).head
    with world.session() as session:
        before = session.scalars(select(LedgerRecord.hash).where(LedgerRecord.number == records - 1)).one()
    tamper(world, f"DELETE FROM ledger_content WHERE number = {records}",
           f"DELETE FROM ledger_record WHERE number = {records}",
           f"UPDATE ledger_head SET number = {records - 1}, hash = '{before}'")

    assert verdict(world).fault is None
    assert verdict(world, printed=before).fault is None
    assert verdict(world, printed=printed).fault.why == "does not follow from the head that was printed"


def test_every_head_ever_printed_stays_in_the_chain(world, records):
    with world.session() as session:
        hashes = [GENESIS, *session.scalars(select(LedgerRecord.hash))]

    assert [verdict(world, printed=printed_hash).fault for printed_hash in hashes] == [None] * (records + 1)


def test_erased_content_is_counted_and_no_fault(world, records):
    with world.session(writes=True) as session:
        session.delete(session.get_one(LedgerContent, 3))
        session.commit()

    assert (verdict(world).fault, verdict(world).erased) == (None, 1)


def test_a_head_changed_before_the_first_record_is_found(empty_database):
    from nominations.core import database, schema

    engine = database.connect(empty_database)
    schema.upgrade(engine)
    with database.open_session(engine, writes=True) as session:
        session.get_one(LedgerHead, 1).hash = "1" * 64
        session.commit()
        assert ledger_chain.verify_chain(session).fault == Fault(0, "is not what the head says")
    engine.dispose()


def test_somebody_who_writes_while_the_chain_is_walked_is_not_a_fault(world, records):
    late = []

    def write_meanwhile(*_):
        if not late:
            late.append(True)
            work = world.work("head")
            with work.transaction():
                work.record(Action.SCREEN, "nomination:9", {})

    event.listen(world.engine, "after_cursor_execute", write_meanwhile)
    shortened = verdict(world)
    event.remove(world.engine, "after_cursor_execute", write_meanwhile)

    assert late
    assert shortened.fault is None
    assert verdict(world).records == records + 1


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_record SET act = 'x'", "DELETE FROM ledger_record", "UPDATE ledger_content SET salt = 'x'",
])
def test_the_database_itself_refuses_to_change_the_ledger(world, records, statement):
    with (
        pytest.raises(Exception, match="the ledger is never changed"),
        world.engine.execution_options(writes=True).begin() as connection,
    ):
        connection.execute(text(statement))

    assert verdict(world).fault is None


def test_postgresql_refuses_to_empty_the_ledger_at_once(world, records):
    if world.engine.dialect.name == "sqlite":
        return  # has no TRUNCATE; its DELETE is refused above
    for table in ("ledger_record", "ledger_content"):
        with (
            pytest.raises(Exception, match="the ledger is never changed"),
            world.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.execute(text(f"TRUNCATE {table} CASCADE"))

    assert verdict(world).records == records
