"""The English title of a nomination for a reviewer who does not read the language that it is written in."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from nominations.core.tables import Nomination, Profile, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.headlines import ENGLISH, read_english_title
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile


def list_languages_read(work: Work, edition_id: UUID) -> Collection[str]:
    """The languages that the actor's profile names, and English."""
    named = work.session.scalar(
        select(Profile.languages).where(Profile.edition_id == edition_id, Profile.account_id == work.actor.id)
    )
    return {ENGLISH, *(named or {})}


def needs_english(work: Work, of: Nomination) -> bool:
    """Whether the nomination is in a language that the actor does not say they read."""
    return of.language not in ("", ENGLISH) and of.language not in list_languages_read(work, of.edition_id)


def load_title(work: Work, held: AssignedFile) -> str:
    """The English title for an actor who needs it; none in a round that hides the title itself."""
    if held.nameless or not needs_english(work, held.nomination):
        return ""
    handed_in = assigned_files.load_submission(work, held.nomination)
    return read_english_title(held.category, handed_in.answers, work.actor.role.value)


def list_titles(work: Work, edition_id: UUID, languages: Mapping[UUID, str]) -> dict[UUID, str]:
    """The English titles that the actor needs, of nominations with their language whose title the actor may see."""
    read = list_languages_read(work, edition_id)
    foreign = [nomination_id for nomination_id, language in languages.items() if language and language not in read]
    if not foreign:
        return {}
    edition = editions.by_id(work.session, edition_id).edition
    submissions = work.session.execute(
        select(Submission.nomination_id, Submission.category, Submission.answers)
        .join(Nomination, Nomination.submission_id == Submission.id).where(Nomination.id.in_(foreign))
        .order_by(Submission.nomination_id)
    )
    titles = (
        (nomination_id, read_english_title(edition.category(category), answers, work.actor.role.value))
        for nomination_id, category, answers in submissions
    )
    return {nomination_id: title for nomination_id, title in titles if title}
