"""The one door to forms: what is asked (`form`), what is wrong with an answer (`answers`), how words are counted."""

from nominations.domain.answers import content_code, content_hash, is_empty, missing, mistakes, problems
from nominations.domain.form import (
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
from nominations.domain.words import NOTHING, Words, count_words

__all__ = [
    "NOTHING",
    "Answers",
    "Attached",
    "AttachmentKind",
    "Condition",
    "Declaration",
    "Kind",
    "LetterIn",
    "Option",
    "Problem",
    "Question",
    "Section",
    "Words",
    "all_questions",
    "content_code",
    "content_hash",
    "count_words",
    "is_empty",
    "missing",
    "mistakes",
    "problems",
]
