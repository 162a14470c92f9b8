"""The code of a document is read in any spelling, and never mistaken for another."""

import random

import pytest

from nominations.core.rules import document_codes
from nominations.core.rules.document_codes import ALPHABET, CHANCE, LENGTH, CodeStatus

CHANCES = random.Random(1830)
MADE = [document_codes.add_check_letter("".join(CHANCES.choice(ALPHABET) for _ in range(CHANCE))) for _ in range(200)]


def test_a_code_is_sixteen_letters_that_end_with_a_check():
    assert {len(code) for code in MADE} == {LENGTH}
    assert {document_codes.read_code(code) for code in MADE} == {
        document_codes.TypedCode(CodeStatus.WELL_FORMED, code) for code in MADE
    }


def test_every_single_wrong_letter_is_noticed():
    code = MADE[0]
    wrong = [code[:at] + other + code[at + 1:] for at in range(LENGTH) for other in ALPHABET if other != code[at]]

    assert {document_codes.read_code(code).status for code in wrong} == {CodeStatus.MISTYPED}


def test_every_two_letters_that_changed_places_are_noticed():
    for code in MADE[:20]:
        for first in range(LENGTH):
            for second in range(first + 1, LENGTH):
                if code[first] != code[second]:
                    letters = list(code)
                    letters[first], letters[second] = letters[second], letters[first]
                    assert document_codes.read_code("".join(letters)).status is CodeStatus.MISTYPED


@pytest.mark.parametrize(
    "written",
    [
        lambda code: document_codes.format_code(code),
        lambda code: code.lower(),
        lambda code: f"  {document_codes.format_code(code).lower()}\n",
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: " ".join(code),
        lambda code: f"https://award.example.org/check/{code}",
        lambda code: f"\u2067{document_codes.format_code(code)}\u2069",
        lambda code: "".join(chr(0x0660 + int(c)) if c.isdigit() else c for c in code),
        lambda code: document_codes.format_code(code).replace("-", "–"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(written):
    for code in MADE:
        assert document_codes.read_code(written(code)) == document_codes.TypedCode(CodeStatus.WELL_FORMED, code)


@pytest.mark.parametrize(("typed", "standing"), [
    ("", CodeStatus.EMPTY), (" - ", CodeStatus.EMPTY), ("7K4M", CodeStatus.NOT_A_CODE),
    ("U" * 16, CodeStatus.NOT_A_CODE),
    ("ا" * 16, CodeStatus.NOT_A_CODE), ("\ud800" * 16, CodeStatus.NOT_A_CODE), ("7" * 4000, CodeStatus.NOT_A_CODE),
    ("²" * 16, CodeStatus.MISTYPED),
])
def test_kinds_of_invalid_codes_are_distinguished(typed, standing):
    assert document_codes.read_code(typed).status is standing


def test_a_code_is_printed_in_groups_of_four():
    assert document_codes.format_code("7K4M9QXT2HVBW3DN") == "7K4M-9QXT-2HVB-W3DN"


def test_only_fifteen_letters_of_the_alphabet_begin_a_code():
    for wrong in ("", "7" * 14, "7" * 16, "U" * 15):
        with pytest.raises(ValueError, match="fifteen"):
            document_codes.add_check_letter(wrong)
