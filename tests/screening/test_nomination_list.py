"""The secretariat's table: what it finds, what it hides, what it costs, what leaves it."""

import csv
import io
import zipfile
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event, update

from nominations.core.rules.vocabulary import State
from nominations.core.tables import Account, Message, Nomination
from tests.support import make
from tests.support.browse import fetch
from tests.support.hostile_texts import FORMULAS, ODD_PARAMETERS
from tests.support.worlds import REFERENCES

pytestmark = pytest.mark.both_databases
PLANTED = "Only a title"


def references(page) -> list[str]:
    return [text.split()[0] for text in page.texts("#nominations tbody th")]


@contextmanager
def count_statements(app):
    """How many statements the application sends meanwhile."""
    seen: list[str] = []
    engine = app.extensions["engine"]

    def listen(connection, cursor, statement, parameters, context, many):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    yield seen
    event.remove(engine, "before_cursor_execute", listen)


def retitle(world, which: str, title: str) -> None:
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(Nomination).where(Nomination.reference == REFERENCES[which]).values(title=title))


def many(world, count: int) -> None:
    with world.session(writes=True) as session:
        owner = session.get_one(Account, world.person("owner").id)
        for number in range(count):
            session.add(Nomination(
                id=uuid4(), edition_id=world.edition_id, category="project", reference=f"PRL-2025-P-{5000 + number}",
                owner_id=owner.id, _state=State.SUBMITTED, title=f"Work {number}", language="en",
                created_at=make.START, changed_at=make.START, submitted_at=make.START, submission_id=uuid4(),
            ))
        session.commit()


def test_everybody_of_the_house_sees_all_nominations(browse):
    for who in ("officer", "head", "observer", "auditor"):
        page = browse(who, "secretariat.nominations")

        assert references(page) == sorted(REFERENCES.values())


def test_a_draft_shows_neither_title_nor_owner_before_and_after_the_close(browse, world, clock):
    for instant in (make.START, make.CLOSE):
        clock.turn_to(instant)
        for query in ({}, {"sort": "title"}, {"state": "draft"}, {"q": REFERENCES["draft"]}):
            page = browse("head", "secretariat.nominations", **query)

            assert PLANTED not in page.response.text
        row = next(row for row in browse("head", "secretariat.nominations").texts("#nominations tbody tr")
                   if REFERENCES["other"] in row)
        assert "Lina Haddad" not in row
        assert "0 sections completed of 2" in row


def test_words_of_a_draft_find_nothing(browse, world):
    retitle(world, "draft", "zanzibar")
    retitle(world, "submitted", "zanzibar")

    assert references(browse("head", "secretariat.nominations", q="zanzibar")) == [REFERENCES["submitted"]]
    assert references(browse("head", "secretariat.nominations", q="Lina Haddad")) == []
    assert references(browse("head", "secretariat.nominations", language="en", state="draft")) == []


@pytest.mark.parametrize(("title", "typed"), [
    ("L’ÉCOLE d’été", "l’ecole ETE"), ("مُحَمَّدٌ في آسفي", "محمد اسفي"), ("100% _ready_", "100% _ready_"),
    ("İçərişəhər", "içərişəhər"), ("a/b\\c", "a/b\\c"), ("Ouarzazate", "zaza ouar"),
])
def test_words_find_titles_whatever_their_capitals_and_accents(browse, world, title, typed):
    retitle(world, "submitted", title)

    assert references(browse("officer", "secretariat.nominations", q=typed)) == [REFERENCES["submitted"]]


@pytest.mark.parametrize("typed", ["%", "_", "100%_", "\\", "'; DROP TABLE nomination;--"])
def test_signs_of_patterns_mean_themselves(browse, typed):
    assert references(browse("officer", "secretariat.nominations", q=typed)) == []


@pytest.mark.parametrize(("query", "names"), [
    ({"state": "submitted"}, ["submitted"]), ({"state": "eligible"}, ["eligible"]),
    ({"eligibility": "open"}, ["submitted"]), ({"eligibility": "eligible"}, ["eligible"]),
    ({"eligibility": "proposed"}, []), ({"category": "individual"}, ["person"]), ({"country": "EG"}, ["person"]),
    ({"language": "en"}, ["submitted", "eligible"]), ({"q": "ada byron"}, ["submitted", "eligible"]),
    ({"category": "project", "country": "MA", "state": "submitted"}, ["submitted"]),
])
def test_filters_find_what_they_say(browse, query, names):
    assert references(browse("head", "secretariat.nominations", **query)) == [REFERENCES[name] for name in names]


