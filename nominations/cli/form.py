"""The commands that write the official form as a blank PDF and read one that was filled in."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from nominations.cli.shared import (
    category_of,
    category_option,
    data_option,
    edition_option,
    language_option,
    load_edition,
    load_settings,
    output_option,
    work_in,
    write_file,
)
from nominations.documents.adapters.render import Limits
from nominations.documents.texts import FORM_TROUBLES
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.official_form.adapters import form_reader
from nominations.official_form.reports import blank_form
from nominations.official_form.rules import form_reading


@click.group("form")
def group() -> None:
    """The fillable form of a category: write it blank, read a filled one."""


@group.command()
@edition_option
@category_option
@language_option
@output_option("pdf")
@data_option
def blank(code: str, category: str, language: str, output: Path, data: Path | None) -> None:
    """Write the blank form of a category in a language as PDF."""
    settings = load_settings(data)
    with work_in(settings, edition=code) as work:
        edition = load_edition(work, code).edition
    address = f"{settings.public_address}/{edition.code}/"
    limits = Limits(settings.pdf_memory_mb * 1_048_576, settings.pdf_seconds, settings.pdf_seconds * 2)
    write_file(output, blank_form.render_form(edition, category_of(edition, category), language, address, limits))
    click.echo(f"{output}: {output.stat().st_size:,} bytes.")


@group.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Answers as JSON instead of a list to be read.")
@data_option
def read(file: Path, as_json: bool, data: Path | None) -> None:
    """Read a filled-in form: what it is, what is the matter with it, and what it holds, field by field."""
    settings = load_settings(data)
    upload = form_reader.look(file, settings)
    with work_in(settings) as work:
        mark = form_reading.mark_of(upload.fields, upload.properties)
        pinned = (
            editions.load_opened(work.session, mark.edition) if mark else None
        ) or editions.load_newest(work.session)
        if pinned is None:
            raise click.ClickException("No edition is open, so there is nothing to read the form by.")
        category, form = form_reading.interpret(
            pinned.edition, None, upload.fields, upload.properties, is_pdf=upload.is_pdf, encrypted=upload.encrypted,
            damaged=upload.damaged,
        )
    if as_json:
        click.echo(json.dumps(_form_as_json(form, category), ensure_ascii=False, indent=2))
    else:
        _print_form(form, upload.fields)
    if not form.read.answers:
        raise click.ClickException("Nothing could be read.")


def _form_as_json(form: form_reading.FormRead, category: Category | None) -> dict[str, object]:
    mark = form.mark
    return {
        "form": None if mark is None else {
            "edition": mark.edition, "category": mark.category, "language": mark.language, "version": mark.version,
        },
        "read_as": category.key if category else None,
        "troubles": [trouble.value for trouble in form.troubles], "answers": form.read.answers,
        "left_out": [*form.read.strangers, *form.read.ambiguous],
    }


def _print_form(form: form_reading.FormRead, fields: Mapping[str, str]) -> None:
    if form.mark:
        click.echo(f"{form.mark.edition}, {form.mark.category}, {form.mark.language}, form {form.mark.version}")
    for trouble in form.troubles:
        click.echo(f"! {FORM_TROUBLES[trouble]}")
    for name in sorted(set(fields) - {"form"}):
        first, *rest = fields[name].splitlines() or [""]
        click.echo(f"{name}: {first}")
        for line in rest:
            click.echo(f"    {line}")
