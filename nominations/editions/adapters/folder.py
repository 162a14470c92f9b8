"""Reads an edition from its folder; `check` says every mistake with file and line, `read` gives the edition."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nominations.core.rules.vocabulary import ConflictAnswer, ConflictKind, Sign
from nominations.editions.adapters import forms, notices
from nominations.editions.adapters import public_texts as papers
from nominations.editions.adapters.categories import Shared, category
from nominations.editions.adapters.samples import samples
from nominations.editions.adapters.toml_nodes import Mistake, Table, Unreadable, load
from nominations.editions.rules.edition import (
    CheckItem,
    ClosingDate,
    ConflictOption,
    ConflictQuestion,
    Edition,
    Organiser,
    Passage,
    ScoringRules,
    Stage,
)
from nominations.editions.rules.files import MEGABYTE

__all__ = ["Mistake", "Unreadable", "check", "read"]

SPOKEN = ("en", "fr", "ar")
OFFICIAL_RULES = ("raw", "adjusted", "tie_break")


def check(folder: Path) -> list[Mistake]:
    """Everything that is wrong in the folder, in the order of the files; an empty list means it can be opened."""
    return _read(folder)[1]


def read(folder: Path) -> Edition:
    """The edition, or `Unreadable` with all mistakes."""
    edition, mistakes = _read(folder)
    if edition is None or mistakes:
        raise Unreadable(mistakes)
    return edition


def _read(folder: Path) -> tuple[Edition | None, list[Mistake]]:
    mistakes: list[Mistake] = []
    main = load(folder, "edition.toml", SPOKEN, mistakes)
    if main is None:
        return None, mistakes
    main.languages = main.names("languages")
    for language in set(main.languages) - set(SPOKEN):
        main.wrong(f"The pages do not speak “{language}” yet.", "languages")
    edition = _edition(folder, main)
    if folder.resolve().name != edition.code:
        main.wrong(f"The code “{edition.code}” is not the name of the folder.", "code")
    main.close()
    return edition, sorted(set(mistakes))


def _edition(folder: Path, main: Table) -> Edition:
    texts = papers.texts(folder, main)
    shared = _shared(folder, main, tuple(each.key for each in texts))
    names = main.names("categories")
    files = [load(folder, f"{name}.toml", main.languages, main.mistakes) for name in names]
    categories = tuple(category(table, shared) for table in files if table is not None)
    _check_categories(main, names, categories)
    regions = forms.option_list(main, "region")
    return Edition(
        code=_code(main),
        year=main.number("year"),
        title=main.words("title"),
        short_title=main.words("short_title"),
        reference_prefix=main.text("reference_prefix"),
        organisers=tuple(_organiser(each) for each in main.tables("organiser", needed=True)),
        zone=_zone(main, "zone") or "UTC",
        second_zone=_zone(main, "second_zone") if main.has("second_zone") else None,
        zone_name=main.words("zone_name"),
        languages=main.languages,
        entry_languages=main.names("entry_languages"),
        contact=main.text("contact"),
        address=main.words("address"),
        currency=main.text("currency"),
        categories=categories,
        member_states=papers.member_states(folder, main, {each.key for each in regions}),
        regions=regions,
        themes=forms.options(main, "themes", shared.shelf),
        texts=texts,
        call=tuple(_passage(each) for each in main.tables("call")),
        opens_on=main.day("opens_on"),
        closing_dates=_closing_dates(main),
        stages=_stages(main),
        scoring=_scoring(main),
        conflict=_conflict(main),
        sealed_until_close=main.flag("sealed_until_close", False),
        hide_identity=main.flag("hide_identity", False),
        letters_until=main.maybe_day("letters_until"),
        grace_minutes=_amount(main, "grace_minutes", 0),
        clarification_days=_amount(main, "clarification_days", 10),
        clarification_rounds=_amount(main, "clarification_rounds", 1),
        contest_working_days=_amount(main, "contest_working_days", 5),
        max_files=_amount(main, "max_files", 40),
        max_bytes=_amount(main, "max_megabytes", 150) * MEGABYTE,
        membership_name=main.words("membership_name"),
        consent=notices.consent(main),
        reminders=notices.reminders(main),
        samples=samples(folder, main, categories),
    )


def _code(main: Table) -> str:
    code = main.text("code")
    if not forms.KEY.fullmatch(code.replace("-", "_")):
        main.wrong("“code” must be small Latin letters, digits and single hyphens.", "code")
    return code


def _shared(folder: Path, main: Table, texts: tuple[str, ...]) -> Shared:
    """The common files: lists of options, and what several categories use."""
    shared = Shared(forms.Shelf())
    lists = load(folder, "options.toml", main.languages, main.mistakes)
    if lists:
        for name in list(lists.fields):
            shared.shelf.options[name] = forms.option_list(lists, name)
    common = load(folder, "shared.toml", main.languages, main.mistakes)
    if common is None:
        return shared
    for each in common.tables("question"):
        question = forms.question(each, shared.shelf)
        shared.shelf.questions[question.key] = (question, each)
    for each in common.tables("attachment"):
        kind = forms.attachment(each)
        shared.shelf.attachments[kind.key] = (kind, each)
    for each in common.tables("declaration"):
        declaration = forms.declaration(each, texts)
        shared.declarations[declaration.key] = declaration
    for each in common.tables("check"):
        item = CheckItem(forms.key_of(each), each.own_words("The question"))
        each.close()
        shared.checks[item.key] = item
    for name in ("question", "attachment", "declaration", "check"):
        tables = common.tables(name)
        forms.unique(tables, [each.text("key", "") for each in tables], name)
    common.close()
    return shared


def _check_categories(main: Table, names: tuple[str, ...], categories: tuple) -> None:
    for name, made in zip(names, categories, strict=False):
        if len(names) == len(categories) and made.key != name:
            main.wrong(f"The file {name}.toml holds the category “{made.key}”.", "categories")
    for what in ("key", "prefix"):
        if len({getattr(made, what) for made in categories}) < len(categories):
            main.wrong(f"Two categories share one {what}.", "categories")


def _zone(main: Table, key: str) -> str | None:
    name = main.text(key)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if name:
            main.wrong(f"“{name}” is not a time zone of the IANA list.", key)
        return None
    return name


def _amount(table: Table, key: str, default: int) -> int:
    given = table.number(key, default)
    if given < 0:
        table.wrong(f"“{key}” cannot be below zero.", key)
    return given


def _organiser(table: Table) -> Organiser:
    made = Organiser(forms.key_of(table), table.words("name"), table.words("short"))
    table.close()
    return made


def _passage(table: Table) -> Passage:
    made = Passage(forms.key_of(table), table.words("title"), table.words("body"))
    table.close()
    return made


def _closing_dates(main: Table) -> tuple[ClosingDate, ...]:
    """A closing date, once announced, only ever moves later."""
    found: list[ClosingDate] = []
    opens_on = main.day("opens_on")
    for each in main.tables("closing_date", needed=True):
        made = ClosingDate(each.day("last_day"), each.day("announced_on"), each.words("reason"))
        each.close()
        if made.last_day < opens_on:
            each.wrong("The call would close before it opens.", "last_day")
        if made.announced_on > made.last_day:
            each.wrong("A closing date is announced before it has passed.", "announced_on")
        if found and made.last_day <= found[-1].last_day:
            each.wrong("A closing date is later than the one before it.", "last_day")
        if found and made.announced_on < found[-1].announced_on:
            each.wrong("Closing dates stand in the order they were announced.", "announced_on")
        found.append(made)
    return tuple(found)


def _stages(main: Table) -> tuple[Stage, ...]:
    tables, found = main.tables("stage"), []
    for each in tables:
        last = each.maybe_day("last_day")
        made = Stage(forms.key_of(each), each.words("label"), each.day("first_day"), last, each.flag("public", True))
        each.close()
        if last is not None and last < made.first_day:
            each.wrong(f"The stage “{made.key}” ends before it begins.", "last_day")
        found.append(made)
    forms.unique(tables, [made.key for made in found], "stage")
    return tuple(found)


def _scoring(main: Table) -> ScoringRules:
    table = main.table("scoring")
    if table is None:
        return ScoringRules(main.words("title"), "")
    made = ScoringRules(
        name=table.words("name"),
        version=table.text("version"),
        official_rule=forms.among(table, "official_rule", OFFICIAL_RULES, "raw"),
        least_reviews=_amount(table, "least_reviews", 3),
        quorum=_amount(table, "quorum", 3),
        reason_at_most=_amount(table, "reason_at_most", 2),
        reason_at_least=_amount(table, "reason_at_least", 9),
        comment_words=_amount(table, "comment_words", 50),
        discuss_spread=_amount(table, "discuss_spread", 25),
        discuss_gap=_amount(table, "discuss_gap", 5),
        winner_threshold=_amount(table, "winner_threshold", 70),
        mention_threshold=_amount(table, "mention_threshold", 60),
        shared_prize=table.flag("shared_prize", False),
    )
    if made.reason_at_most >= made.reason_at_least:
        table.wrong("“reason_at_most” must be below “reason_at_least”.", "reason_at_most")
    table.close()
    return made


def _conflict(main: Table) -> ConflictQuestion:
    table = main.table("conflict")
    if table is None:
        return ConflictQuestion(main.words("title"), main.words("title"), (), ())
    made = ConflictQuestion(
        question=table.words("question"),
        help=table.words("help"),
        answers=_conflict_options(table, "answer", tuple(ConflictAnswer)),
        kinds=_conflict_options(table, "kind", tuple(ConflictKind)),
        looks_for=table.names("looks_for", tuple(Sign)),
    )
    for name in made.looks_for:
        if name not in tuple(Sign):
            table.wrong(f"“{name}” is nothing the system can look for: {', '.join(Sign)}.", "looks_for")
    table.close()
    return made


def _conflict_options(table: Table, key: str, known: tuple[str, ...]) -> tuple[ConflictOption, ...]:
    found = []
    for each in table.tables(key, needed=True):
        name = forms.among(each, "key", known, "")
        found.append(ConflictOption(name, each.words("label"), each.words("help", needed=False)))
        each.close()
    if lacking := [name for name in known if name not in {each.key for each in found}]:
        table.wrong(f"The conflict question lacks {', '.join(lacking)}.", key)
    return tuple(found)
