"""Extends the deadline for everybody or for one nomination. A deadline never becomes earlier than announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from nominations.access.queries import policy_facts
from nominations.call.queries.deadlines import Recipients, list_recipients
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import ChangedElsewhere, Invalid
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Account, ClosingDate, Extension, OpenEdition
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition


@dataclass(frozen=True, slots=True)
class Announcement:
    """A new deadline to announce. `after` is the number of the newest announcement its author has seen."""

    closes_at: datetime
    reasons: Mapping[str, str]
    recipients: Recipients
    after: int


def preview_extension(work: Work, edition_id: UUID, announcement: Announcement) -> int:
    """Do everything that `extend_call` does and roll it back. Returns and raises the same."""
    return _extend(work, edition_id, announcement, keep=False)


def extend_call(work: Work, edition_id: UUID, announcement: Announcement) -> int:
    """Announce a later deadline, which applies at once, and return the number of letters.

    Raises `Invalid(last_day=...)` where it is not later or is in the past, `Invalid(reason-<language>=...)` for a
    missing reason, and `ChangedElsewhere` where somebody else announced a deadline after `announcement.after`.
    """
    return _extend(work, edition_id, announcement, keep=True)


def _extend(work: Work, edition_id: UUID, announcement: Announcement, *, keep: bool) -> int:
    with work.transaction(keep=keep) as session:
        # Two extensions at once run one after the other, so that the second sees the first one's announcement.
        session.execute(select(OpenEdition.id).where(OpenEdition.id == edition_id).with_for_update())
        work.require(Action.EXTEND, policy_facts.load_edition(work, edition_id))
        edition = editions.by_id(session, edition_id).edition
        old = editions.load_closing(session, edition_id, lock=True)
        last = session.scalar(select(func.max(ClosingDate.number)).where(ClosingDate.edition_id == edition_id))
        if last != announcement.after:
            raise ChangedElsewhere
        if announcement.closes_at <= old.announced:
            raise Invalid(last_day="not_later")
        if not is_open(announcement.closes_at, work.now):
            raise Invalid(last_day="in_the_past")
        reasons = {code: parse_text(f"reason-{code}", announcement.reasons.get(code, "")) for code in edition.languages}
        row = ClosingDate(
            id=uuid4(), edition_id=edition_id, number=last + 1, closes_at=announcement.closes_at,
            enforced_at=announcement.closes_at + timedelta(minutes=edition.grace_minutes), zone=edition.zone,
            reason=reasons,
            announced_on=work.now.astimezone(ZoneInfo(edition.zone)).date(), made_at=work.now,
            made_by_id=work.actor.id, recipients=[announcement.recipients.value],
        )
        session.add(row)
        people = list_recipients(work, edition_id, announcement.recipients)
        if keep:
            for person in people:
                _send_letter(work, edition_id, edition, person, old.announced, row)
        session.flush()
        work.record(Action.EXTEND, row, {
            "from": old.announced, "to": row.closes_at, "reason": reasons, "told": announcement.recipients.value,
            "letters": len(people),
        })
    return len(people)


def _send_letter(
    work: Work, edition_id: UUID, edition: Edition, person: Account, before: datetime, row: ClosingDate
) -> None:
    second = timedelta(seconds=1)
    work.send_mail(
        "extended", person, edition_id=edition_id, award=edition.title.in_(person.language), contact=edition.contact,
        before=before - second, last=row.closes_at - second, zone=edition.zone, second_zone=edition.second_zone,
        zone_name=edition.zone_name.in_(person.language),
        reason=row.reason.get(person.language) or row.reason[edition.languages[0]],
        path=f"/{edition.code}/nominations",
    )


def extend_nomination(work: Work, nomination_id: UUID, until: datetime, reason: str) -> Extension:
    """Extend the deadline of one nomination and write to its owner.

    Raises `Invalid(until_day=...)` where the instant is past or not later than what the nomination has already.
    """
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EXTEND_ONE, lock=True)
        edition = editions.by_id(session, nomination.edition_id).edition
        facts = policy_facts.load(work, nomination)
        if not is_open(until, work.now):
            raise Invalid(until_day="in_the_past")
        if facts.closes_at is not None and until <= facts.closes_at:
            raise Invalid(until_day="not_later")
        reason = parse_text("extension_reason", reason)
        row = Extension(id=uuid4(), nomination_id=nomination.id, until=until, reason=reason, made_at=work.now,
                        made_by_id=work.actor.id)
        session.add(row)
        owner = session.get_one(Account, nomination.owner_id)
        work.send_mail(
            "extended_for_one", owner, edition_id=nomination.edition_id, nomination_id=nomination.id,
            reference=nomination.reference,
            award=edition.title.in_(owner.language), contact=edition.contact, last=until - timedelta(seconds=1),
            zone=edition.zone, zone_name=edition.zone_name.in_(owner.language),
            path=f"/{edition.code}/nominations/{nomination.id}",
        )
        session.flush()
        work.record(Action.EXTEND_ONE, nomination, {"until": until, "reason": reason})
    return row
