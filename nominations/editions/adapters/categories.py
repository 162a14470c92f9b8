"""Reads a category from an edition's files: its form, its rules and its criteria."""

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
    """What categories use from the edition's shared files."""

    shelf: forms.SharedItems
    declarations: dict[str, Declaration] = field(default_factory=dict)
    checks: dict[str, CheckItem] = field(default_factory=dict)


def read_category(table: Table, shared: Shared) -> Category:
    """Read one category file, then check its references. Mistakes are collected in `table.mistakes`."""
    sections, placed = [], []
    section_tables = table.tables("section", needed=True)
    for section_table in section_tables:
        section, section_questions = forms.read_section(section_table, shared.shelf)
        sections.append(section)
        placed += section_questions
    forms.check_unique(section_tables, [section.key for section in sections], "section")
    attachments = _attachments(table, shared)
    criteria = _criteria(table)
    forms.check_references(placed, attachments, {criterion.key for criterion in criteria})
    category = Category(
        key=forms.read_key(table, reserved=True),
        label=table.words("label"),
        prefix=table.text("prefix"),
        prize=table.number("prize"),
        winners=table.number("winners"),
        mentions=table.number("mentions"),
        about=table.words("about"),
        who_may_apply=table.words("who_may_apply"),
        sections=tuple(sections),
        attachments=tuple(kind for kind, _ in attachments),
        declarations=_chosen(table, "declarations", shared.declarations),
        criteria=criteria,
        rules=_rules(table, {question.key: question for question, _ in placed}, {kind.key for kind, _ in attachments}),
        checklist=_chosen(table, "checklist", shared.checks),
        title_question=table.text("title_question"),
        shortlist_size=table.maybe_number("shortlist_size"),
        self_check=tuple(table.names("self_check")) if table.has("self_check") else (),
    )
    _check_self_check(table, category)
    if not PREFIX.fullmatch(category.prefix):
        table.wrong("“prefix” must be one to three capital Latin letters.", "prefix")
    if category.title_question not in {question.key for question, _ in placed}:
        table.wrong(f"There is no question “{category.title_question}”.", "title_question")
    for name in ("prize", "winners", "mentions"):
        if getattr(category, name) < 0:
            table.wrong(f"“{name}” cannot be below zero.", name)
    table.close()
    return category


def _check_self_check(table: Table, category: Category) -> None:
    """Check that the self-check has five to eight different questions of the form or the checklist, without parts."""
    known: dict[str, Kind | None] = {question.key: question.kind for question in all_questions(category.sections)}
    known |= {item.key: None for item in category.checklist if item.key not in known}
    for name in category.self_check:
        if name not in known:
            table.wrong(f"“{name}” is neither a question of the form nor of the checklist.", "self_check")
        elif known[name] in (Kind.TABLE, Kind.GROUP):
            table.wrong(f"“{name}” has several parts; the self-check asks one thing a page.", "self_check")
    if category.self_check and not FEWEST_QUESTIONS <= len(
        set(category.self_check)
    ) == len(category.self_check) <= MOST_QUESTIONS:
        table.wrong("“self_check” names five to eight questions, each once.", "self_check")


def _attachments(table: Table, shared: Shared) -> list[tuple[AttachmentKind, Table]]:
    kinds = []
    for attachment_table in table.tables("attachment"):
        if not attachment_table.has("use"):
            kinds.append((forms.read_attachment(attachment_table), attachment_table))
            continue
        name = attachment_table.text("use")
        attachment_table.close()
        if name in shared.shelf.attachments:
            kinds.append((shared.shelf.attachments[name][0], attachment_table))
        else:
            attachment_table.wrong(f"There is no shared attachment “{name}”.", "use")
    forms.check_unique([kind_table for _, kind_table in kinds], [kind.key for kind, _ in kinds], "attachment")
    return kinds


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
    for criterion_table in tables:
        bands = tuple(_band(band) for band in criterion_table.tables("band", needed=True))
        criterion = Criterion(
            forms.read_key(criterion_table), criterion_table.words("label"), criterion_table.number("weight"),
            criterion_table.words("question"), bands,
            criterion_table.flag("may_be_left_out", False),
        )
        _check_bands(criterion_table, criterion)
        if criterion.weight <= 0:
            criterion_table.wrong("A weight must be more than nothing.", "weight")
        criterion_table.close()
        criteria.append(criterion)
    forms.check_unique(tables, [criterion.key for criterion in criteria], "criterion")
    total = sum(criterion.weight for criterion in criteria)
    if criteria and total != ALL_WEIGHTS:
        table.wrong(f"The weights add up to {total}, not to {ALL_WEIGHTS}.", "criterion")
    return tuple(criteria)


def _band(table: Table) -> Band:
    low, high = table.number("low"), table.number("high")
    band = Band(low, high, table.own_words(f"The band {low} to {high}"))
    table.close()
    return band


def _check_bands(table: Table, criterion: Criterion) -> None:
    """Check that every score from 1 to 10 lies in exactly one band; 0 stands for no evidence and has none."""
    for score in range(LOWEST_SCORE, HIGHEST_SCORE + 1):
        band_count = sum(band.low <= score <= band.high for band in criterion.bands)
        if band_count != 1:
            trouble = "no band" if band_count == 0 else f"{band_count} bands"
            table.wrong(f"In “{criterion.key}” the score {score} has {trouble}.", "band")
    for band in criterion.bands:
        if not LOWEST_SCORE <= band.low <= band.high <= HIGHEST_SCORE:
            table.wrong(
                f"In “{criterion.key}” the band {band.low} to {band.high} is not a span within 1 to 10.", "band"
            )


def _rules(table: Table, questions: dict[str, Question], attachments: set[str]) -> tuple[Rule, ...]:
    tables = table.tables("rule")
    rules = tuple(_rule(rule_table, questions, attachments) for rule_table in tables)
    forms.check_unique(tables, [rule.key for rule in rules], "rule")
    return rules


def _rule(table: Table, questions: dict[str, Question], attachments: set[str]) -> Rule:
    key = forms.read_key(table)
    test = forms.read_choice(table, "test", tuple(eligibility.TESTS), key)
    outcome = forms.read_choice(table, "outcome", tuple(Outcome), "")
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
        value = str(params[name])
        if refers_to == "question" and _find_question(questions, value) is None:
            table.wrong(f"There is no question “{value}”.", name)
        if refers_to == "attachment" and value not in attachments:
            table.wrong(f"There is no attachment “{value}”.", name)
        if refers_to == "mode" and value not in eligibility.MODES:
            table.wrong(f"“{name}” must be one of {', '.join(eligibility.MODES)}.", name)
        if refers_to.startswith("option:"):
            question = _find_question(questions, str(params.get(refers_to.removeprefix("option:"), "")))
            if question is not None and question.option(value) is None:
                table.wrong(f"“{question.key}” has no option “{value}”.", name)
    return params


def _find_question(questions: dict[str, Question], path: str) -> Question | None:
    """The question, or the part of a group, at `path`."""
    key, _, part = path.partition(".")
    question = questions.get(key)
    if question is None or not part:
        return question
    return next((one_part for one_part in question.parts if one_part.key == part), None)
