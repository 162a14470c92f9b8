"""The closing date's room: two steps, never earlier, everybody told, every page follows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from nominations.core.tables import ClosingDate, EligibilityDecision, Extension, LedgerRecord
from nominations.editions.queries import editions
from nominations.screening.services import eligibility
from tests.support import make
from tests.support.worlds import REFERENCES

REASONS = {"reason-en": "Roads are flooded.", "reason-fr": "Des routes sont inondées.", "reason-ar": "الطرق مغمورة."}
LATER = {"kind": "day", "last_day": "2025-12-05", "told": "drafts", **REASONS}


@pytest.fixture
def room(browse):
    return lambda who="head", **query: browse(who, "secretariat.deadline", **query)


def closing(world):
    with world.session() as session:
        return editions.load_closing(session, world.edition_id)


def test_readers_see_what_holds_and_its_history_without_a_form(room):
    for who in ("officer", "observer", "auditor"):
        page = room(who)

        assert (page.status, len(page.texts("#history tbody tr"))) == (200, 2)
        assert "23:59:59" in page.text("main")
        assert "2025-11-30 23:00:00 UTC" in page.text("main")
        assert "See what would change" not in page.buttons


def test_the_head_extends_in_two_steps(room, world):
    page = room().press("See what would change", LATER)

    assert (page.status, page.heading) == (200, "Extend the deadline for everyone?")
    assert closing(world).announced == make.CLOSE
    assert world.letters() == []
    assert "Roads are flooded." in page.text("main")

    page = page.press("Extend and send 2 emails")

    assert (page.status, page.heading) == (200, "Deadline")
    assert closing(world).announced == datetime(2025, 12, 5, 23, 0, tzinfo=UTC)
    assert sorted(address for address, _ in world.letters()) == sorted(
        world.person(name).email for name in ("owner", "stranger")
    )
    with world.session() as session:
        row = session.scalars(select(ClosingDate).order_by(ClosingDate.number.desc())).first()
        assert (row.number, row.reason["ar"], row.made_by_id) == (3, "الطرق مغمورة.", world.person("head").id)
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number.desc())).first() == "extend"


@pytest.mark.parametrize(("changes", "field"), [
    ({"last_day": "2025-11-30"}, "last_day"),  # the same close
    ({"last_day": "2025-11-29"}, "last_day"), ({"last_day": "2025-13-01"}, "last_day"), ({"last_day": ""}, "last_day"),
    ({"last_day": "9999-12-31"}, "last_day"), ({"last_day": "0001-01-01"}, "last_day"),
    ({"kind": "instant", "day": "2025-12-01", "time": "00:00"}, "day"),  # the same close to the instant
    ({"kind": "instant", "day": "2025-12-05", "time": "25:00"}, "time"),
    ({"kind": "instant", "day": "2025-12-05", "time": ""}, "time"),
    ({"kind": "instant", "day": "2026-03-22", "time": "02:30"}, "time"),  # that hour does not exist
    ({"reason-fr": " "}, "reason-fr"), ({"reason-ar": "a\x00b"}, "reason-ar"),
    ({"reason-en": "a" * 20_000}, "reason-en"),
])
def test_what_cannot_be_announced_is_refused_at_its_field_and_kept(room, world, changes, field):
    page = room().press("See what would change", LATER | changes)

    assert (page.status, page.has(f"#{field}-error")) == (422, True)
    assert closing(world).announced == make.CLOSE
    if field != "reason-en":
        assert "Roads are flooded." in page.response.text


def test_an_hour_that_comes_twice_means_the_later_one_and_says_so(room, world):
    page = room().press(
        "See what would change", LATER | {"kind": "instant", "day": "2026-02-15", "time": "02:30", "told": "nobody"}
    )

    assert "this hour occurs twice" in page.text("main")
    page.press("Extend without emails")
    assert closing(world).announced == datetime(2026, 2, 15, 2, 30, tzinfo=UTC)


def test_the_end_of_a_day_in_ramadan_is_midnight_by_the_clocks_of_that_day(room, world):
    room().press("See what would change", LATER | {"last_day": "2026-02-20"}).press("Extend and send 2 emails")

    assert closing(world).announced == datetime(2026, 2, 21, 0, 0, tzinfo=UTC)


def test_the_second_of_two_extensions_at_once_is_refused(room, world):
    first = room().press("See what would change", LATER)
    second = room().press("See what would change", LATER | {"last_day": "2025-12-03"})
    first.press("Extend and send 2 emails")

    page = second.press("Extend and send 2 emails")

    assert page.status == 409
    assert closing(world).announced == datetime(2025, 12, 5, 23, 0, tzinfo=UTC)
    assert len(world.letters()) == 2


def test_after_the_close_the_call_is_extended_until_screening_begins(room, world, clock):
    clock.turn_to(make.CLOSE + timedelta(hours=1))
    page = room().press("See what would change", LATER)
    assert page.status == 200
    with world.session(writes=True) as session:
        make.checked(session, session.merge(world.nomination("submitted")), session.merge(world.person("officer")))
        session.commit()
    eligibility.admit(world.work("officer"), world.nomination("submitted").id)

    assert page.press("Extend and send 2 emails").status == 409
    assert "See what would change" not in room().buttons
    assert closing(world).announced == make.CLOSE
    with world.session() as session:
        assert session.scalars(select(EligibilityDecision.outcome)).all() == ["eligible"]


def test_a_close_that_has_passed_already_is_refused(room, clock):
    clock.turn_to(make.CLOSE + timedelta(days=3))

    page = room().press("See what would change", LATER | {"last_day": "2025-12-02"})

    assert (page.status, page.has("#last_day-error")) == (422, True)


@pytest.mark.parametrize("who", ["officer", "observer", "auditor", "owner", "assigned", "revoked", "foreign_head"])
def test_nobody_but_the_head_extends(world, sign_in, who):
    client = sign_in(who)
    for place in ("deadline", "deadline/preview", "deadline/extensions"):
        assert client.post(f"/pearl-2025/secretariat/{place}", data=LATER).status_code == 403
    assert closing(world).announced == make.CLOSE


def one(which="draft", **changes):
    return {"extended_reference": REFERENCES[which], "until_day": "2025-12-02", "until_time": "12:00",
            "extension_reason": "A flood."} | changes


def test_one_nomination_gets_more_time_and_its_owner_is_notified(room, world):
    page = room().press("Extend the deadline", one())

    assert (page.status, len(page.texts("#personal tbody tr"))) == (200, 1)
    assert [address for address, _ in world.letters()] == [world.person("owner").email]
    with world.session() as session:
        assert session.scalars(select(Extension.until)).one() == datetime(2025, 12, 2, 11, 0, tzinfo=UTC)


def test_an_extension_that_is_over_is_struck_through(room, clock):
    room().press("Extend the deadline", one())
    clock.turn_to(datetime(2025, 12, 2, 11, 0, tzinfo=UTC))

    assert room().has("#personal s")


@pytest.mark.parametrize(("changes", "field"), [
    ({"extended_reference": "PRL-2025-P-9999"}, "extended_reference"),
    ({"extended_reference": ""}, "extended_reference"),
    ({"extended_reference": "x\x00"}, "extended_reference"), ({"until_day": "2025-11-30"}, "until_day"),
    ({"until_day": "2025-11-01"}, "until_day"), ({"until_time": "noon"}, "until_time"),
    ({"extension_reason": ""}, "extension_reason"), ({"until_day": "2026-03-22", "until_time": "02:30"}, "until_time"),
])
def test_more_time_needs_a_nomination_an_instant_and_a_reason(room, world, changes, field):
    page = room().press("Extend the deadline", one(**changes))

    assert (page.status, page.has(f"#{field}-error")) == (422, True)
    assert world.letters() == []


def test_an_eligible_nomination_gets_no_more_time(room, world):
    assert room().press("Extend the deadline", one("eligible")).status == 409


@pytest.mark.parametrize(("query", "answer"), [
    ({"on": "2025-11-30", "at": "23:59:59"}, "Yes"), ({"on": "2025-12-01", "at": "00:00"}, "No"),
    ({"reference": "submitted", "on": "2025-11-30", "at": "12:00"}, "Yes"),
    ({"reference": "eligible", "on": "2025-11-30", "at": "12:00"}, "No"),
])
def test_what_if_is_answered_by_the_one_rule(room, query, answer):
    asked = {"reference": REFERENCES[query.pop("reference", "draft")]} | query

    assert room("observer", **asked).text(".notice h2") == answer


def test_what_if_knows_personal_extensions_and_odd_questions(room, world):
    room().press("Extend the deadline", one())
    page = room(reference=REFERENCES["draft"], on="2025-12-02", at="11:59:59")

    assert page.text(".notice h2") == "Yes"
    assert "has an individual extension until" in page.text(".notice")
    for odd in ("", "x", "\x00", "9" * 400, "2025-99-99"):
        for name in ("reference", "on", "at"):
            query = {"reference": REFERENCES["draft"], "on": "2025-12-02", "at": "11:00"} | {name: odd}
            assert room(**query).status in (200, 400)
