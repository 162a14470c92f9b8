"""Lists the letters of an edition for the secretariat."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select

from nominations.access.queries import policy_facts
from nominations.core.queries.search_folding import holds_every_word, is_searchable
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, LetterState, Refusal
from nominations.core.tables import Letter, Nomination
from nominations.core.work import Work

PAGE = 50
_LISTED = (
    Letter.id, Letter.state, Letter.template, Letter.address, Letter.subject, Letter.tries, Letter.trouble,
    Letter.written_at, Letter.sent_at, Letter.next_try_at,
)


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of letters, the newest first."""

    rows: list[Row]
    by_state: dict[LetterState, int]
    templates: list[str]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def list_letters(
    work: Work, edition_id: UUID, *, state: str = "", template: str = "", q: str = "", page: int = 1
) -> Outbox:
    """The letters of this edition that match the filters. Sign-in codes belong to no edition and are not included."""
    templates = list(work.session.scalars(
        select(Letter.template).where(Letter.edition_id == edition_id).distinct().order_by(Letter.template)
    ))
    matches_nothing = not is_searchable(q) or (state and state not in set(LetterState)) or (
        template and template not in templates
    )
    if matches_nothing:
        return Outbox([], {}, templates, 0)
    conditions: list[ColumnElement[bool]] = [Letter.edition_id == edition_id]
    conditions += holds_every_word(q, Letter.address, Letter.subject)
    if template:
        conditions.append(Letter.template == template)
    counted = work.session.execute(select(Letter.state, func.count()).where(*conditions).group_by(Letter.state))
    by_state = dict(counted.all())
    if state:
        conditions.append(Letter.state == LetterState(state))
    newest_first = select(*_LISTED).where(*conditions).order_by(Letter.written_at.desc(), Letter.id)
    rows = work.session.execute(newest_first.limit(PAGE).offset((page - 1) * PAGE)).all()
    total = by_state.get(LetterState(state), 0) if state else sum(by_state.values())
    return Outbox(list(rows), by_state, templates, total)


def load_letter(work: Work, edition_id: UUID, letter_id: UUID) -> tuple[Letter, str]:
    """One letter of this edition with the reference of its nomination, empty without one. Raises `Refused`."""
    work.require(Action.SEE_LETTERS, policy_facts.load_edition(work, edition_id))
    row = work.session.execute(
        select(Letter, Nomination.reference).outerjoin(Nomination, Nomination.id == Letter.nomination_id)
        .where(Letter.id == letter_id, Letter.edition_id == edition_id)
    ).one_or_none()
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return row[0], row[1] or ""
