"""What a nominee sees after opening the private link of a request for consent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nominations.access.queries.private_links import link_expiry, load_usable_link
from nominations.core.queries import accounts
from nominations.core.rules.private_links import Purpose
from nominations.core.tables import Consent, Nomination, PrivateLink
from nominations.core.work import Work
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy


@dataclass(frozen=True, slots=True)
class OpenedConsent:
    """What a nominee sees after opening the link: the working copy of the nomination, and who sent the request."""

    consent: Consent
    copy: WorkingCopy
    owner: str
    until: datetime


def load_opened_consent(work: Work, edition_id: UUID, token: str) -> OpenedConsent:
    """What the nominee of a link sees; raises `LinkRefused`."""
    return load_by_link(work, load_usable_link(work, edition_id, Purpose.CONSENT, token))


def load_by_link(work: Work, link: PrivateLink) -> OpenedConsent:
    """The same for a link that the caller has checked."""
    session = work.session
    nomination = session.get_one(Nomination, link.nomination_id)
    consent = session.get_one(Consent, link.subject_id, populate_existing=True)
    owner = accounts.load_account(session, nomination.owner_id)
    return OpenedConsent(
        consent, working_copy.load(work, nomination), (owner.name or owner.email) if owner else "",
        link_expiry(work, link)
    )
