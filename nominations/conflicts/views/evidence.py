"""A hint between a reviewer and a nomination in words: the sign, both texts, and the question."""

from collections.abc import Callable

from nominations.conflicts.rules import NOMINEE, OWNER, WRITER, Hint
from nominations.conflicts.texts import SIGNS
from nominations.core.language import current_language, gettext
from nominations.core.rules.vocabulary import Sign
from nominations.editions.countries import country_word
from nominations.editions.rules.edition import Edition
from nominations.editions.rules.form import all_questions
from nominations.web.request import edition

Line = tuple[str, str, str]


def evidence() -> Callable[[Hint], Line]:
    """A function from a hint to its three texts, in the current edition and language."""
    here = edition()
    labels = _labels(here)

    def describe(hint: Hint) -> Line:
        shared = country_word(hint.shared, here) if hint.sign in (Sign.NATIONALITY, Sign.RESIDENCE) else hint.shared
        if hint.similarity < 100:
            shared = gettext("%(own)s ~ %(shared)s, %(percent)s%% similar", own=hint.own, shared=shared,
                             percent=hint.similarity)
        return str(SIGNS[hint.sign]), shared, labels.get((hint.question, hint.part), hint.question)

    return describe


def _labels(here: Edition) -> dict[tuple[str, str], str]:
    language = current_language()
    labels = {OWNER: gettext("Owner of the nomination"), WRITER: gettext("Collaborator"),
             NOMINEE: gettext("Nominee")}
    for category in here.categories:
        labels |= {(kind.key, ""): kind.label.in_(language) for kind in category.attachments}
        for question in all_questions(category.sections):
            labels[question.key, ""] = question.label.in_(language)
            for part in question.parts:
                labels[question.key, part.key] = f"{question.label.in_(language)}: {part.label.in_(language)}"
    return labels
