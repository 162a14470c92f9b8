"""What of a working copy may be changed now: usually all of it, after an accepted move only what is lacking,
in a correction only what it names."""

from collections.abc import Collection
from dataclasses import replace

from nominations.core.rules.policy import refusal
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action
from nominations.core.work import Work
from nominations.editions.rules import answers as checks
from nominations.editions.rules.edition import Category
from nominations.editions.rules.form import AttachmentKind, Question
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy


def open_keys(work: Work, case: PolicyFacts, copy: WorkingCopy) -> frozenset[str] | None:
    """The questions and kinds of attachment that are open; None: all of them. Empty when nothing may be edited."""
    if refusal(work.actor, Action.EDIT, case):
        return frozenset()
    if not case.is_open:
        return _named(case, copy)
    if not case.only_missing_parts:
        return None
    submission = working_copy.newest_submission(work.session, copy.nomination)
    if submission is None:
        return frozenset()
    attached = [working_copy.as_attached(kept) for kept in submission.attachments]
    alone = replace(copy.category, declarations=())
    lacking = {each.question for each in checks.missing(alone, submission.answers, attached)}
    given = submission.answers.keys() | {each.kind for each in attached}
    return frozenset(lacking | _asked_by(copy.category, lacking) - given)


def _named(case: PolicyFacts, copy: WorkingCopy) -> frozenset[str]:
    """What a request for corrections names, and what another answer to it may come to ask for besides."""
    given = copy.answers.keys() | {each.kind for each in copy.attached}
    return case.correction_asks | (_asked_by(copy.category, case.correction_asks) - given)


def _asked_by(category: Category, lacking: Collection[str]) -> set[str]:
    """What an answer to one of these may come to ask for: its date of ending, once a work is said to have ended."""
    asking: list[Question | AttachmentKind] = [
        *(question for section in category.sections for question in section.questions), *category.attachments,
    ]
    conditional = {each.key: each.required_when.question for each in asking if each.required_when}
    asked: set[str] = set()
    while more := {key for key, on in conditional.items() if on in asked | set(lacking)} - asked:
        asked |= more
    return asked
