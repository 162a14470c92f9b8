"""The chain shows every tampering: one thousand of them, and each kind by its reason."""

import random
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from nominations.core.rules.ledger import GENESIS, Fault, Record, commitment, first_fault, next_record, plain

START = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
LENGTH = 40
Row = tuple[Record, str | None, dict | None]


def chain(length: int = LENGTH) -> list[Row]:
    """Acts of many people, with words in three alphabets."""
    rows: list[Row] = []
    previous = GENESIS
    for number in range(1, length + 1):
        content = {"act": "edit", "title": f"مدرسة {number}", "answers": {"b": [number, "é"], "a": None}}
        salt = f"{number:032x}"
        record = next_record(
            number, START + timedelta(seconds=number), f"person-{number % 7}", "applicant", "edit",
            f"nomination:{number % 5}", "natavan-2025", commitment(salt, content), previous,
        )
        rows.append((record, salt, content))
        previous = record.hash
    return rows


def other(value: object) -> object:
    """Something else of the same kind."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    text = str(value)
    return ("0" if text[0] != "0" else "1") + text[1:]


def change_a_field(rows: list[Row], chance: random.Random) -> int:
    at = chance.randrange(len(rows))
    record, salt, content = rows[at]
    name = chance.choice(fields(Record)).name
    rows[at] = (replace(record, **{name: other(getattr(record, name))}), salt, content)
    # A number that changed leaves its place empty; everything else is told of the record itself.
    return at + 1


def change_the_content(rows: list[Row], chance: random.Random) -> int:
    at = chance.randrange(len(rows))
    record, salt, content = rows[at]
    rows[at] = (record, salt, {**content, chance.choice(["title", "more", "act"]): chance.choice(["x", None, 0, []])})
    return at + 1


def change_the_salt(rows: list[Row], chance: random.Random) -> int:
    at = chance.randrange(len(rows))
    record, salt, content = rows[at]
    rows[at] = (record, other(salt), content)
    return at + 1


def delete_one(rows: list[Row], chance: random.Random) -> int:
    at = chance.randrange(len(rows) - 1)
    del rows[at]
    return at + 1


def insert_one(rows: list[Row], chance: random.Random) -> int:
    """A well-made record between two others, with the number of the one it pushes away."""
    at = chance.randrange(len(rows))
    pushed = rows[at][0]
    content = {"act": "award"}
    forged = next_record(pushed.number, pushed.at, "nobody", "head", "award", "nomination:1", None,
                     commitment("salt", content), pushed.previous)
    rows.insert(at, (forged, "salt", content))
    return at + 2


def put_one_in_place_of_another(rows: list[Row], chance: random.Random) -> int:
    """The same, with its place taken: the one behind it no longer follows."""
    at = chance.randrange(len(rows) - 1)
    old = rows[at][0]
    content = {"act": "award"}
    rows[at] = (next_record(old.number, old.at, "nobody", "head", "award", "nomination:1", "natavan-2025",
                        commitment("salt", content), old.previous), "salt", content)
    return at + 2


def swap_two(rows: list[Row], chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(len(rows)), 2))
    rows[first], rows[second] = rows[second], rows[first]
    return first + 1


def swap_two_and_their_numbers(rows: list[Row], chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(len(rows)), 2))
    one, two = rows[first][0], rows[second][0]
    rows[first] = (replace(two, number=one.number), *rows[second][1:])
    rows[second] = (replace(one, number=two.number), None, None)
    return first + 1


def swap_two_contents(rows: list[Row], chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(len(rows)), 2))
    one, two = rows[first], rows[second]
    rows[first], rows[second] = (one[0], *two[1:]), (two[0], *one[1:])
    return first + 1


TAMPERINGS = (
    change_a_field, change_the_content, change_the_salt, delete_one, insert_one, put_one_in_place_of_another, swap_two,
    swap_two_and_their_numbers, swap_two_contents,
)


def test_an_untouched_chain_holds():
    assert first_fault(chain()) is None
    assert first_fault([]) is None


def test_one_thousand_random_tamperings_are_found_where_they_were_made():
    whole = chain()
    missed = []
    for seed in range(1_000):
        chance = random.Random(seed)
        tamper = TAMPERINGS[seed % len(TAMPERINGS)]
        rows = list(whole)
        expected = tamper(rows, chance)
        fault = first_fault(rows)
        if fault is None or fault.number != expected:
            missed.append((seed, tamper.__name__, expected, fault))
    assert missed == []


@pytest.mark.parametrize("name", [field.name for field in fields(Record)])
def test_every_field_of_a_record_is_held_by_the_chain(name):
    rows = chain()
    record, salt, content = rows[20]
    rows[20] = (replace(record, **{name: other(getattr(record, name))}), salt, content)

    assert first_fault(rows).number == 21


@pytest.mark.parametrize(("tamper", "why"), [
    (lambda rows: rows.pop(9), Fault(10, "missing")),
    (lambda rows: rows.__setitem__(9, (replace(rows[9][0], actor="x"), None, None)), Fault(10, "was changed")),
    (lambda rows: rows.__setitem__(9, (rows[9][0], rows[9][1], {})), Fault(10, "its content was changed")),
    (lambda rows: rows.__setitem__(9, (replace(rows[9][0], previous=GENESIS), None, None)),
     Fault(10, "does not follow the record before it")),
])
def test_a_fault_says_what_is_wrong(tamper, why):
    rows = chain()
    tamper(rows)

    assert first_fault(rows) == why


def test_erased_content_is_no_fault():
    rows = [(record, None, None) for record, _salt, _content in chain()]
    assert first_fault(rows) is None

    rows[12] = (replace(rows[12][0], commitment="0" * 64), None, None)
    assert first_fault(rows) == Fault(13, "was changed")


def test_a_chain_begun_anew_from_the_middle_is_found():
    whole = chain()

    assert first_fault(whole[5:]) == Fault(1, "missing")


def test_equal_contents_have_different_commitments_and_the_order_of_keys_is_nothing():
    assert commitment("a", {"x": 1}) != commitment("b", {"x": 1})
    assert commitment("a", {"x": 1, "y": 2}) == commitment("a", {"y": 2, "x": 1})


def test_a_commitment_takes_any_text_at_all():
    assert commitment("a", {"x": "before\ud800after"}) != commitment("a", {"x": "before\udc00after"})


def test_the_zone_in_which_an_instant_is_written_changes_nothing():
    first = chain(1)[0][0]
    there = replace(first, at=first.at.astimezone(timezone(timedelta(hours=4))))

    assert first_fault([(there, None, None)]) is None


def test_what_is_kept_beside_the_chain_is_what_was_committed_to():
    content = {"at": START, "id": object, "list": (1, 2), "text": "é"}

    assert commitment("s", plain(content)) == commitment("s", plain(plain(content)))
    assert plain(content)["list"] == [1, 2]
