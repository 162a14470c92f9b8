"""How far a nomination is: section by section, and what still stands between it and its submission."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from nominations.editions.rules import answers as checks
from nominations.editions.rules import eligibility, files
from nominations.editions.rules.edition import Category, Edition
from nominations.editions.rules.eligibility import Finding, Handed, Outside
from nominations.editions.rules.form import Answers, Attached, Problem, Section, all_questions

# Said question by question already; or decided by the submission itself; or known only to the secretariat.
_TOLD_ELSEWHERE = frozenset({"before_close", "required_fields", "attachments", "declarations"})
_NEEDS_OTHERS = frozenset({"one_per_nominee", "insiders"})


class Progress(StrEnum):
    """Where one section stands; only what others are asked for waits."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PROBLEM = "problem"
    WAITING = "waiting"
    CHANGES_REQUESTED = "changes_requested"
    CHANGES_MADE = "changes_made"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """One section: what is wrong in it, what it lacks, and so where it stands."""

    section: Section
    progress: Progress
    mistakes: tuple[Problem, ...]
    lacking: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a nomination and its submission, declarations aside; `findings` is what the rules say."""

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.blocks and each.test not in _TOLD_ELSEWHERE)

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.blocks


def of_section(
    category: Category, section: Section, answers: Answers, done: bool, countries: Collection[str] | None = None
) -> SectionProgress:
    """Where a section stands; `done` is what its owner says."""
    alone = replace(category, sections=(section,), attachments=(), declarations=())
    mistakes = tuple(checks.mistakes(alone, answers, countries=countries))
    lacking = tuple(checks.missing(alone, answers))
    started = any(not checks.is_empty(answers.get(question.key)) for question in section.questions)
    if mistakes or (done and lacking):
        progress = Progress.PROBLEM
    elif done:
        progress = Progress.COMPLETED
    else:
        progress = Progress.IN_PROGRESS if started else Progress.NOT_STARTED
    return SectionProgress(section, progress, mistakes, lacking)


def of_attachments(
    edition: Edition, category: Category, answers: Answers, attached: Sequence[Attached],
    excused: Collection[str] = (),
) -> list[Problem]:
    """What is wrong with the files, or lacking among them; `excused` are the kinds that links make up for."""
    alone = replace(category, sections=(), declarations=())
    wrong = checks.missing(alone, answers, attached, excused=excused) + checks.mistakes(alone, {}, attached)
    return wrong + list(files.beyond_limits(attached, edition.max_files, edition.max_bytes))


def readiness(
    edition: Edition, category: Category, answers: Answers, attached: Sequence[Attached],
    declarations: Mapping[str, str], *, now: datetime, closes: datetime, countries: Collection[str] | None = None,
    outside: Outside | None = None,
) -> Readiness:
    """Everything that stops a submission, in the order of the form, and the findings of the rules."""
    silent = replace(category, attachments=(), declarations=())
    problems = checks.missing(silent, answers) + checks.mistakes(silent, answers, countries=countries)
    order = {question.key: place for place, question in enumerate(all_questions(category.sections))}
    problems.sort(key=lambda problem: order.get(problem.question, len(order)))
    problems += of_attachments(edition, category, answers, attached, outside.excused if outside else ())
    handed = Handed(answers, attached, declarations, now, closes)
    findings = eligibility.findings(edition, category, handed, outside)
    return Readiness(tuple(problems), tuple(each for each in findings if each.test not in _NEEDS_OTHERS))


def travelling(old: Answers, kept: Answers, into: Section) -> dict[str, object]:
    """The answers of a section after a change of category: those with the same key, else what stood there before."""
    found = {}
    for question in into.questions:
        value = old.get(question.key, kept.get(question.key))
        if value is not None:
            found[question.key] = value
    return found
