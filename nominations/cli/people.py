"""The commands that give roles, and that export and import the reviewers of an edition as a table.

An edition gets its first head of the secretariat here: on the pages only a head gives roles.
"""

from pathlib import Path

import click

from nominations.accounts.services import roles
from nominations.cli.shared import (
    data_option,
    edition_option,
    language_option,
    load_edition,
    load_settings,
    open_output,
    output_option,
    work_in,
)
from nominations.core.language import LANGUAGES, ngettext, use_language
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import GRANTED, Role, RowState
from nominations.core.texts.states import ROW_STATES
from nominations.documents.reports import table_sentences
from nominations.documents.reports.table_reader import BadTable
from nominations.panel import texts
from nominations.panel.queries.people_table import list_known, load_import
from nominations.panel.services import people_table


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
@click.option("--closing", type=int, default=0, metavar="NUMBER",
              help="Confirms that so many nominations are closed to the person with the role.")
@data_option
def grant(
    address: str, code: str, role: str, name: str, language: str, closing: int, data: Path | None
) -> None:
    """Give ADDRESS a role in an edition; a letter tells its owner."""
    with work_in(load_settings(data), edition=code, writes=True) as work:
        edition_id = load_edition(work, code).id
        try:
            roles.grant_role(work, edition_id, address, name, Role(role), language=language, closing=closing)
        except Invalid as error:
            field, (why, _params) = next(iter(error.problems.items()))
            raise click.ClickException(f"The {field} cannot be taken: {why.replace('_', ' ')}.") from None
        except roles.NominationsClose as error:
            raise click.ClickException(_closing_sentence(error.count)) from None
    if closing:
        click.echo(_closing_sentence(closing, confirmed=True))
    click.echo(f"{address} is now {role} in {code}.")


def _closing_sentence(count: int, *, confirmed: bool = False) -> str:
    sentence = ngettext(
        "This person cannot open %(num)s nomination in this role.",
        "This person cannot open %(num)s nominations in this role.", count,
    )
    return sentence if confirmed else f"{sentence} To give the role all the same, add --closing {count}."


@group.command("export")
@edition_option
@output_option("csv")
@data_option
def export_people(code: str, output: Path, data: Path | None) -> None:
    """Write the reviewers of an edition, and those invited, as CSV."""
    with work_in(load_settings(data), edition=code) as work, open_output(output) as target:
        profiles = list_known(work, load_edition(work, code).id)
        for block in texts.as_table(profiles):
            target.write(block)
    click.echo(f"{len(profiles)} people are in {output}.")


@group.command("import")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@edition_option
@click.option("--apply", "applies", is_flag=True, help="Keep what is new or changed; a clash stays out.")
@language_option
@data_option
def import_people(table: Path, code: str, applies: bool, language: str, data: Path | None) -> None:
    """Read a CSV of reviewers and tell, line by line, what it would change; nothing is kept without --apply."""
    with work_in(load_settings(data), edition=code, writes=True) as work, use_language(language):
        edition_id = load_edition(work, code).id
        work.session.rollback()
        try:
            people_import = people_table.read_table(work, edition_id, _read_limited(table))
        except BadTable as error:
            raise click.ClickException(table_sentences.error_sentence(error.wrongs[0], {})) from None
        judged = load_import(work, people_import.id, edition_id).judged
        import_id = people_import.id
        for row in judged:
            words = [str(ROW_STATES[row.state][0]), *texts.describe_refusals(row)]
            click.echo(f"{row.row.line:5}  {row.row.mail}  {' '.join(words)}")
            for name, before, after in row.changes:
                click.echo(f"       {name}: {before or '-'} -> {after or '-'}")
        work.session.rollback()
        if applies:
            lines = {row.row.line for row in judged if row.state in (RowState.NEW, RowState.CHANGED)}
            result = people_table.apply_table(work, edition_id, import_id, lines)
            click.echo(ngettext("%(num)s profile is saved.", "%(num)s profiles are saved.", result.changed))
            invited = result.invited
            click.echo(ngettext(
                "We are emailing an invitation to %(num)s person.",
                "We are emailing invitations to %(num)s people.", invited,
            ))
        else:
            click.echo("Nothing was changed; --apply keeps what is new or changed.")
        if any(row.state is RowState.REFUSED for row in judged):
            raise click.exceptions.Exit(1)


def _read_limited(table: Path) -> bytes:
    """The content up to one byte more than is allowed, so that a file without end does not fill the memory."""
    with table.open("rb") as source:
        return source.read(people_table.MOST_BYTES + 1)
