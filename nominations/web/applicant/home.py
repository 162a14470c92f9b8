"""One's nominations, and the beginning of a new one."""

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from nominations.domain import progress
from nominations.domain.errors import Invalid
from nominations.domain.progress import Progress
from nominations.domain.vocabulary import Action
from nominations.queries import editions, files_of, find, working_copy
from nominations.services import nominations as use_cases
from nominations.terms.countries import country_codes
from nominations.terms.files import STATES_FOR_OWNER
from nominations.terms.people import RIGHTS
from nominations.web.access import needs
from nominations.web.applicant import bp
from nominations.web.applicant.sentences import errors, summary
from nominations.web.request import edition, edition_id, work


@bp.get("")
@needs(Action.LIST_OWN)
def home() -> str:
    """Every nomination of one's own, with its state, its close and what is left to do."""
    rows = files_of.mine(work(), edition_id())
    return render_template(
        "applicant/home.html", rows=rows, words=STATES_FOR_OWNER, rights=RIGHTS,
        done={row.nomination.id: _done(row) for row in rows},
        case=find.edition_case(work(), edition_id()), closing=editions.closing(g.db, edition_id()),
    )


def _done(row: files_of.Mine) -> int:
    """How many sections are complete, by the same rule as on the nomination's own page."""
    answers = working_copy.answers_of(row.category, row.sections)
    called = row.nomination.sections_done
    standing = (
        progress.of_section(row.category, each, answers, True, country_codes())
        for each in row.category.sections if each.key in called
    )
    return sum(each.progress is Progress.COMPLETED for each in standing)


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
        made = use_cases.start(work(), chosen, carried.get(name, {}))
    except Invalid as wrong:
        return _start(errors(wrong)), 422
    if name in carried:
        session["self_check"] = {key: answers for key, answers in carried.items() if key != name}
    return redirect(url_for("applicant.show", nomination_id=made.id), 303)


def _start(wrong: dict[str, str] | None = None) -> str:
    work().require(Action.START, find.edition_case(work(), edition_id()))
    return render_template(
        "applicant/start.html", categories=edition().categories, wrong=wrong or {}, errors=summary(wrong or {}, str),
        closes_at=editions.closing(g.db, edition_id()).enforced,
        chosen=request.args.get("category", "") if not wrong else request.form.get("category", ""),
        carried=any(key.startswith(f"{edition().code}/") for key in session.get("self_check", {})),
    )
