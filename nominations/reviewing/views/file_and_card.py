"""The page with the file on the start side and the score card on the end side."""

from uuid import UUID

from flask import render_template

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.words import LocalizedText
from nominations.core.rules.vocabulary import Action, AssessmentState, Recommendation
from nominations.correspondence.queries import threads
from nominations.editions.rules.display import ShownSection
from nominations.editions.rules.edition import Band, Category, Criterion
from nominations.reviewing.card_sentences import list_problem_sentences
from nominations.reviewing.queries import desk, desk_marks, peers, score_card
from nominations.reviewing.rules import cards
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.texts import ASSESSMENT_STATES, CONFIDENCE, RECOMMENDATIONS
from nominations.reviewing.views.lists import filter_arguments, read_filters
from nominations.reviewing.views.reading_pane import OF_REVIEWERS, build_reading_pane
from nominations.rounds.queries import assigned_files
from nominations.rounds.queries.assigned_files import AssignedFile
from nominations.web.request import edition, work


def render_file_and_card(
    nomination_id: UUID, typed: TypedCard | None = None, seen: int | None = None, wrong: Invalid | None = None
) -> str:
    """The page with the stored card, or with what was typed and what is wrong with it."""
    here = work()
    held = assigned_files.load_assigned(here, nomination_id, to=Action.REVIEW)
    form, role = held.category, here.actor.role.value
    reading = build_reading_pane(here, held.nomination, form, role, OF_REVIEWERS, nameless=held.nameless)
    sheet = score_card.load_sheet(here.session, held.assignment.id)
    card = typed or sheet.typed
    done = sheet.assessment is not None and sheet.assessment.state is AssessmentState.SUBMITTED
    return render_template(
        "reviewer/file.html", **reading, held=held, nomination=held.nomination, category=form, card=card, sheet=sheet,
        marks=desk_marks.load_marks(here, held.assignment.id, held.round.id), of_list=filter_arguments(),
        confidence=CONFIDENCE,
        around=desk.find_neighbours(here, held.nomination.edition_id, read_filters(), nomination_id),
        others=peers.load_totals(here, held) if done else None,
        version=sheet.version if seen is None else seen, problems=list_problem_sentences(wrong, labels(held.category)),
        wrong=dict(list_problem_sentences(wrong)), total=cards.calculate_total(card, weights(held.category)),
        rules=edition().scoring,
        bands=bands, jumps=_jumps(reading["sections"]),
        recommendations=[(recommendation.value, RECOMMENDATIONS[recommendation]) for recommendation in Recommendation],
        words=RECOMMENDATIONS,
        answers_unread=threads.count_unread_answers(here.session, nomination_id, here.actor.account_id),
        states=ASSESSMENT_STATES, submitted=done, next_id=_next(held) if done else None,
    )


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


def _next(held: AssignedFile) -> UUID | None:
    return desk.find_next_file(work(), held.nomination.edition_id, read_filters(), but=held.nomination.id)
