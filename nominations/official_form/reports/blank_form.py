"""The official form as a PDF that can be filled in with any reader."""

from dataclasses import dataclass

from nominations.core.language import current_language, direction, use_language
from nominations.core.language import gettext as _
from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.reports.frame import Front, render_html
from nominations.editions.countries import country_codes, country_word
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.form import Question
from nominations.editions.rules.kinds import TRAITS, Shape, Value
from nominations.nominations.reports import question_list
from nominations.nominations.reports.question_list import QuestionEntry
from nominations.official_form.adapters.form_fields import Fitting, fit
from nominations.official_form.rules import paper_form
from nominations.official_form.rules.paper_form import Field, Mark

# Words on a line of paper; heights of a line and of a page in points.
_WORDS_A_LINE, _LINE, _PAGE = 11, 12.5, 600
_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field on paper: its name, its label, its shape; `height` in points, options of a list."""

    name: str
    label: str
    shape: Shape
    height: int = 0


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question with its fields, in one of three ways: one below the other, in rows of a table, in blocks of rows."""

    asked: QuestionEntry
    way: str  # fields, table, blocks
    fields: tuple[Drawn, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple["DrawnQuestion", ...], ...] = ()


def render_form(edition: Edition, category: Category, language: str, address: str, limits: Limits) -> bytes:
    """The blank form of a category in a language. Raises `RenderingFailed`."""
    return finish_fields(
        edition, category, language, render_pdf(render_form_html(edition, category, language, address), "form", limits)
    )


def finish_fields(edition: Edition, category: Category, language: str, content: bytes) -> bytes:
    """The form that WeasyPrint rendered, with completed fields."""
    with use_language(language):
        fittings = [
            Fitting(
                field.name, describe_field(field, category), field.shape.value,
                not TRAITS[field.question.kind].is_latin, field.max_chars,
            )
            for field in paper_form.list_fields(category)
        ]
    version = paper_form.version(category)
    mark = paper_form.mark(Mark(edition.code, category.key, language, version))
    properties = {"Edition": edition.code, "Category": category.key, "FormLanguage": language, "FormVersion": version}
    return fit(content, fittings, (paper_form.MARK, mark), properties, rtl=direction(language) == "rtl")


def render_form_html(edition: Edition, category: Category, language: str, address: str) -> str:
    """The form as HTML."""
    with use_language(language):
        return render_html(
            "form.html", language, asked=question_list.describe_form(edition, category), address=address,
            version=paper_form.version(category), contact=edition.contact, countries=_countries(edition),
            sections=[
                (section, [_draw_question(category, edition, question)
                           for question in section.questions if question.asked_from == "call"])
                for section in category.sections
            ],
            front=Front(
                edition.title.in_(language), tuple(organiser.name.in_(language) for organiser in edition.organisers),
                edition.opens(), "", edition.zone, contact=edition.contact,
            ),
        )


def describe_field(field: Field, category: Category) -> str:
    """The label of a field for screen readers."""
    question = category.question(str(field.path[0]))
    pieces = [question.label.in_(current_language())]
    for key in field.path[1:]:
        if isinstance(key, int):
            pieces.append(_("row %(number)s", number=key + 1))
    if field.question.key != question.key:
        pieces.append(field.question.label.in_(current_language()))
    if field.path[-1] in ("lat", "lon"):
        pieces.append(_("Latitude") if field.path[-1] == "lat" else _("Longitude"))
    if field.option:
        option = field.question.option(field.option)
        pieces.append(option.label.in_(current_language()) if option else _("Yes"))
    return ": ".join(pieces)


def _countries(edition: Edition) -> list[tuple[str, str]]:
    codes = country_codes() | edition.member_codes()
    return sorted(((code, country_word(code, edition)) for code in codes), key=lambda country: country[1])


def _draw_question(category: Category, edition: Edition, question: Question, name: str = "") -> DrawnQuestion:
    name = name or question.key
    words = question_list.describe_question(category, question, edition)
    value = TRAITS[question.kind].value
    if value is Value.ROWS:
        rows = tuple(
            tuple(_draw_question(category, edition, part, f"{name}/{row}/{part.key}") for part in question.parts)
            for row in range(paper_form.count_rows(question))
        )
        narrow = len(question.parts) <= _COLUMNS and all(_fits_in_a_cell(part) for part in question.parts)
        heads = tuple(part.label for part in words.parts)
        return DrawnQuestion(words, "table" if narrow else "blocks", heads=heads, rows=rows)
    if value is Value.GROUP:
        parts = tuple(_draw_question(category, edition, part, f"{name}/{part.key}") for part in question.parts)
        return DrawnQuestion(words, "blocks", rows=(parts,))
    fields = tuple(
        Drawn(_rename_field(field, question, name), _label(field), field.shape, _height(question))
        for field in paper_form.list_fields_of(question)
    )
    return DrawnQuestion(words, "fields", fields)


def _fits_in_a_cell(part: Question) -> bool:
    """Whether the answer is one field of one line."""
    traits = TRAITS[part.kind]
    return traits.value is Value.TEXT and traits.shape not in (Shape.TEXT, Shape.TICK)


def _rename_field(field: Field, question: Question, name: str) -> str:
    return name + field.name.removeprefix(question.key)


def _label(field: Field) -> str:
    if field.option:
        option = field.question.option(field.option)
        return option.label.in_(current_language()) if option else _("Yes")
    return {"lat": _("Latitude"), "lon": _("Longitude")}.get(str(field.path[-1]), "")


def _height(question: Question) -> int:
    """Room for the maximum number of words, up to a page; longer texts scroll in the field."""
    lines = (question.max_words or 60) / _WORDS_A_LINE + 2
    return round(min(lines * _LINE, _PAGE))
