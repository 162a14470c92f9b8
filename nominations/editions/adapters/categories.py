"""A category out of an edition's files: its form, its rules and its criteria."""

import re
from dataclasses import dataclass, field

from nominations.editions.adapters import forms
from nominations.editions.adapters.toml_nodes import Table
from nominations.editions.rules import eligibility
from nominations.editions.rules.edition import Band, Category, CheckItem, Criterion, Outcome, Rule
from nominations.editions.rules.form import AttachmentKind, Declaration, Kind, Question, all_questions

PREFIX = re.compile(r"[A-Z]{1,3}")
LOWEST_SCORE, HIGHEST_SCORE, ALL_WEIGHTS = 1, 10, 100
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 8


@dataclass(slots=True)
class Shared:
    """What categories take from the edition's common files."""

    shelf: forms.Shelf
    declarations: dict[str, Declaration] = field(default_factory=dict)
    checks: dict[str, CheckItem] = field(default_factory=dict)


def category(table: Table, shared: Shared) -> Category:
    """One category file; what it refers to is checked once all of it is read."""
    sections, placed = [], []
    section_tables = table.tables("section", needed=True)
    for each in section_tables:
        section, asked = forms.section(each, shared.shelf)
        sections.append(section)
        placed += asked
    forms.unique(section_tables, [section.key for section in sections], "section")
    attachments = _attachments(table, shared)
    criteria = _criteria(table)
    forms.check_references(placed, attachments, {each.key for each in criteria})
    made = Category(
        key=forms.key_of(table, reserved=True),
        label=table.words("label"),
        prefix=table.text("prefix"),
        prize=table.number("prize"),
        winners=table.number("winners"),
        mentions=table.number("mentions"),
        about=table.words("about"),
        who_may_apply=table.words("who_may_apply"),
        sections=tuple(sections),
        attachments=tuple(each for each, _ in attachments),
        declarations=_chosen(table, "declarations", shared.declarations),
        criteria=criteria,
        rules=_rules(table, {each.key: each for each, _ in placed}, {each.key for each, _ in attachments}),
        checklist=_chosen(table, "checklist", shared.checks),
        title_question=table.text("title_question"),
        shortlist_size=table.maybe_number("shortlist_size"),
        self_check=tuple(table.names("self_check")) if table.has("self_check") else (),
    )
    _check_self_check(table, made)
    if not PREFIX.fullmatch(made.prefix):
        table.wrong("“prefix” must be one to three capital Latin letters.", "prefix")
    if made.title_question not in {each.key for each, _ in placed}:
        table.wrong(f"There is no question “{made.title_question}”.", "title_question")
    for name in ("prize", "winners", "mentions"):
        if getattr(made, name) < 0:
            table.wrong(f"“{name}” cannot be below zero.", name)
    table.close()
    return made


def _check_self_check(table: Table, made: Category) -> None:
    """Five to eight questions, each of the form or of the checklist, none twice; not a table, which is no page."""
    known: dict[str, Kind | None] = {each.key: each.kind for each in all_questions(made.sections)}
    known |= {each.key: None for each in made.checklist if each.key not in known}
    for name in made.self_check:
        if name not in known:
            table.wrong(f"“{name}” is neither a question of the form nor of the checklist.", "self_check")
        elif known[name] in (Kind.TABLE, Kind.GROUP):
            table.wrong(f"“{name}” has several parts; the self-check asks one thing a page.", "self_check")
    if made.self_check and not FEWEST_QUESTIONS <= len(set(made.self_check)) == len(made.self_check) <= MOST_QUESTIONS:
        table.wrong("“self_check” names five to eight questions, each once.", "self_check")


def _attachments(table: Table, shared: Shared) -> list[tuple[AttachmentKind, Table]]:
    found = []
    for each in table.tables("attachment"):
        if not each.has("use"):
            found.append((forms.attachment(each), each))
            continue
        name = each.text("use")
        each.close()
        if name in shared.shelf.attachments:
            found.append((shared.shelf.attachments[name][0], each))
        else:
            each.wrong(f"There is no shared attachment “{name}”.", "use")
    forms.unique([each for _, each in found], [kind.key for kind, _ in found], "attachment")
    return found


