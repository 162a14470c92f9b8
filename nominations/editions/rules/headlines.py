"""What lists show of a nomination, read from its answers: its title, its language, its countries."""

from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Answers, Kind, all_questions

LANGUAGE_QUESTION = "entry_language"
LONGEST_TITLE = 300
LONGEST_LANGUAGE = 8


def title(category: Category, answers: Answers) -> str:
    """The answer to the category's title question as one line; the whole of an overlong one stays in the answer."""
    given = answers.get(category.title_question)
    return " ".join(given.split())[:LONGEST_TITLE] if isinstance(given, str) else ""


def language(answers: Answers) -> str:
    """The language the owner says the nomination is written in; empty until it is one that can be."""
    given = answers.get(LANGUAGE_QUESTION)
    return given if isinstance(given, str) and len(given) <= LONGEST_LANGUAGE else ""


def countries(category: Category, answers: Answers) -> tuple[str, ...]:
    """The countries a form asks for first: of the work, or of the nominee. Only what has the shape of a code."""
    for question in all_questions(category.sections):
        if question.kind is Kind.COUNTRIES:
            given = answers.get(question.key)
            codes = given if isinstance(given, list) else []
            shaped = (code for code in codes if isinstance(code, str) and len(code) == 2 and code.isascii())
            return tuple(sorted({code for code in shaped if code.isupper()}))
    return ()
