"""The secretariat's list of nominations: one page and its counts, in the same number of statements for any size.

Of a draft the secretariat sees only reference, category, countries and progress (decision 10), so its title, language
and owner are left out of the search and the order too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, exists, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from nominations.core.queries.search_folding import holds_every_word
from nominations.core.rules.vocabulary import State
from nominations.core.tables import Account, EligibilityDecision, Nomination, NominationCountry
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.screening.queries import list_counts
from nominations.screening.queries.nomination_filters import PAGE, Eligibility, NominationFilter, Sort


@dataclass(frozen=True, slots=True)
class Row:
    """One nomination as lists show it. `title`, `language` and `owner` are empty while it may not be read."""

    id: UUID
    reference: str
    title: str
    owner: str
    category: str
    language: str
    state: State
    eligibility: Eligibility | None
    readable: bool
    sections_done: int
    changed_at: datetime
    countries: tuple[str, ...] = ()
    reviews: int = 0
    reviewers: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """One page of the table: its rows, how many there are in all, and how many in each state."""

    rows: tuple[Row, ...]
    total: int
    by_state: dict[State, int]
    countries: tuple[str, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def load_page(work: Work, edition_id: UUID, wanted: NominationFilter) -> Table:
    """The page of the list; the caller has checked access to the edition."""
    by_state = _by_state(work, edition_id, wanted)
    total = by_state.get(State(wanted.state), 0) if wanted.state and not wanted.nothing else sum(by_state.values())
    statement = _select(work, edition_id, wanted).limit(PAGE).offset((wanted.page - 1) * PAGE)
    countries = work.session.scalars(
        select(NominationCountry.country).distinct()
        .join(Nomination, Nomination.id == NominationCountry.nomination_id)
        .where(Nomination.edition_id == edition_id, Nomination.discarded_at.is_(None))
        .order_by(NominationCountry.country)
    )
    return Table(_add_sums(work, work.session.execute(statement).all()), 0 if wanted.nothing else total, by_state,
                 tuple(countries))


def list_rows(work: Work, edition_id: UUID, wanted: NominationFilter) -> Iterator[Row]:
    """All rows of the filter, in blocks, for exports."""
    for block in work.session.execute(_select(work, edition_id, wanted)).partitions(500):
        yield from _add_sums(work, block)


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a nomination in a list, and its neighbours that can be opened."""

    number: int
    total: int
    previous: UUID | None
    next: UUID | None


def find_place(work: Work, edition_id: UUID, wanted: NominationFilter, nomination_id: UUID) -> Place | None:
    """The neighbours of a nomination among the readable ones of a list; None where it is not in it."""
    # The key of the order is computed once for each nomination, not once in each window.
    keys = (
        select(Nomination.id, Nomination.reference, _sort_key(work, edition_id, wanted).label("key"))
        .join(Account, Account.id == Nomination.owner_id)
        .where(*_conditions(work, edition_id, wanted), _readable(work, edition_id))
        .subquery()
    )
    order = _in_order(keys.c.key, keys.c.reference, wanted)
    listed = select(
        keys.c.id, func.row_number().over(order_by=order).label("number"), func.count().over().label("total"),
        func.lag(keys.c.id, type_=Nomination.id.type).over(order_by=order).label("before"),
        func.lead(keys.c.id, type_=Nomination.id.type).over(order_by=order).label("after"),
    ).subquery()
    place = work.session.execute(select(listed).where(listed.c.id == nomination_id)).one_or_none()
    return Place(place.number, place.total, place.before, place.after) if place else None


def _readable(work: Work, edition_id: UUID) -> ColumnElement[bool]:
    """Submitted and not sealed: the rule `was_submitted` of the policy as a condition of SQL."""
    edition = editions.by_id(work.session, edition_id).edition
    if edition.sealed_until_close and editions.load_closing(work.session, edition_id).is_open(work.now):
        return false()
    return Nomination.submission_id.is_not(None)


def _has_proposal() -> ColumnElement[bool]:
    return exists().where(
        EligibilityDecision.nomination_id == Nomination.id, EligibilityDecision.undone_at.is_(None),
        EligibilityDecision.confirmed_at.is_(None), EligibilityDecision.outcome == "ineligible",
    )


def _eligibility() -> ColumnElement[str]:
    state = Nomination._state
    return case(
        (state == State.ELIGIBLE, literal(Eligibility.ELIGIBLE.value)),
        (state.in_((State.INELIGIBLE, State.DUPLICATE)), literal(Eligibility.INELIGIBLE.value)),
        (and_(state == State.SUBMITTED, _has_proposal()), literal(Eligibility.PROPOSED.value)),
        (state == State.SUBMITTED, literal(Eligibility.OPEN.value)),
        else_=literal(""),
    )


