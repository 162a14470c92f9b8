"""Words are counted as a reader counts them, alike on the server and in the browser."""

import json
from pathlib import Path

import pytest

from nominations.editions.rules.questions import LocalizedText, count_words

VECTORS = json.loads((Path(__file__).parent / "word_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["why"] for vector in VECTORS])
def test_words_are_counted_by_the_written_rule(vector):
    assert count_words(vector["text"]) == vector["words"]


def test_a_text_is_said_in_the_language_asked_for_and_else_in_english():
    words = LocalizedText({"en": "award", "fr": "prix"})

    assert (words.in_("fr"), words.in_("ar"), LocalizedText({"ar": "جائزة"}).in_("fr")) == ("prix", "award", "جائزة")
