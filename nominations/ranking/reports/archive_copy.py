"""The archive copy of a scoring report: a PDF/A that encloses the marks it was made from, as CSV and as JSON."""

from collections.abc import Callable, Mapping
from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.language import use_language
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.archive_copy import VARIANT, Enclosed, enclose
from nominations.documents.adapters.render import VOLUME, render_pdf
from nominations.documents.kinds import PDF, Code, DocumentKind, MadeDocument, Progress, Subject
from nominations.ranking.reports import score_table, score_tables, scores_data
from nominations.ranking.reports.mark_sets import load_mark_sets
from nominations.rounds.queries import rounds


def load_enclosures(work: Work, round_id: UUID, language: str, frozen_id: UUID | None) -> tuple[Enclosed, ...]:
    """The raw marks of a round, current or of one of its frozen states."""
    criteria, marks = load_mark_sets(work, round_id, language, frozen_id)
    mark_sets, round_ = list(marks), rounds.one(work, round_id, to=Action.REPORT)
    marks_json = scores_data.render_json(
        criteria, mark_sets, edition=work.actor.edition or "", category=round_.category, round_code=round_.code.value,
        made_at=work.now,
    )
    with use_language(language):
        about = _("All scores of the reviews that count")
    return (
        Enclosed("scores.csv", "text/csv", b"".join(score_table.render_csv(criteria, mark_sets, language)), about),
        Enclosed("scores.json", "application/json", marks_json, about),
    )


def _collect_archive(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    frozen_id = score_tables.chosen_state(document)
    html, name = score_tables.render_scoring_report(
        work, document.required_round_id, document.language, bool(document.choices.get("names")), document.id, frozen_id
    )
    enclosures, at = load_enclosures(work, document.required_round_id, document.language, frozen_id), work.now

    def make(tell: Progress) -> MadeDocument:
        tell(1, 2)
        content = enclose(render_pdf(html, VARIANT, VOLUME), enclosures, at)
        tell(2, 2)
        source = b"\0".join([html.encode("utf-8", "replace"), *(enclosure.content for enclosure in enclosures)])
        return MadeDocument(content, name.replace("-scoring-", "-archive-"), source)

    return make


KINDS: Mapping[str, DocumentKind] = {
    "archive": DocumentKind(
        title=_l("Archive copy of the scoring report"), extension="pdf", media_type=PDF, collect=_collect_archive,
        subject=Subject.ROUND, rights=(Action.REPORT,), code=Code.OWN,
    ),
}
