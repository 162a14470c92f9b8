"""Sound files are taken as they are made; cut ones and those that show a reader nothing are refused with the truth."""

from io import BytesIO
from zlib import compress

import pikepdf
import pytest

from nominations.core.settings import load_settings
from nominations.files.adapters.bad_file import BadFile, Fault
from nominations.files.adapters.inspection import (
    MEDIA_TYPES,
    inspect,
    make_bare_copy,
    make_clean_copy,
    make_thumbnail,
    usual_name,
)
from tests.support import make_files, odd_files

ALL = tuple(MEDIA_TYPES)


@pytest.fixture
def settings(tmp_path):
    return load_settings(tmp_path / "data", {"NOMINATIONS_MODE": "demonstration"})


@pytest.fixture
def spool(tmp_path):
    def write(content: bytes):
        path = tmp_path / "spool"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(("content", "name", "kind"), odd_files.SOUND.values(), ids=odd_files.SOUND)
def test_a_sound_file_is_taken_and_its_first_page_shown(spool, settings, content, name, kind):
    path = spool(content)

    assert inspect(path, name, ALL, settings).format == kind
    assert usual_name(name, kind).endswith(f".{kind}")
    if kind != "docx":
        assert make_thumbnail(path, settings)


@pytest.mark.parametrize("content", odd_files.BEHIND.values(), ids=odd_files.BEHIND)
def test_bytes_behind_the_end_are_no_damage(spool, settings, content):
    assert inspect(spool(content), "a.pdf", ALL, settings).pages == 2


@pytest.mark.parametrize("sort", ["PLAIN", "PACKED", "ORDERED"])
@pytest.mark.parametrize("tail", [b"", bytes(3_000)], ids=["nothing", "zeros"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.8, 0.95])
def test_what_was_cut_is_refused_whatever_stands_behind_it(spool, settings, sort, tail, part):
    whole = getattr(odd_files, sort)
    with pytest.raises(BadFile) as no:
        inspect(spool(whole[: int(len(whole) * part)] + tail), "a.pdf", ALL, settings)

    assert no.value.code is Fault.BROKEN


def test_a_change_that_was_cut_is_refused(spool, settings):
    with_change = odd_files._incremental(odd_files.PLAIN)

    with pytest.raises(BadFile, match="broken"):
        inspect(spool(with_change[:-20]), "a.pdf", ALL, settings)


def _dynamic_form(opened) -> None:
    opened.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=[])
    opened.Root.NeedsRendering = True


def _portfolio(opened) -> None:
    opened.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    odd_files.files_within(opened)


def _empty_content(opened) -> None:
    for page in opened.pages:
        page.Contents = opened.make_stream(b"q 1 0 0 1 0 0 cm BT /F1 12 Tf (   ) Tj ET Q")


def _no_content(opened) -> None:
    for page in opened.pages:
        del page["/Contents"]


def _packed_blanks(opened) -> None:
    for page in opened.pages:
        page.Contents = pikepdf.Stream(opened, b"")
        page.Contents.write(compress(b"q Q"), filter=pikepdf.Name.FlateDecode)


@pytest.mark.parametrize(("change", "fault"), [
    (_dynamic_form, Fault.DYNAMIC_FORM), (_portfolio, Fault.PORTFOLIO), (_empty_content, Fault.BLANK),
    (_no_content, Fault.BLANK), (_packed_blanks, Fault.BLANK),
])
def test_what_shows_a_reader_nothing_is_not_ready(spool, settings, change, fault):
    with pytest.raises(BadFile) as no:
        inspect(spool(odd_files.changed_pdf(change)), "a.pdf", ALL, settings)

    assert no.value.code is fault


def test_a_form_that_everybody_sees_is_taken(spool, settings):
    def static_form(opened) -> None:
        opened.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=[])

    assert inspect(spool(odd_files.changed_pdf(static_form)), "a.pdf", ALL, settings).pages == 2


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"hevc"])
@pytest.mark.parametrize("name", ["IMG_1.HEIC", "IMG_1.jpg", "IMG_1"])
def test_an_iphone_photograph_is_called_what_it_is(spool, settings, brand, name):
    with pytest.raises(BadFile) as no:
        inspect(spool(odd_files.heic(brand)), name, ("jpg", "png"), settings)

    assert no.value.code is Fault.IPHONE_PICTURE


def test_another_kind_is_not_called_something_else(spool, settings):
    with pytest.raises(BadFile) as no:
        inspect(spool(odd_files.webp()), "a.jpg", ALL, settings)

    assert no.value.code is Fault.UNKNOWN_KIND


@pytest.mark.parametrize(("name", "kind", "usual"), [
    ("a.jpeg", "jpg", "a.jpeg"), ("a.JPG", "jpg", "a.JPG"), ("a.jfif", "jpg", "a.jpg"),
    ("صورة.jfif", "jpg", "صورة.jpg"),
    ("a.b.jpg", "png", "a.b.png"), ("document", "pdf", "document.pdf"), ("v1.2 final", "pdf", "v1.2 final.pdf"),
])
def test_a_name_gets_the_ending_of_its_content(name, kind, usual):
    assert usual_name(name, kind) == usual


ARMED = {
    "a script at its opening": odd_files.open_action, "a program": odd_files.launch,
    "a page with a script": odd_files.page_actions, "files within": odd_files.files_within,
}


@pytest.mark.parametrize("change", ARMED.values(), ids=ARMED)
def test_a_copy_for_others_does_nothing_of_its_own_accord(spool, settings, change):
    plain = pikepdf.ObjectStreamMode.disable
    path = spool(odd_files.changed_pdf(change, compress_streams=False, object_stream_mode=plain))

    for content in (make_clean_copy(path, settings), make_bare_copy(path, "application/pdf", settings)):
        with pikepdf.open(BytesIO(content)) as opened:
            assert len(opened.pages) == 2
            assert not dict(opened.attachments)
        assert not any(word in content for word in (b"/JavaScript", b"/Launch", b"cmd.exe", b"the budget"))


def test_a_copy_for_others_opens_everywhere_and_a_good_original_needs_none(spool, settings):
    assert make_clean_copy(spool(odd_files.PLAIN), settings) == b""
    for content in (odd_files.SOUND["locked, with bytes behind it"][0], odd_files.PLAIN + bytes(40_000)):
        copy = make_clean_copy(spool(content), settings)
        with pikepdf.open(BytesIO(copy)) as opened:
            assert (opened.is_encrypted, len(opened.pages), opened.get_warnings()) == (False, 2, [])


def test_a_thousand_blanks_are_not_unpacked_to_see_them(spool, settings):
    def bomb(opened) -> None:
        opened.pages[0].Contents = pikepdf.Stream(opened, b"")
        opened.pages[0].Contents.write(compress(b" " * 90_000_000), filter=pikepdf.Name.FlateDecode)

    assert inspect(spool(odd_files.changed_pdf(bomb)), "a.pdf", ALL, settings).pages == 2


def test_the_pages_of_our_own_tests_show_something():
    with pikepdf.open(BytesIO(make_files.pdf(1))) as opened:
        assert opened.pages[0].Contents.read_bytes()
