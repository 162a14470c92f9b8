"""Documents that the worker makes: found only by whom they were made for, in the role they were made for."""

from dataclasses import dataclass
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy import Case
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Document, Job, Nomination, Round
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.reviewing.queries import own_reviews, packs
from nominations.rounds.queries import blind

# What somebody must be allowed to do with the thing a document is of; asked again at every download.
RIGHTS: dict[str, tuple[Action, ...]] = {
    "receipt": (Action.VIEW,),
    "nomination": (Action.VIEW, Action.INSPECT, Action.REVIEW),
    "scoring": (Action.REPORT,),
    "archive": (Action.REPORT,),
    "sheet": (Action.REPORT,),
    "sheets": (Action.REPORT,),
    "dossier": (Action.INSPECT,),
    "dossiers": (Action.EXPORT,),
    "own_reviews": (Action.SEE_DESK,),
    "certificate": (Action.SEE_DESK,),
    "eligibility": (Action.EXPORT,),
    "corrections": (Action.EXPORT,),
    "conflicts": (Action.DECIDE_CONFLICT,),
    "late_attempts": (Action.EXPORT,),
    "progress": (Action.FOLLOW,),
    "communications": (Action.SEE_LETTERS,),
    "ledger": (Action.SEE_LEDGER,),
    "statistics": (Action.EXPORT,),
    "my_data": (Action.USE_ACCOUNT,),
    "pack": (Action.SEE_DESK,),
    "pack_files": (Action.SEE_DESK,),
}
# These are of the edition as a whole.
OF_EDITION = (
    "eligibility", "corrections", "conflicts", "late_attempts", "progress", "communications", "ledger", "statistics",
    "dossiers", "own_reviews", "certificate",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document and how far the worker is with it."""

    document: Document
    job: Job


def document(work: Work, document_id: UUID) -> Found:
    """The document, if it was made for this person in this role and its subject may still be read by them."""
    row = work.session.get(Document, document_id)
    if row is None or row.made_for_id != work.actor.id:
        raise Refused(Refusal.NOT_FOUND)
    if row.made_as != work.actor.role.value and row.kind != "my_data":
        raise Refused(Refusal.NOT_FOUND)
    require(work, row.kind, nomination_id=row.nomination_id, round_id=row.round_id)
    if row.kind in packs.KINDS:
        packs.insist(work, row.round_id, row.choices["files"])
    if row.kind == "own_reviews":
        own_reviews.insist(work, row.edition_id, row.choices.get("files"))
    if blind.began_since(work, _files(row), row.made_at):
        raise Refused(Refusal.NOT_FOUND)
    return Found(row, work.session.get_one(Job, row.job_id))


def _files(document: Document) -> list[UUID]:
    """The nominations that a document is of, as far as it is of single ones."""
    one = [document.nomination_id] if document.nomination_id else []
    return one + [UUID(each) for each in document.choices.get("files", ())]


def require(work: Work, kind: str, *, nomination_id: UUID | None, round_id: UUID | None) -> None:
    """Raise `Refused` unless the actor may have a document of this kind of this subject now."""
    if kind == "my_data":
        return  # one's own data is of no file and no round; whose it is was asked, or is the actor
    case = _edition_case(work) if kind in OF_EDITION else _case(work, nomination_id, round_id)
    held = [action for action in RIGHTS[kind] if work.may_ever(action)]
    for action in held or RIGHTS[kind][:1]:
        work.require(action, case)


def _case(work: Work, nomination_id: UUID | None, round_id: UUID | None) -> Case:
    if round_id is not None:
        found = work.session.get(Round, round_id)
        if found is not None:
            return policy_facts.round_case(work, found)
    elif nomination_id is not None:
        nomination = work.session.get(Nomination, nomination_id)
        if nomination is not None:
            return policy_facts.case_of(work, nomination)
    raise Refused(Refusal.NOT_FOUND)


def _edition_case(work: Work) -> Case:
    pinned = editions.opened(work.session, work.actor.edition or "")
    if pinned is None:
        raise Refused(Refusal.NOT_FOUND)
    return policy_facts.edition_case(work, pinned.id)
