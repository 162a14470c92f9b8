"""An edition's folder is read whole, or every mistake in it is said with file and line."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nominations.editions.adapters.folder import Unreadable, check_folder, read_folder
from nominations.editions.rules.article import parse_article
from nominations.editions.rules.edition import from_json, to_json
from nominations.editions.rules.files import MEGABYTE
from nominations.editions.rules.questions import Kind, all_questions, find_missing, find_problems

ROOT = Path(__file__).parents[2]
NATAVAN = ROOT / "config" / "editions" / "natavan-2025"
LANTERN = ROOT / "tests" / "editions" / "lantern-2031"


@pytest.fixture(scope="module")
def natavan():
    return read_folder(NATAVAN)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(LANTERN, tmp_path / "lantern-2031"))


def change(folder, file, old, new):
    """One mistake put into a file; gives the line it stands on."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("where", [NATAVAN, LANTERN], ids=lambda path: path.name)
def test_an_edition_of_ours_has_no_mistakes(where):
    assert check_folder(where) == []


@pytest.mark.parametrize("where", [NATAVAN, LANTERN], ids=lambda path: path.name)
def test_an_edition_survives_its_canonical_json(where):
    edition = read_folder(where)
    stored = to_json(edition)

    assert (from_json(stored), to_json(from_json(stored))) == (edition, stored)


def test_an_award_nobody_thought_of_is_read_with_its_own_words():
    edition = read_folder(LANTERN)
    keeper = edition.category("keeper")

    assert [category.key for category in edition.categories] == ["keeper"]
    assert edition.closing_dates[-1].closes(edition.zone) == datetime(2031, 4, 30, 11, tzinfo=UTC)
    assert (edition.second_zone, edition.sealed_until_close, edition.scoring.official_rule) == (None, True, "tie_break")
    assert find_problems(keeper.question("log"), "six words are one too many") != []
    watches = find_problems(keeper.question("watches"), [{"hours": "12"}, {"hours": "11.5"}])
    assert [problem.code for problem in watches] == ["wrong_sum"]
    missing = find_missing(keeper, {"lamp": "oil", "tower_name": "Old", "coast": "WS"})
    assert [problem.question for problem in missing] == [
        "oil_used", "sketch", "decl_lit",
    ]  # fmt: skip


