"""The tests of eligibility that are checked automatically. An edition chooses them and what follows from each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from nominations.core.rules.deadline import is_open
from nominations.core.rules.text import values
from nominations.editions.rules import files
from nominations.editions.rules.answers import find_missing, find_mistakes, is_empty
from nominations.editions.rules.edition import Category, Edition, Outcome, Rule
from nominations.editions.rules.form import Answers, Attached


class Met(StrEnum):
    """Whether a rule is met; LOOK means that an officer must decide."""

    YES = "yes"
    NO = "no"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class CheckedNomination:
    """One nomination at the instant `now`, with the deadline that applies to it."""

    answers: Answers
    attachments: Sequence[Attached]
    declarations: Mapping[str, str]
    now: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """Facts from outside the nomination: other nominations of the same nominee, names of insiders that it mentions,
    whether consent was confirmed by link, and kinds of attachment that are excused."""

    same_nominee: tuple[str, ...] = ()
    insiders: tuple[str, ...] = ()
    consent_confirmed: bool = False
    excused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule, with the questions it looked at. `texts.finding_sentence` puts it into words."""

    rule: str
    test: str
    outcome: Outcome
    met: Met
    params: Mapping[str, object] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.outcome is Outcome.BLOCK and self.met is Met.NO


Result = tuple[Met, dict[str, object]]
Test = Callable[[Rule, Edition, Category, CheckedNomination, OutsideFacts], Result]


def check_rules(
    edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts | None = None
) -> list[Finding]:
    """The finding of each rule that is on, in the order of the edition's file."""
    return [_finding(rule, edition, category, handed, outside or OutsideFacts()) for rule in category.rules if rule.on]


