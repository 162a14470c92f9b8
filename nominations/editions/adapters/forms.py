"""Questions, sections, attachments and declarations out of an edition's files."""

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
# Names the pages use for fields of their own beside the edition's questions.
RESERVED = ("csrf", "decl", "file", "action", "save", "submit", "lang", "version", "page", "attachments")
FORMATS = ("pdf", "jpg", "png", "docx")
STAGES = ("call", "shortlist")
CHOOSING = (Kind.CHOICE, Kind.CHOICES)
COUNTED = (Kind.CHOICES, Kind.COUNTRIES, Kind.TABLE)
TYPED = (Kind.LINE, Kind.TEXT)
AMOUNTS = (Kind.NUMBER, Kind.MONEY)


@dataclass(slots=True)
class Shelf:
    """What the categories share: lists of options, and questions and attachments to `use`, with where they stand."""

    options: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    questions: dict[str, tuple[Question, Table]] = field(default_factory=dict)
    attachments: dict[str, tuple[AttachmentKind, Table]] = field(default_factory=dict)


def key_of(table: Table, *, reserved: bool = False, name: str = "key") -> str:
    """A key made of simple words, which the pages may use as a field's name."""
    key = table.text(name)
    if key and (not KEY.fullmatch(key) or len(key) > LONGEST_KEY):
        table.wrong(f"“{key}” must be small Latin letters, digits and single underscores, {LONGEST_KEY} at most.", name)
    if reserved and key.split("_")[0] in RESERVED:
        table.wrong(f"“{key}” begins with “{key.split('_')[0]}”, which is reserved.", name)
    return key


def unique(tables: list[Table], keys: list[str], what: str) -> None:
    seen: set[str] = set()
    for table, key in zip(tables, keys, strict=True):
        if key and key in seen:
            table.wrong(f"The {what} “{key}” is there twice.", "key")
        seen.add(key)


def options(table: Table, key: str, shelf: Shelf) -> tuple[Option, ...]:
    """A list written here, or the name of a shared list."""
    if not table.is_list(key):
        name = table.text(key)
        if name and name not in shelf.options:
            table.wrong(f"There is no list of options called “{name}”.", key)
        return shelf.options.get(name, ())
    return option_list(table, key)


def option_list(table: Table, key: str) -> tuple[Option, ...]:
    rows, keys, found = table.tables(key), [], []
    for row in rows:
        keys.append(key_of(row))
        found.append(Option(keys[-1], row.own_words(f"The option “{keys[-1]}”")))
        row.close()
    unique(rows, keys, "option")
    return tuple(found)


def condition(table: Table, key: str) -> Condition | None:
    """`{ question = "...", is = "..." }` or `is_not`: exactly one of the two."""
    inner = table.table(key, needed=False)
    if inner is None:
        return None
    made = Condition(inner.text("question"), inner.maybe_text("is"), inner.maybe_text("is_not"))
    if (made.is_ is None) == (made.is_not is None):
        inner.wrong("A condition needs either “is” or “is_not”.")
    inner.close()
    return made


def roles(table: Table, key: str) -> tuple[str, ...]:
    given = table.names(key, ())
    for role in given:
        if role not in tuple(Role) or role == Role.SYSTEM:
            table.wrong(f"“{role}” is not a role.", key)
    return given


def among(table: Table, key: str, allowed: tuple[str, ...], default: str) -> str:
    given = table.text(key, default)
    if given not in allowed:
        table.wrong(f"“{key}” must be one of {', '.join(allowed)}.", key)
    return given


def question(table: Table, shelf: Shelf, *, part: bool = False) -> Question:
    """One question, or one part of a group or table, which must be simple."""
    key = key_of(table, reserved=not part)
    kind = among(table, "kind", tuple(Kind), "")
    made_kind = Kind(kind) if kind in tuple(Kind) else Kind.LINE
    if part and made_kind in (Kind.GROUP, Kind.TABLE, Kind.PLACE):
        table.wrong(f"A part cannot be a {made_kind}.", "kind")
    inner = table.tables("part")
    parts = tuple(question(each, shelf, part=True) for each in inner)
    unique(inner, [each.key for each in parts], "part")
    made = Question(
        key=key,
        kind=made_kind,
        label=table.words("label"),
        help=table.words("help", needed=False),
        required=table.flag("required", False),
        required_when=condition(table, "required_when"),
        max_words=table.maybe_number("max_words"),
        max_chars=table.maybe_number("max_chars"),
        least=table.maybe_number("least"),
        most=table.maybe_number("most"),
        minimum=table.maybe_number("minimum"),
        maximum=table.maybe_number("maximum"),
        options=options(table, "options", shelf) if table.has("options") else (),
        parts=parts,
        sum_part=table.maybe_text("sum_part"),
        sum_total=table.maybe_number("sum_total"),
        seen_by=roles(table, "seen_by"),
        read_for=table.names("read_for", ()),
        asked_from=among(table, "asked_from", STAGES, "call"),
        publish=table.flag("publish", False),
        whole=table.flag("whole", False),
        names_people=table.flag("names_people", False),
        identity=table.flag("identity", False),
        about_nominee=table.flag("about_nominee", False),
        counted=table.flag("counted", False),
    )
    _sense(table, made)
    table.close()
    return made


