"""Public papers: all questions, and the blank form."""

import hashlib
from functools import cache

from nominations.core.language import template_folder, use_language
from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.reports.frame import Front, render_html
from nominations.editions.rules.edition import Category, Edition, to_json
from nominations.nominations.reports import question_list
from nominations.official_form.reports import blank_form
from nominations.official_form.rules import paper_form

KINDS = ("questions", "form")
_SET_WITH = ("base.html", "parts.html", "style.css", "questions.html", "form.html")


def made_from(edition: Edition) -> str:
    """The hash of what the papers of an edition are made from: the edition itself, and how papers are set."""
    return hashlib.sha256((to_json(edition) + _look()).encode()).hexdigest()


def render_paper(edition: Edition, category: Category, kind: str, language: str, address: str, limits: Limits) -> bytes:
    """The paper of a kind in a language; `address` is that of the call. Raises `RenderingFailed`."""
    if kind == "form":
        return blank_form.render_form(edition, category, language, address, limits)
    return render_pdf(questions_html(edition, category, language, address), limits=limits)


def questions_html(edition: Edition, category: Category, language: str, address: str) -> str:
    """All questions, as they are printed."""
    with use_language(language):
        return render_html(
            "questions.html", language, asked=question_list.describe_form(edition, category), address=address,
            front=Front(
                edition.title.in_(language), tuple(organiser.name.in_(language) for organiser in edition.organisers),
                edition.opens(), "", edition.zone, contact=edition.contact,
            ),
        )


def file_name(edition: Edition, category: Category, kind: str, language: str) -> str:
    """The name of the file."""
    version = f"-{paper_form.version(category)}" if kind == "form" else ""
    return f"{edition.code}-{category.key}-{kind}-{language}{version}.pdf"


@cache
def _look() -> str:
    here = template_folder() / "report"
    return "".join((here / name).read_text("utf-8") for name in _SET_WITH)