def _if_readable(
    column: InstrumentedAttribute[str], readable: ColumnElement[bool]
) -> ColumnElement[str]:
    return case((readable, column), else_=literal(""))


def _select(work: Work, edition_id: UUID, wanted: NominationFilter) -> Select:
    readable = _readable(work, edition_id)
    return (
        select(
            Nomination.id, Nomination.reference, Nomination.category, Nomination._state.label("state"),
            _if_readable(Nomination.title, readable).label("title"),
            _if_readable(Nomination.language, readable).label("language"),
            _if_readable(Account.name, readable).label("owner"),
            _eligibility().label("eligibility"), case((readable, 1), else_=0).label("readable"),
            Nomination.sections_done, Nomination.changed_at,
        )
        .join(Account, Account.id == Nomination.owner_id)
        .where(*_conditions(work, edition_id, wanted))
        .order_by(*_in_order(_sort_key(work, edition_id, wanted), Nomination.reference, wanted))
    )


def _conditions(work: Work, edition_id: UUID, wanted: NominationFilter) -> Iterator[ColumnElement[bool]]:
    yield Nomination.edition_id == edition_id
    yield Nomination.discarded_at.is_(None)
    if wanted.nothing:
        yield false()
        return
    readable = _readable(work, edition_id)
    if wanted.category:
        yield Nomination.category == wanted.category
    if wanted.language:
        yield and_(readable, Nomination.language == wanted.language)
    if wanted.state:
        yield Nomination._state == State(wanted.state)
    if wanted.eligibility:
        yield _eligibility() == wanted.eligibility
    if wanted.country:
        yield exists().where(
            NominationCountry.nomination_id == Nomination.id, NominationCountry.country == wanted.country
        )
    title, owner = _if_readable(Nomination.title, readable), _if_readable(Account.name, readable)
    yield from holds_every_word(wanted.q, Nomination.reference, title, owner)


def _in_order(
    key: SQLColumnExpression, reference: SQLColumnExpression[str], wanted: NominationFilter
) -> list[ColumnElement]:
    """A total order: the column that was chosen, then the reference."""
    return [key.desc() if wanted.descending else key.asc(), reference.asc()]


def _sort_key(work: Work, edition_id: UUID, wanted: NominationFilter) -> SQLColumnExpression:
    readable = _readable(work, edition_id)
    return {
        Sort.REFERENCE: lambda: Nomination.reference,
        Sort.TITLE: lambda: _if_readable(Nomination.title, readable),
        Sort.CATEGORY: lambda: Nomination.category,
        Sort.LANGUAGE: lambda: _if_readable(Nomination.language, readable),
        Sort.STATE: lambda: Nomination._state,
        Sort.ELIGIBILITY: _eligibility,
        Sort.ACTIVITY: lambda: Nomination.changed_at,
        Sort.COUNTRY: lambda: func.coalesce(
            select(func.min(NominationCountry.country)).where(NominationCountry.nomination_id == Nomination.id)
            .correlate(Nomination).scalar_subquery(), literal("")
        ),
        Sort.REVIEWS: lambda: list_counts.counted_reviews(Nomination.id),
    }[wanted.sort]()


def _by_state(work: Work, edition_id: UUID, wanted: NominationFilter) -> dict[State, int]:
    counted = work.session.execute(
        select(Nomination._state, func.count())
        .join(Account, Account.id == Nomination.owner_id)
        .where(*_conditions(work, edition_id, wanted.of_any_state()))
        .group_by(Nomination._state)
    )
    return dict(counted.all())


def _add_sums(work: Work, rows: Sequence) -> tuple[Row, ...]:
    """These rows with their countries, reviews and unread messages, one statement each."""
    ids = [row.id for row in rows]
    countries, reviews, unread = (
        list_counts.countries(work, ids),
        list_counts.reviews(work, ids),
        list_counts.unread(work, ids),
    )
    return tuple(
        Row(
            id=row.id, reference=row.reference, title=row.title, owner=row.owner, category=row.category,
            language=row.language, state=row.state,
            eligibility=Eligibility(row.eligibility) if row.eligibility else None, readable=bool(row.readable),
            sections_done=len(row.sections_done or ()), changed_at=row.changed_at,
            countries=tuple(countries.get(row.id, ())), reviews=reviews.get(row.id, (0, 0))[0],
            reviewers=reviews.get(row.id, (0, 0))[1], unread=unread.get(row.id, 0),
        )
        for row in rows
    )
