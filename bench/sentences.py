"""Words for made-up answers and reviews: plausible lengths in three languages, the same at every run."""

from random import Random

_WORDS = {
    "en": "the restored courtyard keeps its brick vaults and the masons of the quarter were trained on the site while "
          "families returned to houses whose timber galleries had been documented measured repaired and shown to "
          "visitors who now support workshops water channels archives and a yearly inspection of every wall",
    "fr": "la cour restaurée conserve ses voûtes de brique et les maçons du quartier ont été formés sur le chantier "
          "pendant que les familles revenaient dans des maisons dont les galeries de bois avaient été relevées "
          "réparées puis ouvertes aux visiteurs qui soutiennent aujourd'hui les ateliers et les archives",
    "ar": "احتفظ الفناء المرمم بأقبيته من الآجر وتدرب بناؤو الحي في الموقع بينما عادت الأسر إلى بيوت وُثقت أروقتها "
          "الخشبية ورُممت ثم فُتحت للزوار الذين يدعمون اليوم الورش والسواقي ودور المحفوظات وفحصا سنويا لكل جدار",
}
_LISTS = {language: words.split() for language, words in _WORDS.items()}


def text(chance: Random, language: str, words: int) -> str:
    """So many words, in sentences and paragraphs."""
    every, sentences = _LISTS.get(language, _LISTS["en"]), []
    while words > 0:
        length = min(words, chance.randint(8, 22))
        start = chance.randrange(len(every))
        sentence = " ".join((every * 2)[start:start + length])
        sentences.append(sentence[:1].upper() + sentence[1:] + ".")
        words -= length
    return "".join(
        sentence + ("\n\n" if place % 5 == 4 and place + 1 < len(sentences) else " ")
        for place, sentence in enumerate(sentences)
    ).strip()


def line(chance: Random, language: str, words: int = 4) -> str:
    """A few words without a full stop, as in a title."""
    every = _LISTS.get(language, _LISTS["en"])
    start = chance.randrange(len(every))
    text = " ".join((every * 2)[start:start + words])
    return text[:1].upper() + text[1:]
