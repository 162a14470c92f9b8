"""What of a working copy may be changed now.

Usually everything; after an accepted move only what is missing; in a correction only what the request names.
"""

from collections.abc import Collection
from dataclasses import replace

from nominations.core.rules.policy import refusal
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.editions.rules.answers import find_missing
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import AttachmentKind, Question
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy


def open_keys(work: Work, case: PolicyFacts, copy: WorkingCopy) -> frozenset[str] | None:
    """The questions and kinds of attachment that are open; None: all of them. Empty when nothing may be edited."""
    if refusal(work.actor, Action.EDIT, case):
        return frozenset()
    if not case.is_open:
        return _correction_keys(case, copy)
    if not case.only_missing_parts:
        return None
    submission = working_copy.newest_submission(work.session, copy.nomination)
    if submission is None:
        return frozenset()
    attached = [working_copy.as_attached(snapshot) for snapshot in submission.attachments]
    alone = replace(copy.category, declarations=())
    lacking = {problem.question for problem in find_missing(alone, submission.answers, attached)}
    present = submission.answers.keys() | {attachment.kind for attachment in attached}
    return frozenset(lacking | _list_dependent_keys(copy.category, lacking) - present)


def _correction_keys(case: PolicyFacts, copy: WorkingCopy) -> frozenset[str]:
    """What a request for corrections names, and what a new answer to it may make required."""
    present = copy.answers.keys() | {attachment.kind for attachment in copy.attached}
    return case.correction_asks | (_list_dependent_keys(copy.category, case.correction_asks) - present)


def _list_dependent_keys(category: Category, lacking: Collection[str]) -> set[str]:
    """The questions and kinds that answers to these may make required, directly or through one another."""
    asking: list[Question | AttachmentKind] = [
        *(question for section in category.sections for question in section.questions), *category.attachments,
    ]
    conditional = {question.key: question.required_when.question for question in asking if question.required_when}
    dependent: set[str] = set()
    while more := {key for key, on in conditional.items() if on in dependent | set(lacking)} - dependent:
        dependent |= more
    return dependent
