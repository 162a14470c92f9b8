"""Reviewers as a table: the present and invited ones, and what a table that was read would change now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from nominations.access.queries import policy_facts
from nominations.accounts.queries import applicants
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal, Role, RowState
from nominations.core.tables import Account, Grant, PeopleImport, Profile, ReviewerInvitation
from nominations.core.work import Work
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Edition
from nominations.panel.rules import people_table
from nominations.panel.rules.people_table import Row
from nominations.panel.rules.profiles import ProfileAnswers, check_answers


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who reviews in the edition or is invited to (`invited`), with their stored profile."""

    account_id: UUID
    email: str
    email_key: str
    name: str
    language: str
    invited: bool
    answers: ProfileAnswers


def list_known(work: Work, edition_id: UUID, *, to: Action = Action.SEE_PEOPLE) -> list[Known]:
    """Every reviewer of an edition and everybody whose invitation waits, by name; one statement."""
    work.require(to, policy_facts.load_edition(work, edition_id))
    reviews = exists().where(
        Grant.account_id == Account.id, Grant.edition_id == edition_id, Grant.role == Role.REVIEWER,
        Grant.ended_at.is_(None),
    )
    waits = exists().where(
        ReviewerInvitation.account_id == Account.id, ReviewerInvitation.edition_id == edition_id,
        ReviewerInvitation.answered_at.is_(None), ReviewerInvitation.withdrawn_at.is_(None),
        ReviewerInvitation.expires_at > work.now,
    )
    rows = work.session.execute(
        select(Account, Profile, reviews.label("reviews"))
        .outerjoin(Profile, and_(Profile.account_id == Account.id, Profile.edition_id == edition_id))
        .where(or_(reviews, waits)).order_by(Account.name, Account.id)
    )
    return [
        Known(row.Account.id, row.Account.email, row.Account.email_key, row.Account.name, row.Account.language,
              not row.reviews, profile_answers_of(row.Profile))
        for row in rows
    ]


def profile_answers_of(profile: Profile | None) -> ProfileAnswers:
    """The stored profile; an empty one if there is none yet."""
    if profile is None:
        return ProfileAnswers()
    return ProfileAnswers(
        tuple(profile.nationalities), profile.country or "", dict(profile.languages), dict(profile.expertise or {}),
        tuple(profile.institutions), tuple(profile.domains or ()), tuple(profile.collaborators or ()),
        profile.most_files,
    )


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row and what applying it would do: `changes` as column, before, after; `problems` by column."""

    row: Row
    state: RowState
    known: Known | None = None
    answers: ProfileAnswers | None = None
    changes: tuple[tuple[str, str, str], ...] = ()
    problems: Mapping[str, tuple[str, Mapping[str, object]]] | None = None

    @property
    def able(self) -> bool:
        """Whether it can be applied."""
        return self.state in (RowState.NEW, RowState.CHANGED, RowState.CLASH)

    @property
    def other_name(self) -> str:
        """The name of the account where the row has another one; the account's name is kept."""
        return self.known.name if self.known and self.row.name not in ("", self.known.name) else ""


@dataclass(frozen=True, slots=True)
class Import:
    """A table that was read, as it would be applied now."""

    row: PeopleImport
    judged: tuple[JudgedRow, ...]

    def count(self, state: RowState) -> int:
        return sum(row.state is state for row in self.judged)


def load_import(work: Work, import_id: UUID, edition_id: UUID, *, lock: bool = False) -> Import:
    """The actor's own table, compared with the present profiles; nobody else's can be read."""
    query = select(PeopleImport).where(
        PeopleImport.id == import_id, PeopleImport.edition_id == edition_id,
        PeopleImport.account_id == work.actor.id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    table = work.session.scalars(query).one_or_none()
    if table is None:
        raise Refused(Refusal.NOT_FOUND)
    return Import(table, judge_rows(work, edition_id, [Row(**row) for row in table.rows]))


def judge_rows(work: Work, edition_id: UUID, rows: Collection[Row]) -> tuple[JudgedRow, ...]:
    """Compare each row with the present profile; the number of statements does not grow with the rows."""
    edition = editions.by_id(work.session, edition_id).edition
    people = {person.email_key: person for person in list_known(work, edition_id, to=Action.MANAGE_PEOPLE)}
    keys = {row.mail.lower() for row in rows} - people.keys()
    ids = dict(work.session.execute(select(Account.id, Account.email_key).where(Account.email_key.in_(keys))).all())
    applying = {
        ids[account_id] for account_id in work.session.scalars(applicants.select_participants(edition_id, list(ids)))
    }
    declined = {ids[account_id] for account_id in work.session.scalars(select(ReviewerInvitation.account_id).where(
        ReviewerInvitation.edition_id == edition_id, ReviewerInvitation.account_id.in_(list(ids)),
        ReviewerInvitation.accepted.is_(False),
    ))}
    barred = dict.fromkeys(declined, "declined") | dict.fromkeys(applying, "applies_here")
    return tuple(
        _judge_row(edition, row, people.get(row.mail.lower()), barred.get(row.mail.lower(), "")) for row in rows
    )


def _judge_row(edition: Edition, row: Row, known: Known | None, bar: str) -> JudgedRow:
    if row.fault or bar:
        return JudgedRow(row, RowState.REFUSED, known, problems={people_table.MAIL: (row.fault or bar, row.params)})
    stored = known.answers if known else ProfileAnswers()
    try:
        answers = check_answers(
            people_table.read_cells(row.cells, stored), countries=country_codes(), languages=edition.entry_languages,
            themes=[theme.key for theme in edition.themes],
        )
    except Invalid as wrong:
        return JudgedRow(row, RowState.REFUSED, known, problems=wrong.problems)
    before, after = people_table.cells(stored), people_table.cells(answers)
    changes = tuple((name, before[name], after[name]) for name in people_table.PROFILE if before[name] != after[name])
    return JudgedRow(row, _state(row, known, changes=bool(changes)), known, answers, changes)


def _state(row: Row, known: Known | None, *, changes: bool) -> RowState:
    if known is None:
        return RowState.NEW
    if not changes:
        return RowState.UNCHANGED
    return RowState.CHANGED if people_table.fingerprint(known.answers) == (row.version or row.stood) else RowState.CLASH
