"""What all reports have in common: the facts of their title page, and rendering templates to HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nominations.core import language, qr
from nominations.documents.reports import charts, prose


@dataclass(frozen=True, slots=True)
class Front:
    """The facts of the title page; texts are in the language of the report already."""

    award: str
    organisers: tuple[str, ...]
    made_at: datetime
    made_by: str
    zone: str
    zone_name: str = ""  # "Rabat time"; the zone's own name when empty
    rule_set: str = ""  # "natavan-2025, 3f9a 11c2 ..."
    ledger_number: int | None = None
    ledger_head: str = ""
    contact: str = ""
    withheld: int = 0  # how many nominations were left out because of a conflict of interest of the reader
    # The code of an official document, in groups, and the public page that checks it; both empty on other papers.
    code: str = ""
    checked_at: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the score card."""

    key: str
    label: str
    weight: int | Decimal


def render_html(template: str, spoken: str, **values: Any) -> str:
    """The report as one HTML document in the language `spoken`; it refers to nothing but shipped fonts and
    ornaments."""
    with language.use_language(spoken):
        return jinja().get_template(f"report/{template}").render(values)


@cache
def jinja() -> Environment:
    """The reports' Jinja environment."""
    environment = language.make_jinja()
    environment.filters.update(
        paragraphs=prose.paragraphs, towards=prose.direction, fold=prose.break_words, code=group_digits
    )
    environment.globals.update(
        PAGE=Markup('<span class="page-number"></span>'),
        PAGES=Markup('<span class="page-count"></span>'),
        dots=charts.dots,
        fit_axis=charts.fit_axis,
        bar=charts.bar,
        whisker=charts.whisker,
        qr=qr.draw_qr_code,
    )
    return environment


def group_digits(code: str, size: int = 4) -> str:
    """A long code in groups, so that a person can compare it: `3f9a 11c2 77b0`."""
    return " ".join(code[start:start + size] for start in range(0, len(code), size))


def criterion_weights(criteria: tuple[Criterion, ...]) -> Mapping[str, int | Decimal]:
    """The weights by criterion, as `rounds.rules.scoring` takes them."""
    return {criterion.key: criterion.weight for criterion in criteria}