def _sense(table: Table, made: Question) -> None:
    """What only makes sense for some kinds, and bounds that bound nothing."""
    only = (
        ("options", CHOOSING, bool(made.options)),
        ("part", (Kind.GROUP, Kind.TABLE), bool(made.parts)),
    )
    if made.counted and made.kind not in (Kind.CHOICE, Kind.CHOICES):
        table.wrong(f"A {made.kind} cannot be counted; only a choice can.", "counted")
    for name, kinds, given in only:
        if made.kind in kinds and not given and not table.has(name):
            table.wrong(f"A {made.kind} needs “{name}”.", "kind")
        if made.kind not in kinds and given:
            table.wrong(f"A {made.kind} takes no “{name}”.", name)
    bounds_of: tuple[tuple[tuple[str, ...], Collection[Kind]], ...] = (
        (("max_words", "max_chars"), TYPED),
        (("least", "most"), COUNTED),
        (("minimum", "maximum", "whole"), AMOUNTS),
        (("sum_part", "sum_total"), (Kind.TABLE,)),
    )
    for names, takers in bounds_of:
        for name in names:
            if table.has(name) and made.kind not in takers:
                table.wrong(f"A {made.kind} takes no “{name}”.", name)
    for low, high in (("least", "most"), ("minimum", "maximum")):
        if None not in (bounds := (getattr(made, low), getattr(made, high))) and bounds[0] > bounds[1]:
            table.wrong(f"“{low}” is more than “{high}”.", low)
    if made.kind is Kind.TEXT and made.max_words is None:
        table.wrong("A long text needs “max_words”.", "kind")
    if (made.sum_part is None) != (made.sum_total is None):
        table.wrong("“sum_part” and “sum_total” go together.", "sum_part")
    if made.sum_part is not None and made.sum_part not in {each.key for each in made.parts if each.kind in AMOUNTS}:
        table.wrong(f"“{made.sum_part}” is not a part that holds a number.", "sum_part")
    part_keys = {each.key: each for each in made.parts}
    for each in made.parts:
        if each.required_when and not _condition_holds_water(each.required_when, part_keys):
            table.wrong(f"The part “{each.key}” depends on an unknown part or option.", "part")


def _condition_holds_water(made: Condition, questions: dict[str, Question]) -> bool:
    asked = questions.get(made.question)
    option = made.is_ if made.is_ is not None else made.is_not
    return asked is not None and option is not None and asked.option(option) is not None


def section(table: Table, shelf: Shelf) -> tuple[Section, list[tuple[Question, Table]]]:
    """A section with its questions, each with the table a mistake in it should point to."""
    placed: list[tuple[Question, Table]] = []
    for each in table.tables("question", needed=True):
        if not each.has("use"):
            placed.append((question(each, shelf), each))
            continue
        name = each.text("use")
        each.close()
        if name in shelf.questions:
            placed.append((shelf.questions[name][0], each))
        else:
            each.wrong(f"There is no shared question “{name}”.", "use")
    made = Section(
        key_of(table), table.words("title"), table.words("intro", needed=False), tuple(each for each, _ in placed)
    )
    table.close()
    return made, placed


def attachment(table: Table) -> AttachmentKind:
    """A kind of file."""
    formats = table.names("formats")
    for each in formats:
        if each not in FORMATS:
            table.wrong(f"“{each}” is not a format that can be taken: {', '.join(FORMATS)}.", "formats")
    made = AttachmentKind(
        key=key_of(table, reserved=True),
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
        required_when=condition(table, "required_when"),
        seen_by=roles(table, "seen_by"),
        asked_from=among(table, "asked_from", STAGES, "call"),
        publish=table.flag("publish", False),
        by_link=table.flag("by_link", False),
        identity=table.flag("identity", False),
    )
    if not 0 <= made.least <= made.most or made.most == 0:
        table.wrong("“least” and “most” must be counts, the first not above the second.", "least")
    if made.max_bytes <= 0:
        table.wrong("“max_megabytes” must be more than nothing.", "max_megabytes")
    table.close()
    return made


def declaration(table: Table, texts: tuple[str, ...]) -> Declaration:
    """A statement to accept; the text it rests on must be one of the edition's."""
    made = Declaration(
        key=table.text("key"),
        label=table.words("label"),
        text=table.words("text"),
        version=table.text("version"),
        required=table.flag("required", True),
        rests_on=table.text("rests_on", ""),
    )
    if not made.key.startswith("decl_") or not KEY.fullmatch(made.key):
        table.wrong(f"“{made.key}” must begin with “decl_”.", "key")
    if made.rests_on and made.rests_on not in texts:
        table.wrong(f"There is no text “{made.rests_on}”.", "rests_on")
    table.close()
    return made


def check_references(
    placed: list[tuple[Question, Table]], attachments: list[tuple[AttachmentKind, Table]], criteria: set[str]
) -> None:
    """Conditions name an option of a question of the same form; `read_for` names criteria of the same category."""
    questions = {each.key: each for each, _ in placed}
    unique([table for _, table in placed], [each.key for each, _ in placed], "question")
    both: list[tuple[Question | AttachmentKind, Table]] = [*placed, *attachments]
    for each, table in both:
        named = each.required_when
        if named and not _condition_holds_water(named, questions):
            option = named.is_ if named.is_ is not None else named.is_not
            sentence = f"“{each.key}” depends on “{named.question}” being “{option}”, which this form does not ask."
            table.wrong(sentence, "required_when")
    for asked, table in placed:
        for name in asked.read_for:
            if name not in criteria:
                table.wrong(f"There is no criterion “{name}” in this category.", "read_for")
