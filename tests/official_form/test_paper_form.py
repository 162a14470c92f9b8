"""The fields of the paper form: every kind of question goes out and comes back exactly."""

import random
from dataclasses import replace

import pytest

from nominations.editions.rules.form import Kind
from nominations.editions.rules.kinds import Shape
from nominations.official_form.rules import paper_form
from nominations.official_form.rules.paper_form import Mark
from tests.support.small_edition import INDIVIDUAL_ANSWERS, PROJECT_ANSWERS, WORK, edition

PROJECT, INDIVIDUAL = edition().categories


@pytest.mark.parametrize(("category", "answers"), [(PROJECT, PROJECT_ANSWERS), (INDIVIDUAL, INDIVIDUAL_ANSWERS)])
def test_answers_go_out_and_come_back(category, answers):
    assert paper_form.read_answers(category, paper_form.list_values(category, answers)).answers == answers


def test_names_of_fields_are_unique_and_the_same_for_the_same_questions():
    names = [field.name for field in paper_form.list_fields(PROJECT)]

    assert len(names) == len(set(names))
    assert {"title", "nominator/name", "funding/0/share", "place/lat", "countries/0", "kinds=site",
            "status=ongoing"} <= set(names)


def test_every_kind_of_question_has_a_place_on_paper():
    kinds = {field.question.kind for field in paper_form.list_fields(PROJECT)}
    kinds |= {field.question.kind for field in paper_form.list_fields(INDIVIDUAL)}
    asked = {question.kind for category in (PROJECT, INDIVIDUAL) for question in paper_form.list_questions(category)}

    assert asked - {Kind.GROUP, Kind.TABLE} <= kinds


@pytest.mark.parametrize(("typed", "kept"), [
    ("one\r\ntwo", "one\ntwo"), ("one\rtwo", "one\ntwo"), ("one\u2028two", "one\ntwo"), ("  spaced  ", "  spaced  "),
    ("سطر\rسطر 🏺", "سطر\nسطر 🏺"),
])
def test_line_ends_become_one_newline_and_nothing_else_changes(typed, kept):
    assert paper_form.read_answers(PROJECT, {"summary": typed}).answers == {"summary": kept}


def test_two_ticks_of_one_choice_are_named_and_not_guessed():
    read = paper_form.read_answers(PROJECT, {"status=ongoing": "yes", "status=completed": "yes", "title": "A quay"})

    assert (read.answers, read.ambiguous) == ({"title": "A quay"}, ("status",))


def test_fields_of_no_question_are_named():
    assert paper_form.read_answers(PROJECT, {"password": "x", "form": "y"}).strangers == ("password",)


def test_empty_rows_between_filled_ones_close_up():
    read = paper_form.read_answers(PROJECT, {"funding/0/name": "Town", "funding/2/name": "Guild", "countries/3": "MA"})

    assert read.answers == {"funding": [{"name": "Town"}, {"name": "Guild"}], "countries": ["MA"]}


def test_another_question_is_another_version():
    changed = replace(PROJECT, sections=(replace(WORK, questions=WORK.questions[1:]),))

    assert paper_form.version(PROJECT) == paper_form.version(edition().categories[0])
    assert len({paper_form.version(category) for category in (PROJECT, INDIVIDUAL, changed)}) == 3


@pytest.mark.parametrize("value", ["", "a b c", "a b c d e", "x" * 80 + " b c d"])
def test_a_mark_that_says_nothing_is_no_mark(value):
    assert paper_form.read_mark(value) is None


def test_a_mark_comes_back():
    mark = Mark("pearl-2025", "project", "ar", "0123456789ab")

    assert paper_form.read_mark(paper_form.mark(mark)) == mark


def test_values_from_a_stranger_never_take_another_shape():
    hostile = {"title": {"a": 1}, "summary": 5, "funding": "x", "nominator": [1], "countries": {"0": "MA"},
               "kinds": "site", "place": ["lat"], "unknown": "x", "status": ["ongoing"]}

    read = paper_form.read_answers(PROJECT, paper_form.list_values(PROJECT, hostile))

    assert read.answers == {"kinds": ["site"], "status": "ongoing"}


def test_random_answers_come_back_exactly():
    chance = random.Random(1830)
    letters = "aé ا ب\n\n🏺👩🏽‍🔧\u202eß\t\u200f=(@+-"
    for _ in range(200):
        values = {}
        for field in paper_form.list_fields(PROJECT):
            if chance.random() < 0.5:
                ticks = field.shape is Shape.TICK
                values[field.name] = "yes" if ticks else "x" + "".join(chance.choices(letters, k=12))
        once = paper_form.read_answers(PROJECT, values).answers
        assert paper_form.read_answers(PROJECT, paper_form.list_values(PROJECT, once)).answers == once
