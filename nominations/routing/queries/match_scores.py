"""How well a reviewer suits a file, from the file's answers and the reviewer's profile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.tables import Nomination, NominationCountry, Profile, RoundFile, Submission
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import Kind, all_questions
from nominations.routing.analysis.utility import Utility, calculate_utility, language_level


@dataclass(frozen=True, slots=True)
class FileNeeds:
    """What a file asks of its readers: the themes it names, its language, the regions of its countries."""

    themes: Mapping[str, float]
    language: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReviewerProfile:
    """A reviewer's expertise 0 to 3 by theme, languages with their level, countries and region."""

    expertise: Mapping[str, int]
    languages: Mapping[str, str]
    countries: tuple[str, ...]
    region: str


@dataclass(frozen=True, slots=True)
class MatchScores:
    """The needs of files and the profiles of reviewers (`offers`), by id."""

    needs: Mapping[UUID, FileNeeds]
    offers: Mapping[UUID, ReviewerProfile]

    def level(self, file: UUID, reviewer: UUID) -> float | None:
        """How well the reviewer reads the file's language; None where they do not, or did not name one."""
        return reading_level(self.needs[file], self.offers[reviewer])

    def worth(self, file: UUID, reviewer: UUID) -> Utility:
        """What the reviewer is worth to the file, with its parts; a language they do not read adds nothing."""
        return pair_worth(self.needs[file], self.offers[reviewer])


def reading_level(need: FileNeeds, offer: ReviewerProfile) -> float | None:
    """How well the language of a file is read by somebody; None where it is not, or is not known."""
    return language_level([need.language], offer.languages)


def pair_worth(need: FileNeeds, offer: ReviewerProfile) -> Utility:
    """What a reviewer with this profile is worth to a file with these needs."""
    return calculate_utility(
        weights=need.themes, declared=offer.expertise, level=reading_level(need, offer) or 0.0, regions=need.regions,
        region=offer.region,
    )


def load_match_scores(
    session: Session, edition_id: UUID, edition: Edition, round_id: UUID, category: str
) -> MatchScores:
    """The needs of every file of a round and the profile of everybody who has one; four statements."""
    regions: dict[UUID, set[str]] = {}
    for file, country in session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(RoundFile, RoundFile.nomination_id == NominationCountry.nomination_id)
        .where(RoundFile.round_id == round_id)
    ):
        regions.setdefault(file, set()).add(region_of(edition, country))
    themes = theme_questions(edition, edition.category(category))
    columns = [Submission.answers[key].label(f"theme_{number}") for number, key in enumerate(themes)]
    files = session.execute(
        select(Nomination.id, Nomination.language, *columns)
        .join(RoundFile, RoundFile.nomination_id == Nomination.id)
        .outerjoin(Submission, Submission.id == Nomination.submission_id)
        .where(RoundFile.round_id == round_id)
    )
    known = {option.key for option in edition.themes}
    needs = {
        row[0]: FileNeeds(_theme_weights(row[2:], known), row[1], frozenset(regions.get(row[0], ())) - {""})
        for row in files
    }
    return MatchScores(needs, _ReviewerProfiles(load_reviewer_profiles(session, edition_id, edition)))


class _ReviewerProfiles(dict[UUID, ReviewerProfile]):
    """Profiles by account; an empty one for an account without."""

    def __missing__(self, _: UUID) -> ReviewerProfile:
        return NOTHING_KNOWN


NOTHING_KNOWN = ReviewerProfile({}, {}, (), "")


def load_reviewer_profiles(session: Session, edition_id: UUID, edition: Edition) -> dict[UUID, ReviewerProfile]:
    """The profiles of an edition by account."""
    profiles = session.scalars(select(Profile).where(Profile.edition_id == edition_id))
    return {profile.account_id: _reviewer_profile(profile, edition) for profile in profiles}


def _reviewer_profile(profile: Profile, edition: Edition) -> ReviewerProfile:
    countries = tuple(dict.fromkeys(code for code in (*profile.nationalities, profile.country) if code))
    region = next(
        (member_region for code in (profile.country, *countries) if (member_region := region_of(edition, code))), ""
    )
    expertise = getattr(profile, "expertise", None) or {}
    return ReviewerProfile(dict(expertise), dict(profile.languages), tuple(sorted(countries)), region)


def region_of(edition: Edition, country: str) -> str:
    """The edition's region of a country; empty where it names none."""
    member = edition.member_state(country)
    return member.region if member else ""


def theme_questions(edition: Edition, category: Category) -> tuple[str, ...]:
    """The questions of which more than half of the options are themes of the edition, so that "other" may be one."""
    themes = {option.key for option in edition.themes}
    return tuple(
        question.key for question in all_questions(category.sections)
        if question.kind in (Kind.CHOICE, Kind.CHOICES)
        and 2 * len({option.key for option in question.options} & themes) > len(question.options)
    )


def _theme_weights(answers: Collection[object], known: Collection[str]) -> dict[str, float]:
    chosen: list[str] = []
    for answer in answers:
        chosen += answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []
    return {theme: 1.0 for theme in chosen if theme in known}
