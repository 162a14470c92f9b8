"""Counts submitted nominations without names: by day, category, country, region, language and counted question."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import Nomination, NominationCountry, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition
from nominations.editions.rules.form import Question


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the nominations that were submitted and not withdrawn, each split by category.

    A nomination of two countries counts in both. In `questions`, nominations without an answer count under "".
    """

    edition: Edition
    total: int
    days: Mapping[date, Counter[str]]
    categories: Counter[str]
    countries: Mapping[str, Counter[str]]
    regions: Mapping[str, Counter[str]]
    languages: Mapping[str, Counter[str]]
    questions: tuple[tuple[str, Question, Counter[str]], ...]


def load_statistics(work: Work, edition_id: UUID) -> Statistics:
    """The statistics of an edition, in two statements. Raises `Refused` unless the actor may export."""
    work.require(Action.EXPORT, policy_facts.load_edition(work, edition_id))
    session, edition = work.session, editions.by_id(work.session, edition_id).edition
    handed_in = (
        Nomination.edition_id == edition_id, Nomination.submission_id.is_not(None),
        Nomination._state != State.WITHDRAWN,
    )
    rows = session.execute(
        select(Nomination.id, Nomination.category, Nomination.language, Nomination.submitted_at, Submission.answers)
        .join(Submission, Submission.id == Nomination.submission_id).where(*handed_in).order_by(Nomination.reference)
    ).all()
    category_of = {row.id: row.category for row in rows}
    countries = session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(Nomination, Nomination.id == NominationCountry.nomination_id).where(*handed_in)
        .order_by(NominationCountry.country, NominationCountry.nomination_id)
    ).all()
    return Statistics(
        edition, len(rows), _count_days(edition, rows), Counter(row.category for row in rows),
        _count_by_key((row.country, category_of[row.nomination_id]) for row in countries),
        _count_by_key(_list_regions(edition, countries, category_of)),
        _count_by_key((row.language, row.category) for row in rows), tuple(_count_questions(edition, rows)),
    )


def _count_by_key(pairs: Iterable[tuple[object, str]]) -> dict:
    counts: dict[object, Counter[str]] = {}
    for key, category in pairs:
        counts.setdefault(key, Counter())[category] += 1
    return counts


def _count_days(edition: Edition, rows: Sequence) -> dict[date, Counter[str]]:
    """Counts by the day of the first submission in the edition's time zone, in order."""
    counts = _count_by_key((edition.day_of(row.submitted_at), row.category) for row in rows)
    return {day: counts[day] for day in sorted(counts)}


def _list_regions(edition: Edition, countries: Iterable, category_of: Mapping[UUID, str]) -> Iterable[tuple[str, str]]:
    """Region and category, once for each nomination and region; "" stands for countries that are no Member States."""
    pairs = set()
    for row in countries:
        state = edition.member_state(row.country)
        pairs.add((row.nomination_id, state.region if state else ""))
    return [(region, category_of[nomination]) for nomination, region in sorted(pairs, key=str)]


def _count_questions(edition: Edition, rows: Sequence) -> Iterator[tuple[str, Question, Counter[str]]]:
    for category in edition.categories:
        answers = [row.answers for row in rows if row.category == category.key]
        for question in (
            question for section in category.sections for question in section.questions if question.counted
        ):
            yield category.key, question, _count_answers(question, answers)


def _count_answers(question: Question, answers: Iterable[Mapping]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for nomination_answers in answers:
        value = nomination_answers.get(question.key) or [""]
        counts.update([value] if isinstance(value, str) else value)
    return counts
