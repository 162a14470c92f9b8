"""What the machine notices between a reviewer and a file, and what it must not."""

import pytest

from nominations.domain import conflicts
from nominations.domain.conflicts import Hint, Sign
from tests.small import INDIVIDUAL_ANSWERS, PROJECT_ANSWERS, edition

PROJECT, PERSON = edition().category("project"), edition().category("individual")


def noticed(answers=None, category=PROJECT, **who):
    given = {"name": "Sevda Kerimli", "email": "sevda@nowhere.example", "nationalities": [], "country": "",
             "institutions": []} | who
    return conflicts.hints(conflicts.reviewer(**given), conflicts.traces(category, answers or PROJECT_ANSWERS))


def test_strangers_share_nothing():
    assert noticed() == ()
    assert noticed(category=PERSON, answers=INDIVIDUAL_ANSWERS) == ()


def test_a_shared_country_is_noticed_with_the_place_where_the_file_has_it():
    assert noticed(nationalities=["MA"]) == (Hint(Sign.NATIONALITY, "MA", "nominator", "country"),)
    assert noticed(country="EG", category=PERSON, answers=INDIVIDUAL_ANSWERS) == (
        Hint(Sign.NATIONALITY, "EG", "nationality"),)
    assert noticed(nationalities=["AZ", ""]) == ()


@pytest.mark.parametrize(("mail", "found"), [
    ("ada@museum.example", True), ("ADA@WWW.Museum.Example", True), ("ada@other.example", False),
    ("ada@xmuseum.example", False), ("ada", False), ("", False),
])
def test_a_shared_mail_domain_is_noticed(mail, found):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": "N", "email": mail}}
    assert bool(noticed(answers, email="sevda@museum.example")) is found


def test_an_address_that_everybody_may_have_says_nothing():
    for domain in ("gmail.com", "yahoo.fr", "example.org"):
        answers = {**PROJECT_ANSWERS, "nominator": {"name": "N", "email": f"ada@{domain}"}}
        assert noticed(answers, email=f"sevda@{domain}") == ()


@pytest.mark.parametrize(("reviewers", "files"), [
    ("Institut du Patrimoine de Fès", "institut du patrimoine, FES"),
    ("The University of Nowhere", "Nowhere University"),
    ("جامعة القاهرة", "جَامِعَةُ القاهره"),
    ("Şəki Memarlıq İnstitutu", "şəki memarlıq institutu"),
])
def test_the_same_institution_is_noticed_however_it_is_written(reviewers, files):
    answers = {**PROJECT_ANSWERS, "funding": [{"name": files, "share": "100"}]}
    (hint,) = noticed(answers, institutions=[reviewers])
    assert (hint.sign, hint.shared, hint.question, hint.part) == (Sign.INSTITUTION, reviewers, "funding", "name")


@pytest.mark.parametrize(("name", "written"), [
    ("Rashid Amin", "Prof. Dr. Rashid AMIN"), ("Rashid Amin", "Amin, Rashid"), ("د. أحمد الفاسي", "أحمَد الفاسي"),
    ("Hélène Ünal", "Helene Unal"), ("Sevda Q. Kerimli", "Kerimli Sevda"),
])
def test_a_reviewer_named_in_the_file_is_noticed(name, written):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": written, "email": "n@else.example"}}
    assert [hint.sign for hint in noticed(answers, name=name)] == [Sign.NAMED]


@pytest.mark.parametrize(("name", "written"), [
    ("Amin", "Amin"), ("Rashid Amin", "Rashid Amini"), ("", ""), ("Dr", "Dr"),
])
def test_half_a_name_is_nobody(name, written):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": written, "email": "n@else.example"}}
    assert noticed(answers, name=name) == ()


@pytest.mark.parametrize("answers", [
    {"nominator": "not a group"}, {"funding": {"not": "a table"}}, {"funding": ["x", None, 3]}, {"countries": "MA"},
    {"nominator": {"email": "@", "name": ["x"]}}, {"title": "x" * 100_000}, {},
])
def test_a_draft_of_any_shape_breaks_nothing(answers):
    assert isinstance(noticed(answers, nationalities=["MA"], institutions=["Town"]), tuple)


def test_an_empty_profile_matches_no_empty_answer():
    assert noticed({"nominator": {"name": "—", "email": " ", "country": ""}}, institutions=["", "—"], name="—") == ()
