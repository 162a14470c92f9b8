"""The command that proposes assignments: the same plan as on the page, printed in the same sentences."""

import json
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
    round_of,
    round_option,
    work_in,
)
from nominations.core.language import use_language
from nominations.core.rules.errors import Refused
from nominations.routing.queries.panel import Choices
from nominations.routing.queries.plans import PlanResult, load_plan
from nominations.routing.reports import sentences
from nominations.routing.services import plans


@click.group("routing")
def group() -> None:
    """Who reads what."""


@group.command()
@edition_option
@category_option
@round_option
@click.option("--reviews", type=click.IntRange(1, 10), default=None,
              help="Reviews per file; what the edition asks for without it.")
@click.option("--country-cap", type=click.IntRange(0, 10), default=1, show_default=True,
              help="The most reviewers of a file from one country; 0 for no such limit.")
@click.option("--mixed-regions/--any-regions", default=True, show_default=True,
              help="Whether the reviewers of a file must not all come from one region.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True,
              help="Decides between equal plans; the same seed gives the same plan.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
@language_option
@data_option
def propose(
    code: str, category: str, round_code: str, reviews: int | None, country_cap: int, mixed_regions: bool, seed: int,
    as_json: bool, language: str, data: Path | None,
) -> None:
    """Propose who reads what in a round, and keep the plan for the board; nothing is assigned yet."""
    with work_in(load_settings(data), edition=code, writes=True) as work, use_language(language):
        edition = load_edition(work, code)
        category_of(edition.edition, category)
        round_ = round_of(work, edition.id, category, round_code)
        if round_ is None:
            raise click.ClickException(f"The {round_code} round of {category} has not been opened.")
        work.session.rollback()
        choices = Choices(
            reviews or edition.edition.scoring.least_reviews, country_cap=country_cap or None,
            mixed_regions=mixed_regions, seed=seed,
        )
        try:
            plan_id = plans.make_plan_now(work, round_.id, choices)
        except Refused as error:
            raise click.ClickException(f"The {round_code} round of {category} is closed ({error}).") from None
        result = load_plan(work, plan_id)
        if as_json:
            click.echo(json.dumps({**_describe_plan(result), **result.result}, indent=2, ensure_ascii=False))
        else:
            _print_plan(result, sentences.load_names(result.panel, edition.edition))
        if not result.is_answer:
            raise click.exceptions.Exit(1)


def _describe_plan(result: PlanResult) -> dict[str, object]:
    plan = result.plan
    return {
        "plan": str(plan.id), "input_hash": plan.input_hash, "seed": plan.seed,
        "versions": plan.versions, "trouble": result.job.trouble,
    }


def _print_plan(result: PlanResult, names: sentences.Names) -> None:
    if result.is_answer:
        for described in sentences.describe_quality(result.result, names):
            click.echo(f"{'!' if described.warns else ' '} {described.text}")
        return
    if result.job.trouble:
        click.echo(f"! {sentences.describe_trouble(result.job.trouble)}")
        return
    for sentence in sentences.describe_cause(result.result["cause"], names):
        click.echo(f"! {sentence}")
    for change in result.result["singles"]:
        click.echo(f"  + {sentences.describe_change(change, names)}")
    for change in result.result["together"]:
        click.echo(f"  & {sentences.describe_change(change, names)}")
