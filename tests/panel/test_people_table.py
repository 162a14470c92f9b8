"""Reviewers as a table: it comes back as it left, what is wrong is told by line, nothing is kept before *Apply*."""

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import RowState
from nominations.core.services import jobs
from nominations.core.tables import Account, Grant, Job, Letter, PeopleImport, Profile, ReviewerInvitation
from nominations.documents.reports.table_reader import BadTable
from nominations.panel import texts
from nominations.panel.queries.people_table import list_known, load_import
from nominations.panel.rules.people_table import cells, read_cells
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services import invitations, people_table, reviewer_profiles
from tests.support import make

pytestmark = pytest.mark.both_databases

RASHID, SEVDA = "rashid.amin@example.org", "sevda.kerimli@example.org"
FULL = ProfileAnswers(
    ("AZ", "MA"), "AZ", {"ar": "native", "en": "fluent"}, {"museum": 0, "site": 3},
    ("=HYPERLINK(1); Ltd", "متحف الدوحة؛ قسم الترميم", "back\\slash"), ("museum.example",), ("Мухаммед Алиев",), 3,
)


def call_as(world, call, *given, person="head"):
    work = world.work(person)
    try:
        return call(work, world.edition_id, *given)
    finally:
        work.session.close()


def judge_table(world, content):
    made = call_as(world, people_table.read_table, content.encode() if isinstance(content, str) else content)
    return made.id, call_as(world, lambda work, edition_id: load_import(work, made.id, edition_id).judged)


def table(world):
    known = call_as(world, list_known)
    return b"".join(texts.as_table(known))


def test_what_is_read_from_a_cell_is_what_was_written_into_it():
    assert read_cells(cells(FULL), ProfileAnswers()) == FULL
    assert read_cells({}, FULL) == FULL
    assert read_cells({"institutions": "A; B\nC؛ D"}, ProfileAnswers()).institutions == ("A", "B", "C", "D")


def test_a_table_comes_back_unchanged_with_formulas_and_arabic_in_it(world):
    call_as(world, reviewer_profiles.describe_reviewer, world.person("assigned").id, FULL)
    content = table(world)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    for separator in ",;\t":
        out = io.StringIO()
        csv.writer(out, delimiter=separator).writerows(rows)
        assert {row.state for row in judge_table(world, out.getvalue())[1]} == {RowState.UNCHANGED}
    assert {row.state for row in judge_table(world, content.decode("utf-8-sig").encode("utf-16"))[1]} == {
        RowState.UNCHANGED}


def test_nothing_changes_before_it_is_applied_and_then_only_what_was_chosen(world):
    import_id, rows = judge_table(world, f"mail,most_files\n{RASHID},7\n{SEVDA},8\n")
    assert [row.state for row in rows] == [RowState.CHANGED] * 2
    assert rows[0].changes == (("most_files", "", "7"),)
    assert most(world, "assigned") is None

    applied = call_as(world, people_table.apply_table, import_id, {2})

    assert (applied.changed, applied.invited, applied.left) == (1, 0, 0)
    assert (most(world, "assigned"), most(world, "unassigned")) == (7, None)


def most(world, person):
    with world.session() as session:
        return session.scalar(select(Profile.most_files).where(Profile.account_id == world.person(person).id))


def test_what_has_no_column_stays_and_an_empty_cell_empties(world):
    call_as(world, reviewer_profiles.describe_reviewer, world.person("assigned").id, FULL)
    import_id, _ = judge_table(world, f"mail;country;collaborators\n{RASHID};MA;\n")
    call_as(world, people_table.apply_table, import_id, {2})

    with world.session() as session:
        kept = session.scalars(select(Profile).where(Profile.account_id == world.person("assigned").id)).one()
    assert (kept.country, kept.collaborators, kept.expertise) == ("MA", [], {"museum": 0, "site": 3})


def test_somebody_new_is_invited_by_mail_and_their_profile_waits_for_them(world):
    import_id, rows = judge_table(world, "mail,name,letters,languages\nNew@Example.org,ليلى,ar,ar: native\n")
    assert [row.state for row in rows] == [RowState.NEW]
    assert call_as(world, people_table.apply_table, import_id, {2}).invited == 1

    with world.session() as session:
        made = session.scalars(select(Account).where(Account.email_key == "new@example.org")).one()
        assert (made.name, made.language) == ("ليلى", "ar")
        assert session.scalars(select(ReviewerInvitation.account_id)).all() == [made.id]
        assert session.scalars(select(Profile.languages).where(Profile.account_id == made.id)).one() == {"ar": "native"}
        assert session.scalars(select(Grant.id).where(Grant.account_id == made.id)).all() == []
        letters = session.scalars(select(Letter.template).where(Letter.address == made.email)).all()
    assert letters == ["reviewer_invited"]
    assert "new@example.org" in table(world).decode().casefold()
    again = call_as(world, people_table.apply_table, import_id, {2})
    assert (again.invited, again.changed, again.left) == (0, 0, 1)


