"""What screening shows: the findings of the rules for the newest submission, and the checklist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select

from nominations.core.rules.text.folding import fold_words
from nominations.core.rules.vocabulary import State
from nominations.core.tables import Account, Grant, Nomination, Screening, Submission
from nominations.core.work import Work
from nominations.editions.rules import eligibility
from nominations.editions.rules.edition import Category, Edition, Rule
from nominations.editions.rules.eligibility import CheckedNomination, Finding, OutsideFacts
from nominations.editions.rules.form import Answers, Attached, Kind, Question, all_questions
from nominations.nominations.queries import outside_requests


@dataclass(frozen=True, slots=True)
class Sheet:
    """The checklist as it was last saved; version 0 before the first time."""

    checks: Mapping[str, Mapping[str, str]]
    version: int
    saved_by: str = ""
    row: Screening | None = None


def load_sheet(work: Work, nomination: Nomination) -> Sheet:
    """The officer's answers so far."""
    stored = work.session.execute(
        select(Screening, Account.name).join(Account, Account.id == Screening.saved_by_id)
        .where(Screening.nomination_id == nomination.id)
    ).one_or_none()
    return Sheet(stored[0].checks, stored[0].version, stored[1], stored[0]) if stored else Sheet({}, 0)


def list_findings(work: Work, edition: Edition, nomination: Nomination, submission: Submission) -> list[Finding]:
    """The finding of each rule for this submission, at the close that applied to it."""
    category = edition.category(submission.category)
    handed = CheckedNomination(
        submission.answers, tuple(_as_attached(attachment) for attachment in submission.attachments),
        {key: str(declaration.get("version", "")) for key, declaration in submission.declarations.items()},
        submission.submitted_at, submission.closes_at,
    )
    links = outside_requests.load(work.session, nomination.id)
    outside = OutsideFacts(
        consent_confirmed=links.has_consent, excused=outside_requests.list_kinds_met(links, category, submission),
        same_nominee=tuple(_same_nominee(work, category, nomination, submission)),
        insiders=tuple(_insiders(work, category, nomination, submission)),
    )
    return eligibility.check_rules(edition, category, handed, outside)


def _as_attached(attachment: Mapping) -> Attached:
    """A file of the submission in the form the rules take; its format follows from its checked media type."""
    formats = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    details = {key: str(attachment.get(key) or "") for key in ("caption", "year", "photographer", "rights")}
    return Attached(
        attachment["kind"], attachment["name"], attachment["sha256"], attachment.get("size") or 0,
        formats.get(attachment.get("media_type", ""), "docx"), attachment.get("width"), attachment.get("height"),
        attachment.get("pages"),
        details,
    )


def _rule(category: Category, test: str) -> Rule | None:
    return next((rule for rule in category.rules if rule.on and rule.test == test), None)


def _same_nominee(work: Work, category: Category, nomination: Nomination, submission: Submission) -> Iterator[str]:
    """References of other submissions in this category that name the same person, or the same work in one place."""
    rule = _rule(category, "one_per_nominee")
    if rule is None:
        return
    path, place = str(rule.params["question"]), str(rule.params.get("place", ""))
    wanted = _comparable(eligibility.find_answer(submission.answers, path))
    if not wanted:
        return
    where = _places(eligibility.find_answer(submission.answers, place)) if place else set()
    key, _, part = path.partition(".")
    column = Submission.answers[(key, part)] if part else Submission.answers[key]
    columns = [Nomination.reference, column.as_string().label("value")]
    if place:
        columns.append(Submission.answers[place.partition(".")[0]].as_json().label("place"))
    others = work.session.execute(
        select(*columns)
        .join(Submission, and_(Submission.id == Nomination.submission_id, Submission.nomination_id == Nomination.id))
        .where(
            Nomination.edition_id == nomination.edition_id, Nomination.category == nomination.category,
            Nomination.id != nomination.id, Nomination._state.not_in((State.DRAFT, State.WITHDRAWN)),
        )
        .order_by(Nomination.reference)
    )
    for other in others:
        if _comparable(other.value) == wanted and (not place or where & _places(other.place)):
            yield other.reference


def _comparable(value: object) -> str:
    return fold_words(value) if isinstance(value, str) else ""


def _places(value: object) -> set[str]:
    values = value if isinstance(value, list) else [value]
    return {_comparable(place) for place in values if isinstance(place, str)}


def _insiders(work: Work, category: Category, nomination: Nomination, submission: Submission) -> Iterator[str]:
    """Jury and staff of the edition whose address or full name is in the answers, or who own the nomination."""
    if _rule(category, "insiders") is None:
        return
    written = {_comparable(line) for line in _lines(category, submission.answers)} - {""}
    insiders = work.session.execute(
        select(Account.id, Account.name, Account.email).distinct()
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.edition_id == nomination.edition_id, Grant.ended_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    for account_id, name, email in insiders:
        if account_id == nomination.owner_id or _comparable(name) in written or _comparable(email) in written:
            yield name or email


def _lines(category: Category, answers: Answers) -> Iterator[str]:
    """Every one-line answer and address, those inside groups and tables too."""
    for question in all_questions(category.sections):
        yield from _leaves(question, answers.get(question.key))


def _leaves(question: Question, value: object) -> Iterator[str]:
    if question.kind in (Kind.LINE, Kind.EMAIL) and isinstance(value, str):
        yield value
    groups = value if isinstance(value, list) else [value]
    for cells in groups:
        if question.parts and isinstance(cells, Mapping):
            for part in question.parts:
                yield from _leaves(part, cells.get(part.key))
