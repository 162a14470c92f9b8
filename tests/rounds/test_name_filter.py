"""What is struck out of a text, what stays, and for which phrase."""

import pytest

from nominations.rounds.rules.name_filter import NameFilter, Piece


@pytest.mark.parametrize(("phrase", "text", "struck"), [
    ("الحداد", "قال الحداد إن حدادًا من حرفة حداد", "قال […] إن حدادًا من حرفة حداد"),
    ("الحداد", "والحداد وللحداد وبالحداد فالحداد وكالحداد", "[…] […] […] […] […]"),
    ("مريم بنت علي", "زارت مريم بنت علي الدار", "زارت […] الدار"),
    ("محمد بن علي", "كتب محمد ابن علي وبمحمدٍ بن عليّ", "كتب […] […]"),
    ("ابن بطوطة", "دار لابن بطوطة وبن بطوطة", "دار […] […]"),
    ("أحمد", "وأَحْمَد، احمد وأحمـد لا أحمدي", "[…]، […] […] لا أحمدي"),
    ("علي", "على الجبل عليّ", "[…] الجبل […]"),
    ("=SUM(A1)+Haddad", "see =SUM(A1)+Haddad here", "see […] here"),
    ("(Haddad", "by (Haddad) there", "by […]) there"),
    ("Élan", "ÉLAN and élan, not élans", "[…] and […], not élans"),
    ("a\\b", "a\\b and ab", "[…] and ab"),
])
def test_a_phrase_is_struck_out_however_it_is_written(phrase, text, struck):
    assert NameFilter([phrase]).text(text) == struck


def test_a_lifted_phrase_stays_and_the_longer_name_around_it_goes():
    veil = NameFilter(["Lime Works", "Lime", "Byron"], lifted=["LIME"])

    assert veil.text("Lime by the Lime  Works, Byron") == "Lime by the […], […]"


def test_a_lifted_address_stays_as_a_whole():
    text = "see www.byron.org and www.haddad.org"

    assert NameFilter(["byron"], lifted=["WWW.byron.org"]).text(text) == "see www.byron.org and […]"


def test_the_parts_of_a_text_are_the_text_and_say_what_they_hide():
    text = "Byron wrote to x@y.example, ADA BYRON did not."
    pieces = list(NameFilter(["Ada Byron", "Byron"]).pieces(text))

    assert "".join(piece.text for piece in pieces) == text
    assert [piece for piece in pieces if piece.hides] == [
        Piece("Byron", "Byron"), Piece("x@y.example", "x@y.example"), Piece("ADA BYRON", "Ada Byron"),
    ]


@pytest.mark.parametrize("phrases", [[], [""], [" "], ["", "x"]])
def test_nothing_to_strike_out_is_no_fault(phrases):
    assert NameFilter(phrases).text("Byron") == "Byron"
