"""One check before a file is assigned, the same whichever way: a cell, several at once, a table, a replacement."""

import ast

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid
from nominations.core.tables import Assignment, AssignmentException, LedgerContent, Profile
from nominations.documents.reports.table_reader import BadTable
from nominations.routing.rules import Bar, Doubt, Limit
from nominations.routing.services import assignments
from nominations.routing.services.assignment_table import import_table
from tests.guarantees.sources import PACKAGE, ROOT
from tests.support import routing

pytestmark = pytest.mark.both_databases


def reviewers(world, *, most=None, countries=("TR", "SN", "ID"), languages=("en",), names=("Ana", "Bo", "Cleo")):
    with world.session(writes=True) as session:
        made = [
            routing.reviewer(session, world.edition_id, f"{name} Reader", most=most, country=country)
            for name, country in zip(names, countries, strict=False)
        ]
        for person in made:
            profile = session.scalars(select(Profile).where(Profile.account_id == person.id)).one()
            profile.languages = dict.fromkeys(languages, "fluent")
        session.commit()
    return made


def files(world, count):
    with world.session(writes=True) as session:
        round_, owner = session.merge(world.round()), session.merge(world.person("owner"))
        made = [routing.file(session, owner, round_, title=f"File {n}") for n in range(count)]
        session.commit()
    return made


def standing(world, reviewer):
    with world.session() as session:
        return len(session.scalars(select(Assignment).where(
            Assignment.reviewer_id == reviewer.id, Assignment.removed_at.is_(None))).all())


def by_hand(world, pairs, reason=""):
    outcome = assignments.propose_pairs(
        world.work("officer"), world.round().id, [(file.id, who.id) for file, who in pairs], reason
    )
    return [why for *_, why in outcome.refused]


def by_table(world, pairs, reason=""):
    rows = "".join(f"{file.reference},{who.email},{reason}\n" for file, who in pairs)
    try:
        import_table(world.work("officer"), world.round().id, f"reference,reviewer,reason\n{rows}".encode())
    except BadTable as bad:
        return [Limit(wrong.code.removeprefix("bar_")) for wrong in bad.wrongs]
    return []


WAYS = pytest.mark.parametrize("assign", [by_hand, by_table])


@WAYS
def test_nobody_gets_more_files_than_they_agreed_to_take(world, assign):
    (ana, *_) = reviewers(world, most=2)
    one, two, three = files(world, 3)

    assert assign(world, [(one, ana), (two, ana), (three, ana)], routing.WHY) == [Limit.LOAD]
    assert standing(world, ana) == (2 if assign is by_hand else 0)


@WAYS
def test_nobody_gets_a_file_whose_language_they_do_not_read(world, assign):
    (ana, *_) = reviewers(world, languages=("fr", "ar"))
    (file,) = files(world, 1)

    assert assign(world, [(file, ana)], routing.WHY) == [Limit.LANGUAGE]
    assert standing(world, ana) == 0


@WAYS
def test_no_two_reviewers_of_a_file_come_from_one_country(world, assign):
    ana, bo, cleo = reviewers(world, countries=("TR", "TR", "SN"))
    (file,) = files(world, 1)

    assert assign(world, [(file, ana), (file, bo), (file, cleo)], routing.WHY) == [Limit.COUNTRY]


def test_a_replacement_passes_the_same_check_without_the_one_who_leaves(world):
    ana, bo, cleo = reviewers(world, countries=("TR", "TR", "TR"), most=1)
    one, two = files(world, 2)
    by_hand(world, [(one, ana), (two, bo)])
    work, round_id = world.work("officer"), world.round().id

    with pytest.raises(Invalid) as wrong:
        assignments.replace_reviewer(work, round_id, one.id, ana.id, bo.id, "On leave.")
    assert wrong.value.problems["by"][0] == "bar_load"
    assignments.replace_reviewer(world.work("officer"), round_id, one.id, ana.id, cleo.id, "On leave.")
    assert (standing(world, ana), standing(world, cleo)) == (0, 1)


def test_what_is_not_forbidden_but_doubtful_needs_a_reason_that_is_kept(world):
    (ana, *_) = reviewers(world, languages=())
    (file,) = files(world, 1)
    reason = "Reads it: the letter of 3 December. مقروءة"

    for blank in ("", " \n"):
        with pytest.raises(Invalid) as wrong:
            by_hand(world, [(file, ana)], blank)
        assert wrong.value.problems["reason"][0] == "reason_needed"
    assert standing(world, ana) == 0
    assert by_hand(world, [(file, ana)], reason) == []

    with world.session() as session:
        kept = session.scalars(select(AssignmentException)).one()
        content = session.scalars(select(LedgerContent.content).order_by(LedgerContent.number.desc())).first()
    assert (kept.against, kept.reason) == ([Doubt.LANGUAGES_UNKNOWN], reason)
    assert reason in str(content)


def test_a_row_of_a_table_brings_its_own_reason(world):
    (ana, *_) = reviewers(world, languages=())
    (file,) = files(world, 1)
    table = f"reference,reviewer\n{file.reference},{ana.email}\n".encode()

    with pytest.raises(BadTable) as bad:
        import_table(world.work("officer"), world.round().id, table)
    assert [wrong.code for wrong in bad.value.wrongs] == ["reason_languages_unknown"]
    assert by_table(world, [(file, ana)], "=SUM(1)") == []
    with world.session() as session:
        assert session.scalars(select(AssignmentException.reason)).one() == "=SUM(1)"


def test_a_reason_is_not_kept_where_nothing_speaks_against_the_pair(world):
    ana, *_ = reviewers(world)
    (file,) = files(world, 1)
    by_hand(world, [(file, ana)], routing.WHY)

    with world.session() as session:
        assert session.scalars(select(AssignmentException)).all() == []


def test_reviewers_of_one_region_alone_need_a_reason(world):
    ana, bo, cleo = reviewers(world, countries=("AZ", "EG", "UZ"))
    (file,) = files(world, 1)

    with pytest.raises(Invalid):
        by_hand(world, [(file, ana), (file, bo), (file, cleo)])
    assert by_hand(world, [(file, ana), (file, bo)]) == []


def test_a_bar_comes_before_a_limit(world):
    (ana, *_) = reviewers(world, most=1, languages=("fr",))

    assert by_hand(world, [(world.nomination("submitted"), ana)]) == [Bar.NOT_IN_ROUND]


def test_assignments_are_made_in_one_place(world):
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Assignment"
    }
    assert makers == {"nominations/routing/steps/assignment_changes.py"}
