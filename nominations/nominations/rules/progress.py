"""How far a nomination is, section by section, and what still prevents its submission."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from nominations.editions.rules import eligibility, files
from nominations.editions.rules.answers import find_missing, find_mistakes, is_empty
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.eligibility import CheckedNomination, Finding, OutsideFacts
from nominations.editions.rules.form import Answers, Attached, Problem, Section, all_questions

# Findings that are shown with each question, or decided at submission; and those that only the secretariat can judge.
_SHOWN_ELSEWHERE = frozenset({"before_close", "required_fields", "attachments", "declarations"})
_NEEDS_OTHERS = frozenset({"one_per_nominee", "insiders"})


class Progress(StrEnum):
    """The state of one section; only letters and consent are ever `waiting`."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PROBLEM = "problem"
    WAITING = "waiting"
    CHANGES_REQUESTED = "changes_requested"
    CHANGES_MADE = "changes_made"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """One section: its mistakes, what is missing, and the state that follows."""

    section: Section
    progress: Progress
    mistakes: tuple[Problem, ...]
    lacking: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What prevents a submission, except the declarations; `findings` are those of the rules of eligibility."""

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks and finding.test not in _SHOWN_ELSEWHERE)

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.blocks


def assess_section(
    category: Category, section: Section, answers: Answers, done: bool, countries: Collection[str] | None = None
) -> SectionProgress:
    """The state of a section; `done` says whether its owner marked it as finished."""
    alone = replace(category, sections=(section,), attachments=(), declarations=())
    wrong = tuple(find_mistakes(alone, answers, countries=countries))
    lacking = tuple(find_missing(alone, answers))
    started = any(not is_empty(answers.get(question.key)) for question in section.questions)
    if wrong or (done and lacking):
        progress = Progress.PROBLEM
    elif done:
        progress = Progress.COMPLETED
    else:
        progress = Progress.IN_PROGRESS if started else Progress.NOT_STARTED
    return SectionProgress(section, progress, wrong, lacking)


def check_attachments(
    edition: Edition, category: Category, answers: Answers, attached: Sequence[Attached],
    excused: Collection[str] = (),
) -> list[Problem]:
    """Faulty and missing files; kinds in `excused` are not required, because letters by link replace them."""
    alone = replace(category, sections=(), declarations=())
    wrong = find_missing(alone, answers, attached, excused=excused) + find_mistakes(alone, {}, attached)
    return wrong + list(files.find_beyond_limits(attached, edition.max_files, edition.max_bytes))


def assess_readiness(
    edition: Edition, category: Category, answers: Answers, attached: Sequence[Attached],
    declarations: Mapping[str, str], *, now: datetime, closes: datetime, countries: Collection[str] | None = None,
    outside: OutsideFacts | None = None,
) -> Readiness:
    """Everything that prevents a submission, in the order of the form, and the findings of the rules."""
    silent = replace(category, attachments=(), declarations=())
    problems = find_missing(silent, answers) + find_mistakes(silent, answers, countries=countries)
    order = {question.key: place for place, question in enumerate(all_questions(category.sections))}
    problems.sort(key=lambda problem: order.get(problem.question, len(order)))
    problems += check_attachments(edition, category, answers, attached, outside.excused if outside else ())
    handed = CheckedNomination(answers, attached, declarations, now, closes)
    findings = eligibility.check_rules(edition, category, handed, outside)
    return Readiness(tuple(problems), tuple(finding for finding in findings if finding.test not in _NEEDS_OTHERS))


def select_carried_answers(old: Answers, earlier: Answers, into: Section) -> dict[str, object]:
    """The answers of a section after a change of category: those with the same key, else the section's earlier ones."""
    answers = {}
    for question in into.questions:
        value = old.get(question.key, earlier.get(question.key))
        if value is not None:
            answers[question.key] = value
    return answers
