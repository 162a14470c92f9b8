"""Reads questions, sections, attachments and declarations from an edition's files."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from nominations.core.rules.vocabulary import Role
from nominations.editions.adapters.toml_nodes import Table
from nominations.editions.rules.files import MEGABYTE
from nominations.editions.rules.form import (
    AttachmentKind,
    Condition,
    Declaration,
    Kind,
    Option,
    Question,
    Section,
)

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_KEY = 40
# Names that pages use for fields of their own.
RESERVED = ("csrf", "decl", "file", "action", "save", "submit", "lang", "version", "page", "attachments")
FORMATS = ("pdf", "jpg", "png", "docx")
STAGES = ("call", "shortlist")
CHOOSING = (Kind.CHOICE, Kind.CHOICES)
COUNTED = (Kind.CHOICES, Kind.COUNTRIES, Kind.TABLE)
TYPED = (Kind.LINE, Kind.TEXT)
AMOUNTS = (Kind.NUMBER, Kind.MONEY)


@dataclass(slots=True)
class SharedItems:
    """Items that categories share: lists of options, and questions and attachments to `use`, with their tables."""

    options: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    questions: dict[str, tuple[Question, Table]] = field(default_factory=dict)
    attachments: dict[str, tuple[AttachmentKind, Table]] = field(default_factory=dict)


def read_key(table: Table, *, reserved: bool = False, name: str = "key") -> str:
    """A key of lower-case words, which pages can use as the name of a field."""
    key = table.text(name)
    if key and (not KEY.fullmatch(key) or len(key) > LONGEST_KEY):
        table.wrong(f"“{key}” must be small Latin letters, digits and single underscores, {LONGEST_KEY} at most.", name)
    if reserved and key.split("_")[0] in RESERVED:
        table.wrong(f"“{key}” begins with “{key.split('_')[0]}”, which is reserved.", name)
    return key


def check_unique(tables: list[Table], keys: list[str], what: str) -> None:
    seen: set[str] = set()
    for table, key in zip(tables, keys, strict=True):
        if key and key in seen:
            table.wrong(f"The {what} “{key}” is there twice.", "key")
        seen.add(key)


def read_options(table: Table, key: str, shelf: SharedItems) -> tuple[Option, ...]:
    """The options listed under `key`, or those of the shared list that it names."""
    if not table.is_list(key):
        name = table.text(key)
        if name and name not in shelf.options:
            table.wrong(f"There is no list of options called “{name}”.", key)
        return shelf.options.get(name, ())
    return read_option_list(table, key)


def read_option_list(table: Table, key: str) -> tuple[Option, ...]:
    tables, keys, options = table.tables(key), [], []
    for option_table in tables:
        keys.append(read_key(option_table))
        options.append(Option(keys[-1], option_table.own_words(f"The option “{keys[-1]}”")))
        option_table.close()
    check_unique(tables, keys, "option")
    return tuple(options)


def read_condition(table: Table, key: str) -> Condition | None:
    """The condition `{ question = "...", is = "..." }`, with exactly one of `is` and `is_not`; None without one."""
    inner = table.table(key, needed=False)
    if inner is None:
        return None
    condition = Condition(inner.text("question"), inner.maybe_text("is"), inner.maybe_text("is_not"))
    if (condition.is_ is None) == (condition.is_not is None):
        inner.wrong("A condition needs either “is” or “is_not”.")
    inner.close()
    return condition


def read_roles(table: Table, key: str) -> tuple[str, ...]:
    names = table.names(key, ())
    for role in names:
        if role not in tuple(Role) or role == Role.SYSTEM:
            table.wrong(f"“{role}” is not a role.", key)
    return names


def read_choice(table: Table, key: str, allowed: tuple[str, ...], default: str) -> str:
    value = table.text(key, default)
    if value not in allowed:
        table.wrong(f"“{key}” must be one of {', '.join(allowed)}.", key)
    return value


def read_question(table: Table, shelf: SharedItems, *, part: bool = False) -> Question:
    """Read one question, or one part of a group or table, which cannot have parts itself."""
    key = read_key(table, reserved=not part)
    kind = read_choice(table, "kind", tuple(Kind), "")
    question_kind = Kind(kind) if kind in tuple(Kind) else Kind.LINE
    if part and question_kind in (Kind.GROUP, Kind.TABLE, Kind.PLACE):
        table.wrong(f"A part cannot be a {question_kind}.", "kind")
    inner = table.tables("part")
    parts = tuple(read_question(part_table, shelf, part=True) for part_table in inner)
    check_unique(inner, [part.key for part in parts], "part")
    question = Question(
        key=key,
        kind=question_kind,
        label=table.words("label"),
        help=table.words("help", needed=False),
        required=table.flag("required", False),
        required_when=read_condition(table, "required_when"),
        max_words=table.maybe_number("max_words"),
        max_chars=table.maybe_number("max_chars"),
        least=table.maybe_number("least"),
        most=table.maybe_number("most"),
        minimum=table.maybe_number("minimum"),
        maximum=table.maybe_number("maximum"),
        options=read_options(table, "options", shelf) if table.has("options") else (),
        parts=parts,
        sum_part=table.maybe_text("sum_part"),
        sum_total=table.maybe_number("sum_total"),
        seen_by=read_roles(table, "seen_by"),
        read_for=table.names("read_for", ()),
        asked_from=read_choice(table, "asked_from", STAGES, "call"),
        publish=table.flag("publish", False),
        whole=table.flag("whole", False),
        names_people=table.flag("names_people", False),
        identity=table.flag("identity", False),
        about_nominee=table.flag("about_nominee", False),
        counted=table.flag("counted", False),
    )
    _check_question(table, question)
    table.close()
    return question


def _check_question(table: Table, question: Question) -> None:
    """Check that the question has only what its kind takes, and that its limits make sense."""
    only = (
        ("options", CHOOSING, bool(question.options)),
        ("part", (Kind.GROUP, Kind.TABLE), bool(question.parts)),
    )
    if question.counted and question.kind not in (Kind.CHOICE, Kind.CHOICES):
        table.wrong(f"A {question.kind} cannot be counted; only a choice can.", "counted")
    for name, kinds, is_given in only:
        if question.kind in kinds and not is_given and not table.has(name):
            table.wrong(f"A {question.kind} needs “{name}”.", "kind")
        if question.kind not in kinds and is_given:
            table.wrong(f"A {question.kind} takes no “{name}”.", name)
    bounds_of: tuple[tuple[tuple[str, ...], Collection[Kind]], ...] = (
        (("max_words", "max_chars"), TYPED),
        (("least", "most"), COUNTED),
        (("minimum", "maximum", "whole"), AMOUNTS),
        (("sum_part", "sum_total"), (Kind.TABLE,)),
    )
    for names, takers in bounds_of:
        for name in names:
            if table.has(name) and question.kind not in takers:
                table.wrong(f"A {question.kind} takes no “{name}”.", name)
    for low, high in (("least", "most"), ("minimum", "maximum")):
        if None not in (bounds := (getattr(question, low), getattr(question, high))) and bounds[0] > bounds[1]:
            table.wrong(f"“{low}” is more than “{high}”.", low)
    if question.kind is Kind.TEXT and question.max_words is None:
        table.wrong("A long text needs “max_words”.", "kind")
    if (question.sum_part is None) != (question.sum_total is None):
        table.wrong("“sum_part” and “sum_total” go together.", "sum_part")
    if question.sum_part is not None and question.sum_part not in {
        part.key for part in question.parts if part.kind in AMOUNTS
    }:
        table.wrong(f"“{question.sum_part}” is not a part that holds a number.", "sum_part")
    part_keys = {part.key: part for part in question.parts}
    for part in question.parts:
        if part.required_when and not _is_condition_valid(part.required_when, part_keys):
            table.wrong(f"The part “{part.key}” depends on an unknown part or option.", "part")


def _is_condition_valid(condition: Condition, questions: dict[str, Question]) -> bool:
    question = questions.get(condition.question)
    option = condition.is_ if condition.is_ is not None else condition.is_not
    return question is not None and option is not None and question.option(option) is not None


def read_section(table: Table, shelf: SharedItems) -> tuple[Section, list[tuple[Question, Table]]]:
    """Read a section, and its questions, each with the table that mistakes should refer to."""
    placed: list[tuple[Question, Table]] = []
    for question_table in table.tables("question", needed=True):
        if not question_table.has("use"):
            placed.append((read_question(question_table, shelf), question_table))
            continue
        name = question_table.text("use")
        question_table.close()
        if name in shelf.questions:
            placed.append((shelf.questions[name][0], question_table))
        else:
            question_table.wrong(f"There is no shared question “{name}”.", "use")
    section = Section(
        read_key(table), table.words("title"), table.words("intro", needed=False),
        tuple(question for question, _ in placed)
    )
    table.close()
    return section, placed


def read_attachment(table: Table) -> AttachmentKind:
    """Read a kind of attachment."""
    formats = table.names("formats")
    for name in formats:
        if name not in FORMATS:
            table.wrong(f"“{name}” is not a format that can be taken: {', '.join(FORMATS)}.", "formats")
    kind = AttachmentKind(
        key=read_key(table, reserved=True),
        label=table.words("label"),
        help=table.words("help", needed=False),
        least=table.number("least"),
        most=table.number("most"),
        formats=formats,
        max_bytes=table.number("max_megabytes") * MEGABYTE,
        min_long_side=table.maybe_number("min_long_side"),
        landscape=table.flag("landscape", False),
        max_pages=table.maybe_number("max_pages"),
        per_picture=table.flag("per_picture", False),
        required_when=read_condition(table, "required_when"),
        seen_by=read_roles(table, "seen_by"),
        asked_from=read_choice(table, "asked_from", STAGES, "call"),
        publish=table.flag("publish", False),
        by_link=table.flag("by_link", False),
        identity=table.flag("identity", False),
    )
    if not 0 <= kind.least <= kind.most or kind.most == 0:
        table.wrong("“least” and “most” must be counts, the first not above the second.", "least")
    if kind.max_bytes <= 0:
        table.wrong("“max_megabytes” must be more than nothing.", "max_megabytes")
    table.close()
    return kind


def read_declaration(table: Table, texts: tuple[str, ...]) -> Declaration:
    """Read a declaration; the public text that it rests on must be one of the edition's."""
    declaration = Declaration(
        key=table.text("key"),
        label=table.words("label"),
        text=table.words("text"),
        version=table.text("version"),
        required=table.flag("required", True),
        rests_on=table.text("rests_on", ""),
    )
    if not declaration.key.startswith("decl_") or not KEY.fullmatch(declaration.key):
        table.wrong(f"“{declaration.key}” must begin with “decl_”.", "key")
    if declaration.rests_on and declaration.rests_on not in texts:
        table.wrong(f"There is no text “{declaration.rests_on}”.", "rests_on")
    table.close()
    return declaration


def check_references(
    placed: list[tuple[Question, Table]], attachments: list[tuple[AttachmentKind, Table]], criteria: set[str]
) -> None:
    """Check that conditions name an option of a question of this form, and `read_for` criteria of this category."""
    questions = {question.key: question for question, _ in placed}
    check_unique([table for _, table in placed], [question.key for question, _ in placed], "question")
    both: list[tuple[Question | AttachmentKind, Table]] = [*placed, *attachments]
    for item, table in both:
        named = item.required_when
        if named and not _is_condition_valid(named, questions):
            option = named.is_ if named.is_ is not None else named.is_not
            sentence = f"“{item.key}” depends on “{named.question}” being “{option}”, which this form does not ask."
            table.wrong(sentence, "required_when")
    for question, table in placed:
        for name in question.read_for:
            if name not in criteria:
                table.wrong(f"There is no criterion “{name}” in this category.", "read_for")
