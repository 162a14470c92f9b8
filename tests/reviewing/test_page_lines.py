"""The text over the picture of a page: what the picture shows, and no more than its reader may know."""

import io

import pikepdf
import pytest

from nominations.core.tables import BlindRound
from tests.support import make, reviewing


def _paper(content: str) -> bytes:
    """A page with this content stream and one font."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(600, 800))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(content.encode())
        made.save(out)
    return out.getvalue()


def _line(text: str, y: int = 700, mode: str = "") -> str:
    return f"q BT /F1 20 Tf {mode} 60 {y} Td ({text}) Tj ET Q\n"


@pytest.fixture
def lines_of(world, sign_in):
    """`lines_of(content, person)`: what is answered for the only page of a paper with this content."""
    def ask(content, person="assigned"):
        plan = reviewing.attach(world, "plan", "plan.pdf", _paper(content), "application/pdf", pages=1)
        place = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments/{plan}/pages"
        return sign_in(person).get(f"{place}/1/text"), sign_in(person).get(f"{place}/1")
    return ask


def _texts(answer) -> list[str]:
    assert answer.status_code == 200
    return [line["text"] for line in answer.get_json()]


def _hide_names(world):
    with world.session(writes=True) as session:
        session.add(BlindRound(round_id=world.round().id, at=make.START, by_id=world.person("head").id))
        session.commit()


def test_a_line_stands_where_the_picture_shows_it(lines_of):
    answer, _picture = lines_of(_line("Mortar of lime &amp; <b>ash</b>", 700) + _line("Second line", 400))

    first, second = answer.get_json()
    assert (first["text"], second["text"]) == ("Mortar of lime &amp; <b>ash</b>", "Second line")
    assert 9 < first["x"] < 11
    assert 9 < first["y"] < 13
    assert 47 < second["y"] < 51
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("hidden", [
    _line("Ada Byron") + "0 0 0 rg 50 690 300 40 re f\n",
    _line("Ada Byron") + "0 0 0 rg 58 693 100 24 re f\n",
    "1 1 1 rg\n" + _line("Ada Byron"),
    _line("Ada Byron", mode="3 Tr"),
    "0 0 0 rg 50 690 300 40 re f\n" + _line("Ada Byron"),
], ids=["under a bar", "under a close bar", "white on white", "invisible", "black on black"])
def test_what_the_picture_does_not_show_is_not_in_the_text(lines_of, hidden):
    answer, _picture = lines_of(hidden + "0 0 0 rg\n" + _line("Open words", 300))

    assert _texts(answer) == ["Open words"]


def test_of_a_line_only_the_letters_under_the_bar_are_missing(lines_of):
    answer, _picture = lines_of(_line("MMMMM MMMMM plain words") + "0 0 0 rg 58 690 175 40 re f\n")

    assert _texts(answer) == ["plain words"]


def test_a_blind_round_strikes_names_out_and_drops_a_page_where_one_runs_over_a_line(world, lines_of):
    _hide_names(world)

    assert _texts(lines_of(_line("Drawn by Ada Byron in lime"))[0]) == ["Drawn by […] in lime"]
    split = lines_of(_line("drawn by the well known ada") + _line("byron, in lime and ash", 670))[0]
    assert "byron" not in str(split.get_json()).lower()


@pytest.mark.parametrize("person", ["unassigned", "recused", "officer", "owner"])
def test_who_is_refused_the_picture_is_refused_the_text(lines_of, person):
    text, picture = lines_of(_line("Words"), person)

    assert text.status_code == picture.status_code
    assert text.status_code in (403, 404)
    assert b"Words" not in text.data


def test_what_is_no_page_is_not_found(world, sign_in, lines_of):
    answer, _picture = lines_of(_line("Words"))
    address = answer.request.path

    assert sign_in("assigned").get(address.replace("/1/text", "/2/text")).status_code == 404
    photo = reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    base = f"/pearl-2025/review/files/{world.nomination('eligible').id}/attachments/{photo}"
    assert sign_in("assigned").get(f"{base}/pages/1/text").status_code == 404
