"""What commands share: the data folder, the database, the work of an operator."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import click

from nominations import registration
from nominations.access.queries import policy_facts
from nominations.accounts.adapters.addresses import find_key
from nominations.accounts.queries import people
from nominations.core import database, schema, settings
from nominations.core.adapters import clock
from nominations.core.language import LANGUAGES
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role, RoundCode
from nominations.core.settings import Settings
from nominations.core.tables import Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.queries.editions import Pinned
from nominations.editions.rules.edition import Category, Edition
from nominations.ranking.queries import ranking_snapshots
from nominations.rounds.queries import rounds

data_option = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="The data folder; NOMINATIONS_DATA or ./data without it.",
)
edition_option = click.option("--edition", "code", required=True, help="The edition's code, such as natavan-2025.")
category_option = click.option("--category", required=True, help="The category's key, such as project.")
language_option = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True,
                               help="The language of the document.")
round_option = click.option("--round", "round_code", type=click.Choice([code.value for code in RoundCode]),
                            default="first", show_default=True, help="Which round.")

signed_option = click.option("--for", "signer", metavar="EMAIL", help="Make it official, with a code that anybody can "
                             "check: for this person of the secretariat, in whose name it is recorded.")


class _OutputPath(click.Path):
    """A file to write, whose ending is the format: a name never says one thing while the content is another."""

    def __init__(self, endings: tuple[str, ...]) -> None:
        super().__init__(path_type=Path, dir_okay=False)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.suffix.lower().lstrip(".") not in self.endings:
            known = " or ".join(f".{ending}" for ending in self.endings)
            self.fail(f"{path} must end in {known}: the ending decides the format, and this command writes no other.",
                      param, ctx)
        return path


def output_option(*endings: str) -> Callable[[Any], Any]:
    """The file that a command writes, in the format of its ending; any other ending is refused before the work."""
    formats = " or ".join(f".{ending}" for ending in endings)
    return click.option("--output", type=_OutputPath(endings), required=True,
                        help=f"The file to write; its ending is the format: {formats}.")


@contextmanager
def work_in(settings: Settings, *, edition: str | None = None, writes: bool = False) -> Iterator[Work]:
    """The operator's work on a database that is there and up to date."""
    registration.register()
    engine = database.connect(settings.database_url)
    try:
        require_schema(engine)
        with database.open_session(engine, writes=writes) as session:
            actor = Actor(None, Role.SYSTEM, edition, "the command line")
            yield Work(session, actor, clock.make_clock(settings)(), settings)
    finally:
        engine.dispose()


def require_schema(engine: Any) -> None:
    """One sentence where the database is empty or of another version."""
    if not schema.is_current(engine):
        raise click.ClickException(
            "The database is empty or of another version; `nominations run` brings it up to date at its start."
        )


def load_settings(data: Path | None, **overrides: Any) -> Settings:
    """The settings for a data folder."""
    return settings.load_settings(data, overrides=overrides or None)


def load_edition(work: Work, code: str) -> Pinned:
    """The opened edition, or one sentence."""
    edition = editions.load_opened(work.session, code)
    if edition is None:
        raise click.ClickException(f"There is no open edition {code}.")
    return edition


def category_of(edition: Edition, key: str) -> Category:
    """The category, or one sentence."""
    try:
        return edition.category(key)
    except KeyError:
        known = ", ".join(category.key for category in edition.categories)
        raise click.ClickException(f"{edition.code} has no category {key}; it has {known}.") from None


def round_of(work: Work, edition_id: UUID, category: str, code: str) -> Round | None:
    """The round, if it was opened."""
    return rounds.find_round(work, edition_id, category, RoundCode(code))


def state_of(work: Work, round_id: UUID, number: int | None) -> UUID | None:
    """The frozen state with this number, or one sentence; none where none was asked for."""
    if number is None:
        return None
    states = {seal.number: seal.id for seal in ranking_snapshots.list_seals(work, round_id)}
    if number not in states:
        known = ", ".join(map(str, sorted(states)))
        there = f"it has {known}" if known else "none was frozen"
        raise click.ClickException(f"The round has no frozen state {number}; {there}.")
    return states[number]


def nomination_of(work: Work, edition: Pinned, reference: str) -> Nomination:
    """The nomination with this reference, or one sentence."""
    nomination = policy_facts.find_nomination(work, edition.id, reference)
    if nomination is None:
        raise click.ClickException(f"There is no nomination {reference} in {edition.edition.code}.")
    return nomination


def reviewer_of(work: Work, edition: Pinned, email: str) -> UUID:
    """The account of a reviewer of the edition, or one sentence."""
    for holder in people.list_role_holders(work.session, edition.id):
        if holder.grant.role is Role.REVIEWER and holder.account.email_key == find_key(email):
            return holder.account.id
    raise click.ClickException(f"Nobody with the address {email} is a reviewer of {edition.edition.code}.")


def write_file(path: Path, content: bytes) -> None:
    """Write beside the place and move there: a file that is there is whole."""
    with open_output(path) as target:
        target.write(content)


@contextmanager
def open_output(path: Path) -> Iterator[BinaryIO]:
    """A file being written beside its place; it moves there when all went well, and is gone otherwise."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as target:
            yield target
        draft.replace(path)
    except OSError as wrong:
        raise click.ClickException(f"{path} cannot be written: {wrong.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)
