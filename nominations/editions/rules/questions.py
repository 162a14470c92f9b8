"""Gathers the names of several modules about forms: their data, the checks of answers, and counting words."""

from nominations.core.rules.text.words import NOTHING, LocalizedText, count_words
from nominations.editions.rules.answers import (
    content_code,
    content_hash,
    find_missing,
    find_mistakes,
    find_problems,
    is_empty,
)
from nominations.editions.rules.form import (
    Answers,
    Attached,
    AttachmentKind,
    Condition,
    Declaration,
    Kind,
    LetterIn,
    Option,
    Problem,
    Question,
    Section,
    all_questions,
)

__all__ = [
    "NOTHING",
    "Answers",
    "Attached",
    "AttachmentKind",
    "Condition",
    "Declaration",
    "Kind",
    "LetterIn",
    "LocalizedText",
    "Option",
    "Problem",
    "Question",
    "Section",
    "all_questions",
    "content_code",
    "content_hash",
    "count_words",
    "find_missing",
    "find_mistakes",
    "find_problems",
    "is_empty",
]
