"""The nominations of rounds, for the chair: which there are, and one of them to be read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from nominations.access.queries import policy_facts
from nominations.core.rules.vocabulary import Action, Role, State
from nominations.core.tables import Access, Nomination, NominationCountry, Round, RoundFile
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import Category, Edition
from nominations.rounds.queries import blind
from nominations.rounds.rules.blind import without_names

# What the record of who opened which part of a file calls the file itself.
OPENED = "file"


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A nomination of a round in the hands of the chair."""

    nomination: Nomination
    edition: Edition
    nameless: bool

    @property
    def category(self) -> Category:
        """The form, without the questions that a blind round leaves out."""
        category = self.edition.category(self.nomination.category)
        return without_names(category) if self.nameless else category

    @property
    def reads_as(self) -> Role:
        """The role whose questions and attachments are shown: in a blind round the chair reads what reviewers read."""
        return Role.REVIEWER if self.nameless else Role.CHAIR


@dataclass(frozen=True, slots=True)
class RoundFileLine:
    """A nomination in a list of those to read; `opened` by the actor before."""

    id: UUID
    reference: str
    title: str
    language: str
    countries: tuple[str, ...]
    opened: bool


def load_file(work: Work, nomination_id: UUID) -> FileToRead:
    """The nomination, if the actor may read it as one of a round."""
    nomination = policy_facts.nomination(work, nomination_id, to=Action.READ_IN_ROUND)
    nameless = blind.is_hidden_from(work, nomination_id)
    edition = editions.by_id(work.session, nomination.edition_id).edition
    return FileToRead(blind.copy_nomination(nomination) if nameless else nomination, edition, nameless)


def list_files(work: Work, edition_id: UUID) -> Mapping[UUID, list[RoundFileLine]]:
    """The eligible nominations of every round of the edition, by round and reference, for the chair."""
    countries = defaultdict(list)
    for nomination_id, country in work.session.execute(
        select(NominationCountry.nomination_id, NominationCountry.country)
        .join(Nomination, Nomination.id == NominationCountry.nomination_id)
        .where(Nomination.edition_id == edition_id).order_by(NominationCountry.country)
    ):
        countries[nomination_id].append(country)
    opened = exists().where(
        Access.nomination_id == Nomination.id, Access.account_id == work.actor.id,
        Access.role == work.actor.role.value, Access.what == OPENED,
    )
    rows = work.session.execute(
        select(
            RoundFile.round_id, Nomination.id, Nomination.reference, Nomination.title, Nomination.language, opened,
            blind.is_hidden_in_its_round(Nomination.id),
        )
        .join(Nomination, Nomination.id == RoundFile.nomination_id).join(Round, Round.id == RoundFile.round_id)
        .where(Round.edition_id == edition_id, Nomination._state == State.ELIGIBLE).order_by(Nomination.reference)
    )
    files: dict[UUID, list[RoundFileLine]] = defaultdict(list)
    for round_id, id_, reference, title, language, was_opened, hidden in rows:
        files[round_id].append(RoundFileLine(
            id_, reference, reference if hidden else title, language or "", tuple(countries[id_]), bool(was_opened)
        ))
    return files