@pytest.mark.parametrize(("rows", "line", "says"), [
    ("mail\nnobody\n", 2, "Enter an email address, such as name@example.org."),
    (f"mail\n{RASHID}\n\n{RASHID.upper()}\n", 4, "The same address is already on line 2."),
    (f"mail,expertise\n{RASHID},magic: 1\n", 2, "Expertise: “magic” is not valid. Enter a theme of the edition and a"
                                                " number from 0 to 3."),
    (f"mail,expertise\n{RASHID},site: many\n", 2, "Expertise: “site” is not valid. Enter a theme of the edition and a"
                                                  " number from 0 to 3."),
    (f"mail,country\n{RASHID},Atlantis\n", 2, "Country of residence: “ATLANTIS” is not a country code."),
    (f"mail,languages\n{RASHID},en\n", 2, "Languages: “en” is not valid. Enter a language of the edition and one of"
                                          " the levels native, fluent or reading."),
    (f"mail,domains\n{RASHID},gmail.com\n", 2, "Email domains of these institutions: “gmail.com” is not the email"
                                               " domain of an institution. Use a domain such as museum.example.org."),
    (f"mail,most_files\n{RASHID},1e9\n", 2, "Maximum number of nominations: Enter a whole number from 1 to 9999,"
                                          " or leave this empty."),
    ("mail\nada.byron@example.org\n", 2, "This person has a nomination in this edition and cannot review in it."),
    (f"mail,name\n{RASHID},a{'b' * 200}\n", 2, "This name cannot be used. Enter one line of at most 200 characters."),
    ("mail,letters\nx@example.org,tlh\n", 2, "Choose one of these languages for emails: en, fr, ar."),
    (f"name,mail\n\"two\nlines\",{RASHID}\nx\n", 4, "The row has too few columns."),
])
def test_a_row_that_cannot_be_taken_says_why_with_its_line(world, rows, line, says):
    _, every = judge_table(world, rows)
    refused = {row.row.line: texts.describe_refusals(row) for row in every if row.state is RowState.REFUSED}
    assert says in refused[line]
    before = count(world)
    assert call_as(world, people_table.apply_table, judge_table(world, rows)[0], {line}).changed == 0
    assert count(world) == before


def count(world):
    with world.session() as session:
        return [session.scalar(select(func.count()).select_from(model)) for model in (Account, Profile, Letter)]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "not_a_table"), (b"PK\x03\x04\x00", "not_a_table"), (b"\xc0;mail\n", "not_utf8"),
    (b"name,country\nx,MA\n", "no_heads"), (b"mail,mail\nx,y\n", "head_twice"), (b'mail\n"x', "not_a_table"),
    (b"mail\n" + b"x@example.org\n" * 1_001, "too_many_rows"), (b"mail\n" + b"x" * 5_242_880, "too_large"),
    (b"\xff\xfem\x00a", "not_utf8"),
])
def test_what_is_no_such_table_is_refused_whole(world, content, code):
    with pytest.raises(BadTable) as bad:
        call_as(world, people_table.read_table, content)
    assert [problem.code for problem in bad.value.wrongs] == [code]
    with world.session() as session:
        assert session.scalars(select(PeopleImport.id)).all() == []


def test_a_profile_changed_since_the_table_left_or_was_read_is_a_clash(world):
    rows = list(csv.DictReader(io.StringIO(table(world).decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(row | {"most_files": "9"} for row in rows if row["mail"] == RASHID)
    left = out.getvalue()
    import_id, rows = judge_table(world, left)
    assert [row.state for row in rows if row.row.mail == RASHID] == [RowState.CHANGED]

    call_as(world, reviewer_profiles.describe_oneself, ProfileAnswers(most_files=2), person="assigned")

    now = call_as(world, lambda work, edition_id: load_import(work, import_id, edition_id).judged)
    assert [row.state for row in now if row.row.mail == RASHID] == [RowState.CLASH]
    again = judge_table(world, left)[1]
    assert [row.state for row in again if row.row.mail == RASHID] == [RowState.CLASH]


def test_who_began_to_apply_in_the_meantime_is_left_out(world):
    import_id, rows = judge_table(world, "mail,most_files\nlate@example.org,3\n")
    assert rows[0].state is RowState.NEW
    with world.session(writes=True) as session:
        make.nomination(session, make.account(session, "Late Comer", email="late@example.org"))
        session.commit()

    applied = call_as(world, people_table.apply_table, import_id, {2})

    assert (applied.invited, applied.left) == (0, 1)


def test_who_declined_is_not_asked_again_by_a_table(world):
    work = world.work("head")
    invitations.invite_person(work, world.edition_id, "no@example.org", "No", language="en")
    work.session.close()
    with world.session(writes=True) as session:
        asked = session.scalars(select(ReviewerInvitation)).one()
        asked.answered_at, asked.accepted = world.clock(), False
        session.commit()
    _, rows = judge_table(world, "mail\nno@example.org\n")
    assert texts.describe_refusals(rows[0]) == [
        "This person has declined the invitation. You can invite them again on the page with people and roles."]


def test_conflicts_are_looked_for_once_by_the_worker(world):
    import_id, _ = judge_table(world, f"mail,collaborators\n{SEVDA},Lina Haddad\n")
    call_as(world, people_table.apply_table, import_id, {2})
    import_id, _ = judge_table(world, f"mail,most_files\n{SEVDA},5\n")
    call_as(world, people_table.apply_table, import_id, {2})

    with world.session() as session:
        waiting = session.scalars(select(Job).where(Job.task == "findings")).all()
    assert [job.arguments["reviewers"] for job in waiting] == [[str(world.person("unassigned").id)]]
    work = world.work("head")
    jobs.run_job(work, waiting[0].id)
    assert work.session.get(Job, waiting[0].id).state == "done"


@pytest.mark.parametrize("persona", ["officer", "assigned", "owner", "chair", "auditor"])
def test_nobody_but_the_head_brings_a_table_in(world, persona):
    with pytest.raises(Refused):
        call_as(world, people_table.read_table, b"mail\n", person=persona)


def test_another_head_never_meets_the_table(world):
    import_id, _ = judge_table(world, f"mail,most_files\n{SEVDA},5\n")
    work = world.work("head")
    other = replace(work, actor=replace(work.actor, id=world.person("officer").id))
    with pytest.raises(Refused, match="not_found"):
        people_table.apply_table(other, world.edition_id, import_id, {2})
