"""The words of an offline sheet in the reader's language, and their values again from any language."""

from nominations.core.adapters import secrets
from nominations.core.language import LANGUAGES, current_language, gettext, use_language
from nominations.core.rules.vocabulary import Recommendation
from nominations.core.work import Work
from nominations.editions.rules.edition import Category, Edition
from nominations.reviewing.card_sentences import SENTENCES
from nominations.reviewing.queries.offline import Judged, Line
from nominations.reviewing.reports import offline_sheet
from nominations.reviewing.reports.offline_sheet import Labels, SheetPage, SheetRow
from nominations.reviewing.rules import offline
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.web.countries import country_name


def workbook(work: Work, edition: Edition, lines: list[Line]) -> bytes:
    """The sheet of these files, sealed for this reviewer."""
    pages = [
        SheetPage(
            category.label.in_(current_language()),
            [
                (criterion.key, criterion.label.in_(current_language()), criterion.may_be_left_out)
                for criterion in category.criteria
            ],
            [_row(work, edition, line) for line in lines if line.category.key == category.key],
        )
        for category in edition.categories if any(line.category.key == category.key for line in lines)
    ]
    return offline_sheet.as_xlsx(pages, _labels(), current_language(), work.now)


def _row(work: Work, edition: Edition, line: Line) -> SheetRow:
    reviewer, assignment = str(work.actor.id), str(line.file.assignment_id)
    base = offline.fingerprint(line.card, line.criteria)
    seal = secrets.keyed_hash(
        work.settings, "sheet", offline.sealed_words(edition.code, reviewer, assignment, line.version, base)
    )
    file = line.file
    return SheetRow(
        file.reference, file.title, gettext(", ").join(country_name(code) for code in file.countries), line.card,
        (edition.code, reviewer, assignment, line.version, base, seal),
    )


def _words() -> dict[str, dict[str, str]]:
    """The words of the lists, by column and value."""
    return {
        "recommendation": {
            recommendation.value: str(RECOMMENDATIONS[recommendation]) for recommendation in Recommendation
        },
        "confidence": {value: str(word) for value, word in CONFIDENCE.items()},
        "needs_visit": {"yes": gettext("Yes")},
    }


def list_values(edition: Edition) -> dict[str, str]:
    """The value for each word of the lists, in every language: its reader may have changed theirs by now."""
    word_values = {}
    for language in LANGUAGES:
        with use_language(language):
            word_values[gettext("Not applicable").casefold()] = "none"
            for name, words in _words().items():
                word_values |= {f"{name}:{word.casefold()}": value for value, word in words.items()}
    return word_values


def _heads() -> dict[str, str]:
    return {
        "reference": gettext("Reference"), "title": gettext("Title"), "countries": gettext("Country"),
        "comment": gettext("Note to the jury"), "strength": gettext("One strength"),
        "weakness": gettext("One weakness"), "for_applicant": gettext("Text for the applicant"),
        "confidential_note": gettext("Confidential note"), "recommendation": gettext("Recommendation"),
        "confidence": gettext("How sure are you of this review?"),
        "needs_visit": gettext("Site visit or expert opinion"),
    }


def _labels() -> Labels:
    return Labels(
        _heads(), lambda name: gettext("%(criterion)s: score", criterion=name),
        lambda name: gettext("%(criterion)s: reason", criterion=name), _words(), gettext("Not applicable"),
        (
            gettext("Each row is one nomination. Write in the white columns. The other columns are locked."),
            gettext("A score is a whole number from 0 to 10. The lists show the values that you can choose."),
            gettext("Do not copy rows from one score sheet to another. Each row belongs to its nomination and to you."),
            gettext(
                "Upload the score sheet on the page where you downloaded it. You see what would change before anything "
                "is saved."
            ),
            gettext("Anyone who has this file can read your scores. Keep it confidential, as you have undertaken."),
        ),
        gettext("How it works"), gettext("Offline score sheet"), gettext("Choose an option from the list."),
    )


def column_label(name: str, category: Category) -> str:
    """The heading of a column in words."""
    part, _, key = name.partition("-")
    for criterion in category.criteria:
        if criterion.key == key:
            label = criterion.label.in_(current_language())
            return f"{label}{gettext(', ')}{gettext('score') if part == 'score' else gettext('reason')}"
    return _heads().get(name, name)


def show_value(name: str, value: str) -> str:
    """A value of a field as people read it."""
    if value == "none":
        return gettext("Not applicable")
    return _words().get(name, {}).get(value, value) or "–"


def list_sentences(judged: Judged) -> list[str]:
    """What is wrong with the values of a row."""
    problems = judged.problems or {}
    return [f"{column_label(name, judged.line.category)}: {SENTENCES[code](params)}"
            for name, (code, params) in problems.items()] if judged.line else []


