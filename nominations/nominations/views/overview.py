"""The page of one nomination: its tasks, its state in plain words, and what is asked of its owner."""

from datetime import timedelta
from uuid import UUID

from flask import render_template, url_for

from nominations.access.queries import corrections, policy_facts
from nominations.core.language import current_language, format_day, gettext, ngettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.deadline import is_open
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action, State
from nominations.core.tables import Submission
from nominations.core.texts.people import RIGHTS
from nominations.core.texts.states import STATES_FOR_OWNER
from nominations.editions.countries import country_codes
from nominations.editions.rules.form import all_questions
from nominations.nominations.queries import (
    editable_parts,
    outside_requests,
    own_nominations,
    working_copy,
)
from nominations.nominations.queries.outside_requests import OutsideRequest
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.rules.progress import Progress, SectionProgress
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, work

LAST_HOURS = timedelta(hours=48)
PROGRESS = {
    Progress.NOT_STARTED: (_l("Not started"), "grey"),
    Progress.IN_PROGRESS: (_l("In progress"), "blue"),
    Progress.COMPLETED: (_l("Completed"), "plain"),
    Progress.PROBLEM: (_l("There is a problem"), "red"),
    Progress.CHANGES_REQUESTED: (_l("Changes requested"), "amber"),
    Progress.CHANGES_MADE: (_l("Changes made"), "green"),
    Progress.WAITING: (_l("Waiting for a reply"), "amber"),
}


@bp.get("/<uuid:nomination_id>")
@needs(Action.VIEW)
def show(nomination_id: UUID) -> str:
    """The task list of a draft; later the state in plain words."""
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    copy = working_copy.load(work(), nomination)
    submission = working_copy.newest_submission(work().session, nomination)
    answers = copy.answers
    sections = [
        progress.assess_section(
            copy.category, section, answers, section.key in nomination.sections_done, country_codes()
        )
        for section in copy.category.sections
    ]
    return render_template(
        "applicant/show.html", rights=RIGHTS, nomination=nomination, case=case, copy=copy,
        state=STATES_FOR_OWNER[nomination.state],
        tasks=[_task(nomination_id, section, _change(section, case, copy, submission)) for section in sections],
        more=_more(nomination_id, copy, case, outside_requests.load(work().session, nomination_id)),
        done=sum(section.progress is Progress.COMPLETED for section in sections),
        submission=submission, stages=_stages(submission),
        around=own_nominations.load_overview(work(), nomination), opened=editable_parts.open_keys(work(), case, copy),
        last_hours=case.is_open and not is_open(case.closes_at, work().now + LAST_HOURS),
        is_open=is_open(case.open_until, work().now),
        correction=corrections.open_request(work().session, nomination.id) if case.correction_is_open else None,
        asked_for=_asked_for(case, copy), is_draft=nomination.state is State.DRAFT,
        is_withdrawn=nomination.state is State.WITHDRAWN,
        may_withdraw=nomination.state not in (State.DRAFT, State.WITHDRAWN),
    )


def _change(
    section: SectionProgress, case: PolicyFacts, copy: WorkingCopy, submission: Submission | None
) -> Progress | None:
    """Whether what a request for corrections names in a section was changed; None where it names nothing there."""
    asked_for = [one.key for one in section.section.questions if one.key in case.correction_asks]
    if not case.correction_is_open or not asked_for or submission is None:
        return None
    changed = any(copy.answers.get(key) != submission.answers.get(key) for key in asked_for)
    return Progress.CHANGES_MADE if changed else Progress.CHANGES_REQUESTED


def _task(nomination_id: UUID, section: SectionProgress, change: Progress | None) -> dict[str, object]:
    word, colour = PROGRESS[change or section.progress]
    address = url_for("applicant.section", nomination_id=nomination_id, section=section.section.key)
    wrong = len(section.mistakes)
    hint = ngettext(
        "%(num)s answer needs your attention.", "%(num)s answers need your attention.", wrong
    ) if wrong else ""
    return {
        "id": f"task-{section.section.key}", "title": section.section.title.in_(current_language()), "url": address,
        "word": word,
        "colour": colour, "hint": hint,
    }


def _asked_for(case: PolicyFacts, copy: WorkingCopy) -> list[str]:
    """The labels of what a request for corrections names."""
    kinds = [(kind.key, kind.label) for kind in copy.category.attachments]
    questions = [(question.key, question.label) for question in all_questions(copy.category.sections)]
    return [label.in_(current_language()) for key, label in (*questions, *kinds) if key in case.correction_asks]


def _more(
    nomination_id: UUID, copy: WorkingCopy, case: PolicyFacts, requests: OutsideRequest
) -> list[dict[str, object]]:
    """What else there is to do besides the sections: files, and what others are asked for."""
    files = _files(nomination_id, copy, requests)
    letters = outside_requests.assess_progress(requests, copy, case)
    return [files] if letters is None else [files, _letters(nomination_id, requests, letters)]


def _letters(nomination_id: UUID, requests: OutsideRequest, state: Progress) -> dict[str, object]:
    word, colour = PROGRESS[state]
    waiting = len(requests.outstanding)
    hint = ngettext(
        "Waiting for %(num)s letter of reference",
        "Waiting for %(num)s letters of reference", waiting,
    ) if waiting else ""
    if requests.open_proposals:
        hint = gettext("The nominee proposes corrections.")
    return {
        "id": "task-letters", "title": gettext("Letters of reference and consent"),
        "word": word, "colour": colour, "hint": hint,
        "url": url_for("applicant.letters", nomination_id=nomination_id),
    }


def _files(nomination_id: UUID, copy: WorkingCopy, requests: OutsideRequest) -> dict[str, object]:
    excused = outside_requests.gather_facts(requests, copy).excused
    wrong = progress.check_attachments(copy.edition, copy.category, copy.answers, copy.attached, excused)
    state = Progress.NOT_STARTED if not copy.attachments else Progress.IN_PROGRESS if wrong else Progress.COMPLETED
    word, colour = PROGRESS[state]
    count = len(copy.attachments)
    return {
        "id": "task-files", "title": gettext("Attachments"), "word": word, "colour": colour,
        "url": url_for("applicant.attachments", nomination_id=nomination_id),
        "hint": ngettext("%(num)s file attached", "%(num)s files attached", count) if count else "",
    }


# The stages of the edition that each plain word stands for; the first one that the edition has gives the date.
_PLAIN = (
    (_l("Eligibility check"), ("screening",)), (_l("Review by the jury"), ("review", "final")),
    (_l("Decision made"), ("ratification",)), (_l("Announced"), ("ceremony",)),
)


def _stages(submission: Submission | None) -> list[tuple[str, str, str, str]]:
    """Received, eligibility check, with the jury, decision made, announced: by the calendar, never by the outcome."""
    today = edition().day_of(work().now)
    stages = {stage.key: stage for stage in edition().stages}
    steps = [] if submission is None else [(edition().day_of(submission.submitted_at), gettext("Received"))]
    for word, keys in _PLAIN:
        if began := next((stages[key].first_day for key in keys if key in stages), None):
            steps.append((began, str(word)))
    now = max((place for place, (day, _) in enumerate(steps) if day <= today), default=-1)
    return [
        (format_day(day), word, "", "past" if place < now else "now" if place == now else "next")
        for place, (day, word) in enumerate(steps)
    ]
