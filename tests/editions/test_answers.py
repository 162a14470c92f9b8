"""What is wrong with an answer and what is missing is said at the place where it is."""

from dataclasses import dataclass, field

import pytest

from nominations.editions.rules.questions import (
    Attached,
    AttachmentKind,
    Condition,
    Declaration,
    Kind,
    LocalizedText,
    Option,
    Question,
    Section,
    content_code,
    find_missing,
    find_mistakes,
    find_problems,
)

NAME = LocalizedText({"en": "Name"})
LAMPS = (Option("oil", NAME), Option("gas", NAME))


@dataclass
class Paper:
    """A form with just what a test needs."""

    sections: tuple[Section, ...] = ()
    attachments: tuple[AttachmentKind, ...] = ()
    declarations: tuple[Declaration, ...] = field(default_factory=tuple)


def ask(kind, key="q", **more):
    return Question(key, kind, NAME, **more)


def form(*questions, **more):
    return Paper((Section("s", NAME, questions=questions),), **more)


def places(problem_list):
    return [(problem.question, problem.part, problem.row, problem.code) for problem in problem_list]


def codes(question, value, **more):
    return [problem.code for problem in find_problems(question, value, **more)]


@pytest.mark.parametrize(("words", "wrong"), [(2, []), (3, []), (4, ["too_many_words"])])
def test_a_text_may_have_as_many_words_as_the_edition_says_and_not_one_more(words, wrong):
    assert codes(ask(Kind.TEXT, max_words=3), "kelime " * words) == wrong


@pytest.mark.parametrize(("characters", "wrong"), [(5, []), (6, ["too_many_characters"])])
def test_a_line_may_have_as_many_characters_as_the_edition_says(characters, wrong):
    assert codes(ask(Kind.LINE, max_chars=5), "ə" * characters) == wrong


def test_one_endless_word_does_not_slip_through_a_limit_of_words():
    assert codes(ask(Kind.TEXT, max_words=3), "a" * 61) == ["too_many_characters"]


def test_a_question_without_a_limit_has_one_all_the_same():
    assert codes(ask(Kind.LINE), "a" * 501) == ["too_many_characters"]


@pytest.mark.parametrize(("kind", "value", "wrong"), [
    (Kind.LINE, "two\nlines", ["line_break"]), (Kind.TEXT, "two\nlines", []),
    (Kind.LINE, "a\0", ["refused_characters"]),
    (Kind.LINE, ["a"], ["not_text"]), (Kind.LINE, {"a": "b"}, ["not_text"]), (Kind.EMAIL, "nobody", ["not_email"]),
    (Kind.PHONE, "x", ["not_phone"]), (Kind.LINK, "javascript:x", ["not_link"]),
    (Kind.DATE, "30/11/2025", []), (Kind.DATE, "03/04/2025", ["two_dates"]), (Kind.DATE, "in May", ["not_date"]),
    (Kind.NUMBER, "many", ["not_number"]), (Kind.MONEY, "1.500", ["two_numbers"]),
    (Kind.MONEY, "5 francs", ["not_money"]), (Kind.CHECK, "on", ["not_an_option"]),
    (Kind.CHECK, "yes", []), (Kind.COUNTRY, "MAR", ["not_a_country"]), (Kind.COUNTRY, "MA", []),
    (Kind.COUNTRIES, ["MA", "MA"], ["repeated"]), (Kind.COUNTRIES, "MA", ["not_an_option"]),
    (Kind.GROUP, "a", ["not_text"]), (Kind.TABLE, {"a": "b"}, ["not_text"]), (Kind.TABLE, ["a"], ["not_text"]),
    (Kind.PLACE, "Rabat", ["not_a_place"]),
])  # fmt: skip
def test_an_answer_of_the_wrong_shape_is_a_problem(kind, value, wrong):
    assert codes(ask(kind), value) == wrong


@pytest.mark.parametrize("empty", ["", "  \n", [], {}, None, [""], [{"a": ""}], {"a": "", "b": []}])
@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_answer_is_never_wrong_only_missing(kind, empty):
    question = ask(kind, required=True, least=1, minimum=3)

    assert (find_problems(question, empty), places(find_missing(form(question), {"q": empty}))) == (
        [],
        [("q", "", None, "missing")],
    )


