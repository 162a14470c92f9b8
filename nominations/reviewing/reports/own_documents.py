"""Makes what a reviewer takes home: their own reviews as PDF, and the certificate that the head had made for them."""

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
from nominations.reviewing.queries import own_reviews as query
from nominations.reviewing.queries.own_reviews import OwnReview
from nominations.reviewing.reports import own_reviews
from nominations.reviewing.reports.own_reviews import Certificate, OwnCard, OwnReviews
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.rounds.texts import ROUNDS


def reviews_html(work: Work, edition_id: UUID, language: str, only: Sequence[str] | None = None) -> str:
    """The actor's own reviews, or those of `only` these files; files they stepped aside from are not there."""
    edition, found = query.reviews(work, edition_id, only)
    with use_language(language):
        report = OwnReviews(
            make_front(work, edition, language), query.service(work, edition_id, work.actor.account_id).name,
            tuple(_card(each, edition, language) for each in found),
        )
    return own_reviews.reviews_as_html(report, language)


def _card(each: OwnReview, edition: Edition, language: str) -> OwnCard:
    criteria = tuple(Criterion(one.key, one.label.in_(language), one.weight) for one in each.category.criteria)
    texts = (
        (_("Note to the jury"), each.comment), (_("Strength"), each.strength), (_("Weakness"), each.weakness),
        (_("Confidential note"), each.confidential_note), (_("Text for the applicant"), each.for_applicant),
    )
    return OwnCard(
        each.file.reference, each.file.title, each.category.label.in_(language), str(ROUNDS[each.round]),
        " · ".join(country_word(code, edition) for code in each.file.countries), criteria, each.marks, each.reasons,
        tuple((heading, text) for heading, text in texts if text.strip()),
        str(RECOMMENDATIONS[each.recommendation]) if each.recommendation else "–",
        str(CONFIDENCE[str(each.confidence)]) if each.confidence else "", each.needs_visit,
        each.submitted_at if each.submitted else None,
    )


def certificate_html(
    work: Work, edition_id: UUID, reviewer_id: UUID, language: str, document_id: UUID | None = None
) -> str:
    """The certificate of a reviewer's service as of now."""
    found = query.service(work, edition_id, reviewer_id)
    edition = found.edition
    began, ended = (edition.day_of(at) if at else None for at in (found.began_at, found.ended_at))
    return own_reviews.certificate_as_html(Certificate(
        make_front(work, edition, language, document_id=document_id), found.name, found.files, began, ended,
        tuple(each.name.in_(language) for each in edition.organisers), edition.day_of(work.now),
    ), language)


def _reviews(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html = reviews_html(work, document.edition_id, document.language, document.choices["files"])
    return lambda tell: print_html(html, f"my-reviews-{document.language}.pdf", tell, VOLUME)


def _certificate(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    html = certificate_html(work, document.edition_id, document.made_for_id, document.language, document.id)
    return lambda tell: print_html(html, f"certificate-of-service-{document.language}.pdf", tell, VOLUME)


def _open_files(work: Work) -> Mapping[str, Any]:
    """Which files a paper of one's own reviews is of: once one of them is shut, so is the paper."""
    pinned = editions.load_opened(work.session, work.actor.edition or "")
    if pinned is None:
        raise Refused(Refusal.NOT_FOUND)
    return {"files": [str(each) for each in query.scored(work, pinned.id)]}


def _still_open(work: Work, document: Document) -> None:
    query.insist(work, document.edition_id, document.choices.get("files"))


KINDS: Mapping[str, DocumentKind] = {
    "own_reviews": DocumentKind(
        title=_l("My reviews"), extension="pdf", media_type=PDF, collect=_reviews, subject=Subject.EDITION,
        rights=(Action.SEE_DESK,), choices=_open_files, recheck=_still_open, back="reviewer.desk",
    ),
    "certificate": DocumentKind(
        title=_l("Certificate of service"), extension="pdf", media_type=PDF, collect=_certificate,
        subject=Subject.EDITION, rights=(Action.SEE_DESK,), code=Code.OWN, back="reviewer.desk",
    ),
}
