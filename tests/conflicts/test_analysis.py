"""What the machine notices between a reviewer and a file, and what it must not."""

import pytest

from nominations.conflicts import rules
from nominations.conflicts.analysis import findings
from nominations.conflicts.rules import Hint
from nominations.core.rules.vocabulary import Sign
from tests.support.small_edition import INDIVIDUAL_ANSWERS, PROJECT_ANSWERS, edition

PROJECT, PERSON = edition().category("project"), edition().category("individual")


def find_hints(answers=None, category=PROJECT, **who):
    given = {"name": "Sevda Kerimli", "email": "sevda@nowhere.example", "nationalities": [], "country": "",
             "institutions": []} | who
    return findings.hints(rules.reviewer(**given), rules.traces(category, answers or PROJECT_ANSWERS))


def test_strangers_share_nothing():
    assert find_hints() == ()
    assert find_hints(category=PERSON, answers=INDIVIDUAL_ANSWERS) == ()


def test_a_shared_country_is_noticed_with_the_place_where_the_file_has_it():
    assert find_hints(nationalities=["MA"]) == (Hint(Sign.NATIONALITY, "MA", "nominator", "country", "MA"),)
    assert find_hints(country="EG", category=PERSON, answers=INDIVIDUAL_ANSWERS) == (
        Hint(Sign.RESIDENCE, "EG", "nationality", "", "EG"),)
    assert find_hints(nationalities=["AZ", ""]) == ()


@pytest.mark.parametrize(("mail", "is_shared"), [
    ("ada@museum.example", True), ("ADA@WWW.Museum.Example", True), ("ada@other.example", False),
    ("ada@xmuseum.example", False), ("ada", False), ("", False),
])
def test_a_shared_mail_domain_is_noticed(mail, is_shared):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": "N", "email": mail}}
    assert bool(find_hints(answers, email="sevda@museum.example")) is is_shared


def test_an_address_that_everybody_may_have_says_nothing():
    for domain in ("gmail.com", "yahoo.fr", "example.org"):
        answers = {**PROJECT_ANSWERS, "nominator": {"name": "N", "email": f"ada@{domain}"}}
        assert find_hints(answers, email=f"sevda@{domain}") == ()


@pytest.mark.parametrize(("reviewers", "files"), [
    ("Institut du Patrimoine de Fès", "institut du patrimoine, FES"),
    ("The University of Nowhere", "Nowhere University"),
    ("جامعة القاهرة", "جَامِعَةُ القاهره"),
    ("Şəki Memarlıq İnstitutu", "şəki memarlıq institutu"),
])
def test_the_same_institution_is_noticed_however_it_is_written(reviewers, files):
    answers = {**PROJECT_ANSWERS, "funding": [{"name": files, "share": "100"}]}
    (hint,) = find_hints(answers, institutions=[reviewers])
    assert hint == Hint(Sign.INSTITUTION, files, "funding", "name", reviewers)


@pytest.mark.parametrize(("name", "written"), [
    ("Rashid Amin", "Prof. Dr. Rashid AMIN"), ("Rashid Amin", "Amin, Rashid"), ("د. أحمد الفاسي", "أحمَد الفاسي"),
    ("Hélène Ünal", "Helene Unal"), ("Sevda Q. Kerimli", "Kerimli Sevda"),
])
def test_a_reviewer_named_in_the_file_is_noticed(name, written):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": written, "email": "n@else.example"}}
    assert [hint.sign for hint in find_hints(answers, name=name)] == [Sign.NAMED]


@pytest.mark.parametrize(("name", "written"), [
    ("Amin", "Amin"), ("Rashid Amin", "Rashid Amini"), ("", ""), ("Dr", "Dr"),
])
def test_half_a_name_is_nobody(name, written):
    answers = {**PROJECT_ANSWERS, "nominator": {"name": written, "email": "n@else.example"}}
    assert find_hints(answers, name=name) == ()


