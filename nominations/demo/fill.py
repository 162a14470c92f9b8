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
from nominations.demo.attachments import Attachment, list_attachments, render_contents
from nominations.demo.content import EDITION, nominations, people
from nominations.demo.events import script, timeline
from nominations.demo.prepared_files import Maker, PreparedFiles
from nominations.demo.run import Play
from nominations.editions.adapters import folder
from nominations.editions.services import editions
from nominations.files.adapters.store import files
from nominations.mail.queries import letters
from nominations.mail.queries.letters import list_due
from nominations.mail.services import outbox

ACTS = {**run_nominations.ACTS, **run_outside_requests.ACTS, **run_screening.ACTS, **run_reviewing.ACTS}
OPENED = script.instant("2025-07-01T09:00:00")
WORKER = Actor(None, Role.SYSTEM, name="the worker")


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the filled database holds."""

    people: int
    nominations: int
    files: int
    letters: int
    records: int


def fill(
    engine: database.Engine, settings: Settings, stage: str, now: datetime, *, only: Collection[str] | None = None,
    maker: Maker = render_contents,
) -> Totals:
    """Play the story up to `stage` in an empty database; `now` is when it goes on. `only` plays some nominations."""
    registration.register()
    settings = replace(settings, smtp_host="")  # no letter leaves a demonstration while it is made
    story_events = timeline.events(stage)
    if only is not None:
        story_events = _select_events(story_events, only)
    attached = [_file(event) for event in story_events if isinstance(event, script.Attach)]
    folder = settings.data / "making"
    with PreparedFiles(folder, files(settings), settings, attached, maker) as prepared:
        play = _open_edition(engine, settings, prepared)
        for event in story_events:
            _play(play, event)
    with database.open_session(engine, writes=True) as session:
        _deliver_letters(Work(session, WORKER, now, settings))
        return Totals(
            len(play.people), len(play.nominations), play.files,
            letters=sum(count for _, count in letters.count_by_state(session)),
            records=ledger_chain.load_head(session)[0],
        )


def _select_events(story_events: Sequence[script.Event], only: Collection[str]) -> tuple[script.Event, ...]:
    """The events of some nominations or of none, and the accounts of those who act in them or for the award."""
    accounts = script.CreateAccount
    meant = {None, *only}
    acting = {
        event.actor for event in story_events if not isinstance(event, accounts) and getattr(
            event, "nomination", None
        ) in meant
    } | {key for key, person in people().items() if person.role != "applicant"}
    return tuple(
        event for event in story_events
        if (event.actor in acting if isinstance(event, accounts) else getattr(event, "nomination", None) in meant)
    )


def _play(play: Play, event: script.Event) -> None:
    try:
        ACTS[type(event)](play, event)
    except DomainError as no:
        no.add_note(f"This was to happen: {event}")
        raise


def _file(attach: script.Attach) -> Attachment:
    nomination = nominations()[attach.nomination]
    return list_attachments(nomination.moved if attach.moved and nomination.moved else nomination)[attach.number]


def _open_edition(engine: database.Engine, settings: Settings, prepared: PreparedFiles) -> Play:
    """Open the edition and create its first head, as the command line does."""
    edition = folder.read_folder(config_folder() / "editions" / EDITION)
    with database.open_session(engine, writes=True) as session:
        row = editions.open_edition(Work(session, run_nominations.OPERATOR, OPENED, settings), edition)
    play = Play(engine, settings, prepared, row.id, edition)
    head = next(key for key, person in people().items() if person.role == "head")
    run_nominations.make_account(play, head, OPENED)
    return play


def _deliver_letters(work: Work) -> None:
    """Deliver the letters without a mail server, so that they are read on their page."""
    while waiting := list_due(work):
        for letter in waiting:
            outbox.deliver_letter(work, letter)
