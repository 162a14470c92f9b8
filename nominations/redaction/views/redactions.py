"""Before a blind round: the nominations of a category, each checked or not, and one as its reviewers read it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nominations.access.views.access_log import log_opening
from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action, FileState, Role
from nominations.editions.rules.display import show_answers
from nominations.files.queries import scans
from nominations.redaction.adapters.names_in_files import find_names
from nominations.redaction.queries import checks, marks
from nominations.redaction.rules import split_numbers
from nominations.redaction.services import mark_redactions
from nominations.redaction.texts import CHECKS, problems
from nominations.rounds.queries import reviewer_copies
from nominations.screening.queries import nomination_file
from nominations.screening.views.file_page import file_page
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import edition_id, work
from nominations.web.request_values import category_word

Page = str | tuple[str, int] | Response
_PLACE = "/nominations/<uuid:nomination_id>/redactions"


@bp.get("/redactions/<category>")
@needs(Action.REDACT)
def redactions(category: str) -> str:
    """The eligible nominations of a category, each checked or not."""
    word, lines = category_word(category), checks.list_checks(work(), edition_id(), category)
    return render_template(
        "secretariat/redactions.html", category_word=word, lines=lines, check_words=CHECKS,
        checked=sum(line.state is checks.CheckState.CHECKED for line in lines),
    )


@bp.get(_PLACE)
@needs(Action.REDACT)
def redaction(nomination_id: UUID) -> str:
    """The nomination as a reviewer of a blind round reads it, with each redaction and what it hides."""
    return _page(nomination_id, {})


@bp.post(f"{_PLACE}/add")
@needs(Action.REDACT)
def add_redaction(nomination_id: UUID) -> Page:
    """Hide a phrase wherever it stands."""
    try:
        mark_redactions.add_redaction(work(), nomination_id, request.form.get("phrase", ""))
    except Invalid as wrong:
        return _page(nomination_id, problems(wrong)), 422
    flash(gettext("These words are hidden from the reviewers of a blind round."), "success")
    return _back(nomination_id)


@bp.post(f"{_PLACE}/lift")
@needs(Action.REDACT)
def lift_redaction(nomination_id: UUID) -> Page:
    """Let reviewers read a phrase that is hidden."""
    mark_redactions.lift_redaction(work(), nomination_id, request.form.get("phrase", ""))
    flash(gettext("Reviewers of a blind round can read these words."), "success")
    return _back(nomination_id)


@bp.post(f"{_PLACE}/check")
@needs(Action.REDACT)
def check_redactions(nomination_id: UUID) -> Page:
    """Say that one has read it as it stands."""
    mark_redactions.check_redactions(work(), nomination_id, request.form.get("content", ""))
    flash(gettext("The nomination is checked."), "success")
    return _back(nomination_id)


def _back(nomination_id: UUID) -> Response:
    return redirect(url_for("secretariat.redaction", nomination_id=nomination_id), 303)


def _page(nomination_id: UUID, wrong: dict[str, str]) -> str:
    dossier = nomination_file.load_dossier(work(), nomination_id, to=Action.REDACT)
    reading = marks.load_reading(work(), dossier.nomination)
    log_opening(nomination_id, "redactions")
    states = scans.load_states(work().session, work().settings, [item["sha256"] for item in reading.attachments])
    if not wrong:  # after a refusal the page still reads who is here; the files were read for the page before
        work().session.close()  # no connection waits while files are read
    names_in = {
        item["id"]: find_names(item["sha256"], item["media_type"], reading.veil, work().settings)
        for item in reading.attachments if states[item["sha256"]] is FileState.READY
    }
    questions = {
        question.key: question.label.in_(current_language())
        for section in dossier.edition.category(reading.category.key).sections for question in section.questions
    }
    kinds = {kind.key: kind.label.in_(current_language()) for kind in reading.category.attachments}
    return file_page(
        "secretariat/redaction.html", dossier, reading=reading, split=split_numbers, kinds=kinds, questions=questions,
        sections=show_answers(
            reading.category, reading.answers, current_language(), Role.REVIEWER, country=country_name
        ),
        check=checks.find_check(work(), nomination_id), check_words=CHECKS,
        content=checks.load_contents(work().session, [nomination_id])[nomination_id],
        copies=reviewer_copies.load_standing(work().session, [nomination_id]),
        names_in=names_in, phrase=request.form.get("phrase", ""), problem=wrong, errors=list(wrong.items()),
    )
