"""The schema that the migrations make is the one that the models mean: compared as the database tells it."""

import re
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from nominations.core import database, schema
from nominations.core.tables import Base


@pytest.fixture
def two(databases):
    """A database made by the migrations, and one made by the models."""
    urls = [databases.empty(), databases.empty()]
    engines = [database.connect(url) for url in urls]
    schema.upgrade(engines[0])
    with engines[1].execution_options(writes=True).begin() as connection:
        Base.metadata.create_all(connection)
    yield engines
    for engine, url in zip(engines, urls, strict=True):
        engine.dispose()
        databases.drop(url)


def describe_schema(engine) -> dict[str, object]:
    """Every table with its columns, keys, checks and indexes, by name, as the database describes it."""
    looking = inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column.get("default"))
                for column in looking.get_columns(table)
            },
            "primary key": looking.get_pk_constraint(table),
            "foreign keys": sorted(map(str, looking.get_foreign_keys(table))),
            "unique": sorted(map(str, looking.get_unique_constraints(table))),
            "checks": sorted(
                (check["name"], _plain(check["sqltext"])) for check in looking.get_check_constraints(table)
            ),
            "indexes": sorted(map(_index, looking.get_indexes(table))),
        }
        for table in looking.get_table_names() if table != "alembic_version"
    }


def _index(index: dict) -> str:
    options = {name: str(value) for name, value in index.pop("dialect_options", {}).items()}
    return f"{sorted(index.items())} {sorted(options.items())}"


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql)


def test_the_migrations_make_what_the_models_mean(two):
    migrated, modelled = map(describe_schema, two)

    assert migrated.keys() == modelled.keys()
    for table in modelled:
        assert migrated[table] == modelled[table], table


def test_the_comparison_is_not_blind(two):
    """Everything that is compared is there to be compared."""
    described = describe_schema(two[1])

    for part in ("columns", "foreign keys", "unique", "checks", "indexes"):
        assert sum(len(table[part]) for table in described.values()) > 10, part
    assert all(table["primary key"]["constrained_columns"] for table in described.values())


def test_words_of_tables_are_the_same_letter_by_letter(two):
    """What reflection may not show: SQLite keeps each table's own words, PostgreSQL each constraint's definition."""
    def words(engine) -> dict[str, list[str]]:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                every = text("SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index')")
                rows = connection.execute(every)
                return _by_table((name, _parts(sql)) for name, sql in rows if sql and name != "alembic_version")
            rows = connection.execute(text(
                "SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE connamespace = 'public'::regnamespace UNION ALL "
                "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            ))
            return _by_table((name, [definition]) for name, definition in rows if name != "alembic_version")

    migrated, modelled = map(words, two)
    for table in modelled:
        assert migrated[table] == modelled[table], table


def _parts(sql: str) -> list[str]:
    return [_plain(line).strip().rstrip(",") for line in sql.splitlines() if line.strip()]


def _by_table(rows) -> dict[str, list[str]]:
    differences: dict[str, list[str]] = {}
    for table, parts in rows:
        differences[table] = sorted([*differences.get(table, []), *parts])
    return differences


def test_the_head_written_down_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    scripts = ScriptDirectory.from_config(config)

    assert [schema.newest_migration()] == scripts.get_heads()
    assert (schema.migrations_folder() / "head.txt").read_text("ascii") == f"{schema.newest_migration()}\n"


def test_every_migration_is_numbered_says_its_purpose_and_stands_alone():
    files = sorted((Path(schema.migrations_folder()) / "versions").glob("*.py"))
    assert files

    for number, file in enumerate(files, 1):
        source = file.read_text("utf-8")
        assert file.name.startswith(f"{number:04d}_")
        assert source.startswith('"""')
        assert "import nominations" not in source
        assert "from nominations" not in source


def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty_database):
    engine = database.connect(empty_database)
    assert not schema.is_current(engine)

    schema.upgrade(engine)

    assert schema.is_current(engine)
    schema.upgrade(engine)  # once more changes nothing
    assert schema.is_current(engine)
    engine.dispose()


def test_a_migration_that_breaks_leaves_nothing_behind(empty_database, monkeypatch):
    from alembic import op

    real, made = op.create_table, []

    def create_three(name, *columns, **how):
        if len(made) == 3:
            raise RuntimeError("the disk is full")
        made.append(name)
        return real(name, *columns, **how)

    monkeypatch.setattr(op, "create_table", create_three)
    engine = database.connect(empty_database)
    with pytest.raises(RuntimeError, match="disk is full"):
        schema.upgrade(engine)
    engine.dispose()

    engine = create_engine(empty_database)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
