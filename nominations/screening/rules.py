"""What screening may name: the parts of a form that a correction may open, and the reasons of a refusal."""

from collections.abc import Mapping

from nominations.core.rules.text.words import LocalizedText
from nominations.editions.rules.edition import Category, CheckItem
from nominations.editions.rules.form import all_questions

OTHER = "other"


def list_correctable_parts(category: Category) -> tuple[tuple[str, LocalizedText], ...]:
    """The keys and labels of the questions and kinds that a request for corrections may name, in order of the form."""
    questions = [item for item in all_questions(category.sections) if item.asked_from == "call"]
    kinds = [kind for kind in category.attachments if kind.asked_from == "call"]
    return (*((item.key, item.label) for item in questions), *((kind.key, kind.label) for kind in kinds))


def list_reason_codes(category: Category) -> tuple[str, ...]:
    """What a refusal may be based on: a rule, a question of the checklist, or another reason given in words."""
    return (*(rule.key for rule in category.rules), *(item.key for item in category.checklist), OTHER)


def list_unanswered(category: Category, checks: Mapping[str, Mapping[str, str]]) -> list[CheckItem]:
    """The questions of the checklist that have no answer."""
    return [item for item in category.checklist if not checks.get(item.key, {}).get("answer")]


def list_doubts(category: Category, checks: Mapping[str, Mapping[str, str]]) -> list[CheckItem]:
    """The questions of the checklist that are answered with no or unclear."""
    return [item for item in category.checklist if checks.get(item.key, {}).get("answer") in ("no", "unclear")]