def _chosen(table: Table, key: str, known: dict) -> tuple:
    names = table.names(key)
    for name in names:
        if name not in known:
            table.wrong(f"“{name}” is not among the shared ones.", key)
    if len(set(names)) < len(names):
        table.wrong(f"“{key}” names one twice.", key)
    return tuple(known[name] for name in names if name in known)


def _criteria(table: Table) -> tuple[Criterion, ...]:
    tables = table.tables("criterion", needed=True)
    criteria = []
    for each in tables:
        bands = tuple(_band(band) for band in each.tables("band", needed=True))
        made = Criterion(
            forms.key_of(each), each.words("label"), each.number("weight"), each.words("question"), bands,
            each.flag("may_be_left_out", False),
        )
        _check_bands(each, made)
        if made.weight <= 0:
            each.wrong("A weight must be more than nothing.", "weight")
        each.close()
        criteria.append(made)
    forms.unique(tables, [made.key for made in criteria], "criterion")
    total = sum(made.weight for made in criteria)
    if criteria and total != ALL_WEIGHTS:
        table.wrong(f"The weights add up to {total}, not to {ALL_WEIGHTS}.", "criterion")
    return tuple(criteria)


def _band(table: Table) -> Band:
    low, high = table.number("low"), table.number("high")
    made = Band(low, high, table.own_words(f"The band {low} to {high}"))
    table.close()
    return made


def _check_bands(table: Table, made: Criterion) -> None:
    """Every score from 1 to 10 lies in exactly one band; 0 is no evidence and needs no words."""
    for score in range(LOWEST_SCORE, HIGHEST_SCORE + 1):
        found = sum(band.low <= score <= band.high for band in made.bands)
        if found != 1:
            trouble = "no band" if found == 0 else f"{found} bands"
            table.wrong(f"In “{made.key}” the score {score} has {trouble}.", "band")
    for band in made.bands:
        if not LOWEST_SCORE <= band.low <= band.high <= HIGHEST_SCORE:
            table.wrong(f"In “{made.key}” the band {band.low} to {band.high} is not a span within 1 to 10.", "band")


def _rules(table: Table, questions: dict[str, Question], attachments: set[str]) -> tuple[Rule, ...]:
    tables = table.tables("rule")
    rules = tuple(_rule(each, questions, attachments) for each in tables)
    forms.unique(tables, [made.key for made in rules], "rule")
    return rules


def _rule(table: Table, questions: dict[str, Question], attachments: set[str]) -> Rule:
    key = forms.key_of(table)
    test = forms.among(table, "test", tuple(eligibility.TESTS), key)
    outcome = forms.among(table, "outcome", tuple(Outcome), "")
    label, on = table.words("label"), table.flag("on", True)
    params: dict[str, str | int] = {}
    if test in eligibility.TESTS:
        params = _params(table, eligibility.TESTS[test], questions, attachments)
    table.close()
    return Rule(key, Outcome(outcome) if outcome in tuple(Outcome) else Outcome.INFO, test, label, on, params)


def _params(
    table: Table, testing: eligibility.Testing, questions: dict[str, Question], attachments: set[str]
) -> dict[str, str | int]:
    params: dict[str, str | int] = {}
    for name, refers_to in testing.params.items():
        if name in testing.optional and not table.has(name):
            continue
        params[name] = table.number(name) if refers_to == "number" else table.text(name)
        given = str(params[name])
        if refers_to == "question" and _asked(questions, given) is None:
            table.wrong(f"There is no question “{given}”.", name)
        if refers_to == "attachment" and given not in attachments:
            table.wrong(f"There is no attachment “{given}”.", name)
        if refers_to == "mode" and given not in eligibility.MODES:
            table.wrong(f"“{name}” must be one of {', '.join(eligibility.MODES)}.", name)
        if refers_to.startswith("option:"):
            asked = _asked(questions, str(params.get(refers_to.removeprefix("option:"), "")))
            if asked is not None and asked.option(given) is None:
                table.wrong(f"“{asked.key}” has no option “{given}”.", name)
    return params


def _asked(questions: dict[str, Question], path: str) -> Question | None:
    """The question, or the part of a group, at `path`."""
    key, _, part = path.partition(".")
    asked = questions.get(key)
    if asked is None or not part:
        return asked
    return next((each for each in asked.parts if each.key == part), None)