def test_a_number_stays_within_its_bounds():
    question = ask(Kind.NUMBER, minimum=0, maximum=80, whole=True)

    assert [codes(question, typed) for typed in ("0", "80", "-1", "81", "7.5")] == [
        [], [], ["too_small"], ["too_large"], ["not_whole"],
    ]  # fmt: skip


def test_a_choice_is_one_of_the_options_and_a_list_of_choices_no_longer_than_allowed():
    one, some = ask(Kind.CHOICE, options=LAMPS), ask(Kind.CHOICES, options=LAMPS, most=1)

    assert (codes(one, "oil"), codes(one, "wax"), codes(one, ["oil"])) == ([], ["not_an_option"], ["not_an_option"])
    assert (codes(some, ["oil", "gas"]), codes(some, ["wax"])) == (["too_many"], ["not_an_option"])


def test_a_country_is_one_of_those_offered():
    assert codes(ask(Kind.COUNTRY), "ZZ", countries={"MA"}) == ["not_a_country"]


@pytest.mark.parametrize(("lat", "lon", "wrong"), [
    ("39.7601", "46.7499", []), ("-90", "180", []), ("90.1", "0", [("lat", "not_lat")]), ("٣٣٫٩٧", "-6,85", []),
    ("", "46.7", [("lat", "not_lat")]), ("x", "181", [("lat", "not_lat"), ("lon", "not_lon")]),
])  # fmt: skip
def test_a_place_needs_both_numbers_within_the_globe(lat, lon, wrong):
    refused = find_problems(ask(Kind.PLACE), {"lat": lat, "lon": lon})
    assert [(problem.part, problem.code) for problem in refused] == wrong


FUNDING = ask(Kind.TABLE, "funding", required=True, least=1, most=3, sum_part="share", sum_total=100, parts=(
    ask(Kind.LINE, "name", required=True), ask(Kind.NUMBER, "share", required=True),
))  # fmt: skip


def rows(*shares):
    return [{"name": f"Fund {number}", "share": share} for number, share in enumerate(shares)]


def test_shares_are_added_as_decimals():
    assert find_problems(FUNDING, rows("33.3", "33.3", "33,4")) == []


def test_shares_with_a_wrong_sum_are_a_problem_that_names_the_sum():
    shown = find_problems(FUNDING, rows("60", "39.9"))

    assert [(problem.part, problem.code, problem.params) for problem in shown] == [
        ("share", "wrong_sum", {"sum": "99.9", "total": 100})
    ]


def test_a_row_left_blank_does_not_count():
    assert find_problems(FUNDING, [*rows("50", "50"), {"name": "", "share": " "}]) == []
    assert find_missing(form(FUNDING), {"funding": [*rows("50", "50"), {}]}) == []


def test_too_many_rows_are_too_many():
    assert codes(FUNDING, rows("25", "25", "25", "25")) == ["too_many_rows"]


def test_a_problem_in_a_table_names_row_and_part():
    table = [{"name": "a", "share": "50"}, {"name": "b\nc", "share": "half"}]

    assert places(find_problems(FUNDING, table)) == [
        ("funding", "name", 1, "line_break"),
        ("funding", "share", 1, "not_number"),
    ]


def test_a_part_missing_in_a_row_that_was_begun_is_named():
    table = {"funding": [{}, {"name": "a"}]}

    assert places(find_missing(form(FUNDING), table)) == [("funding", "share", 1, "missing")]


def test_a_table_begun_with_too_few_rows_says_how_many_it_needs():
    table = ask(Kind.TABLE, least=3, parts=(ask(Kind.LINE, "a"),))

    assert [problem.params for problem in find_missing(form(table), {"q": [{"a": "x"}]})] == [{"count": 1, "least": 3}]


def test_a_part_missing_in_a_group_is_named():
    group = ask(
        Kind.GROUP,
        required=True,
        parts=(ask(Kind.LINE, "name", required=True), ask(Kind.EMAIL, "email", required=True)),
    )

    assert places(find_missing(form(group), {"q": {"name": "Ada"}})) == [("q", "email", None, "missing")]


LAMP = ask(Kind.CHOICE, "lamp", options=LAMPS)


@pytest.mark.parametrize(
    ("answers", "lacking"), [({"lamp": "oil"}, ["q"]), ({"lamp": "gas"}, []), ({}, []), ({"lamp": "oil", "q": "x"}, [])]
)
def test_a_question_asked_when_another_answer_is(answers, lacking):
    asked = form(LAMP, ask(Kind.LINE, required_when=Condition("lamp", is_="oil")))

    assert [problem.question for problem in find_missing(asked, answers)] == lacking