MISTAKES = [
    ("edition.toml", "sealed_until_close", "seeled_until_close", "“seeled_until_close” is not a word known here."),
    ("edition.toml", 'zone = "Pacific/Apia"', 'zone = "Pacific/Nowhere"',
     "“Pacific/Nowhere” is not a time zone of the IANA list."),
    ("edition.toml", "year = 2031", 'year = "2031"', "“year” must be a whole number."),
    ("edition.toml", "last_day = 2031-04-30", "last_day = 2031-01-31", "The call would close before it opens."),
    ("edition.toml", "announced_on = 2031-02-01", "announced_on = 2031-05-01",
     "A closing date is announced before it has passed."),
    ("edition.toml", 'languages = ["en", "fr", "ar"]', 'languages = ["en", "fr", "ar", "xx"]',
     "The pages do not speak “xx” yet."),
    ("edition.toml", 'official_rule = "tie_break"', 'official_rule = "best"',
     "“official_rule” must be one of raw, adjusted, tie_break."),
    ("edition.toml", 'ar = "وسام الفانوس"', 'ar = " "', "“title” is missing in ar."),
    ("edition.toml", 'code = "lantern-2031"', 'code = "lantern-2032"',
     "The code “lantern-2032” is not the name of the folder."),
    ("keeper.toml", "weight = 60", "weight = 61", "The weights add up to 101, not to 100."),
    ("keeper.toml", "low = 6, high = 10", "low = 7, high = 10", "In “steadiness” the score 6 has no band."),
    ("keeper.toml", "low = 4, high = 10", "low = 3, high = 10", "In “reach” the score 3 has 2 bands."),
    ("keeper.toml", "low = 4, high = 10", "low = 4, high = 11",
     "In “reach” the band 4 to 11 is not a span within 1 to 10."),
    ("keeper.toml", 'key = "oil_used"', 'key = "lamp"', "The question “lamp” is there twice."),
    ("keeper.toml", 'key = "oil_used"', 'key = "csrf_token"', "“csrf_token” begins with “csrf”, which is reserved."),
    ("keeper.toml", 'key = "oil_used"', 'key = "oil__used"',
     "“oil__used” must be small Latin letters, digits and single underscores, 40 at most."),
    ("keeper.toml", 'is = "oil"', 'is = "wax"',
     "“oil_used” depends on “lamp” being “wax”, which this form does not ask."),
    ("keeper.toml", '{ question = "lamp", is = "oil" }', '{ question = "sun", is = "oil" }',
     "“oil_used” depends on “sun” being “oil”, which this form does not ask."),
    ("keeper.toml", '{ question = "lamp", is = "oil" }', '{ question = "lamp" }',
     "A condition needs either “is” or “is_not”."),
    ("keeper.toml", 'read_for = ["steadiness"]', 'read_for = ["beauty"]',
     "There is no criterion “beauty” in this category."),
    ("keeper.toml", 'question = "coast"', 'question = "shore"', "There is no question “shore”."),
    ("keeper.toml", 'test = "member_state"', 'test = "lucky"',
     "“test” must be one of before_close, member_state, dates_order, three_years, required_fields, attachments, "
     "declarations, nominee_consent, one_per_nominee, insiders, adult, at_least, entry_language."),
    ("keeper.toml", 'outcome = "flag"', 'outcome = "shout"', "“outcome” must be one of block, flag, info."),
    ("keeper.toml", 'options = "lamps"', 'options = "lights"', "There is no list of options called “lights”."),
    ("keeper.toml", 'kind = "number"', 'kind = "nummer"',
     "“kind” must be one of line, text, email, phone, link, date, number, money, choice, choices, country, countries, "
     "check, place, group, table."),
    ("keeper.toml", "minimum = 1", "minimum = 901", "“minimum” is more than “maximum”."),
    ("keeper.toml", "max_words = 5", "max_chars = 5", "A long text needs “max_words”."),
    ("keeper.toml", 'sum_part = "hours"', 'sum_part = "days"', "“days” is not a part that holds a number."),
    ("keeper.toml", "max_chars = 40", "most = 40", "A line takes no “most”."),
    ("keeper.toml", 'formats = ["png"]', 'formats = ["png"]\nseen_by = ["system"]', "“system” is not a role."),
    ("keeper.toml", 'formats = ["png"]', 'formats = ["exe"]',
     "“exe” is not a format that can be taken: pdf, jpg, png, docx."),
    ("keeper.toml", 'title_question = "tower_name"', 'title_question = "name"', "There is no question “name”."),
    ("keeper.toml", 'prefix = "K"', 'prefix = "k-"', "“prefix” must be one to three capital Latin letters."),
    ("keeper.toml", 'checklist = ["seen"]', 'checklist = ["heard"]', "“heard” is not among the shared ones."),
    ("options.toml", 'key = "electric"', 'key = "oil"', "The option “oil” is there twice."),
    ("options.toml", ', ar = "زيت"', "", "The option “oil” is missing in ar."),
    ("shared.toml", 'rests_on = "rules"', 'rests_on = "lore"', "There is no text “lore”."),
    ("shared.toml", 'key = "decl_lit"', 'key = "lit"', "“lit” must begin with “decl_”."),
    ("member-states.csv", "WS,south", "QQ,south", "“QQ” is not the code of a country."),
    ("member-states.csv", "TO,south", "WS,south", "“WS” is there twice."),
    ("member-states.csv", "TO,south", "TO,north", "“north” is not a region of edition.toml."),
    ("member-states.csv", "Royaume des Tonga", "", "name_fr: nothing is written here."),
    ("texts/rules.fr.md", "version: 3", "version: 4", None),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), MISTAKES, ids=[f"{m[0]}: {m[2]}" for m in MISTAKES])
