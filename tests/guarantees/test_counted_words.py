"""The browser counts words as the server does: the page's own module, in Chromium, by the vectors of the server."""

import json
from pathlib import Path

import pytest

from nominations.core.rules.text.words import count_words
from tests.support.hostile_texts import KEPT

MODULE = Path("nominations/static/modules/counter.js")
JOINERS = "-'’‑.,ʼ– \u200f\u0640\u200c\u00ad\ufeff\u00a0\u202f\u2009\u180e\u1680\x85/،٬_—&"
VECTORS = json.loads(Path("tests/core/word_vectors.json").read_text("utf-8"))


@pytest.fixture
def counted(open_window):
    """How the browser counts: the module as it is, without the sentences of the page it is part of."""
    page = open_window("http://127.0.0.1")
    source = MODULE.read_text("utf-8")
    [line] = [line for line in source.splitlines() if line.startswith("import ")]
    page.add_script_tag(type="module", content=source.replace(line, "") + "\nwindow.counted = (all) => all.map(words);")
    return lambda texts: page.evaluate("(all) => window.counted(all)", texts)


def test_the_browser_counts_every_vector_as_the_server_does(counted):
    texts = [vector["text"] for vector in VECTORS]

    assert counted(texts) == [vector["words"] for vector in VECTORS] == [count_words(text) for text in texts]


def test_it_counts_texts_that_nobody_thought_of_alike(counted):
    texts = [*KEPT.values(), *(f"{one}{joiner}{other}" for one in ("سور", "qala’", "ə1", "é", "") for other in
             ("وقلعة", "İçəri", "2,5", "l’eau") for joiner in JOINERS)]

    assert counted(texts) == [count_words(text) for text in texts]