@pytest.mark.parametrize(("answers", "lacking"), [({"lamp": "oil"}, []), ({"lamp": "gas"}, ["q"]), ({}, [])])
def test_a_question_asked_when_another_answer_is_not(answers, lacking):
    asked = form(LAMP, ask(Kind.LINE, required_when=Condition("lamp", is_not="oil")))

    assert [problem.question for problem in find_missing(asked, answers)] == lacking


def test_what_is_asked_of_the_shortlist_is_not_missing_during_the_call():
    papers = AttachmentKind("id", NAME, least=1, asked_from="shortlist")
    asked = form(ask(Kind.LINE, required=True, asked_from="shortlist"), attachments=(papers,))

    assert (find_missing(asked, {}), len(find_missing(asked, {}, stage="shortlist"))) == ([], 2)


def test_an_attachment_is_asked_for_when_an_answer_calls_for_it_and_not_when_it_is_excused():
    letter = AttachmentKind("letter", NAME, required_when=Condition("lamp", is_="oil"))
    asked = form(LAMP, attachments=(letter,))

    assert [problem.code for problem in find_missing(asked, {"lamp": "oil"})] == ["too_few_files"]
    assert find_missing(asked, {"lamp": "oil"}, excused={"letter"}) == []
    assert find_missing(asked, {"lamp": "oil"}, [Attached("letter", "a.pdf", "0")]) == []


def test_a_declaration_counts_only_in_the_version_that_now_holds():
    truth = Declaration("decl_truth", NAME, NAME, "2")
    extra = Declaration("decl_extra", NAME, NAME, "1", required=False)
    asked = form(declarations=(truth, extra))

    codes_of_each = [
        [problem.code for problem in find_missing(asked, {}, (), given)]
        for given in ({}, {"decl_truth": "1"}, {"decl_truth": "2"})
    ]

    assert codes_of_each == [["not_declared"], ["declaration_changed"], []]


PHOTO = AttachmentKind(
    "photo",
    NAME,
    least=1,
    most=1,
    formats=("jpg",),
    max_bytes=1_048_576,
    min_long_side=1800,
    landscape=True,
    per_picture=True,
)
SAID = {"caption": "The tower", "year": "2024", "photographer": "Ada", "rights": "Ada"}


def photo(**more):
    return Attached(**{"kind": "photo", "name": "tower.jpg", "sha256": "0", "size": 9, "format": "jpg", "width": 1800,
                       "height": 900, "details": SAID, **more})  # fmt: skip


@pytest.mark.parametrize(("given", "wrong"), [
    ({}, []), ({"size": 1_048_576}, []), ({"size": 1_048_577}, ["file_too_large"]), ({"size": 0}, ["file_empty"]),
    ({"format": "png"}, ["wrong_format"]), ({"width": 1799}, ["picture_too_small"]),
    ({"width": 900, "height": 1800}, ["not_landscape"]), ({"details": {**SAID, "rights": " "}}, ["missing_rights"]),
    ({"details": {**SAID, "caption": "\0"}}, ["refused_characters"]),
])  # fmt: skip
def test_a_picture_is_as_its_kind_asks(given, wrong):
    assert [mistake.code for mistake in find_mistakes(form(attachments=(PHOTO,)), {}, [photo(**given)])] == wrong


def test_more_files_than_a_kind_takes_are_a_problem():
    too_many = find_mistakes(form(attachments=(PHOTO,)), {}, [photo(), photo()])

    assert [(mistake.code, mistake.params) for mistake in too_many] == [("too_many_files", {"count": 2, "most": 1})]


def test_the_content_code_is_twelve_figures_in_groups_and_changes_with_any_letter():
    file = Attached("photo", "tower.jpg", "ab")
    code = content_code({"a": "x", "b": "y"}, [file])

    assert code == content_code({"b": "y", "a": "x"}, [file])
    assert [len(group) for group in code.split(" ")] == [4, 4, 4]
    assert code == code.upper()
    others = [
        ({"a": "x", "b": "z"}, [file]),
        ({"a": "x", "b": "y"}, []),
        ({"a": "x", "b": "y"}, [Attached("photo", "t.jpg", "ab")]),
    ]
    assert code not in [content_code(*other) for other in others]


def test_a_content_code_can_be_made_of_anything_that_was_typed():
    assert len(content_code({"a": "\ud800\0"}, [])) == 14
