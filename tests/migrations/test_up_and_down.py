"""Up, down, up again with the whole test world in it, on both databases."""

from sqlalchemy import inspect, select, text

from nominations.core import schema
from nominations.core.queries import ledger_chain
from nominations.core.tables import Base


def contents(engine) -> dict[str, list[tuple]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(select(table)))) for table in Base.metadata.sorted_tables
        }


def test_down_takes_everything_away_and_up_makes_it_anew(world):
    before = contents(world.engine)
    assert before["nomination"]
    described = inspect(world.engine).get_table_names()

    schema.downgrade(world.engine, "base")

    assert inspect(world.engine).get_table_names() == ["alembic_version"]
    schema.upgrade(world.engine)
    assert sorted(inspect(world.engine).get_table_names()) == sorted(described)
    assert [name for name, rows in contents(world.engine).items() if rows] == ["ledger_head"]
    with world.session() as session:
        assert ledger_chain.verify_chain(session).fault is None


def test_nothing_is_left_behind_by_going_down(world):
    schema.downgrade(world.engine, "base")

    with world.engine.connect() as connection:
        if world.engine.dialect.name == "sqlite":
            left = connection.execute(text("SELECT name FROM sqlite_master WHERE name NOT LIKE '%alembic%'")).all()
        else:
            left = connection.execute(text(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
                "UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace "
                "AND typname NOT LIKE '%alembic_version'"
            )).all()
    assert left == []


def test_what_is_in_the_database_stays_when_it_is_current_already(world):
    before = contents(world.engine)

    schema.upgrade(world.engine)

    assert contents(world.engine) == before


def test_each_step_down_and_up_again_keeps_the_schema(world):
    """One migration at a time, however many there will be."""
    described = inspect(world.engine)
    tables = sorted(described.get_table_names())
    steps = 0
    while _revision(world.engine):
        schema.downgrade(world.engine, "-1")
        steps += 1
    for _ in range(steps):
        schema.upgrade(world.engine, "+1")

    assert sorted(inspect(world.engine).get_table_names()) == tables
    assert schema.is_current(world.engine)


def _revision(engine) -> str | None:
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
