"""The scoring report of a category in which no round was opened yet: it does not fail, it says so."""

from nominations.core.language import use_language
from nominations.core.rules.vocabulary import RoundCode
from nominations.core.work import Work
from nominations.documents.reports.frame import Criterion
from nominations.documents.reports.title_page import front
from nominations.editions.rules.edition import Category, Edition
from nominations.ranking.reports import scoring
from nominations.rounds.texts import ROUNDS


def document(work: Work, edition: Edition, category: Category, code: RoundCode, language: str) -> tuple[str, str]:
    """The report as HTML, and the name of the file it becomes."""
    with use_language(language):
        report = scoring.ScoringReport(
            front=front(work, edition, language, f"{edition.code} · {edition.scoring.version}"),
            category=category.label.in_(language), round=str(ROUNDS[code]),
            criteria=tuple(Criterion(each.key, each.label.in_(language), each.weight) for each in category.criteria),
            reviewers=(), files=(), interim=True,
        )
    return scoring.as_html(report, language), f"{edition.code}-scoring-{category.key}-{code}-{language}.pdf"