@pytest.mark.parametrize("answers", [
    {"nominator": "not a group"}, {"funding": {"not": "a table"}}, {"funding": ["x", None, 3]}, {"countries": "MA"},
    {"nominator": {"email": "@", "name": ["x"]}}, {"title": "x" * 100_000}, {},
])
def test_a_draft_of_any_shape_breaks_nothing(answers):
    assert isinstance(find_hints(answers, nationalities=["MA"], institutions=["Town"]), tuple)


def test_an_empty_profile_matches_no_empty_answer():
    assert find_hints({"nominator": {"name": "—", "email": " ", "country": ""}}, institutions=["", "—"], name="—") == ()


def test_an_institution_may_be_told_by_its_mail_domain():
    answers = {**PROJECT_ANSWERS, "nominator": {"name": "N", "email": "ada@museum.example"}}
    for line in ("museum.example", "@museum.example", "https://www.museum.example/staff"):
        (hint,) = find_hints(answers, institutions=[line])
        assert (hint.sign, hint.shared) == (Sign.MAIL_DOMAIN, "museum.example")
    assert find_hints(answers, domains=["museum.example"])
    assert find_hints(answers, institutions=["Museum of example."]) == ()


def test_a_colleague_named_in_the_file_is_noticed_across_letters_with_the_similarity():
    answers = {**PROJECT_ANSWERS, "nominator": {"name": "محمد علييف", "email": "n@else.example"}}
    (hint,) = find_hints(answers, collaborators=["Nobody Else", "Мухаммед Алиев"])
    assert (hint.sign, hint.own, hint.shared, hint.part) == (Sign.COLLABORATOR, "Мухаммед Алиев", "محمد علييف", "name")
    assert 85 <= hint.similarity < 100


def test_the_owner_of_the_file_counts_as_named_in_it():
    file = rules.with_person(
        rules.traces(PROJECT, {}), rules.OWNER, "Sevda Kərimli", "sevda@museum.example"
    )
    who = rules.reviewer("Севда Керимли", "x@museum.example", [], "", [])
    assert [(hint.sign, hint.question) for hint in findings.hints(who, file)] == [
        (Sign.MAIL_DOMAIN, "owner"), (Sign.NAMED, "owner"),
    ]


def test_an_edition_says_what_is_looked_for():
    who = rules.reviewer("Ada Byron", "", ["MA"], "MA", ["Town"])
    file = rules.traces(PROJECT, PROJECT_ANSWERS)
    assert [hint.sign for hint in findings.hints(who, file, {Sign.NAMED})] == [Sign.NAMED]


def test_the_same_evidence_has_the_same_fingerprint_wherever_it_stands():
    one = Hint(Sign.NAMED, "Ada Byron", "nominator", "name", "Ada Byron")
    assert one.fingerprint == Hint(Sign.NAMED, "Ada Byron", "title", "", "Ada Byron").fingerprint
    assert one.fingerprint != Hint(Sign.NAMED, "Ada Byron", "title", "", "Ada Biron").fingerprint


def test_many_files_are_looked_through_as_one_by_one():
    texts = ["Ada Byron", "محمد علييف", "Town", "Institut du Patrimoine de Fès", "Paul Diop"]
    files = {place: rules.traces(PROJECT, {**PROJECT_ANSWERS, "nominator": {"name": text, "email": "a@b.example"}})
             for place, text in enumerate(texts)}
    register = findings.Register(files)
    for name in ("Адa Байрон", "Muhammad Aliyev", "Pol Diop"):
        who = rules.reviewer(name, "", ["MA"], "", ["Fès institut du patrimoine"])
        assert register.between(who) == {
            place: hints for place, file in files.items() if (hints := findings.hints(who, file))
        }


def test_a_domain_is_one_however_it_is_written():
    assert rules.domain_of("museum.xn--mnchen-3ya.de") == rules.domain_of("museum.münchen.de") == "museum.münchen.de"
