"""Words are folded one way on both databases: a letter becomes its twin, and never nothing."""

import unicodedata

import pytest
from sqlalchemy import literal, select, update

from nominations.core.queries.search_folding import folded, holds_every_word
from nominations.core.rules.text.folding import TWINS, fold_text, fold_words
from nominations.core.tables import Nomination

SAME = [
    ("مكتبة", "مكتبه"), ("مصطفى", "مصطفي"), ("على", "علي"), ("أحمد", "احمد"), ("إسلام", "اسلام"), ("آثار", "اثار"),
    ("مؤسسة", "موسسه"), ("هيئة", "هييه"), ("کتاب", "كتاب"), ("ایران", "ايران"), ("ٱلرحمن", "الرحمن"), ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"), ("ﷲ", "الله"), ("ﻣﺤﻤﺪ", "محمد"), ("ہند", "هند"), ("پاکستان", "پاكستان"), ("خانہ", "خانه"),
    ("می‌خواهم", "میخواهم"), ("Günəl Əzgəlı", "gunal azgali"), ("Şəki", "saki"), ("İSTANBUL", "istanbul"),
    ("Diyarbakır", "DIYARBAKIR"), ("œuvre", "oeuvre"), ("Straße", "STRASSE"), ("Łódź", "lodz"), ("Ærø", "aero"),
    ("L’huilerie", "l'huilerie"), ("dyers´", "dyers'"), ("Oʻzbekiston", "O'zbekiston"), ("Qurʾān", "qur'an"),
    ("NHA\u20112025\u2011P\u20110042", "nha-2025-p-0042"), ("NHA–2025", "NHA-2025"),
    ("NHA-٢٠٢٥-P-۰۰۴۲",
    "nha-2025-p-0042"),
    ("ＮＨＡ-２０２５", "nha-2025"), ("N\u00adHA\u200f", "nha"), ("Қазақстан", "казакстан"),
    ("Тоҷикистон", "точикистон"),
    ("Ҳисор", "хисор"), ("Ғазнӣ", "газни"), ("Ибрагимёв", "ибрагимев"), ("Ɓauchi", "bauchi"), ("Ƙofar", "kofar"),
    ("Ségou", "segou"), ("Bɛlɛdugu", "beledugu"), ("ΟΔΟΣ", "οδος"), ("১২৩", "123"), ("１２３", "123"), ("ﬁn", "fin"),
]
APART = [
    ("علي", "عل"), ("ماء", "ما"), ("محمد أحمد", "محمد حمد"), ("عمر", "مر"), ("گل", "كل"), ("Łódź", "odz"), ("ə", ""),
    ("ы", "и"), ("ñandu", "mandu"), ("٤", "5"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_twins_are_one(one, other):
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_is_not_written_one_for_the_other_stays_apart(one, other):
    assert fold_text(one) != fold_text(other)


def test_no_letter_becomes_nothing():
    kinds = ("Ll", "Lu", "Lo", "Nd")
    letters = [chr(number) for number in range(0x10000) if unicodedata.category(chr(number)) in kinds]
    # But vowel marks on a stroke of their own, that old encodings had and Unicode calls letters.
    lost = [letter for letter in letters if not fold_text(letter)]
    assert all(unicodedata.normalize("NFKD", letter)[0] in " \u0640" for letter in lost)
    assert all(TWINS.values())


def test_digits_of_every_script_are_read():
    figures = [chr(number) for number in range(0x110000) if unicodedata.category(chr(number)) == "Nd"]
    assert {fold_text(figure) for figure in figures} == set("0123456789")
    assert all(fold_text(figure) == str(unicodedata.decimal(figure)) for figure in figures)


def test_folding_twice_changes_nothing():
    assert [text for pair in SAME for text in pair if fold_text(fold_text(text)) != fold_text(text)] == []


def test_lines_are_compared_without_their_blanks():
    assert fold_words(" Musée\u00a0 de  la\tMédina ") == "musee de la medina"


@pytest.mark.both_databases
def test_both_databases_fold_as_python_does(world):
    blocks = ((0x20, 0x590), (0x5BE, 0x800), (0x8A0, 0x8CA), (0x900, 0x980), (0x1E00, 0x2070), (0xFB50, 0xFE00))
    texts = [text for pair in SAME for text in pair] + [
        "".join(chr(number) for number in range(start, start + 16) if unicodedata.category(chr(number)) != "Cn")
        for first, last in blocks for start in range(first, last, 16)
    ]
    with world.session() as session:
        differ = [
            (text, session.scalar(select(folded(literal(text))))) for text in texts
            if text and session.scalar(select(folded(literal(text)))) != fold_text(text)
        ]
    assert differ == []


@pytest.mark.both_databases
@pytest.mark.parametrize(("title", "typed"), [
    ("مكتبة مصطفى", "مصطفي مكتبه"), ("متحف على", "علي"), ("L’huilerie des dyers’", "l'huilerie dyers'"),
    ("Günəl Əzgəlı", "gunel azgali"),
    ("Gəncə", "gence"), ("Gəncə", "ganca"), ("Gəncə", "GƏNCƏ"), ("ایران و کرمان", "ايران كرمان"),
    ("Œuvre de la Straße", "oeuvre strasse"),
    ("Ksar\u2011Ouled 2025", "ksar-ouled ٢٠٢٥"), ("100 % naturel_", "% _"),
])
def test_what_is_typed_is_found(world, title, typed):
    with world.session(writes=True) as session:
        row = session.scalars(select(Nomination.id).limit(1)).one()
        session.execute(update(Nomination).where(Nomination.id == row).values(title=title))
        matches = session.scalars(select(Nomination.id).where(*holds_every_word(typed, Nomination.title)))
        assert row in set(matches)
