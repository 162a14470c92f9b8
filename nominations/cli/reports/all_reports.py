"""The command that writes every report of an edition into a folder."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import click

from nominations.cli.shared import data_option, edition_option, load_edition, load_settings, work_in, write_file
from nominations.core.language import LANGUAGES
from nominations.core.queries import accounts
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.editions.queries.editions import Pinned
from nominations.ranking.adapters.analysis_child import analyse_in_child
from nominations.ranking.reports import score_sheets, score_tables
from nominations.reviewing.queries import own_reviews
from nominations.reviewing.reports import own_documents
from nominations.rounds.queries import rounds


@click.command("all")
@edition_option
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True, default=LANGUAGES,
              show_default=True, help="The languages of the reports; may be given several times.")
@data_option
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="The folder to write them into.")
def make_all_reports(code: str, languages: tuple[str, ...], data: Path | None, folder: Path) -> None:
    """Every report of the edition: registers, statistics, scoring reports, volumes; one reviewer's as an example."""
    from nominations.documents.adapters.pdf import to_pdf

    with work_in(load_settings(data), edition=code) as work:
        edition = load_edition(work, code)
        papers = [(name, html) for language in languages for name, html in _render_papers(work, edition, language)]
    for name, html in papers:
        path = folder / f"{name}.pdf"
        write_file(path, to_pdf(html))
        click.echo(f"{path}: {path.stat().st_size:,} bytes.")


def _render_papers(work: Work, edition: Pinned, language: str) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each report in one language."""
    for key, report in EDITION_REPORTS.items():
        yield f"{key.replace('_', '-')}-{language}", report.html(work, edition.id, language)
    for round_ in (line.round for line in rounds.list_rounds(work, edition.id)):
        suffix = f"{round_.category}-{round_.code.value}-{language}"
        yield f"scoring-{suffix}", score_tables.render_scoring_report(
            work, round_.id, language, False, analyse=analyse_in_child
        )[0]
        yield (
            f"score-sheets-{suffix}",
            score_sheets.render_volume(score_tables.load_volume(work, round_.id, language, False), language),
        )
    if reviewer := _find_certifiable_reviewer(work, edition.id):
        reviewer_work = replace(work, actor=Actor(reviewer, Role.REVIEWER, edition.edition.code))
        yield f"my-reviews-{language}", own_documents.reviews_html(reviewer_work, edition.id, language)
        yield f"certificate-{language}", own_documents.certificate_html(work, edition.id, reviewer, language)


def _find_certifiable_reviewer(work: Work, edition_id: UUID) -> UUID | None:
    """The first reviewer with a review that counts; None where there is none."""
    for reviewer in accounts.list_holders(work.session, edition_id, Role.REVIEWER):
        if own_reviews.load_service(work, edition_id, reviewer.id).files:
            return reviewer.id
    return None
