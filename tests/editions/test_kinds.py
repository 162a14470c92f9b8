"""Each kind of question is known everywhere it has to be."""

from pathlib import Path

import pytest

from nominations.core.rules.text.words import NOTHING
from nominations.editions import texts
from nominations.editions.rules.answers import find_problems
from nominations.editions.rules.form import Kind, Question
from nominations.editions.rules.kinds import TRAITS

FIELDS = Path(__file__).parents[2] / "templates/applicant/_fields.html"


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_kept_asked_checked_and_named(kind):
    assert f'"{TRAITS[kind].widget}"' in FIELDS.read_text("utf-8")
    assert find_problems(Question("key", kind, NOTHING), 7.5) != []
    assert kind in texts.KINDS or kind is Kind.GROUP
