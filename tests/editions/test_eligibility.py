"""Each rule a machine can check, at its edges; editions say what follows."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from nominations.editions.rules.edition import Outcome, Rule
from nominations.editions.rules.eligibility import CheckedNomination, Met, OutsideFacts, check_rules, months_after
from nominations.editions.rules.files import MEGABYTE
from nominations.editions.rules.questions import (
    Attached,
    AttachmentKind,
    Declaration,
    Kind,
    LocalizedText,
    Question,
    Section,
)

NAME = LocalizedText({"en": "Name"})
CLOSES = datetime(2025, 11, 30, 23, tzinfo=UTC)  # midnight in Rabat
A_MOMENT = timedelta(microseconds=1)
EDITION = SimpleNamespace(
    zone="Africa/Casablanca", entry_languages=("ar", "fr"), member_codes=lambda: frozenset({"MA", "AZ"}),
    max_files=2, max_bytes=3 * MEGABYTE,
)  # fmt: skip
SPAN = {"start": "start", "end": "end", "status": "status", "ongoing": "ongoing"}


def category(rules=(), questions=(), attachments=(), declarations=()):
    section = Section("s", NAME, questions=tuple(questions))
    return SimpleNamespace(rules=tuple(rules), sections=(section,), attachments=attachments, declarations=declarations)


def check(test, answers=None, params=None, *, now=CLOSES - A_MOMENT, files=(), accepted=None, outside=None, **form):
    rule = Rule("it", Outcome.BLOCK, test, NAME, params=params or {})
    handed = CheckedNomination(answers or {}, files, accepted or {}, now, CLOSES)
    return check_rules(EDITION, category([rule], **form), handed, outside)[0]


@pytest.mark.parametrize(("now", "met"), [(CLOSES - A_MOMENT, Met.YES), (CLOSES, Met.NO), (CLOSES + A_MOMENT, Met.NO)])
def test_the_last_instant_before_the_close_is_in_time_and_the_close_is_not(now, met):
    assert check("before_close", now=now).met is met


@pytest.mark.parametrize(("given", "met"), [
    (["MA"], Met.YES), (["FR", "AZ"], Met.YES), (["FR"], Met.NO), ([], Met.LOOK), ("AZ", Met.YES), ("FR", Met.NO),
])  # fmt: skip
def test_one_country_of_the_list_is_enough(given, met):
    assert check("member_state", {"where": given}, {"question": "where"}).met is met


def test_a_rule_can_look_into_a_part_of_a_group_and_names_the_question():
    finding = check("member_state", {"body": {"country": "FR"}}, {"question": "body.country"})

    assert (finding.met, finding.questions, finding.blocks) == (Met.NO, ("body",), True)
    assert finding.params == {"countries": "FR"}


@pytest.mark.parametrize(("answers", "met", "why"), [
    ({"start": "2024-01-01", "end": "2024-01-01"}, Met.YES, None),
    ({"start": "2024-01-02", "end": "2024-01-01"}, Met.NO, "end_before_start"),
    ({"start": "2024-01-01", "end": "2025-11-30"}, Met.YES, None),
    ({"start": "2024-01-01", "end": "2025-12-01"}, Met.NO, "end_after_close"),
    ({"start": "2024-01-01", "status": "ongoing", "phase": "The roof."}, Met.YES, None),
    ({"start": "2024-01-01", "status": "ongoing", "phase": " "}, Met.NO, "no_end"),
    ({"start": "2024-01-01", "status": "completed", "phase": "The roof."}, Met.NO, "no_end"),
    ({"end": "2024-01-01"}, Met.LOOK, None),
])  # fmt: skip
def test_dates_stand_in_order_or_a_phase_is_described(answers, met, why):
    finding = check("dates_order", answers, {**SPAN, "phase": "phase"})

    assert (finding.met, finding.params.get("why") if met is Met.NO else None) == (met, why)


@pytest.mark.parametrize(("start", "end", "mode", "met"), [
    ("2018-01-01", "2020-12-31", "min_duration", Met.NO),
    ("2018-01-01", "2021-01-01", "min_duration", Met.YES),
    ("2024-01-01", "2024-06-01", "min_duration", Met.NO),
    ("2022-01-01", "2022-11-29", "recent", Met.NO),
    ("2022-01-01", "2022-11-30", "recent", Met.YES),
    ("2010-01-01", "2015-01-01", "recent", Met.NO),
    ("2010-01-01", "2015-01-01", "either", Met.YES),
    ("2024-01-01", "2024-06-01", "either", Met.YES),
    ("2019-01-01", "2020-01-01", "either", Met.NO),
])  # fmt: skip
def test_three_years_may_mean_a_long_work_or_a_recent_one(start, end, mode, met):
    assert check("three_years", {"start": start, "end": end}, {**SPAN, "mode": mode, "months": 36}).met is met


@pytest.mark.parametrize(("start", "mode", "met"), [
    ("2022-11-30", "either", Met.YES), ("2022-12-01", "either", Met.LOOK), ("2022-12-01", "recent", Met.LOOK),
    ("2022-12-01", "min_duration", Met.NO),
])  # fmt: skip
def test_ongoing_work_is_measured_to_the_close_and_its_phases_are_looked_at(start, mode, met):
    assert check("three_years", {"start": start, "status": "ongoing"}, {**SPAN, "mode": mode}).met is met


@pytest.mark.parametrize(("start", "months", "after"), [
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2024, 11, 30), 36, date(2027, 11, 30)),
    (date(2024, 12, 1), 1, date(2025, 1, 1)), (date(9999, 12, 1), 36, date(9999, 12, 1)),
])  # fmt: skip
def test_months_later_is_the_same_day_or_the_last_of_the_month(start, months, after):
    assert months_after(start, months) == after


def test_fields_count_what_is_missing_and_what_is_wrong():
    questions = [Question("name", Kind.LINE, NAME, required=True), Question("mail", Kind.EMAIL, NAME)]

    assert check("required_fields", {"mail": "x"}, questions=questions).params == {"count": 2}
    assert check("required_fields", {"name": "a", "mail": ""}, questions=questions).met is Met.YES


def file(kind="letter", size=9, format="pdf"):
    return Attached(kind, f"{kind}.pdf", "0", size, format)


@pytest.mark.parametrize(("files", "count"), [
    ([], 1), ([file()], 0), ([file(format="exe")], 1), ([file(), file("more"), file("more")], 1),
    ([file(size=MEGABYTE * 2), file("more", MEGABYTE * 2)], 1),
])  # fmt: skip
def test_attachments_are_there_and_within_the_limits_of_kind_and_nomination(files, count):
    kinds = (AttachmentKind("letter", NAME, least=1), AttachmentKind("more", NAME, most=5))

    assert check("attachments", files=files, attachments=kinds).params == {"count": count}


def test_a_declaration_accepted_in_an_older_version_does_not_count():
    declarations = (Declaration("decl_a", NAME, NAME, "2"), Declaration("decl_b", NAME, NAME, "1", required=False))

    assert check("declarations", accepted={"decl_a": "1"}, declarations=declarations).met is Met.NO
    assert check("declarations", accepted={"decl_a": "2"}, declarations=declarations).met is Met.YES


CONSENT = {"question": "kind", "option": "third", "attachment": "consent"}


@pytest.mark.parametrize(("kind", "files", "confirmed", "met"), [
    ("own", [], False, Met.YES), ("third", [], False, Met.NO), ("third", [file("consent")], False, Met.YES),
    ("third", [], True, Met.YES),
])  # fmt: skip
def test_who_is_nominated_by_another_has_agreed(kind, files, confirmed, met):
    outside = OutsideFacts(consent_confirmed=confirmed)

    assert check("nominee_consent", {"kind": kind}, CONSENT, files=files, outside=outside).met is met


def test_a_consent_confirmed_by_link_needs_no_letter():
    kinds = (AttachmentKind("consent", NAME, least=1),)
    rules = [
        Rule("files", Outcome.BLOCK, "attachments", NAME),
        Rule("agreed", Outcome.BLOCK, "nominee_consent", NAME, params=CONSENT),
    ]
    handed = CheckedNomination({"kind": "third"}, (), {}, CLOSES, CLOSES)

    shown = check_rules(EDITION, category(rules, attachments=kinds), handed, OutsideFacts(consent_confirmed=True))

    assert [finding.met for finding in shown] == [Met.YES, Met.YES]


def test_facts_from_outside_are_reported_as_they_were_given():
    outside = OutsideFacts(same_nominee=("NHA-2025-P-0001",), insiders=("Ada Byron",))

    twice, insider = check("one_per_nominee", outside=outside), check("insiders", outside=outside)

    assert (twice.met, twice.params) == (Met.NO, {"references": "NHA-2025-P-0001"})
    assert (insider.met, insider.params) == (Met.NO, {"names": "Ada Byron"})
    assert [check(test).met for test in ("one_per_nominee", "insiders")] == [Met.YES, Met.YES]


@pytest.mark.parametrize(
    ("born", "met"), [("2006", Met.YES), ("2007", Met.LOOK), ("2008", Met.NO), ("", Met.LOOK), ("x", Met.LOOK)]
)
def test_age_is_sure_only_when_the_year_alone_decides(born, met):
    assert check("adult", {"born": born}, {"question": "born", "age": 18}).met is met


@pytest.mark.parametrize(("years", "met"), [("10", Met.YES), ("9", Met.NO), ("", Met.LOOK)])
def test_a_number_below_the_least_is_pointed_out(years, met):
    assert check("at_least", {"years": years}, {"question": "years", "least": 10}).met is met


@pytest.mark.parametrize(("language", "met"), [("ar", Met.YES), ("en", Met.NO), ("", Met.LOOK)])
def test_the_language_is_one_of_the_edition(language, met):
    assert check("entry_language", {"language": language}, {"question": "language"}).met is met


def test_a_rule_that_is_off_finds_nothing_and_only_a_blocking_one_blocks():
    rules = [Rule("a", Outcome.BLOCK, "before_close", NAME, on=False), Rule("b", Outcome.FLAG, "before_close", NAME)]

    shown = check_rules(EDITION, category(rules), CheckedNomination({}, (), {}, CLOSES, CLOSES))

    assert [(finding.rule, finding.met, finding.blocks) for finding in shown] == [("b", Met.NO, False)]
