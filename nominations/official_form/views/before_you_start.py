"""Before you start: who may apply, what is needed, how long it takes, all questions as a page and as PDF."""

from flask import Response, abort, render_template

from nominations.core.language import LANGUAGES
from nominations.documents.texts import PAPERS
from nominations.editions.queries import editions
from nominations.files.views.downloads import send_stored_file
from nominations.nominations.reports import question_list
from nominations.official_form.queries.public_papers import load_paper
from nominations.official_form.reports import public_papers
from nominations.web.areas.public import bp
from nominations.web.authorization import open_to_all
from nominations.web.request import edition, edition_id, work
from nominations.web.request_values import category_of


@bp.get("/<edition:edition>/before-you-start")
@open_to_all
def before() -> str:
    """What a newcomer should know before making an account."""
    return render_template(
        "public/before.html", closing=editions.load_closing(work().session, edition_id()),
        categories=[(category, question_list.describe_form(edition(), category)) for category in edition().categories],
    )


@bp.get("/<edition:edition>/questions/<category>")
@open_to_all
def questions(category: str) -> str:
    """All questions of a category on one page."""
    chosen = category_of(category)
    return render_template(
        "public/questions.html", category=chosen, asked=question_list.describe_form(edition(), chosen)
    )


@bp.get("/<edition:edition>/papers/<kind>/<category>/<language>")
@open_to_all
def paper(kind: str, category: str, language: str) -> Response | tuple[str, int]:
    """The questions or the blank form as PDF; made ahead by the worker, or about to be."""
    chosen = category_of(category)
    if kind not in public_papers.KINDS or language not in LANGUAGES:
        abort(404)
    paper_row = load_paper(work().session, edition_id(), kind, category, language)
    if paper_row is None:
        return render_template("public/paper.html", category=chosen, heading=PAPERS[kind]), 503
    name = public_papers.file_name(edition(), chosen, kind, language)
    return send_stored_file(paper_row.sha256, name, "application/pdf")
