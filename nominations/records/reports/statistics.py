"""The statistics for the press: tables of counts, as a document with bars and as spreadsheets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from babel import Locale

from nominations.core.language import current_language, format_day, use_language
from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.documents.reports.edition_reports import EditionReport
from nominations.documents.reports.frame import Front, render_html
from nominations.documents.reports.tables import Sheet, SheetColumn, write_csv, write_xlsx
from nominations.documents.reports.title_page import make_front
from nominations.editions.countries import country_word
from nominations.editions.rules.form import Kind, Question
from nominations.records.queries.statistics import Statistics, load_statistics

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """One counted value: its label, its count in each category and its total."""

    label: str
    parts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of counts; `heads` names the categories and is empty where only one is counted."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[StatisticsLine, ...]
    note: str = ""

    @property
    def top(self) -> int:
        return max((line.total for line in self.lines), default=0)


@dataclass(frozen=True, slots=True)
class StatisticsReport:
    """The content of the report, in its language; `total` is the number of nominations."""

    front: Front
    total: int
    tables: tuple[CountTable, ...]


def build_tables(statistics: Statistics) -> tuple[CountTable, ...]:
    """The tables of counts in the current language, without empty ones."""
    edition = statistics.edition
    categories = {category.key: category.label.in_(current_language()) for category in edition.categories}
    tables = (
        _make_category_table(statistics.categories, categories),
        _make_table(_("By day of submission"), statistics.days, categories, format_day, by_size=False),
        _make_table(_("By country"), statistics.countries, categories, lambda code: country_word(str(code), edition),
            note=_("A nomination of several countries counts in each of them.")),
        _make_table(_("By region"), statistics.regions, categories, lambda key: _name_region(statistics, str(key)),
            note=_("A nomination of several regions counts in each of them.")),
        _make_table(_("By language"), statistics.languages, categories, _name_language),
        *(_make_question_table(key, question, counts, categories) for key, question, counts in statistics.questions),
    )
    return tuple(table for table in tables if table.lines)


def render_statistics(report: StatisticsReport, language: str) -> str:
    """The report as HTML in `language`."""
    return render_html("statistics.html", language, report=report, front=report.front)


def write_statistics_csv(statistics: Statistics) -> Iterable[bytes]:
    """All tables as one CSV in long form: breakdown, value, category, count."""
    columns = (SheetColumn(_("Breakdown"), 24), SheetColumn(_("Value"), 32), SheetColumn(_("Category"), 20),
               SheetColumn(_("Nominations")))
    rows = (
        (table.title, line.label, head, count)
        for table in build_tables(statistics) for line in table.lines
        for head, count in (*zip(table.heads, line.parts, strict=True), (_("All"), line.total))
    )
    return write_csv(columns, rows)


def write_statistics_xlsx(statistics: Statistics, title: str, made_at: datetime) -> bytes:
    """All tables as a workbook with a sheet for each."""
    return write_xlsx(
        tuple(
            Sheet(table.title, (SheetColumn(table.title, 36), *map(SheetColumn, (*table.heads, _("All")))),
                  [(line.label, *line.parts, line.total) for line in table.lines])
            for table in build_tables(statistics)
        ) or (Sheet(title, (SheetColumn(title, 36),), ()),),
        title, current_language(), made_at=made_at,
    )


def _make_category_table(counts: Counter[str], categories: Mapping[str, str]) -> CountTable:
    lines = tuple(StatisticsLine(label, (), counts[key]) for key, label in categories.items() if counts[key])
    return CountTable(_("By category"), (), lines)


def _make_table(
    title: str, counts: Mapping[Key, Counter[str]], categories: Mapping[str, str],
    word: Callable[[Key], str], *, by_size: bool = True, note: str = "",
) -> CountTable:
    lines = [
        StatisticsLine(word(key), tuple(count[category] for category in categories), count.total())
        for key, count in counts.items()
    ]
    if by_size:
        lines.sort(key=lambda line: (-line.total, line.label))
    return CountTable(title, tuple(categories.values()), tuple(lines), note if lines else "")


def _make_question_table(
    key: str, question: Question, counts: Counter[str], categories: Mapping[str, str]
) -> CountTable:
    title = _("%(question)s (%(category)s)", question=question.label.in_(current_language()), category=categories[key])
    lines = [
        StatisticsLine(
            option.label.in_(current_language()), (), counts[option.key]
        ) for option in question.options if counts[option.key]
    ]
    lines.sort(key=lambda line: -line.total)
    if lines and counts[""]:
        lines.append(StatisticsLine(_("Not answered"), (), counts[""]))
    allows_several = question.kind is Kind.CHOICES
    note = _("Several answers were possible.") if allows_several and lines else ""
    return CountTable(title, (), tuple(lines), note)


def _name_region(statistics: Statistics, key: str) -> str:
    region_found = next((region for region in statistics.edition.regions if region.key == key), None)
    return region_found.label.in_(current_language()) if region_found else _("Other countries")


def _name_language(code: object) -> str:
    return Locale.parse(current_language()).languages.get(str(code), str(code)) if code else _("Not answered")


def _render_report(work: Work, edition_id: UUID, language: str) -> str:
    statistics = load_statistics(work, edition_id)
    with use_language(language):
        report = StatisticsReport(
            make_front(work, statistics.edition, language), statistics.total, build_tables(statistics)
        )
    return render_statistics(report, language)


def _write_table(work: Work, edition_id: UUID, form: str) -> Iterable[bytes]:
    statistics = load_statistics(work, edition_id)
    return write_statistics_csv(statistics) if form == "csv" else (
        write_statistics_xlsx(statistics, str(TITLE), work.now),
    )


TITLE = _l("Statistics")
REPORT = EditionReport(
    title=TITLE, rights=(Action.EXPORT,), place=10, html=_render_report, table=_write_table,
    about=_l("Figures for the press, without names: by day, category, country, region, language and kind."),
)
