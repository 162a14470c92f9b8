"""Drafts: beginning one, deleting it, moving it to another category."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from nominations.access.queries import policy_facts
from nominations.accounts.steps.accounts import require_open_account
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, NominationNumber
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category
from nominations.nominations.queries import working_copy
from nominations.nominations.rules import progress
from nominations.nominations.steps import working_copy_changes

MOST_DRAFTS = 20


def start_draft(work: Work, category_key: str, carried: Mapping[str, Any] | None = None) -> Nomination:
    """Begin a draft in a category; its reference has the next number of the edition and category.

    `carried` are answers given before the draft existed; those to questions of its form are written into it.
    """
    with work.transaction() as session:
        pinned = editions.load_opened(session, work.actor.edition or "")
        if pinned is None:
            raise Refused(Refusal.NOT_FOUND)
        work.require(Action.START, policy_facts.load_edition(work, pinned.id))
        category = _category(pinned.edition.categories, category_key)
        require_open_account(work)
        number = session.scalars(
            select(NominationNumber)
            .where(NominationNumber.edition_id == pinned.id, NominationNumber.category == category.key)
            .with_for_update().execution_options(populate_existing=True)
        ).one()
        _require_room(work, pinned.id)
        number.last += 1
        nomination = Nomination(
            id=uuid4(), edition_id=pinned.id, category=category.key, owner_id=work.actor.id, created_at=work.now,
            changed_at=work.now, reference=f"{pinned.edition.reference_prefix}-{category.prefix}-{number.last:04d}",
        )
        session.add(nomination)
        session.flush()
        taken = working_copy_changes.write_carried_answers(work, nomination, category, carried or {})
        work.record(
            Action.START, nomination, {"reference": nomination.reference, "category": category.key, "carried": taken}
        )
    return nomination


def _require_room(work: Work, edition_id: UUID) -> None:
    """Raise `Invalid` where somebody has as many drafts as one person works on, and more would only fill the disk."""
    drafts = work.session.scalar(
        select(func.count()).select_from(Nomination).where(
            Nomination.owner_id == work.actor.id, Nomination.edition_id == edition_id,
            Nomination.submitted_at.is_(None), Nomination.discarded_at.is_(None),
        )
    )
    if (drafts or 0) >= MOST_DRAFTS:
        raise Invalid(category=("too_many_drafts", {"most": MOST_DRAFTS}))


def discard_draft(work: Work, nomination_id: UUID) -> None:
    """Delete a draft; its reference is never used again."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.DISCARD, lock=True)
        nomination.discarded_at = work.now
        work.record(Action.DISCARD, nomination, {"reference": nomination.reference})


def move_to_category(work: Work, nomination_id: UUID, category_key: str) -> None:
    """Move a draft to another category: answers with the same key are copied, the others are kept for a move back."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.CHANGE_CATEGORY, lock=True)
        copy = working_copy.load(work, nomination)
        category = _category(copy.edition.categories, category_key)
        if category.key == nomination.category:
            raise Invalid(category="same_category")
        old = copy.answers
        for section in category.sections:
            held = copy.sections.get(section.key)
            answers = progress.select_carried_answers(old, held.answers if held else {}, section)
            if answers != (held.answers if held else {}):
                working_copy_changes.store_section(
                    session, nomination.id, section.key, held, answers, work.actor.account_id, work.now
                )
        came_from, nomination.category = nomination.category, category.key
        # A section of the other form that has the same name is another section.
        nomination.sections_done = []
        working_copy_changes.refresh(work, nomination)
        work.record(Action.CHANGE_CATEGORY, nomination, {"from": came_from, "to": category.key})


def _category(categories: tuple[Category, ...], key: str) -> Category:
    for category in categories:
        if category.key == key:
            return category
    raise Invalid(category="not_an_option")
