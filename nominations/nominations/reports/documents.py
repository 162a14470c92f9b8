"""The receipt and the printed nomination, as documents of the worker."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from nominations.core.language import current_language, format_day, use_language
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.deadline import is_open
from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import Action, FileState, Refusal
from nominations.core.settings import Settings
from nominations.core.tables import Document
from nominations.core.texts.words import yes_no
from nominations.core.work import Work
from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.kinds import PDF, Code, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports import code_mark
from nominations.documents.reports.frame import Front
from nominations.editions.countries import country_word
from nominations.editions.rules import display
from nominations.editions.rules.form import Kind
from nominations.files.adapters.bad_file import BadFile
from nominations.files.adapters.thumbnails import load_thumbnail
from nominations.nominations.queries import printed_nomination
from nominations.nominations.queries.printed_nomination import Paper
from nominations.nominations.reports import nomination, receipt
from nominations.nominations.reports.nomination import Answer, Attachment, NominationReport, Section, Shape
from nominations.nominations.reports.receipt import Receipt, ReceivedFile, ReceivedLetter

A_SECOND = timedelta(seconds=1)


def collect_receipt(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    """The receipt of one submission."""
    paper = printed_nomination.load_paper(work, document.required_nomination_id, document.choices["number"])
    with use_language(document.language):
        html = receipt.render_receipt(_receipt(work, paper, document), document.language)
    name = f"{paper.nomination.reference}-receipt-{document.choices['number']}.pdf"
    return lambda tell: MadeDocument(
        render_pdf(html, limits=_limits(work.settings)), name, html.encode("utf-8", "replace")
    )


def collect_nomination(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    """The whole nomination: a version handed in, or the owner's draft, as its reader may see it."""
    paper = printed_nomination.load_paper(work, document.required_nomination_id, document.choices.get("number"))
    settings, language, role = work.settings, document.language, document.made_as
    with use_language(language):
        front, sections = _front(work, paper, document), _sections(paper, role)

    def make(tell: Progress) -> MadeDocument:
        with use_language(language):
            report = _nomination(paper, front, sections, role, settings)
            html = nomination.render_nomination(report, language)
        content = render_pdf(html, limits=_limits(settings))
        return MadeDocument(content, f"{paper.nomination.reference}.pdf", html.encode("utf-8", "replace"))

    return make


def _limits(settings: Settings) -> Limits:
    return Limits(settings.pdf_memory_mb * 1_048_576, settings.pdf_seconds, settings.pdf_seconds * 2)


def _front(work: Work, paper: Paper, document: Document) -> Front:
    edition, language = paper.edition, current_language()
    code, checked_at = code_mark.code_and_address(work, document.id)
    return Front(
        award=edition.title.in_(language),
        organisers=tuple(organiser.name.in_(language) for organiser in edition.organisers),
        made_at=work.now, made_by=paper.made_for, zone=edition.zone, zone_name=edition.zone_name.in_(language),
        ledger_number=paper.submission.ledger_number if paper.submission else None, ledger_head=paper.ledger_hash,
        contact=edition.contact, code=code, checked_at=checked_at,
    )


def _title(paper: Paper) -> str:
    return str(paper.answers.get(paper.category.title_question, "")) or paper.nomination.reference


def _receipt(work: Work, paper: Paper, document: Document) -> Receipt:
    language, submission = current_language(), paper.submission
    if submission is None:
        raise Refused(Refusal.NOT_FOUND)
    later = [
        stage for stage in paper.edition.stages if stage.public and stage.first_day > paper.edition.day_of(work.now)
    ]
    return Receipt(
        front=_front(work, paper, document), reference=paper.nomination.reference, title=_title(paper),
        category=paper.category.label.in_(language), owner=paper.owner, submitted_at=submission.submitted_at,
        version=submission.number, content_hash=paper.content_hash,
        files=tuple(
            ReceivedFile(attachment["name"], _kind(paper, attachment["kind"]), attachment["size"], attachment["sha256"])
            for attachment in paper.attachments
        ),
        closes_at=paper.closes_at - A_SECOND if paper.closes_at and is_open(paper.closes_at, work.now) else None,
        letters=tuple(
            ReceivedLetter(letter.name, _kind(paper, letter.kind), letter.fingerprints) for letter in paper.letters
        ),
        next_steps=tuple(f"{format_day(stage.first_day)}: {stage.label.in_(language)}" for stage in later),
    )


def _kind(paper: Paper, key: str) -> str:
    return paper.category.attachment(key).label.in_(current_language())


def _sections(paper: Paper, role: str) -> tuple[Section, ...]:
    shown = display.show_answers(
        paper.category, paper.answers, current_language(), role, country=lambda code: country_word(code, paper.edition)
    )
    return tuple(Section(section.title, tuple(_answer(item) for item in section.items)) for section in shown)


def _answer(item: display.Shown) -> Answer:
    if item.rows:
        rows = tuple(tuple(", ".join(cell.lines) for cell in row) for row in item.rows)
        return Answer(item.label, Shape.TABLE, heads=item.header, rows=rows)
    if item.parts:
        pairs = tuple((part.label, ", ".join(part.lines)) for part in item.parts)
        return Answer(item.label, Shape.PAIRS, pairs=pairs)
    if len(item.lines) > 1:
        return Answer(item.label, Shape.LINES, lines=item.lines)
    text = item.lines[0] if item.lines else ""
    return Answer(item.label, Shape.TEXT, text=yes_no(True) if item.kind is Kind.CHECK and text else text)


def _nomination(
    paper: Paper, front: Front, sections: tuple[Section, ...], role: str, settings: Settings
) -> NominationReport:
    language, submission = current_language(), paper.submission
    seen = [
        attachment
        for attachment in paper.attachments if paper.category.attachment(attachment["kind"]).may_be_seen_by(role)
    ]
    accepted = submission.declarations if submission else {}
    return NominationReport(
        front=front, reference=paper.nomination.reference, title=_title(paper),
        category=paper.category.label.in_(language), owner=paper.owner, sections=sections,
        attachments=tuple(
            Attachment(
                attachment["name"], _kind(paper, attachment["kind"]), attachment["size"], attachment["caption"],
                attachment["photographer"],
                _thumbnail(paper, attachment, settings),
            )
            for attachment in seen
        ),
        declarations=tuple(
            declaration.text.in_(language) for declaration in paper.category.declarations if declaration.key in accepted
        ),
        submitted_at=submission.submitted_at if submission else None,
        version=submission.number if submission else None, content_hash=paper.content_hash,
    )


def _thumbnail(paper: Paper, attachment: Mapping[str, Any], settings: Settings) -> bytes:
    """A small picture of an image that is ready; empty where none can be made."""
    sha256 = attachment["sha256"]
    if not attachment["media_type"].startswith("image/") or paper.states[sha256] is not FileState.READY:
        return b""
    try:
        return load_thumbnail(sha256, settings)
    except (BadFile, FileNotFoundError):
        return b""


KINDS: Mapping[str, DocumentKind] = {
    "receipt": DocumentKind(
        title=_l("Receipt"), extension="pdf", media_type=PDF, collect=collect_receipt, subject=Subject.NOMINATION,
        rights=(Action.VIEW,), code=Code.RECEIPT,
    ),
    "nomination": DocumentKind(
        title=_l("Nomination"), extension="pdf", media_type=PDF, collect=collect_nomination, subject=Subject.NOMINATION,
        rights=(Action.VIEW, Action.INSPECT, Action.REVIEW, Action.READ_IN_ROUND), code=Code.OF_RECEIPT,
    ),
}
