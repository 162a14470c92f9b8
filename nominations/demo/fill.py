"""Fills a database with the award's year up to a stage: every event is the real act of a person at its instant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nominations import registration
from nominations.core import database
from nominations.core.queries import ledger_chain
from nominations.core.rules.errors import DomainError
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.settings import Settings, config_folder
from nominations.core.work import Work
from nominations.demo import run_nominations, run_outside_requests, run_reviewing, run_screening
from nominations.demo.attachments import Attachment, attachments, contents
from nominations.demo.content import EDITION, nominations, people
from nominations.demo.events import script, timeline
from nominations.demo.prepared_files import Cupboard, Maker
from nominations.demo.run import Play
from nominations.editions.adapters import folder
from nominations.editions.services import editions
from nominations.files.adapters.store import files
from nominations.mail.queries import letters
from nominations.mail.services import outbox

ACTS = {**run_nominations.ACTS, **run_outside_requests.ACTS, **run_screening.ACTS, **run_reviewing.ACTS}
OPENED = script.instant("2025-07-01T09:00:00")
WORKER = Actor(None, Role.SYSTEM, name="the worker")


@dataclass(frozen=True, slots=True)
class Filled:
    """How much there is now."""

    people: int
    nominations: int
    files: int
    letters: int
    records: int


def fill(
    engine: database.Engine, settings: Settings, stage: str, now: datetime, *, only: Collection[str] | None = None,
    maker: Maker = contents,
) -> Filled:
    """Play the story up to `stage` in an empty database; `now` is when it goes on. `only` plays some nominations."""
    registration.register()
    settings = replace(settings, smtp_host="")  # no letter leaves a demonstration while it is made
    told = timeline.events(stage)
    if only is not None:
        told = _about(told, only)
    wanted = [_file(each) for each in told if isinstance(each, script.Attach)]
    folder = settings.data / "making"
    with Cupboard(folder, files(settings), settings, wanted, maker) as cupboard:
        play = _opened(engine, settings, cupboard)
        for each in told:
            _play(play, each)
    with database.open_session(engine, writes=True) as session:
        _keep_letters(Work(session, WORKER, now, settings))
        return Filled(
            len(play.people), len(play.nominations), play.files,
            letters=sum(count for _, count in letters.counts(session)), records=ledger_chain.load_head(session)[0],
        )


def _about(told: Sequence[script.Event], only: Collection[str]) -> tuple[script.Event, ...]:
    """What is about some nominations or about none, and the accounts of those who act there or for the award."""
    accounts = script.CreateAccount
    meant = {None, *only}
    acting = {
        each.actor for each in told if not isinstance(each, accounts) and getattr(each, "nomination", None) in meant
    } | {key for key, person in people().items() if person.role != "applicant"}
    return tuple(
        each for each in told
        if (each.actor in acting if isinstance(each, accounts) else getattr(each, "nomination", None) in meant)
    )


def _play(play: Play, told: script.Event) -> None:
    try:
        ACTS[type(told)](play, told)
    except DomainError as no:
        no.add_note(f"This was to happen: {told}")
        raise


def _file(attach: script.Attach) -> Attachment:
    nomination = nominations()[attach.nomination]
    return attachments(nomination.moved if attach.moved and nomination.moved else nomination)[attach.number]


def _opened(engine: database.Engine, settings: Settings, cupboard: Cupboard) -> Play:
    """The edition is pinned on the command line, and its first head named there."""
    edition = folder.read(config_folder() / "editions" / EDITION)
    with database.open_session(engine, writes=True) as session:
        row = editions.open_edition(Work(session, run_nominations.OPERATOR, OPENED, settings), edition)
    play = Play(engine, settings, cupboard, row.id, edition)
    head = next(key for key, person in people().items() if person.role == "head")
    run_nominations.make_account(play, head, OPENED)
    return play


def _keep_letters(work: Work) -> None:
    """There is no mail server: the letters stay to be read on their page."""
    while waiting := outbox.due(work):
        for each in waiting:
            outbox.deliver(work, each)
