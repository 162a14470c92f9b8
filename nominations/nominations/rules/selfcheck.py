"""The eligibility self-check: a few questions of form and checklist, and what the edition's rules say to the answers.

An edition names the questions; the rules that can be judged by their answers alone decide. Nothing here is binding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from nominations.editions.rules import eligibility
from nominations.editions.rules.edition import Category, CheckItem, Edition, Outcome, Rule
from nominations.editions.rules.eligibility import CheckedNomination, Finding, Met
from nominations.editions.rules.form import Answers, Question

# What an officer's question may be answered with.
CHECK_ANSWERS = ("yes", "no", "unclear")
# Consent can still be obtained, so a rule about it that is not met yet must not discourage anybody.
_CAN_STILL_BE_MET = ("nominee_consent",)


class Verdict(StrEnum):
    """How the self-check ends."""

    MAY_APPLY = "may_apply"
    ADVICE = "advice"
    MAY_NOT_APPLY = "may_not_apply"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that is not clearly met, or one question of the checklist that was not answered with yes."""

    weight: Verdict
    questions: tuple[str, ...]
    finding: Finding | None = None
    rule: Rule | None = None
    item: CheckItem | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict, and what led to it, the heaviest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def list_questions(category: Category) -> tuple[Question | CheckItem, ...]:
    """The questions of the self-check, in the order of the edition."""
    return tuple(_question(category, key) for key in category.self_check)


def select_form_answers(category: Category, answers: Answers) -> dict[str, object]:
    """The answers to questions of the form, which are written into a new draft."""
    keys = {question.key for question in list_questions(category) if isinstance(question, Question)}
    return {key: value for key, value in answers.items() if key in keys}


def judge_answers(edition: Edition, category: Category, answers: Answers, now: datetime, closes: datetime) -> Result:
    """The verdict of the rules on these answers at `now`; open questions lead to advice."""
    reasons = sorted(
        [*_judge_rules(edition, category, answers, now, closes), *_judge_checklist(category, answers)],
        key=lambda reason: reason.weight is not Verdict.MAY_NOT_APPLY,
    )
    verdict = reasons[0].weight if reasons else Verdict.MAY_APPLY
    return Result(verdict, tuple(reasons))


def _judge_rules(
    edition: Edition, category: Category, answers: Answers, now: datetime, closes: datetime
) -> Iterator[Reason]:
    rules = tuple(rule for rule in category.rules if _can_be_judged(rule, category.self_check))
    handed = CheckedNomination(select_form_answers(category, answers), (), {}, now, closes)
    for finding in eligibility.check_rules(edition, replace(category, rules=rules), handed):
        weight = _weight(finding)
        if weight is not None:
            # The form itself asks for a missing end; here only the dates count.
            if finding.test == "dates_order" and finding.params.get("why") == "no_end":
                continue
            yield Reason(weight, _questions_behind(finding, category), finding, category.rule(finding.rule))


def _can_be_judged(rule: Rule, keys: Sequence[str]) -> bool:
    """Whether the questions of the self-check are enough to judge the rule; the closing date needs none."""
    if rule.test == "before_close":
        return True
    about = [
        str(rule.params[name]).partition(".")[0]
        for name, refers_to in eligibility.TESTS[rule.test].params.items()
        if refers_to == "question" and name in rule.params and name != "phase"
    ]
    return bool(about) and rule.test != "one_per_nominee" and set(about) <= set(keys)


def _weight(finding: Finding) -> Verdict | None:
    if finding.outcome is Outcome.INFO or finding.met is Met.YES:
        return None
    stops = finding.blocks and finding.test not in _CAN_STILL_BE_MET
    return Verdict.MAY_NOT_APPLY if stops else Verdict.ADVICE


def _questions_behind(finding: Finding, category: Category) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in finding.questions if key in category.self_check))


def _judge_checklist(category: Category, answers: Answers) -> Iterator[Reason]:
    """Questions of the checklist: an officer decides them, so they lead to advice and never exclude anybody."""
    for item in list_questions(category):
        if isinstance(item, CheckItem) and answers.get(item.key) != "yes":
            yield Reason(Verdict.ADVICE, (item.key,), item=item)


def _question(category: Category, key: str) -> Question | CheckItem:
    try:
        return category.question(key)
    except KeyError:
        return next(item for item in category.checklist if item.key == key)
