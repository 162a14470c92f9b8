"""The scoring report of a category in which no round was opened yet: an empty one that says so."""

from nominations.core.language import use_language
from nominations.core.rules.vocabulary import RoundCode
from nominations.core.work import Work
from nominations.documents.reports.frame import Criterion
from nominations.documents.reports.title_page import make_front
from nominations.editions.rules.edition import Category, Edition
from nominations.ranking.reports import scoring
from nominations.rounds.texts import ROUNDS


def render_empty_report(
    work: Work, edition: Edition, category: Category, code: RoundCode, language: str
) -> tuple[str, str]:
    """The report as HTML, and the name of the file it becomes."""
    with use_language(language):
        report = scoring.ScoringReport(
            front=make_front(work, edition, language, f"{edition.code} · {edition.scoring.version}"),
            category=category.label.in_(language), round=str(ROUNDS[code]),
            criteria=tuple(
                Criterion(criterion.key, criterion.label.in_(language), criterion.weight)
                for criterion in category.criteria
            ),
            reviewers=(), files=(), interim=True,
        )
    return scoring.render_report(report, language), f"{edition.code}-scoring-{category.key}-{code}-{language}.pdf"
