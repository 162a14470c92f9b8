"""The schema of the database: brought up to date by the migrations that travel with the code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine

_HERE = Path(__file__).parents[1]


def migrations_folder() -> Path:
    """The folder of migrations: beside the package in a checkout, inside it in a wheel."""
    beside = _HERE.parent / "migrations"
    return beside if beside.is_dir() else _HERE / "migrations"


def configuration(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to `to`, all or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(configuration(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to `to`."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(configuration(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_migration()


def newest_migration() -> str:
    """The newest migration's number."""
    return (migrations_folder() / "head.txt").read_text("ascii").strip()
