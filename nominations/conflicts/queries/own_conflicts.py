"""Names of nominations, for somebody of the office or the jury who declares their conflicts of interest."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.access.queries.involvement import select_readable, select_unanswered
from nominations.conflicts import rules
from nominations.core.rules.text.folding import fold_text
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Account, Nomination, Submission
from nominations.core.work import Work
from nominations.editions.queries import editions


@dataclass(frozen=True, slots=True)
class NamedSubmission:
    """A submission by the names behind it and nothing else; `asked` while the actor owes the answer about it."""

    id: UUID
    names: tuple[str, ...]
    asked: bool

    def holds(self, words: str) -> bool:
        """Whether every word occurs in the names."""
        folded = fold_text(" ".join(self.names))
        return all(word in folded for word in fold_text(words).split())


def list_names(work: Work, edition_id: UUID) -> tuple[NamedSubmission, ...]:
    """Every submission that is not withheld from the actor, by name; none before the call has closed."""
    case = policy_facts.load_edition(work, edition_id)
    work.require(Action.STATE_CONFLICTS, case)
    if not case.call_is_over:
        return ()
    edition, who = editions.by_id(work.session, edition_id).edition, work.actor.account_id
    rows = work.session.execute(
        select(
            Submission.id, Submission.category, Submission.answers, Account.name,
            Nomination.id.in_(select_unanswered(who, edition_id)),
        )
        .join(Nomination, Nomination.submission_id == Submission.id).join(Account, Account.id == Nomination.owner_id)
        .where(Nomination.id.in_(select_readable(who, edition_id)))
    )
    named = [
        NamedSubmission(
            submission_id, rules.list_names(edition.category(category), answers, owner, work.actor.role.value),
            bool(asked),
        )
        for submission_id, category, answers, owner, asked in rows
    ]
    return tuple(sorted(named, key=lambda submission: (fold_text(" ".join(submission.names)), submission.id)))
