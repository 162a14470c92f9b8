"""Runs the events of the call: accounts, drafts, files, submissions, withdrawals, messages, an extension."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.accounts.services import own_account, roles, signing_in
from nominations.attachments.services import attachments
from nominations.call.services import deadlines
from nominations.core.rules.errors import TooLate
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Submission
from nominations.core.work import Work
from nominations.demo.attachments import Attachment, list_attachments
from nominations.demo.content import EDITION, people, profiles
from nominations.demo.events import script
from nominations.demo.run import Play, require
from nominations.nominations.queries import editable_parts, working_copy
from nominations.nominations.rules import progress
from nominations.nominations.services import answers, messages, nominations, ownership, submissions
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services import reviewer_profiles
from nominations.screening.services import replies

OPERATOR = Actor(None, Role.SYSTEM, EDITION, "the command line")


def create_account(play: Play, event: script.CreateAccount) -> None:
    if event.actor not in play.people:
        make_account(play, event.actor, event.at)


def make_account(play: Play, key: str, at: datetime) -> None:
    """Create an account by a first sign-in or by a role; then its owner saves their name and settings."""
    person = people()[key]
    if person.role == "applicant":
        with play.work_of(Actor(None, Role.VISITOR, EDITION), at) as work:
            play.people[key] = signing_in.make_account(work, person.email, person.language)
    else:
        head = next((play.actor(holder) for holder in play.people if people()[holder].role == "head"), OPERATOR)
        with play.work_of(head, at) as work:
            grant = roles.grant_role(
                work, play.edition_id, person.email, person.called, Role(person.role), language=person.language
            )
            play.people[key] = grant.account_id
            if person.role == "reviewer":
                _describe(play, work, key)
    with play.work_of(play.actor(key), at) as work:
        own_account.save_profile(work, person.called, person.language, person.zone)


def _describe(play: Play, work: Work, key: str) -> None:
    person, profile = people()[key], profiles()[key]
    profile_answers = ProfileAnswers(
        nationalities=profile.nationalities, country=person.country, institutions=(person.body,),
        languages={code: "native" if code == person.language else "fluent" for code in profile.languages},
        expertise=profile.expertise, collaborators=profile.collaborators, most_files=profile.load,
    )
    reviewer_profiles.describe_reviewer(work, play.edition_id, play.people[key], profile_answers)


def create_nomination(play: Play, event: script.CreateNomination) -> None:
    with play.work(event) as work:
        play.nominations[event.nomination] = nominations.start_draft(work, event.category).id


def save_section(play: Play, event: script.SaveSection) -> None:
    """Save a section, marked as finished where nothing is missing or wrong in it."""
    nomination_id, category = play.nominations[event.nomination], play.nomination(event.nomination).category
    form = play.edition.category(category)
    section = next(part for part in form.sections if part.key == event.section)
    state = progress.assess_section(form, section, event.answers, done=False)
    with play.work(event) as work:
        held = working_copy.load_sections(work.session, [nomination_id])[nomination_id].get(event.section)
        answers.save(
            work, nomination_id, event.section, event.answers, version=held.version if held else 0,
            done=not (state.lacking or state.mistakes),
        )


def attach(play: Play, event: script.Attach) -> None:
    """Upload a file and describe it; after a move, only where the other form asks for it."""
    file = list_attachments(play.nomination(event.nomination))[event.number]
    nomination_id = play.nominations[event.nomination]
    with play.work(event) as work:
        if event.moved and not _is_open(work, nomination_id, file.kind):
            return
        kind = play.edition.category(play.nomination(event.nomination).category).attachment(file.kind)
        with play.prepared.open_upload(file, kind) as arrived:
            refused = attachments.add_files(work, nomination_id, file.kind, [arrived], play.prepared.store)
        require(not refused, (event, refused))
        play.files += 1
        if file.caption:
            uploads = working_copy.load_attachments(work.session, [nomination_id])[nomination_id]
            newest = max((row for row in uploads if row.kind == file.kind), key=lambda row: row.uploaded_at)
            attachments.describe_file(work, nomination_id, newest.id, _details(file))


def _is_open(work: Work, nomination_id: UUID, kind: str) -> bool:
    nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT)
    opened = editable_parts.open_keys(work, policy_facts.load(work, nomination), working_copy.load(work, nomination))
    return opened is None or kind in opened


def _details(file: Attachment) -> dict[str, str]:
    return {"caption": file.caption, "year": file.year, "photographer": file.photographer, "rights": file.rights}


def declare(play: Play, event: script.Declare) -> None:
    """Remember the ticked declarations for the submission that follows."""
    play.declared[event.nomination] = event.declarations


def submit(play: Play, event: script.Submit) -> None:
    require(isinstance(_submit(play, event), Submission), event)


def late_attempt(play: Play, event: script.LateAttempt) -> None:
    require(isinstance(_submit(play, event), TooLate), event)


def _submit(play: Play, event: script.Submit | script.LateAttempt) -> Submission | TooLate:
    person = people()[event.actor]
    form = play.edition.category(play.nomination(event.nomination).category)
    ticked = play.declared[event.nomination]
    with play.work(event) as work:
        return submissions.submit(
            work, play.nominations[event.nomination], language=person.language, typed_name=person.called,
            declared={
                declaration.key: declaration.version for declaration in form.declarations if declaration.key in ticked
            },
        )


def withdraw(play: Play, event: script.Withdraw) -> None:
    with play.work(event) as work:
        ownership.withdraw(work, play.nominations[event.nomination], event.reason)


def grant_extension(play: Play, event: script.GrantExtension) -> None:
    with play.work(event) as work:
        deadlines.extend_nomination(work, play.nominations[event.nomination], event.until, event.reason)


def message(play: Play, event: script.Message) -> None:
    write = messages.send_message if people()[event.actor].role == "applicant" else replies.reply
    with play.work(event) as work:
        write(work, play.nominations[event.nomination], event.text)


ACTS: Mapping[type[script.Event], Callable[[Play, Any], None]] = {
    script.CreateAccount: create_account,
    script.CreateNomination: create_nomination,
    script.SaveSection: save_section,
    script.Attach: attach,
    script.Declare: declare,
    script.Submit: submit,
    script.LateAttempt: late_attempt,
    script.Withdraw: withdraw,
    script.GrantExtension: grant_extension,
    script.Message: message,
}
