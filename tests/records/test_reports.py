"""The reports of the whole edition: who may have which, what they hold, and what they never tell."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select, update

from nominations.conflicts.reports import register
from nominations.conflicts.services import conflicts
from nominations.conflicts.texts import CONFLICT_ANSWERS
from nominations.core.language import use_language
from nominations.core.rules.vocabulary import ConflictAnswer, JobState, State
from nominations.core.services import jobs
from nominations.core.tables import Conflict, Document, Job, LateAttempt, Nomination
from nominations.documents.reports.edition_reports import EDITION_REPORTS
from nominations.documents.services import documents
from nominations.records.queries.statistics import load_statistics
from nominations.records.reports import statistics
from tests.documents.test_documents import worker
from tests.support import make
from tests.support.hostile_texts import FORMULAS
from tests.support.worlds import REFERENCES

KINDS = tuple(EDITION_REPORTS)


def table(sign_in, person: str, kind: str, language: str = "en") -> list[list[str]]:
    answer = sign_in(person).get(f"/pearl-2025/secretariat/reports/{kind}.csv?lang={language}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def list_reports(browse, person: str) -> set[str]:
    page = browse(person, "secretariat.reports")
    return {section.get("aria-labelledby", "").removeprefix("report-") for section in page.document.all("main section")
            if section.get("aria-labelledby", "").startswith("report-")}


def test_each_role_is_offered_what_it_may_have(browse):
    assert list_reports(browse, "head") == set(KINDS)
    assert list_reports(browse, "officer") == set(KINDS) - {"ledger"}
    assert list_reports(browse, "auditor") == set(KINDS) - {"conflicts", "communications"}
    assert list_reports(browse, "observer") == set(KINDS) - {"conflicts", "communications", "ledger"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_offered_is_not_given_either(browse, sign_in, kind, form):
    for person in ("officer", "auditor", "observer"):
        status = sign_in(person).get(f"/pearl-2025/secretariat/reports/{kind}.{form}").status_code
        assert status == (200 if kind in list_reports(browse, person) else 403), person


def test_there_is_no_report_of_another_name(sign_in):
    assert sign_in("head").get("/pearl-2025/secretariat/reports/passwords.csv").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_becomes_a_pdf(world, kind, language):
    asked = documents.ask_for_document(world.work("head"), kind, language=language)
    jobs.run_job(worker(world), asked.job_id)

    with world.session() as session:
        assert session.get_one(Job, asked.job_id).state is JobState.DONE
        assert session.get_one(Document, asked.id).sha256


def test_a_late_attempt_is_listed_with_what_it_missed(world, sign_in):
    at = make.CLOSE + timedelta(seconds=75)
    with world.session(writes=True) as session:
        session.add(LateAttempt(nomination_id=world.nomination("draft").id, account_id=world.person("owner").id, at=at,
                                closed_at=make.CLOSE))
        session.commit()

    heads, *rows = table(sign_in, "observer", "late_attempts")

    assert heads[2:4] == ["Arrived (UTC)", "Closed (UTC)"]
    assert [(row[0], row[4], row[5]) for row in rows] == [(REFERENCES["draft"], "75", "no")]


def test_recusals_stand_in_their_register_and_not_in_the_observers(world, sign_in):
    rows = table(sign_in, "officer", "conflicts")

    assert [REFERENCES["eligible"], world.person("recused").name] in [row[:2] for row in rows]


def test_answers_without_a_conflict_are_counted_and_not_listed(world, sign_in):
    with world.session() as session:
        none = session.scalar(select(func.count()).select_from(Conflict).where(Conflict.answer == ConflictAnswer.NONE))
        work = replace(world.work("officer"), session=session)
        content = register.list_entries(work, world.edition_id)
        listed = [row[3] for row in content.rows]

    assert none
    assert str(CONFLICT_ANSWERS[ConflictAnswer.NONE]) not in listed
    assert [note.split()[0] for note in content.notes] == [str(none)]


def test_what_people_wrote_runs_nowhere(world, sign_in):
    formula = FORMULAS["command"]
    conflicts.recuse_reviewer(
        world.work("officer"), world.nomination("eligible").id, world.person("assigned").id, "other", formula
    )

    rows = table(sign_in, "officer", "conflicts")

    assert f"'{formula}" in [row[5] for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+@\t")]


def test_the_statistics_count_what_was_handed_in_and_name_nobody(world, sign_in):
    rows = table(sign_in, "observer", "statistics")
    counts = {(row[0], row[1], row[2]): int(row[3]) for row in rows[1:]}

    assert counts["By category", "Projects", "All"] == 2
    assert counts["Status (Projects)", "Completed", "All"] == 2
    everything = " ".join(cell for row in rows for cell in row)
    for person in ("owner", "stranger", "assigned"):
        assert world.person(person).name not in everything
    assert not [reference for reference in REFERENCES.values() if reference in everything]


def test_a_withdrawn_nomination_counts_no_more(world):
    with world.session(writes=True) as session:
        session.execute(update(Nomination).where(Nomination.reference == REFERENCES["submitted"])
                        .values(_state=State.WITHDRAWN))
        session.commit()

    counted = load_statistics(world.work("observer"), world.edition_id)

    assert counted.total == 1
    assert sum(day.total() for day in counted.days.values()) == 1


def test_a_day_is_a_day_where_the_award_is_given(world):
    """One second before midnight in the award's zone and midnight itself are two days."""
    zone_midnight = make.CLOSE
    with world.session(writes=True) as session:
        for which, at in (("submitted", zone_midnight - timedelta(seconds=1)), ("eligible", zone_midnight)):
            session.execute(update(Nomination).where(Nomination.reference == REFERENCES[which]).values(submitted_at=at))
        session.commit()

    counted = load_statistics(world.work("observer"), world.edition_id)

    assert [count.total() for count in counted.days.values()] == [1, 1]


def test_the_workbook_has_a_sheet_for_each_count(world):
    counted = load_statistics(world.work("observer"), world.edition_id)
    with use_language("ar"):
        book = openpyxl.load_workbook(io.BytesIO(statistics.write_statistics_xlsx(counted, "x", make.START)))
        titles = [table_.title for table_ in statistics.build_tables(counted)]

    assert len(book.sheetnames) == len(titles)
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert book.worksheets[0].cell(2, 2).value == 2
