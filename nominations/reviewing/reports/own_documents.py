"""Makes a reviewer's own documents: their reviews as PDF, and the certificate that the head ordered for them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import lazy_gettext as _l
from nominations.core.language import use_language
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.adapters.render import VOLUME
from nominations.documents.kinds import PDF, Code, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports.frame import Criterion
from nominations.documents.reports.printing import print_html
from nominations.documents.reports.title_page import make_front
from nominations.editions.countries import country_word
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition
from nominations.reviewing.queries.own_reviews import (
    OwnReview,
    list_files_with_card,
    load_reviews,
    load_service,
    require_open_files,
)
from nominations.reviewing.reports import own_reviews
from nominations.reviewing.reports.own_reviews import Certificate, OwnCard, OwnReviews
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.rounds.texts import ROUNDS


def reviews_html(work: Work, edition_id: UUID, language: str, only: Sequence[str] | None = None) -> str:
    """The actor's own reviews, or those of `only` these files; files from which they are recused are left out."""
    edition, cards = load_reviews(work, edition_id, only)
    with use_language(language):
        report = OwnReviews(
            make_front(work, edition, language), load_service(work, edition_id, work.actor.account_id).name,
            tuple(_card(card, edition, language) for card in cards),
        )
    return own_reviews.reviews_as_html(report, language)


def _card(review: OwnReview, edition: Edition, language: str) -> OwnCard:
    criteria = tuple(
        Criterion(criterion.key, criterion.label.in_(language), criterion.weight)
        for criterion in review.category.criteria
    )
    texts = (
        (_("Note to the jury"), review.comment), (_("Strength"), review.strength), (_("Weakness"), review.weakness),
        (_("Confidential note"), review.confidential_note), (_("Text for the applicant"), review.for_applicant),
    )
    return OwnCard(
        review.file.reference, review.file.title, review.category.label.in_(language), str(ROUNDS[review.round]),
        " · ".join(country_word(code, edition) for code in review.file.countries), criteria, review.marks,
        review.reasons,
        tuple((heading, text) for heading, text in texts if text.strip()),
        str(RECOMMENDATIONS[review.recommendation]) if review.recommendation else "–",
        str(CONFIDENCE[str(review.confidence)]) if review.confidence else "", review.needs_visit,
        review.submitted_at if review.submitted else None,
    )


def certificate_html(
    work: Work, edition_id: UUID, reviewer_id: UUID, language: str, document_id: UUID | None = None
) -> str:
    """The certificate of a reviewer's service as of now."""
    service = load_service(work, edition_id, reviewer_id)
    edition = service.edition
    began, ended = (edition.day_of(at) if at else None for at in (service.began_at, service.ended_at))
    return own_reviews.certificate_as_html(Certificate(
        make_front(work, edition, language, document_id=document_id), service.name, service.files, began, ended,
        tuple(organiser.name.in_(language) for organiser in edition.organisers), edition.day_of(work.now),
    ), language)


def _reviews(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html = reviews_html(work, document.edition_id, document.language, document.choices["files"])
    return lambda tell: print_html(html, f"my-reviews-{document.language}.pdf", tell, VOLUME)


def _certificate(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html = certificate_html(work, document.edition_id, document.made_for_id, document.language, document.id)
    return lambda tell: print_html(html, f"certificate-of-service-{document.language}.pdf", tell, VOLUME)


def _open_files(work: Work) -> Mapping[str, Any]:
    """The files of a document of one's own reviews: once one is closed to its reader, so is the document."""
    pinned = editions.load_opened(work.session, work.actor.edition or "")
    if pinned is None:
        raise Refused(Refusal.NOT_FOUND)
    return {"files": [str(file) for file in list_files_with_card(work, pinned.id)]}


def _require_open_files(work: Work, document: Document) -> None:
    require_open_files(work, document.edition_id, document.choices.get("files"))


KINDS: Mapping[str, DocumentKind] = {
    "own_reviews": DocumentKind(
        title=_l("My reviews"), extension="pdf", media_type=PDF, collect=_reviews, subject=Subject.EDITION,
        rights=(Action.SEE_DESK,), choices=_open_files, recheck=_require_open_files, back="reviewer.desk",
    ),
    "certificate": DocumentKind(
        title=_l("Certificate of service"), extension="pdf", media_type=PDF, collect=_certificate,
        subject=Subject.EDITION, rights=(Action.SEE_DESK,), code=Code.OWN, back="reviewer.desk",
    ),
}
