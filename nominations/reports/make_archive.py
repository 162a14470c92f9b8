"""Makes the archive copy of a scoring report: a PDF/A that holds the marks it was made from, as CSV and as JSON."""

from collections.abc import Callable, Mapping
from uuid import UUID

from nominations.adapters.archive import VARIANT, Enclosed, enclose
from nominations.adapters.render import VOLUME, render_pdf
from nominations.domain.vocabulary import Action
from nominations.language import gettext as _
from nominations.language import speaking
from nominations.models import Document
from nominations.queries import rounds
from nominations.reports import export, mark_sets, scored, scores_data
from nominations.reports.making import Made, Maker, Tell
from nominations.work import Work


def enclosed(work: Work, round_id: UUID, language: str, frozen_id: UUID | None) -> tuple[Enclosed, ...]:
    """The raw marks of a round as it stands, or of one of its frozen states."""
    criteria, rows = mark_sets.of(work, round_id, language, frozen_id)
    sets, round_ = list(rows), rounds.one(work, round_id, to=Action.REPORT)
    told = scores_data.scores_json(
        criteria, sets, edition=work.actor.edition or "", category=round_.category, round_code=round_.code.value,
        made_at=work.now,
    )
    with speaking(language):
        about = _("Every mark of the reviews that count")
    return (
        Enclosed("scores.csv", "text/csv", b"".join(export.scores_csv(criteria, sets, language)), about),
        Enclosed("scores.json", "application/json", told, about),
    )


def _archive(work: Work, document: Document) -> Callable[[Tell], Made]:
    frozen_id = scored.frozen_in(document)
    html, name = scored.scoring_document(
        work, document.round_id, document.language, bool(document.choices.get("names")), document.id, frozen_id
    )
    held, at = enclosed(work, document.round_id, document.language, frozen_id), work.now

    def make(tell: Tell) -> Made:
        tell(1, 2)
        content = enclose(render_pdf(html, VARIANT, VOLUME), held, at)
        tell(2, 2)
        source = b"\0".join([html.encode("utf-8", "replace"), *(each.content for each in held)])
        return Made(content, name.replace("-scoring-", "-archive-"), source)

    return make


MAKERS: Mapping[str, Maker] = {"archive": Maker("pdf", "application/pdf", _archive)}
