"""People: the first head of the secretariat is made here."""

from pathlib import Path

import click

from nominations.cli.shared import data_option, edition_option, load, pinned, work_in
from nominations.domain.errors import Invalid
from nominations.domain.vocabulary import GRANTED, Role
from nominations.language import LANGUAGES
from nominations.services import people


@click.group("people")
def group() -> None:
    """Give people their roles."""


@group.command()
@click.argument("address")
@edition_option
@click.option("--role", type=click.Choice([role.value for role in GRANTED]), default="head", show_default=True,
              help="The role to give.")
@click.option("--name", default="", help="The person's name.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the letters.")
@data_option
def grant(address: str, code: str, role: str, name: str, language: str, data: Path | None) -> None:
    """Give ADDRESS a role in an edition; a letter tells its owner."""
    with work_in(load(data), edition=code, writes=True) as work:
        edition_id = pinned(work, code).id
        try:
            people.grant(work, edition_id, address, name, Role(role), language=language)
        except Invalid as wrong:
            field, (why, _params) = next(iter(wrong.problems.items()))
            raise click.ClickException(f"The {field} cannot be taken: {why.replace('_', ' ')}.") from None
    click.echo(f"{address} is now {role} in {code}.")