def _finding(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Finding:
    met, params = TESTS[rule.test].run(rule, edition, category, handed, outside)
    return Finding(rule.key, rule.test, rule.outcome, met, params, tuple(_questions(rule)))


def _questions(rule: Rule) -> Iterator[str]:
    for name, refers_to in TESTS[rule.test].params.items():
        if refers_to == "question" and name in rule.params:
            yield str(rule.params[name]).partition(".")[0]


def find_answer(answers: Answers, path: object) -> object:
    """The answer at `path`: a question, or `question.part` of a group."""
    key, _, part = str(path).partition(".")
    value = answers.get(key)
    return value.get(part) if part and isinstance(value, Mapping) else value if not part else None


def _day(handed: CheckedNomination, path: object) -> date | None:
    typed = find_answer(handed.answers, path)
    return values.parse_day(typed) if isinstance(typed, str) else None


def _closing_day(edition: Edition, handed: CheckedNomination) -> date:
    """The last day on which the nomination can be submitted, in the edition's time zone."""
    return (handed.closes - timedelta(microseconds=1)).astimezone(ZoneInfo(edition.zone)).date()


def before_close(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    return (Met.YES if is_open(handed.closes, handed.now) else Met.NO), {"now": handed.now, "closes": handed.closes}


def member_state(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """At least one of the countries is on the edition's list of member states."""
    countries = find_answer(handed.answers, rule.params["question"])
    codes = [countries] if isinstance(countries, str) else list(countries) if isinstance(countries, list) else []
    if is_empty(codes):
        return Met.LOOK, {"countries": ""}
    within = [code for code in codes if code in edition.member_codes()]
    return (Met.YES if within else Met.NO), {"countries": ", ".join(map(str, codes))}


def dates_order(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """The start is not after the end, and the end not after the deadline. Without an end, the work is ongoing and a
    finished phase is described."""
    start, end = _day(handed, rule.params["start"]), _day(handed, rule.params["end"])
    if start is None:
        return Met.LOOK, {}
    if end is None:
        described = not is_empty(find_answer(handed.answers, rule.params["phase"]))
        return (Met.YES if _is_ongoing(rule, handed) and described else Met.NO), {"why": "no_end"}
    if end < start:
        return Met.NO, {"why": "end_before_start"}
    latest = _closing_day(edition, handed)
    return (Met.YES if end <= latest and start <= latest else Met.NO), {"why": "end_after_close"}


def three_years(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """The work lasted at least `months`, or ended within the last `months`, or either: `mode` decides which."""
    months, mode = int(rule.params.get("months", 36)), str(rule.params.get("mode", "either"))
    start, end = _day(handed, rule.params["start"]), _day(handed, rule.params["end"])
    closing = _closing_day(edition, handed)
    ongoing = _is_ongoing(rule, handed) and end is None
    if start is None or (end is None and not ongoing):
        return Met.LOOK, {"months": months}
    last = end or closing
    long_enough = last >= months_after(start, months)
    recent_enough = not ongoing and months_after(last, months) >= closing
    met = {"min_duration": long_enough, "recent": recent_enough, "either": long_enough or recent_enough}[mode]
    if met:
        return Met.YES, {"months": months}
    # The end of a phase of ongoing work is described in words, so an officer must read it.
    return (Met.LOOK if ongoing and mode != "min_duration" else Met.NO), {"months": months}


def months_after(start: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(min(year, date.max.year), month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th day")


def _is_ongoing(rule: Rule, handed: CheckedNomination) -> bool:
    return find_answer(handed.answers, rule.params["status"]) == rule.params["ongoing"]


def required_fields(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """Every required answer is given, and every answer is within its limits."""
    kinds = {kind.key for kind in category.attachments} | {declaration.key for declaration in category.declarations}
    wrong = [problem for problem in find_missing(category, handed.answers) if problem.question not in kinds]
    wrong += find_mistakes(category, handed.answers)
    return (Met.NO if wrong else Met.YES), {"count": len(wrong)}


def attachments(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """Every required file is attached, each is valid for its kind, and all together are within the limits."""
    kinds = {kind.key for kind in category.attachments}
    wrong = [
        problem
        for problem in find_missing(
            category, handed.answers, handed.attachments, excused=_excused_kinds(category, outside)
        )
        if problem.question in kinds
    ]
    wrong += find_mistakes(category, {}, handed.attachments)
    wrong += files.find_beyond_limits(handed.attachments, edition.max_files, edition.max_bytes)
    return (Met.NO if wrong else Met.YES), {"count": len(wrong)}


def _excused_kinds(category: Category, outside: OutsideFacts) -> tuple[str, ...]:
    """The kinds of attachment that are not required; a consent confirmed by link replaces the consent letter."""
    if not outside.consent_confirmed:
        return outside.excused
    letters = (str(rule.params["attachment"]) for rule in category.rules if rule.test == "nominee_consent")
    return (*outside.excused, *letters)


def declarations(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """Each required declaration is accepted in its current version."""
    lacking = [
        declaration.key
        for declaration in category.declarations
        if declaration.required and handed.declarations.get(declaration.key) != declaration.version
    ]
    return (Met.NO if lacking else Met.YES), {"count": len(lacking)}


def nominee_consent(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    """A nominee other than the applicant has consented, by a letter or by their private link."""
    if find_answer(handed.answers, rule.params["question"]) != rule.params["option"]:
        return Met.YES, {}
    letter = any(attached.kind == rule.params["attachment"] for attached in handed.attachments)
    return (Met.YES if letter or outside.consent_confirmed else Met.NO), {}


def one_per_nominee(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    others = ", ".join(outside.same_nominee)
    return (Met.NO if others else Met.YES), {"references": others}


def insiders(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    names = ", ".join(outside.insiders)
    return (Met.NO if names else Met.YES), {"names": names}


def adult(rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts) -> Result:
    """The nominee is of age on the closing day. Only the year of birth is known, so an officer decides in the year in
    which they come of age."""
    age, typed = int(rule.params["age"]), find_answer(handed.answers, rule.params["question"])
    born = values.parse_number(typed) if isinstance(typed, str) else None
    if born is None:
        return Met.LOOK, {"age": age}
    years = _closing_day(edition, handed).year - int(born)
    return (Met.YES if years > age else Met.LOOK if years == age else Met.NO), {"age": age}


def at_least(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    least, typed = int(rule.params["least"]), find_answer(handed.answers, rule.params["question"])
    amount = (values.parse_number(typed) or values.parse_money(typed)) if isinstance(typed, str) else None
    if amount is None:
        return Met.LOOK, {"least": least}
    return (Met.YES if amount >= least else Met.NO), {"least": least}


def entry_language(
    rule: Rule, edition: Edition, category: Category, handed: CheckedNomination, outside: OutsideFacts
) -> Result:
    language = find_answer(handed.answers, rule.params["question"])
    if is_empty(language):
        return Met.LOOK, {}
    return (Met.YES if language in edition.entry_languages else Met.NO), {}


@dataclass(frozen=True, slots=True)
class Testing:
    """A test, what its parameters refer to (question, option, attachment, number, mode), and which are optional."""

    run: Test
    params: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()


MODES = ("min_duration", "recent", "either")
_SPAN = {"start": "question", "end": "question", "status": "question", "ongoing": "option:status"}
TESTS: Mapping[str, Testing] = {
    "before_close": Testing(before_close),
    "member_state": Testing(member_state, {"question": "question"}),
    "dates_order": Testing(dates_order, {**_SPAN, "phase": "question"}),
    "three_years": Testing(three_years, {**_SPAN, "mode": "mode", "months": "number"}, ("mode", "months")),
    "required_fields": Testing(required_fields),
    "attachments": Testing(attachments),
    "declarations": Testing(declarations),
    "nominee_consent": Testing(
        nominee_consent, {"question": "question", "option": "option:question", "attachment": "attachment"}
    ),
    "one_per_nominee": Testing(one_per_nominee, {"question": "question", "place": "question"}, ("place",)),
    "insiders": Testing(insiders),
    "adult": Testing(adult, {"question": "question", "age": "number"}),
    "at_least": Testing(at_least, {"question": "question", "least": "number"}),
    "entry_language": Testing(entry_language, {"question": "question"}),
}