def test_a_mistake_is_reported_with_its_file_and_a_sentence(folder, file, old, new, sentence):
    change(folder, file, old, new)
    expected = sentence or "The languages of this text differ in version: en 3, fr 4, ar 3."

    assert expected in [mistake.sentence for mistake in check_folder(folder)]
    assert {mistake.file for mistake in check_folder(folder)} >= {file.replace(".fr.", ".en.")}


@pytest.mark.parametrize(("file", "old", "new"), [
    ("edition.toml", "sealed_until_close", "seeled_until_close"), ("keeper.toml", "max_chars = 40", "most = 40"),
    ("keeper.toml", 'is = "oil"', 'is = "wax"'), ("keeper.toml", 'key = "oil_used"', 'key = "lamp"'),
    ("options.toml", 'key = "electric"', 'key = "oil"'), ("member-states.csv", "TO,south", "WS,south"),
])  # fmt: skip
def test_a_mistake_points_to_its_line(folder, file, old, new):
    line = change(folder, file, old, new)

    assert line in [mistake.line for mistake in check_folder(folder) if mistake.file == file]


def test_a_stage_that_ends_before_it_begins_is_a_mistake(folder):
    text = (folder / "edition.toml").read_text(encoding="utf-8")
    head, stage = text.split("[[stage]]")
    (folder / "edition.toml").write_text(
        head + "[[stage]]" + stage.replace("2031-04-30", "2031-01-30"), encoding="utf-8"
    )

    assert [mistake.sentence for mistake in check_folder(folder)] == ["The stage “call” ends before it begins."]


def test_a_closing_date_once_announced_never_moves_earlier(folder):
    change(folder, "edition.toml", "[[stage]]", '[[closing_date]]\nlast_day = 2031-04-29\nannounced_on = 2031-04-01\n'
           'reason = { en = "a", fr = "b", ar = "c" }\n\n[[stage]]')  # fmt: skip

    assert [mistake.sentence for mistake in check_folder(folder)] == ["A closing date is later than the one before it."]


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_files(folder):
    change(folder, "keeper.toml", "weight = 60", "weight = 50")
    change(folder, "edition.toml", "year = 2031", "yeer = 2031")
    change(folder, "options.toml", 'fr = "Huile"', 'fr = ""')

    assert [(mistake.file, mistake.sentence) for mistake in check_folder(folder)] == [
        ("edition.toml", "“year” is missing."),
        ("edition.toml", "“yeer” is not a word known here."),
        ("keeper.toml", "The weights add up to 90, not to 100."),
        ("options.toml", "The option “oil” is missing in fr."),
    ]


def test_an_edition_with_mistakes_is_not_read(folder):
    change(folder, "keeper.toml", "weight = 60", "weight = 50")

    with pytest.raises(Unreadable, match=r"keeper\.toml:\d+: The weights add up to 90") as refused:
        read_folder(folder)
    assert len(refused.value.mistakes) == 1


@pytest.mark.parametrize("name", [
    "edition.toml", "options.toml", "shared.toml", "keeper.toml", "member-states.csv", "texts/privacy.ar.md",
])  # fmt: skip
def test_a_file_that_is_missing_is_named(folder, name):
    (folder / name).unlink()

    assert (name, "This file is missing.") in [(mistake.file, mistake.sentence) for mistake in check_folder(folder)]


@pytest.mark.parametrize("name", ["edition.toml", "keeper.toml", "options.toml", "shared.toml"])
@pytest.mark.parametrize("content", [b"key = \n", b"\xff\xfe", b"a = 1\na = 2\n"], ids=["no value", "no text", "twice"])
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_still_checked(folder, name, content):
    (folder / name).write_bytes(content)

    assert name in {mistake.file for mistake in check_folder(folder)}


@pytest.mark.parametrize("name", ["edition.toml", "keeper.toml", "options.toml", "shared.toml"])
def test_an_empty_file_is_never_taken_for_an_edition(folder, name):
    (folder / name).write_bytes(b"")

    assert check_folder(folder) != []


def test_a_text_without_a_version_is_a_mistake(folder):
    (folder / "texts" / "rules.en.md").write_text("The lamp.\n", encoding="utf-8")

    assert "texts/rules.en.md" in {mistake.file for mistake in check_folder(folder)}


