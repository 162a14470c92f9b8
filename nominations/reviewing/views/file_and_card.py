"""The page with the file on the start side and the score card on the end side."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.words import LocalizedText
from nominations.core.rules.vocabulary import Action, AssessmentState, FileState, Recommendation
from nominations.core.texts.states import FILE_STATES
from nominations.editions.rules import headlines
from nominations.editions.rules.display import ShownSection, show_answers, show_names
from nominations.editions.rules.edition import Band, Category, Criterion
from nominations.files.queries import scans
from nominations.files.views.downloads import PDF, PICTURES
from nominations.nominations.queries import outside_requests
from nominations.reviewing.card_sentences import list_problem_sentences
from nominations.reviewing.queries import desk, desk_marks, peers, score_card
from nominations.reviewing.rules import cards
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.texts import ASSESSMENT_STATES, CONFIDENCE, RECOMMENDATIONS
from nominations.reviewing.views.lists import filter_arguments, read_filters
from nominations.rounds.queries import assigned_files, english_versions
from nominations.rounds.queries.assigned_files import AssignedFile
from nominations.web.countries import country_name
from nominations.web.request import edition, work


def render_file_and_card(
    nomination_id: UUID, typed: TypedCard | None = None, seen: int | None = None, wrong: Invalid | None = None
) -> str:
    """The page with the stored card, or with what was typed and what is wrong with it."""
    here = work()
    held = assigned_files.load_assigned(here, nomination_id, to=Action.REVIEW)
    handed_in = assigned_files.load_submission(here, held.nomination)
    form = held.category
    sections = show_answers(form, handed_in.answers, current_language(), here.actor.role.value, country=country_name)
    sheet = score_card.load_sheet(here.session, held.assignment.id)
    card = typed or sheet.typed
    files = assigned_files.list_attachments(handed_in, form, here.actor.role.value)
    done = sheet.assessment is not None and sheet.assessment.state is AssessmentState.SUBMITTED
    references = outside_requests.list_letters(here, held.nomination)
    states = scans.load_states(here.session, here.settings, (
        *(file["sha256"] for file in files), *(file.sha256 for file in references if file.sha256),
    ))
    # Each file is counted once: a picture that may be seen among the pictures, everything else among the attachments.
    shown = [file for file in files if file["media_type"] in PICTURES and states[file["sha256"]] is FileState.READY]
    papers = _papers(held, form, [file for file in files if file not in shown])
    english = english_versions.needs_english(here, held.nomination)
    items = {item.key: item for section in sections for item in section.items if item.is_answered}
    found_at, unclear = desk_marks.load_eligibility(here.session, nomination_id)
    return render_template(
        "reviewer/file.html", held=held, sections=sections, handed_in=handed_in, card=card, sheet=sheet,
        named=show_names(form, handed_in.answers, current_language(), here.actor.role.value, country=country_name),
        countries=assigned_files.list_countries(here.session, nomination_id), country_name=country_name,
        letters=[paper for paper in papers if is_letter(paper[0]["kind"])], found_at=found_at,
        papers=[paper for paper in papers if not is_letter(paper[0]["kind"])],
        references=references, scanned=states, file_states=FILE_STATES,
        unclear=[check.question.in_(current_language()) for check in form.checklist if check.key in unclear],
        marks=desk_marks.load_marks(here, held.assignment.id, held.round.id), of_list=filter_arguments(),
        confidence=CONFIDENCE,
        around=desk.find_neighbours(here, held.nomination.edition_id, read_filters(), nomination_id),
        others=peers.load_totals(here, held) if done else None,
        version=sheet.version if seen is None else seen, problems=list_problem_sentences(wrong, labels(held.category)),
        wrong=dict(list_problem_sentences(wrong)), total=cards.calculate_total(card, weights(held.category)),
        rules=edition().scoring,
        bands=bands, jumps=_jumps(sections), pictures=_pictures(held, shown),
        recommendations=[(recommendation.value, RECOMMENDATIONS[recommendation]) for recommendation in Recommendation],
        words=RECOMMENDATIONS,
        summary=items.get(headlines.SUMMARY_QUESTION),
        english_summary=items.get(headlines.english_question(headlines.SUMMARY_QUESTION)) if english else None,
        english_title=headlines.read_english_title(
            form, handed_in.answers, here.actor.role.value
        ) if english and not held.nameless else "",
        states=ASSESSMENT_STATES, submitted=done, next_id=_next(held) if done else None,
    )


def is_letter(kind: str) -> bool:
    """Whether a kind of attachment is a letter written for the nomination, by its key."""
    return "letter" in kind.split("_")


def labels(category: Category) -> dict[str, str]:
    """The criterion of each field of the card, to be put in front of the field's error sentence."""
    return {
        f"{part}-{criterion.key}": criterion.label.in_(current_language())
        for criterion in category.criteria for part in ("score", "reason")
    }


def weights(category: Category) -> dict[str, int]:
    return {criterion.key: criterion.weight for criterion in category.criteria}


def bands(criterion: Criterion) -> list[Band]:
    """The edition's bands, and one for the score 0 where they begin above it."""
    nought = Band(0, 0, LocalizedText({current_language(): gettext("No evidence in the nomination.")}))
    return [*([] if criterion.band(0) else [nought]), *criterion.bands]


def _jumps(sections: tuple[ShownSection, ...]) -> dict[str, list[tuple[str, str]]]:
    """The questions to read for each criterion, as links into the other pane."""
    links: dict[str, list[tuple[str, str]]] = {}
    for section in sections:
        for item in section.items:
            for criterion in item.read_for:
                links.setdefault(criterion, []).append((item.label, f"#q-{item.key}"))
    return links


def _pictures(held: AssignedFile, files: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "url": _address("reviewer.picture", held, file), "thumb": _address("reviewer.thumbnail", held, file),
            "alt": file.get("alternative") or file.get("caption") or file["name"],
            "caption": file.get("caption") or file["name"], "credit": file.get("photographer", ""),
            "name": file["name"], "size": file["size"],
            # A blind round gives pictures out as pictures only: the original may tell who made it, and where.
            "download": "" if held.nameless else _address("reviewer.attachment", held, file),
        }
        for file in files
    ]


def _papers(
    held: AssignedFile, form: Category, files: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], str, str, tuple[str, int] | None]]:
    """Each attachment with what it is, where it is downloaded, and the first of its pages with their number."""
    return [
        (file, form.attachment(file["kind"]).label.in_(current_language()), _address("reviewer.attachment", held, file),
         (_address("reviewer.paper_page", held, file, number=1), file["pages"])
         if file["media_type"] == PDF and file.get("pages") else None)
        for file in files
    ]


def _address(endpoint: str, held: AssignedFile, attachment: Mapping[str, Any], **more: Any) -> str:
    return url_for(endpoint, nomination_id=held.nomination.id, attachment_id=attachment["id"], **more)


def _next(held: AssignedFile) -> UUID | None:
    return desk.find_next_file(work(), held.nomination.edition_id, read_filters(), but=held.nomination.id)
