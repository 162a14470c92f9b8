"""Words are counted as a reader counts them, alike on the server and in the browser."""

import json
from pathlib import Path

import pytest

from nominations.editions.rules.questions import LocalizedText, count_words

VECTORS = json.loads((Path(__file__).parent / "word_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["why"] for vector in VECTORS])
def test_words_are_counted_by_the_written_rule(vector):
    assert count_words(vector["text"]) == vector["words"]


def test_a_text_is_in_the_requested_language_and_else_in_english():
    words = LocalizedText({"en": "award", "fr": "prix"})

    assert (words.in_("fr"), words.in_("ar"), LocalizedText({"ar": "جائزة"}).in_("fr")) == ("prix", "award", "جائزة")


# A text, what Word's status bar counts by its written rule (every piece between blanks), and how many of these pieces
# are signs alone, which are no words here. A text at Word's limit is therefore never too long.
BESIDE_WORD = [
    ("The qasr was restored in 2019–2021 by men/women of the town, at a cost of 30,000 dollars.", 17, 0),
    ("See https://example.org/projects/ksar/report.pdf - it isn't long.", 6, 1),
    ("State-of-the-art methods (e.g. laser scans) cost USD 1,250.50 a day — on average.", 13, 1),
    ("L’équipe d’artisans a restauré l’huilerie, c’est-à-dire aujourd’hui le musée.", 9, 0),
    ("Voir https://example.org/projets/ksar/rapport.pdf : 30\u202f000 dollars, soit 12\u00a0% du budget.", 10, 2),
    ("Les dinandiers/potiers (hommes, femmes) travaillent dès l’aube !", 8, 1),
    ("بلغت كلفة الترميم ٣٠٬٠٠٠ دولار في عام ٢٠٢١.", 8, 0),
    ("المهندسون/المهندسات والحرفيون، ومنهم النساء، عملوا معًا.", 6, 0),
    ("انظر https://example.org/qasr/report.pdf ، وهو تقرير قصير .", 7, 2),
]


@pytest.mark.parametrize(("text", "in_word", "signs"), BESIDE_WORD)
def test_a_text_has_as_many_words_as_in_word_but_for_signs_that_stand_alone(text, in_word, signs):
    assert count_words(text) == in_word - signs