@pytest.mark.parametrize("column", [
    "reference", "title", "category", "country", "language", "state", "eligibility", "reviews", "activity",
])
def test_each_column_sorts_both_ways(browse, column):
    up = references(browse("head", "secretariat.nominations", sort=column))
    down = references(browse("head", "secretariat.nominations", sort=f"-{column}"))

    assert sorted(up) == sorted(down) == sorted(REFERENCES.values())


@pytest.mark.parametrize("name", ["q", "category", "country", "language", "state", "eligibility", "sort", "page"])
def test_odd_parameters_never_break_the_table(app, sign_in, name):
    client = sign_in("head")
    for value in ODD_PARAMETERS:
        for place in ("nominations", "nominations.csv"):
            query = {name: value.encode(errors="replace")}
            response = client.get(f"/pearl-2025/secretariat/{place}", query_string=query)

            assert response.status_code in (200, 400, 404), (name, value)


def test_a_page_beyond_the_last_is_empty_and_a_page_of_nothing_is_not_found(browse):
    assert references(browse("head", "secretariat.nominations", page="9")) == []
    assert browse("head", "secretariat.nominations", page="0").status == 404


def test_one_row_and_a_thousand_cost_the_same_number_of_statements(app, world, sign_in):
    client, address = sign_in("head"), "/pearl-2025/secretariat/nominations"
    client.get(address)  # an edition is read once for ever
    counts = []
    for query in ("?state=eligible", "", "?sort=-reviews"):
        with count_statements(app) as few:
            client.get(address + query)
        counts.append(len(few))
    many(world, 1000)
    for query in ("", "?q=work", "?sort=-country&page=3"):
        with count_statements(app) as lots:
            page = fetch(client, address + query)
        counts.append(len(lots))
        assert len(references(page)) == 50

    assert len(set(counts)) == 1, counts


def test_a_thousand_rows_leave_with_few_statements(app, world, sign_in):
    many(world, 1000)
    with count_statements(app) as seen:
        response = sign_in("auditor").get("/pearl-2025/secretariat/nominations.csv?state=submitted")

    assert len(response.get_data(as_text=True).splitlines()) == 1002
    assert len(seen) < 30


def test_neighbours_of_a_file_are_those_of_the_list(browse):
    page = browse("head", "secretariat.nominations", q="ada", sort="-reference")
    page = page.follow(REFERENCES["eligible"])

    assert "1 of 2" in page.text("nav[aria-label='In this list']")
    assert REFERENCES["submitted"] in page.follow("Next nomination").text(".caption")


def test_exports_hold_the_rows_of_the_filter_and_run_nothing(browse, world, sign_in):
    for name, formula in FORMULAS.items():
        if "\r" in formula:
            continue
        retitle(world, "submitted", formula)
        text = sign_in("observer").get("/pearl-2025/secretariat/nominations.csv?state=submitted").get_data()
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))

        assert [row[0] for row in rows[1:]] == [REFERENCES["submitted"]], name
        assert rows[1][1].lstrip("'") == formula.lstrip("'")
        assert rows[1][1][:1] not in tuple("=+-@\t"), name
    retitle(world, "submitted", "=1+1")
    book = sign_in("observer").get("/pearl-2025/secretariat/nominations.xlsx").get_data()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert PLANTED not in sheet


def test_the_sheet_lies_right_to_left_in_arabic(sign_in):
    book = sign_in("head").get("/pearl-2025/secretariat/nominations.xlsx?lang=ar").get_data()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert 'rightToLeft="1"' in parts.read("xl/worksheets/sheet1.xml").decode()


def test_no_draft_leaves_with_more_than_the_table_shows(world, sign_in):
    for place in ("nominations.csv", "eligibility.csv"):
        text = sign_in("head").get(f"/pearl-2025/secretariat/{place}").get_data(as_text=True)

        assert PLANTED not in text
        assert "Lina Haddad" not in text


def test_unread_messages_are_counted(browse, world):
    with world.session(writes=True) as session:
        session.add(Message(nomination_id=world.nomination("submitted").id, author_id=world.person("owner").id,
                            by_secretariat=False, text="Hello", sent_at=make.START))
        session.commit()

    page = browse("officer", "secretariat.nominations", state="submitted")

    assert "1 new message" in page.text("#nominations tbody tr").replace("One", "1")


@pytest.mark.parametrize("who", ["owner", "assigned", "chair", "revoked", "foreign_head"])
def test_nobody_else_sees_the_table(browse, who):
    for endpoint in ("nominations", "deadline", "letters", "ledger"):
        assert browse(who, f"secretariat.{endpoint}").status == 403
