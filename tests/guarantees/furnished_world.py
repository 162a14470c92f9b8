"""Adds one thing of each kind to the test world, so that every endpoint has something to work on."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.accounts.services import signing_in
from nominations.core.rules.private_links import End
from nominations.core.rules.vocabulary import Action, JobState, LetterState, State
from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    Attachment,
    CategoryMove,
    Conflict,
    Consent,
    CorrectionRequest,
    Document,
    EligibilityDecision,
    Finding,
    Grant,
    Job,
    Letter,
    Mark,
    Message,
    Nomination,
    PeopleImport,
    Plan,
    Proposal,
    PublicPaper,
    Recusal,
    RedactionMark,
    Referee,
    ReviewerCopy,
    ReviewerInvitation,
    ReviewerMessage,
    Round,
    RoundFile,
    SectionAnswers,
    SectionVersion,
    Session,
    SheetImport,
    StoredFile,
    Submission,
    Upload,
)
from nominations.documents.steps import codes
from nominations.files.adapters.store import files
from nominations.outside_requests.rules import Person
from nominations.outside_requests.services import consents, referees
from nominations.panel.queries import invitations
from nominations.panel.rules.people_table import Row
from nominations.ranking.services import rankings
from nominations.redaction.queries import checks
from nominations.routing.queries import plans
from nominations.routing.queries.panel import input_hash
from nominations.web.sessions import digest
from tests.guarantees import collaborators
from tests.support import make
from tests.support.make_files import picture
from tests.support.small_edition import INDIVIDUAL_ANSWERS

OWN_SESSION = "the owner's other session"
SAID = "Said with <planted-mark> by nobody."


@dataclass
class Things:
    """Ids by name, and the token of a sign-in link."""

    nominations: dict[str, UUID] = field(default_factory=dict)
    pictures: dict[str, UUID] = field(default_factory=dict)
    rounds: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    others: dict[str, UUID] = field(default_factory=dict)
    sign_in_token: str = ""
    link_tokens: dict[str, str] = field(default_factory=dict)
    invitation: str = ""
    code: str = ""
    reviewing_token: str = ""
    read_content: str = ""


def furnish(world) -> Things:
    """Put everything there."""
    things = Things()
    with world.session(writes=True) as session:
        things.people = {account.name: account.id for account in session.scalars(select(Account))}
        _nominations(world, session, things)
        _rounds(world, session, things)
        _screening(world, session, things)
        _rest(world, session, things)
        session.flush()
        things.read_content = checks.load_contents(
            session, [things.nominations["submitted"]]
        )[things.nominations["submitted"]]
        session.commit()
    _frozen(world, things)
    _sign_in_link(world, things)
    _add_outside_requests(world, things)
    collaborators.furnish(world, things)
    _add_plan(world, things)
    return things


def _add_plan(world, things: Things) -> None:
    """The repair of a round in which nothing is to be done, made of the round as it is now."""
    figures = {"files": 0, "reviewers": 0, "reviews": 0, "worst": 0, "tenth": 0, "median": 0, "loads": [0, 0, 0],
               "without_native": [], "country_pairs": 0, "groups": [], "fewest_shared": 0, "median_shared": 0,
               "holds": True}
    result = {"outcome": "answer", "pairs": [], "added": [], "dropped": [], "lost": [], "lock_costs": [],
              "quality": figures, "fairness": {}}
    with world.session(writes=True) as session:
        job = Job(task="plan", arguments={}, state=JobState.DONE, made_at=make.START)
        session.add(job)
        session.flush()
        plan = Plan(id=uuid4(), round_id=things.rounds["open"], job_id=job.id, kind="repair", seed=1,
                    choices={"reviews": 3}, made_at=make.START, result=result)
        session.add(plan)
        session.flush()
        plan.input_hash = input_hash(plans.load_panel_of_plan(session, plan, session.get_one(Round, plan.round_id)))
        things.others["plan"] = plan.id
        session.commit()


def _person(world, session, name: str) -> Account:
    return session.get_one(Account, world.person(name).id)


def _nominations(world, session, things: Things) -> None:
    owner = _person(world, session, "owner")
    for name in ("draft", "finished", "submitted", "eligible", "other", "person"):
        things.nominations[name] = world.nomination(name).id
    for name in ("withdrawn", "moving", "correcting", "contested", "doubted", "ineligible", "unpublished", "undecided",
                 "admitted", "checked"):
        things.nominations[name] = make.nomination(session, owner).id
        make.submission(session, session.get_one(Nomination, things.nominations[name]))
    session.get_one(Nomination, things.nominations["withdrawn"]).move(Action.WITHDRAW)
    stored = _add_file(world, session)
    for name in ("draft", "finished", "submitted", "eligible"):
        things.pictures[name] = uuid4()
        nomination = session.get_one(Nomination, things.nominations[name])
        described = {"kind": "photo", "sha256": stored.sha256, "name": "صورة.png", "size": stored.size,
                     "media_type": "image/png", "width": 200, "height": 150, "pages": None, "caption": SAID,
                     "year": "2020", "photographer": "A", "rights": "yes", "alternative": "A quay"}
        session.add(Attachment(id=things.pictures[name], nomination_id=nomination.id, uploaded_at=make.START,
                               uploaded_by_id=owner.id, **described))
        if nomination.state is not State.DRAFT:
            session.get_one(Submission, nomination.submission_id).attachments = [
                {"id": str(things.pictures[name]), **described}
            ]
    things.others["reviewer_copy"] = uuid4()
    session.flush()
    session.add(RedactionMark(
        nomination_id=things.nominations["submitted"], phrase="quay", folded="quay", is_lifted=False,
        made_at=make.START, made_by_id=_person(world, session, "officer").id,
    ))
    session.add(ReviewerCopy(
        id=things.others["reviewer_copy"], attachment_id=things.pictures["submitted"], reason=SAID, made_at=make.START,
        made_by_id=_person(world, session, "officer").id, sha256=stored.sha256, name="صورة.png", size=stored.size,
        media_type="image/png", width=200, height=150,
    ))
    session.add(Attachment(
        id=uuid4(), nomination_id=things.nominations["finished"], kind="plan", sha256=stored.sha256, name="plan.png",
        size=stored.size, media_type="image/png", width=200, height=150, uploaded_at=make.START,
        uploaded_by_id=owner.id,
    ))
    # One that has ended: what is done with it in this world leaves its parts alone.
    things.others["upload"] = uuid4()
    session.add(Upload(
        id=things.others["upload"], nomination_id=things.nominations["draft"], kind="photo", name=SAID[:60], size=6,
        made_at=make.START, made_by_id=owner.id, expires_at=make.CLOSE + timedelta(days=400), ended_at=make.START,
        refusal="broken", params={},
    ))
    saved = session.scalars(
        select(SectionAnswers).where(SectionAnswers.nomination_id == things.nominations["draft"])
    ).one()
    session.add(SectionVersion(nomination_id=saved.nomination_id, section=saved.section, number=1, answers={},
                               saved_at=make.START, saved_by_id=owner.id))


def _add_file(world, session):
    with files(world.settings).take_in(io.BytesIO(picture("PNG", (200, 150))), 1_000_000) as stored:
        files(world.settings).keep(stored)
    session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=make.START))
    session.flush()
    return stored


def _rounds(world, session, things: Things) -> None:
    head, assigned = _person(world, session, "head"), _person(world, session, "assigned")
    things.rounds["open"] = session.scalars(select(Round.id)).one()
    opened = session.get_one(Round, things.rounds["open"])
    person = make.eligible(session, session.get_one(Nomination, things.nominations["person"]))
    closed = make.open_round(session, world.edition_id, head, person, category="individual")
    things.rounds["closed"] = closed.id
    sheet = Assessment(
        assignment_id=make.assignment(session, closed, person, assigned, head).id, state="submitted", total=70,
        complete=True, comment=SAID, strength=SAID, weakness=SAID, recommendation="shortlist", saved_at=make.START,
        submitted_at=make.START,
    )
    session.add(sheet)
    session.flush()
    session.add_all(Mark(assessment_id=sheet.id, criterion=criterion, score=7, reason=SAID)
                    for criterion in ("quality", "impact", "example"))
    closed.closed_at, closed.closed_by_id = make.START, head.id
    unassigned = _person(world, session, "unassigned")
    for name in ("unpublished", "undecided"):
        file = make.eligible(session, session.get_one(Nomination, things.nominations[name]))
        session.add(RoundFile(round_id=opened.id, nomination_id=file.id))
        make.assignment(session, opened, file, unassigned if name == "undecided" else assigned, head,
                        published=name == "undecided")
    assignment = _assignment_of(session, things.nominations["undecided"])
    possible = Conflict(assignment_id=assignment, number=1, answer="possible", kind="other", words=SAID,
                        text_version="1", declared_at=make.START, state="open")
    session.add(possible)
    session.flush()
    things.others["conflict"] = possible.id
    finding = Finding(nomination_id=things.nominations["undecided"], reviewer_id=unassigned.id, sign="named",
                      own="Sevda Kerimli", shared="Севда Керимли", question="nominator", part="name", similarity=96,
                      fingerprint="0" * 64, found_at=make.START, state="open")
    session.add(finding)
    session.flush()
    things.others["finding"] = finding.id
    session.add(Assessment(
        assignment_id=assignment, state="submitted", total=50, complete=True, comment=SAID, strength=SAID,
        weakness=SAID, recommendation="no", saved_at=make.START, submitted_at=make.START,
    ))
    session.flush()
    session.add(Recusal(
        nomination_id=things.nominations["unpublished"], reviewer_id=unassigned.id, kind="work", words=SAID,
        at=make.START, by_id=head.id, declared_by_reviewer=False,
    ))


def _assignment_of(session, nomination_id: UUID) -> UUID:
    return session.scalars(select(Assignment.id).where(Assignment.nomination_id == nomination_id)).one()


def _screening(world, session, things: Things) -> None:
    officer, second = _person(world, session, "officer"), _person(world, session, "second_officer")
    for name, by in (("contested", second), ("doubted", officer), ("ineligible", officer)):
        confirmed = {"confirmed_at": make.START, "confirmed_by_id": second.id} if name == "ineligible" else {}
        session.add(EligibilityDecision(
            nomination_id=things.nominations[name], outcome="ineligible", reason_code="deadline", reason=SAID,
            made_at=make.START, made_by_id=by.id, **confirmed,
        ))
    make.checked(session, session.get_one(Nomination, things.nominations["checked"]), officer)
    session.add(EligibilityDecision(
        nomination_id=things.nominations["admitted"], outcome="eligible", made_at=make.START, made_by_id=officer.id,
    ))
    session.get_one(Nomination, things.nominations["admitted"]).move(Action.ADMIT)
    session.get_one(Nomination, things.nominations["ineligible"]).move(Action.CONFIRM_REFUSAL)
    session.add(CorrectionRequest(
        nomination_id=things.nominations["correcting"], questions=["title"], message=SAID, asked_at=make.START,
        submission_id=session.get_one(Nomination, things.nominations["correcting"]).submission_id,
        asked_by_id=officer.id, until=make.CLOSE + timedelta(days=10),
    ))
    session.add(CategoryMove(
        nomination_id=things.nominations["moving"], from_category="project", to_category="individual", reason=SAID,
        proposed_at=make.START, proposed_by_id=_person(world, session, "head").id,
        complete_by=make.CLOSE + timedelta(days=10),
    ))


def _rest(world, session, things: Things) -> None:
    owner = _person(world, session, "owner")
    session.add(Message(nomination_id=things.nominations["submitted"], author_id=owner.id, by_secretariat=False,
                        text=SAID, sent_at=make.START))
    reviewer = _person(world, session, "assigned")
    session.add(ReviewerMessage(nomination_id=things.nominations["eligible"], reviewer_id=reviewer.id,
                                author_id=reviewer.id, by_secretariat=False, text=SAID, sent_at=make.START))
    letter = Letter(
        edition_id=world.edition_id, account_id=owner.id, template="role_granted", language="en", address=owner.email,
        subject=SAID, text=SAID, html="", message_id="<1@example.org>", state=LetterState.FAILED, trouble="554 no",
        written_at=make.START, next_try_at=make.START,
    )
    job = Job(task="document", arguments={}, state=JobState.DONE, made_at=make.START, made_by_id=owner.id)
    session.add_all([letter, job, Session(
        token_hash=digest(OWN_SESSION), account_id=owner.id, content={}, created_at=make.START, seen_at=make.START
    )])
    session.flush()
    document = Document(
        edition_id=world.edition_id, kind="nomination", subject="nomination:x", choices={},
        nomination_id=things.nominations["submitted"], language="en", made_for_id=owner.id, made_as="applicant",
        made_at=make.START, job_id=job.id, name="ترشيح.pdf", media_type="application/pdf",
        sha256=session.scalars(select(StoredFile.sha256)).first(),
    )
    session.add(document)
    session.flush()
    grant = session.scalars(select(Grant.id).join(Account, Account.id == Grant.account_id)
                            .where(Account.name == "Nadia Berrada")).one()
    submitted = session.get_one(Nomination, things.nominations["submitted"])
    things.code = codes.issue_receipt_code(
        session, submitted, session.get_one(Submission, submitted.submission_id), "0" * 64
    ).code
    session.add(PublicPaper(
        edition_id=world.edition_id, kind="questions", category="individual", language="en", made_from="0" * 64,
        sha256=document.sha256, made_at=make.START,
    ))
    uploaded = SheetImport(account_id=things.people["Rashid Amin"], edition_id=world.edition_id, rows=[],
                           read_at=make.START)
    head = things.people["Leila Alami"]
    table = PeopleImport(account_id=head, edition_id=world.edition_id, passed_over=[SAID], rows=[
        Row(2, "sevda.kerimli@example.org", cells={"collaborators": SAID}).stored(),
        Row(3, "new.reader@example.org", SAID).stored(), Row(4, "nobody", fault="not_email").stored(),
    ], read_at=make.START)
    session.add_all((uploaded, table))
    session.flush()
    things.others["people_table"] = table.id
    things.reviewing_token = "a-private-link-to-review-of-the-tests"
    invitation = ReviewerInvitation(
        edition_id=world.edition_id, account_id=things.people["Lina Haddad"], sent_at=make.START,
        token_seal=invitations.seal(world.settings, things.reviewing_token),
        expires_at=make.CLOSE + timedelta(days=400),
    )
    session.add(invitation)
    session.flush()
    things.others["invitation"] = invitation.id
    things.others |= {"sheet": uploaded.id, "letter": letter.id, "document": document.id, "grant": grant}


def _frozen(world, things: Things) -> None:
    """An official state of each round."""
    for name in ("open", "closed"):
        work = world.work("head")
        things.others[f"frozen_{name}"] = rankings.freeze_ranking(work, things.rounds[name], SAID).id
        work.session.close()


def _sign_in_link(world, things: Things) -> None:
    """A living link for the second officer, who is none of the personas."""
    work = world.work("owner")
    signing_in.ask_to_enter(work, "nadia.berrada@example.org", language="en")
    work.session.close()
    with world.session() as session:
        text = session.scalars(select(Letter.text).where(Letter.address == "nadia.berrada@example.org")).one()
    things.sign_in_token = text.partition("/sign-in/link/")[2].split()[0]


def _add_outside_requests(world, things: Things) -> None:
    """A nomination of somebody else: a referee and the nominee asked by links, a correction proposed; letters in."""
    with world.session(writes=True) as session:
        owner, stored = _person(world, session, "owner"), session.scalars(select(StoredFile)).first()
        answers = INDIVIDUAL_ANSWERS | {"nomination_kind": "third"}
        asking = make.nomination(session, owner, category="individual", answers=answers)
        before = Consent(nomination_id=asking.id, name=SAID, email="before@example.org", language="en",
                         asked_at=make.START, asked_by_id=owner.id, ended_at=make.START, end=End.REPLACED,
                         answer="declined", answered_at=make.START)
        session.add(before)
        session.flush()
        proposal = Proposal(consent_id=before.id, question="title", was="A", proposed=SAID, made_at=make.START)
        session.add(proposal)
        for name in ("submitted", "eligible"):
            letter = Referee(
                nomination_id=things.nominations[name], kind="plan", name=SAID, role=SAID, language="en",
                email=f"{name}@example.org", asked_at=make.START, asked_by_id=owner.id, received_at=make.START,
                text=SAID, sha256=stored.sha256, file_name="رسالة.png", size=stored.size, media_type="image/png",
            )
            session.add(letter)
            session.flush()
            things.others[f"letter of {name}"] = letter.id
        things.nominations["asking"], things.others["proposal"] = asking.id, proposal.id
        session.commit()
    work = world.work("owner")
    person = Person("Zeynab Quliyeva", "zeynab@example.org", "en", "Teacher")
    things.others["referee"] = referees.ask_referee(work, things.nominations["asking"], "ref_letter", person).id
    consents.ask_nominee(work, things.nominations["asking"], Person("Maryam", "maryam.sea@example.org", "en"))
    work.session.close()
    with world.session() as session:
        for template, purpose in (("letter_asked", "letter"), ("consent_asked", "consent")):
            text = session.scalars(select(Letter.text).where(Letter.template == template)).one()
            things.link_tokens[purpose] = text.partition(f"/{purpose}/")[2].partition("?")[0]
