"""What lists show of a nomination, read from its answers: its title, its language, its countries, and where the form
asks for them its public summary and the English versions of title and summary."""

from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import Answers, Kind, all_questions

LANGUAGE_QUESTION = "entry_language"
SUMMARY_QUESTION = "summary"
ENGLISH = "en"
LONGEST_TITLE = 300
LONGEST_LANGUAGE = 8


def read_title(category: Category, answers: Answers) -> str:
    """The answer to the category's title question as one line of at most `LONGEST_TITLE` characters."""
    typed = answers.get(category.title_question)
    return " ".join(typed.split())[:LONGEST_TITLE] if isinstance(typed, str) else ""


def read_language(answers: Answers) -> str:
    """The language in which the nomination is written, by its owner; empty without a possible answer."""
    typed = answers.get(LANGUAGE_QUESTION)
    return typed if isinstance(typed, str) and len(typed) <= LONGEST_LANGUAGE else ""


def read_countries(category: Category, answers: Answers) -> tuple[str, ...]:
    """The countries in the form's first question for countries, of the work or of the nominee: only well-formed codes.
    """
    for question in all_questions(category.sections):
        if question.kind is Kind.COUNTRIES:
            chosen = answers.get(question.key)
            codes = chosen if isinstance(chosen, list) else []
            shaped = (code for code in codes if isinstance(code, str) and len(code) == 2 and code.isascii())
            return tuple(sorted({code for code in shaped if code.isupper()}))
    return ()


def english_question(question: str) -> str:
    """The question that asks for the English version of another one's answer, where a form has it."""
    return f"{question}_{ENGLISH}"


def read_english_title(category: Category, answers: Answers, role: str) -> str:
    """The title in English, if the form asks for it and this role may read it."""
    key = english_question(category.title_question)
    asked = any(question.key == key and question.may_be_seen_by(role) for question in all_questions(category.sections))
    typed = answers.get(key) if asked else None
    return " ".join(typed.split())[:LONGEST_TITLE] if isinstance(typed, str) else ""
