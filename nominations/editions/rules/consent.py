"""The rules of the nominee's consent: whether it is needed, and what the nominee may read and propose to correct."""

from collections.abc import Mapping

from nominations.editions.rules.answers import is_empty
from nominations.editions.rules.edition import Category
from nominations.editions.rules.eligibility import find_answer
from nominations.editions.rules.form import Answers, Question, all_questions


def is_needed(category: Category, answers: Answers) -> bool:
    """Whether these answers nominate somebody other than the applicant, who must consent."""
    rule = category.consent_rule()
    return rule is not None and find_answer(answers, rule.params["question"]) == rule.params["option"]


def list_correctable(category: Category) -> tuple[Question, ...]:
    """The questions about the nominee whose answers they may propose to correct."""
    return tuple(
        question for question in all_questions(category.sections)
        if question.about_nominee and question.asked_from == "call"
    )


def is_readable(question: Question) -> bool:
    """Whether a nominee may read the answer: it is about them, or open to everybody who reads the nomination."""
    return question.asked_from == "call" and (question.about_nominee or not question.seen_by)


def find_corrections(category: Category, current: Answers, proposed: Answers) -> Mapping[str, object]:
    """The answers in `proposed` that differ from `current`, by question, None for an empty one; only questions about
    the nominee."""
    return {
        question.key: None if is_empty(proposed.get(question.key)) else proposed[question.key]
        for question in list_correctable(category)
        if not _same(current.get(question.key), proposed.get(question.key))
    }


def _same(one: object, other: object) -> bool:
    return one == other or (is_empty(one) and is_empty(other))
