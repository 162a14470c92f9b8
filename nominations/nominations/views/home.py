"""The list of one's own nominations, and beginning a new one."""

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid
from nominations.core.rules.vocabulary import Action
from nominations.core.texts.people import RIGHTS
from nominations.core.texts.states import STATES_FOR_OWNER
from nominations.editions.countries import country_codes
from nominations.editions.queries import editions
from nominations.nominations.queries import own_nominations, working_copy
from nominations.nominations.rules import progress
from nominations.nominations.rules.progress import Progress
from nominations.nominations.services import nominations
from nominations.nominations.texts import errors
from nominations.nominations.views.form_fields import list_errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import edition, edition_id, work


@bp.get("")
@needs(Action.LIST_OWN)
def home() -> str:
    """The actor's own nominations, each with its state, its close and what is left to do."""
    rows = own_nominations.list_own(work(), edition_id())
    return render_template(
        "applicant/home.html", rows=rows, words=STATES_FOR_OWNER, rights=RIGHTS,
        done={own.nomination.id: _done(own) for own in rows},
        case=policy_facts.load_edition(work(), edition_id()), closing=editions.load_closing(g.db, edition_id()),
    )


def _done(own: own_nominations.OwnNomination) -> int:
    """How many sections are complete, by the same rule as on the nomination's own page."""
    answers = working_copy.answers_of(own.category, own.sections)
    called = own.nomination.sections_done
    sections = (
        progress.assess_section(own.category, section, answers, True, country_codes())
        for section in own.category.sections if section.key in called
    )
    return sum(section.progress is Progress.COMPLETED for section in sections)


@bp.get("/start")
@needs(Action.START)
def start() -> str:
    """Choose the category of a new nomination."""
    return _start()


@bp.post("/start")
@needs(Action.START)
def begin() -> str | tuple[str, int] | Response:
    """Begin a draft."""
    chosen = request.form.get("category", "")
    name, carried = f"{edition().code}/{chosen}", session.get("self_check", {})
    try:
        nomination = nominations.start_draft(work(), chosen, carried.get(name, {}))
    except Invalid as wrong:
        return _start(errors(wrong)), 422
    if name in carried:
        session["self_check"] = {key: answers for key, answers in carried.items() if key != name}
    return redirect(url_for("applicant.show", nomination_id=nomination.id), 303)


def _start(wrong: dict[str, str] | None = None) -> str:
    work().require(Action.START, policy_facts.load_edition(work(), edition_id()))
    return render_template(
        "applicant/start.html", categories=edition().categories, wrong=wrong or {},
        errors=list_errors(wrong or {}, str),
        closes_at=editions.load_closing(g.db, edition_id()).enforced,
        chosen=request.args.get("category", "") if not wrong else request.form.get("category", ""),
        carried=any(key.startswith(f"{edition().code}/") for key in session.get("self_check", {})),
    )
