"""The overview of a file tells of requests for corrections: asked, answered, taken back, left without an answer."""

from datetime import timedelta

import pytest

from nominations.screening.services import corrections
from tests.support import make
from tests.support.corrections import UNTIL, ask, call_as, save, submit

AN_HOUR = timedelta(hours=1)


def list_corrections(browse, nomination, who="officer") -> list[str]:
    page = browse(who, "secretariat.file", nomination_id=nomination.id)
    return [line for line in page.texts(".timeline strong") if "orrection" in line]


@pytest.fixture
def asked(world, nomination, clock):
    ask(world, nomination, message="Which quay is <planted-mark> meant?")
    clock.turn_to(clock() + AN_HOUR)
    return nomination


def test_a_request_is_told_with_its_words_and_who_asked(browse, world, asked):
    page = browse("auditor", "secretariat.file", nomination_id=asked.id)

    assert list_corrections(browse, asked) == [f"Correction request by {world.person('officer').name}"]
    assert "Which quay is <planted-mark> meant?" in page.text(".timeline")


def test_an_answer_is_told_after_the_version_that_gave_it(browse, world, asked):
    save(world, asked, {"summary": "Mended by its own town."})
    submit(world, asked)

    lines = browse("officer", "secretariat.file", nomination_id=asked.id).texts(".timeline strong")
    assert lines[-2:] == ["Version 2 submitted", "Version 2 answered the correction request"]


def test_a_request_that_was_taken_back_says_by_whom(browse, world, asked):
    call_as(world, "second_officer", corrections.end_request, asked.id)

    name = world.person("second_officer").name
    assert list_corrections(browse, asked)[-1] == f"Correction request cancelled by {name}"


def test_a_date_that_passed_is_told_from_its_own_instant(browse, asked, clock):
    clock.turn_to(UNTIL - make.A_MOMENT)
    assert len(list_corrections(browse, asked)) == 1

    clock.turn_to(UNTIL)
    assert list_corrections(browse, asked)[-1] == "The correction request ended without an answer"
