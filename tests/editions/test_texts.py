"""Every code of the rules has a sentence, and every sentence finds its figures."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from nominations.core.language import format_size, use_language
from nominations.core.rules.text import stored_text
from nominations.editions import texts
from nominations.editions.rules.edition import Outcome
from nominations.editions.rules.eligibility import TESTS, Finding, Met
from nominations.editions.rules.questions import Kind, LocalizedText, Problem, Question, Section

RULES = Path(texts.__file__).parent / "rules"
TYPED = Path(stored_text.__file__).parent
FIGURES = {
    "count": 7, "most": 5, "least": 3, "minimum": 1, "maximum": 9, "sum": "99.9", "total": 100, "characters": "U+0000",
    "megabytes": 151, "name": "صورة.jpg", "formats": "PDF", "side": 900, "bound": 90,
    "first": date(2021, 4, 3), "second": Decimal("30.5"),
}  # fmt: skip


def codes_in_the_rules():
    """The codes written in the modules that make problems, and those made of a name."""
    text = "".join((RULES / name).read_text(encoding="utf-8") for name in ("answers.py", "files.py"))
    plain = set(re.findall(r'code=(?:\w+ = )?"([a-z_]+)"', text)) | set(re.findall(r'yield "([a-z_]+)"', text))
    plain |= set(re.findall(r'"(not_[a-z_]+|too_few\w*|missing|declaration_changed)"', text))
    # A typed text that is not understood says why by a code of its own.
    typed = "".join((TYPED / f"{name}.py").read_text("utf-8") for name in ("numbers", "days", "contacts"))
    plain |= set(re.findall(r'"((?:not|two|short|other|invisible)_[a-z_]+)"', typed))
    made = {"not_lat", "not_lon"}
    return plain | made | {f"missing_{detail}" for detail in ("caption", "year", "photographer", "rights")}


def test_every_problem_has_a_sentence_and_no_sentence_is_idle():
    assert codes_in_the_rules() == set(texts.PROBLEMS)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("code", sorted(texts.PROBLEMS))
def test_a_sentence_about_a_problem_has_its_figures(code, language):
    with use_language(language):
        sentence = texts.problem_sentence(Problem("q", code=code, params=FIGURES))

    assert sentence.strip()
    assert "%(" not in sentence


EDITION = SimpleNamespace(zone="Africa/Casablanca")
FOUND = {
    "before_close": {"now": datetime(2025, 11, 30, 23, tzinfo=UTC), "closes": datetime(2025, 11, 30, 23, tzinfo=UTC)},
    "member_state": {"countries": "FR"}, "dates_order": {"why": "no_end"}, "three_years": {"months": 36},
    "required_fields": {"count": 1}, "attachments": {"count": 2}, "declarations": {"count": 3}, "nominee_consent": {},
    "one_per_nominee": {"references": "NHA-2025-P-0001"}, "insiders": {"names": "Ada"}, "adult": {"age": 18},
    "at_least": {"least": 10}, "entry_language": {},
}  # fmt: skip


@pytest.mark.parametrize("test", sorted(TESTS))
@pytest.mark.parametrize("met", list(Met))
def test_every_test_of_eligibility_has_a_sentence(test, met):
    sentence = texts.finding_sentence(Finding("r", test, Outcome.FLAG, met, FOUND[test]), EDITION)

    assert sentence.startswith({"yes": "Met.", "no": "Not met. ", "look": "An officer must check this."}[met])


def test_a_place_names_question_row_and_part():
    part = Question("share", Kind.NUMBER, LocalizedText({"en": "Share"}))
    table = Question("funding", Kind.TABLE, LocalizedText({"en": "Funding"}), parts=(part,))
    category = SimpleNamespace(question=lambda key: table if key == "funding" else {}[key], attachment={}.__getitem__,
                               declaration={}.__getitem__, sections=(Section("s", LocalizedText({})),))  # fmt: skip

    assert texts.problem_place(Problem("funding", "share", 1, "missing"), category) == "Funding, row 2, Share"
    assert texts.problem_place(Problem("attachments", code="too_large_in_all"), category) == "Attachments"


@pytest.mark.parametrize(("octets", "text"), [
    (1, "1 KB"), (831_488, "812 KB"), (1_048_576, "1 MB"), (3_622_537, "3.5 MB"), (157_286_400, "150 MB"),
])
def test_a_size_has_no_needless_decimals(octets, text):
    with use_language("en"):
        assert format_size(octets) == text
