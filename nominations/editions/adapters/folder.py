"""Reads an edition from its folder: `check_folder` lists every mistake, `read_folder` returns the edition."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nominations.core.rules.vocabulary import ConflictAnswer, ConflictKind, Sign
from nominations.editions.adapters import forms, notices, public_texts
from nominations.editions.adapters.categories import Shared, read_category
from nominations.editions.adapters.samples import read_samples
from nominations.editions.adapters.toml_nodes import Mistake, Table, Unreadable, load_table
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

__all__ = ["Mistake", "Unreadable", "check_folder", "read_folder"]

SPOKEN = ("en", "fr", "ar")
OFFICIAL_RULES = ("raw", "adjusted", "tie_break")


def check_folder(folder: Path) -> list[Mistake]:
    """Every mistake in the folder, in the order of the files; empty where the edition can be opened."""
    return _read(folder)[1]


def read_folder(folder: Path) -> Edition:
    """The edition. Raises `Unreadable` with all mistakes."""
    edition, mistakes = _read(folder)
    if edition is None or mistakes:
        raise Unreadable(mistakes)
    return edition


def _read(folder: Path) -> tuple[Edition | None, list[Mistake]]:
    mistakes: list[Mistake] = []
    main = load_table(folder, "edition.toml", SPOKEN, mistakes)
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
    texts = public_texts.read_texts(folder, main)
    shared = _read_shared(folder, main, tuple(text.key for text in texts))
    names = main.names("categories")
    files = [load_table(folder, f"{name}.toml", main.languages, main.mistakes) for name in names]
    categories = tuple(read_category(table, shared) for table in files if table is not None)
    _check_categories(main, names, categories)
    regions = forms.read_option_list(main, "region")
    return Edition(
        code=_code(main),
        year=main.number("year"),
        title=main.words("title"),
        short_title=main.words("short_title"),
        reference_prefix=main.text("reference_prefix"),
        organisers=tuple(_organiser(organiser) for organiser in main.tables("organiser", needed=True)),
        zone=_zone(main, "zone") or "UTC",
        second_zone=_zone(main, "second_zone") if main.has("second_zone") else None,
        zone_name=main.words("zone_name"),
        languages=main.languages,
        entry_languages=main.names("entry_languages"),
        contact=main.text("contact"),
        address=main.words("address"),
        currency=main.text("currency"),
        categories=categories,
        member_states=public_texts.read_member_states(folder, main, {region.key for region in regions}),
        regions=regions,
        themes=forms.read_options(main, "themes", shared.shelf),
        texts=texts,
        call=tuple(_passage(passage) for passage in main.tables("call")),
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
        consent=notices.read_consent(main),
        reminders=notices.read_reminders(main),
        samples=read_samples(folder, main, categories),
    )


def _code(main: Table) -> str:
    code = main.text("code")
    if not forms.KEY.fullmatch(code.replace("-", "_")):
        main.wrong("“code” must be small Latin letters, digits and single hyphens.", "code")
    return code


def _read_shared(folder: Path, main: Table, texts: tuple[str, ...]) -> Shared:
    """Read the shared files: lists of options, and questions and other items that several categories use."""
    shared = Shared(forms.SharedItems())
    lists = load_table(folder, "options.toml", main.languages, main.mistakes)
    if lists:
        for name in list(lists.fields):
            shared.shelf.options[name] = forms.read_option_list(lists, name)
    common = load_table(folder, "shared.toml", main.languages, main.mistakes)
    if common is None:
        return shared
    for node in common.tables("question"):
        question = forms.read_question(node, shared.shelf)
        shared.shelf.questions[question.key] = (question, node)
    for node in common.tables("attachment"):
        kind = forms.read_attachment(node)
        shared.shelf.attachments[kind.key] = (kind, node)
    for node in common.tables("declaration"):
        declaration = forms.read_declaration(node, texts)
        shared.declarations[declaration.key] = declaration
    for node in common.tables("check"):
        item = CheckItem(forms.read_key(node), node.own_words("The question"))
        node.close()
        shared.checks[item.key] = item
    for name in ("question", "attachment", "declaration", "check"):
        tables = common.tables(name)
        forms.check_unique(tables, [node.text("key", "") for node in tables], name)
    common.close()
    return shared


def _check_categories(main: Table, names: tuple[str, ...], categories: tuple) -> None:
    for name, category in zip(names, categories, strict=False):
        if len(names) == len(categories) and category.key != name:
            main.wrong(f"The file {name}.toml holds the category “{category.key}”.", "categories")
    for what in ("key", "prefix"):
        if len({getattr(category, what) for category in categories}) < len(categories):
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
    amount = table.number(key, default)
    if amount < 0:
        table.wrong(f"“{key}” cannot be below zero.", key)
    return amount


def _organiser(table: Table) -> Organiser:
    organiser = Organiser(forms.read_key(table), table.words("name"), table.words("short"))
    table.close()
    return organiser


def _passage(table: Table) -> Passage:
    passage = Passage(forms.read_key(table), table.words("title"), table.words("body"))
    table.close()
    return passage


def _closing_dates(main: Table) -> tuple[ClosingDate, ...]:
    """Read the closing dates, each of which must be later than the one before it."""
    dates: list[ClosingDate] = []
    opens_on = main.day("opens_on")
    for date_table in main.tables("closing_date", needed=True):
        date = ClosingDate(date_table.day("last_day"), date_table.day("announced_on"), date_table.words("reason"))
        date_table.close()
        if date.last_day < opens_on:
            date_table.wrong("The call would close before it opens.", "last_day")
        if date.announced_on > date.last_day:
            date_table.wrong("A closing date is announced before it has passed.", "announced_on")
        if dates and date.last_day <= dates[-1].last_day:
            date_table.wrong("A closing date is later than the one before it.", "last_day")
        if dates and date.announced_on < dates[-1].announced_on:
            date_table.wrong("Closing dates stand in the order they were announced.", "announced_on")
        dates.append(date)
    return tuple(dates)


def _stages(main: Table) -> tuple[Stage, ...]:
    tables, stages = main.tables("stage"), []
    for stage_table in tables:
        last = stage_table.maybe_day("last_day")
        stage = Stage(
            forms.read_key(stage_table), stage_table.words("label"), stage_table.day("first_day"), last,
            stage_table.flag("public", True)
        )
        stage_table.close()
        if last is not None and last < stage.first_day:
            stage_table.wrong(f"The stage “{stage.key}” ends before it begins.", "last_day")
        stages.append(stage)
    forms.check_unique(tables, [stage.key for stage in stages], "stage")
    return tuple(stages)


def _scoring(main: Table) -> ScoringRules:
    table = main.table("scoring")
    if table is None:
        return ScoringRules(main.words("title"), "")
    rules = ScoringRules(
        name=table.words("name"),
        version=table.text("version"),
        official_rule=forms.read_choice(table, "official_rule", OFFICIAL_RULES, "raw"),
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
    if rules.reason_at_most >= rules.reason_at_least:
        table.wrong("“reason_at_most” must be below “reason_at_least”.", "reason_at_most")
    table.close()
    return rules


def _conflict(main: Table) -> ConflictQuestion:
    table = main.table("conflict")
    if table is None:
        return ConflictQuestion(main.words("title"), main.words("title"), (), ())
    question = ConflictQuestion(
        question=table.words("question"),
        help=table.words("help"),
        answers=_conflict_options(table, "answer", tuple(ConflictAnswer)),
        kinds=_conflict_options(table, "kind", tuple(ConflictKind)),
        looks_for=table.names("looks_for", tuple(Sign)),
    )
    for name in question.looks_for:
        if name not in tuple(Sign):
            table.wrong(f"“{name}” is nothing the system can look for: {', '.join(Sign)}.", "looks_for")
    table.close()
    return question


def _conflict_options(table: Table, key: str, known: tuple[str, ...]) -> tuple[ConflictOption, ...]:
    options = []
    for option_table in table.tables(key, needed=True):
        name = forms.read_choice(option_table, "key", known, "")
        options.append(ConflictOption(name, option_table.words("label"), option_table.words("help", needed=False)))
        option_table.close()
    if lacking := [name for name in known if name not in {option.key for option in options}]:
        table.wrong(f"The conflict question lacks {', '.join(lacking)}.", key)
    return tuple(options)
