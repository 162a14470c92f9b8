"""How well a reviewer suits a file, from what the file says and what the reviewer told of themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import Nomination, NominationCountry, Profile, RoundFile, Submission
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import Kind, all_questions
from nominations.routing.analysis.utility import Utility, language, utility


@dataclass(frozen=True, slots=True)
class FileNeeds:
    """What a file asks of its readers: the themes it names, its language, the regions of its countries."""

    themes: Mapping[str, float]
    language: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReviewerProfile:
    """What a reviewer brings: expertise 0 to 3 by theme, languages with their level, countries, region, their limit."""

    expertise: Mapping[str, int]
    languages: Mapping[str, str]
    countries: tuple[str, ...]
    region: str


@dataclass(frozen=True, slots=True)
class MatchScores:
    """The needs of files and the offers of reviewers, by id."""

    needs: Mapping[UUID, FileNeeds]
    offers: Mapping[UUID, ReviewerProfile]

    def level(self, file: UUID, reviewer: UUID) -> float | None:
        """How well the reviewer reads the file's language; None where they do not, or told of none."""
        return level_of(self.needs[file], self.offers[reviewer])

    def worth(self, file: UUID, reviewer: UUID) -> Utility:
        """What the reviewer is worth to the file, with its parts. A language they do not read is worth nothing."""
        return worth_of(self.needs[file], self.offers[reviewer])


def level_of(need: FileNeeds, offer: ReviewerProfile) -> float | None:
    """How well the language of a file is read; None where it is not, or nobody told."""
    return language([need.language], offer.languages)


def worth_of(need: FileNeeds, offer: ReviewerProfile) -> Utility:
    """What somebody who brings this is worth to a file that needs that."""
    return utility(
        weights=need.themes, declared=offer.expertise, level=level_of(need, offer) or 0.0, regions=need.regions,
        region=offer.region,
    )


def match_scores(session: Session, edition_id: UUID, edition: Edition, round_id: UUID, category: str) -> MatchScores:
    """The needs of every file of a round and the offers of everybody with a profile; four statements."""
    regions: dict[UUID, set[str]] = {}
    for file, country in session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(RoundFile, RoundFile.nomination_id == NominationCountry.nomination_id)
        .where(RoundFile.round_id == round_id)
    ):
        regions.setdefault(file, set()).add(region_of(edition, country))
    themes = theme_questions(edition, edition.category(category))
    columns = [Submission.answers[key].label(f"theme_{number}") for number, key in enumerate(themes)]
    rows = session.execute(
        select(Nomination.id, Nomination.language, *columns)
        .join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .outerjoin(Submission, Submission.id == Nomination.submission_id)
        .where(RoundFile.round_id == round_id)
    )
    known = {option.key for option in edition.themes}
    needs = {
        row[0]: FileNeeds(_weights(row[2:], known), row[1], frozenset(regions.get(row[0], ())) - {""}) for row in rows
    }
    return MatchScores(needs, _Offers(reviewer_profiles(session, edition_id, edition)))


class _Offers(dict[UUID, ReviewerProfile]):
    """Who has no profile brings nothing that is known."""

    def __missing__(self, _: UUID) -> ReviewerProfile:
        return NOTHING_KNOWN


NOTHING_KNOWN = ReviewerProfile({}, {}, (), "")


def reviewer_profiles(session: Session, edition_id: UUID, edition: Edition) -> dict[UUID, ReviewerProfile]:
    """What everybody with a profile brings."""
    profiles = session.scalars(select(Profile).where(Profile.edition_id == edition_id))
    return {profile.account_id: _offer(profile, edition) for profile in profiles}


def _offer(profile: Profile, edition: Edition) -> ReviewerProfile:
    countries = tuple(dict.fromkeys(code for code in (*profile.nationalities, profile.country) if code))
    region = next((found for code in (profile.country, *countries) if (found := region_of(edition, code))), "")
    expertise = getattr(profile, "expertise", None) or {}
    return ReviewerProfile(dict(expertise), dict(profile.languages), tuple(sorted(countries)), region)


def region_of(edition: Edition, country: str) -> str:
    """The edition's region of a country; empty where it names none."""
    member = edition.member_state(country)
    return member.region if member else ""


def theme_questions(edition: Edition, category: Category) -> tuple[str, ...]:
    """The questions most of whose options are themes of the edition; "other" alone makes none of one."""
    themes = {option.key for option in edition.themes}
    return tuple(
        question.key for question in all_questions(category.sections)
        if question.kind in (Kind.CHOICE, Kind.CHOICES)
        and 2 * len({option.key for option in question.options} & themes) > len(question.options)
    )


def _weights(answers: Collection[object], known: Collection[str]) -> dict[str, float]:
    given: list[str] = []
    for answer in answers:
        given += answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []
    return {theme: 1.0 for theme in given if theme in known}
