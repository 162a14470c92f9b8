"""What is read of a nomination, for the page of whoever judges it: answers, pictures, attachments, letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from nominations.core.language import current_language
from nominations.core.rules.vocabulary import FileState
from nominations.core.tables import Nomination
from nominations.core.texts.states import FILE_STATES
from nominations.core.work import Work
from nominations.editions.rules import headlines
from nominations.editions.rules.display import show_answers, show_names
from nominations.editions.rules.edition import Category
from nominations.files.queries import scans
from nominations.files.views.downloads import PDF, PICTURES
from nominations.nominations.queries import outside_requests
from nominations.reviewing.queries import desk_marks
from nominations.rounds.queries import assigned_files, english_versions
from nominations.web.countries import country_name

Attachment = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The endpoints of an area behind which its reader finds the parts of a nomination."""

    document: str
    attachment: str
    picture: str
    thumbnail: str
    paper_page: str
    letter: str
    letter_page: str
    declaration: str = ""


OF_REVIEWERS = Addresses(
    "reviewer.nomination_document", "reviewer.attachment", "reviewer.picture", "reviewer.thumbnail",
    "reviewer.paper_page", "reviewer.reference_letter", "reviewer.letter_page", "reviewer.declaration",
)


def build_reading_pane(
    here: Work, nomination: Nomination, form: Category, role: str, at: Addresses, *, nameless: bool
) -> dict[str, Any]:
    """What `reviewer/_reading.html` shows of the submission that counts, to somebody who sees what `role` sees.

    `nameless` where the round hides whose it is; nomination and form come without names then.
    """
    handed_in = assigned_files.load_submission(here, nomination)
    language = current_language()
    files = assigned_files.list_attachments(handed_in, form, role)
    references = outside_requests.list_letters(here, nomination)
    states = scans.load_states(here.session, here.settings, (
        *(file["sha256"] for file in files), *(file.sha256 for file in references if file.sha256),
    ))
    # Each file is counted once: a picture that may be seen among the pictures, everything else among the attachments.
    shown = [file for file in files if file["media_type"] in PICTURES and states[file["sha256"]] is FileState.READY]
    papers = _papers(nomination, form, [file for file in files if file not in shown], at)
    found_at, unclear = desk_marks.load_eligibility(here.session, nomination.id)
    sections = show_answers(form, handed_in.answers, language, role, country=country_name)
    items = {item.key: item for section in sections for item in section.items if item.is_answered}
    english = english_versions.needs_english(here, nomination)
    return {
        "handed_in": handed_in, "at": at, "sections": sections,
        "summary": items.get(headlines.SUMMARY_QUESTION),
        "english_summary": items.get(headlines.english_question(headlines.SUMMARY_QUESTION)) if english else None,
        "english_title": headlines.read_english_title(
            form, handed_in.answers, role
        ) if english and not nameless else "",
        "named": show_names(form, handed_in.answers, language, role, country=country_name),
        "countries": assigned_files.list_countries(here.session, nomination.id), "country_name": country_name,
        "letters": [paper for paper in papers if _is_letter(paper[0]["kind"])],
        "papers": [paper for paper in papers if not _is_letter(paper[0]["kind"])],
        "references": references, "scanned": states, "file_states": FILE_STATES, "found_at": found_at,
        "unclear": [check.question.in_(language) for check in form.checklist if check.key in unclear],
        "pictures": _pictures(nomination, shown, at, nameless),
    }


def _is_letter(kind: str) -> bool:
    """Whether a kind of attachment is a letter written for the nomination, by its key."""
    return "letter" in kind.split("_")


def _pictures(
    nomination: Nomination, files: Sequence[Attachment], at: Addresses, nameless: bool
) -> list[dict[str, Any]]:
    return [
        {
            "url": _address(at.picture, nomination, file), "thumb": _address(at.thumbnail, nomination, file),
            "alt": file.get("alternative") or file.get("caption") or file["name"],
            "caption": file.get("caption") or file["name"], "credit": file.get("photographer", ""),
            "name": file["name"], "size": file["size"],
            # A blind round gives pictures out as pictures only: the original may tell who made it, and where.
            "download": "" if nameless else _address(at.attachment, nomination, file),
        }
        for file in files
    ]


def _papers(
    nomination: Nomination, form: Category, files: Sequence[Attachment], at: Addresses
) -> list[tuple[Attachment, str, str, tuple[str, int] | None]]:
    """Each attachment with what it is, where it is downloaded, and the first of its pages with their number."""
    return [
        (file, form.attachment(file["kind"]).label.in_(current_language()), _address(at.attachment, nomination, file),
         (_address(at.paper_page, nomination, file, number=1), file["pages"])
         if file["media_type"] == PDF and file.get("pages") else None)
        for file in files
    ]


def _address(endpoint: str, nomination: Nomination, attachment: Attachment, **more: Any) -> str:
    return url_for(endpoint, nomination_id=nomination.id, attachment_id=attachment["id"], **more)
