"""The command that exports the raw marks, so that anyone can recompute the ranking."""

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
    round_of,
    round_option,
    work_in,
    write_file,
)
from nominations.ranking.reports import score_table, score_tables, scores_data

FORMATS = ("csv", "xlsx", "json")


@click.group("scores")
def group() -> None:
    """Take the marks out."""


@group.command("export")
@edition_option
@category_option
@round_option
@click.option("--format", "requested_format", type=click.Choice(FORMATS), help="The ending of the file "
              "decides it; where both are given, they must agree.")
@language_option
@data_option
@output_option(*FORMATS)
def export(
    code: str, category: str, round_code: str, requested_format: str | None, language: str, data: Path | None,
    output: Path
) -> None:
    """Write every set of marks of a round, one row each: CSV, a workbook whose totals are formulas, or JSON."""
    ending = output.suffix.lower().lstrip(".")
    if requested_format not in (None, ending):
        raise click.UsageError(
            f"The file is named .{ending} and --format says {requested_format}: leave one of them out."
        )
    with work_in(load_settings(data), edition=code) as work:
        edition = load_edition(work, code)
        kind = category_of(edition.edition, category)
        round_ = round_of(work, edition.id, category, round_code)
        if round_ is None:
            raise click.ClickException(f"The {round_code} round of {category} has not been opened.")
        criteria, mark_sets = score_tables.load_current_mark_sets(work, round_.id, language)
        if ending == "csv":
            content = b"".join(score_table.render_csv(criteria, mark_sets, language))
        elif ending == "json":
            content = scores_data.render_json(
                criteria, mark_sets, edition=code, category=category, round_code=round_code, made_at=work.now
            )
        else:
            content = score_table.render_xlsx(criteria, mark_sets, language, kind.label.in_(language), work.now)
    write_file(output, content)
    click.echo(f"{output}: {len(content):,} bytes.")