def test_the_natavan_edition_holds_what_was_announced(natavan):
    project, individual = natavan.category("project"), natavan.category("individual")

    assert (project.prize, individual.prize, project.winners, individual.winners) == (100_000, 30_000, 1, 1)
    assert [closing.last_day for closing in natavan.closing_dates] == [
        date(2025, 9, 30),
        date(2025, 10, 30),
        date(2025, 11, 30),
    ]
    assert natavan.closing_dates[-1].closes(natavan.zone) == datetime(2025, 11, 30, 23, tzinfo=UTC)
    assert len(natavan.member_states) == 53
    assert "TR" not in natavan.member_codes()
    assert [(criterion.key, criterion.weight) for criterion in project.criteria] == [
        ("technical", 25), ("impact", 25), ("innovation", 20), ("management", 20), ("example", 10),
    ]  # fmt: skip
    assert [(criterion.key, criterion.weight) for criterion in individual.criteria] == [
        ("contribution", 30), ("excellence", 20), ("leadership", 20), ("impact", 20), ("transmission", 10),
    ]  # fmt: skip
    assert (natavan.max_files, natavan.max_bytes) == (40, 150 * MEGABYTE)


def test_the_year_of_birth_is_the_secretariats_alone_and_identity_papers_wait_for_the_shortlist(natavan):
    individual = natavan.category("individual")

    assert individual.question("birth_year").seen_by == ("officer", "head")
    papers = (individual.attachment("nominee_id"), natavan.category("project").attachment("leader_id"))
    assert tuple(kind.asked_from for kind in papers) == (
        "shortlist", "shortlist",
    )  # fmt: skip


def test_every_criterion_is_fed_by_a_question(natavan):
    for category in natavan.categories:
        fed = {name for question in all_questions(category.sections) for name in question.read_for}
        assert fed == {criterion.key for criterion in category.criteria}


def test_texts_of_one_paper_have_the_same_shape_in_every_language(natavan):
    for text in natavan.texts:
        shapes = {
            tuple((block.kind, len(block.lines), len(block.rows)) for block in parse_article(text.body.in_(language)))
            for language in natavan.languages
        }
        assert len(shapes) == 1, text.key
        assert any(block.kind == "heading" for block in parse_article(text.body.in_("ar"))) or text.key == "undertaking"


def every_word(value, seen):
    """All localized texts anywhere in an edition's plain form."""
    if isinstance(value, dict):
        if set(value) == {"en", "fr", "ar"}:
            seen.append(value)
        else:
            [every_word(item, seen) for item in value.values()]
    elif isinstance(value, list):
        [every_word(item, seen) for item in value]
    return seen


def test_arabic_is_written_with_its_own_punctuation_and_western_digits(natavan):
    arabic = [words["ar"] for words in every_word(json.loads(to_json(natavan)), [])]

    assert len(arabic) > 300
    assert [text for text in arabic if any(mark in text for mark in "?;٠١٢٣٤٥٦٧٨٩") or ", " in text] == []


def test_french_puts_a_blank_before_its_double_marks(natavan):
    french = [words["fr"] for words in every_word(json.loads(to_json(natavan)), [])]

    assert [text for text in french if re.search(r"\w[?!;]", text)] == []


def test_the_closing_hour_shown_in_the_rules_is_the_one_that_holds(natavan):
    assert "30 November 2025" in natavan.text("rules").body.in_("en")
    assert natavan.letters_until == date(2025, 12, 14)
    assert "14 December 2025" in natavan.text("rules").body.in_("en")


def test_every_table_can_be_filled_within_its_bounds(natavan):
    tables = [q for category in natavan.categories for q in all_questions(category.sections) if q.kind is Kind.TABLE]

    assert [(table.key, table.least, table.most) for table in tables if table.required] == [
        ("funding", 1, 10), ("indicators", 3, 10), ("referees", 2, 2), ("key_works", 3, 6), ("referees", 2, 2),
    ]  # fmt: skip
