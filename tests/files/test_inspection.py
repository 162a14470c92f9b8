"""What is let in, what is refused and why, and that no file costs more than it may."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from nominations.core.settings import load_settings
from nominations.files.adapters import inspection
from nominations.files.adapters.bad_file import BadFile, Fault
from nominations.files.adapters.inspection import MEDIA_TYPES, inspect, make_thumbnail
from nominations.files.adapters.pictures import strip_metadata
from tests.support import make_files

ALL = tuple(MEDIA_TYPES)


@pytest.fixture
def settings(tmp_path):
    return load_settings(tmp_path / "data", {"NOMINATIONS_MODE": "demonstration"})


@pytest.fixture
def look(tmp_path, settings):
    def look_at(content: bytes, name: str, formats=ALL, **other):
        path = tmp_path / "spool"
        path.write_bytes(content)
        changed = load_settings(tmp_path / "data", {}, {"mode": "demonstration", **other}) if other else settings
        return inspect(path, name, formats, changed)

    return look_at


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (make_files.pdf(3), "letter.pdf", ("pdf", 3, None, None)),
        (make_files.pdf(1, linearize=True), "Letter.PDF", ("pdf", 1, None, None)),
        (make_files.picture(), "شوشا.jpeg", ("jpg", None, 64, 48)),
        (make_files.picture(progressive=True), "a.jpg", ("jpg", None, 64, 48)),
        (make_files.picture(mode="CMYK"), "a.jpg", ("jpg", None, 64, 48)),
        (make_files.picture("PNG", (65, 33)), "a.png", ("png", None, 65, 33)),
        (make_files.picture("PNG", (65, 33), "1"), "a.png", ("png", None, 65, 33)),
        (make_files.picture("PNG", (65, 33), "P"), "a.png", ("png", None, 65, 33)),
        (make_files.picture("PNG", (65, 33), "RGBA"), "a.png", ("png", None, 65, 33)),
        (make_files.docx(), "cv.docx", ("docx", None, None, None)),
    ],
)
def test_a_good_file_is_told_by_its_content(look, content, name, expected):
    inspected = look(content, name)

    assert (inspected.format, inspected.pages, inspected.width, inspected.height) == expected
    assert inspected.media_type == MEDIA_TYPES[inspected.format]


def test_an_interlaced_png_is_counted_by_its_seven_passes(look):
    rows = sum((1 + 3 * w) * h for w, h in ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)))

    assert look(make_files.png_claiming(8, 8, zlib.compress(bytes(rows)), interlaced=1), "a.png").width == 8
    with pytest.raises(BadFile, match="broken"):
        look(make_files.png_claiming(8, 8, zlib.compress(bytes(rows - 1)), interlaced=1), "a.png")


PDF, DOCX = make_files.pdf(5), make_files.docx()
JPEG, PNG = make_files.picture(size=(640, 480)), make_files.picture("PNG", (640, 480))
LOCKED = pikepdf.Encryption(owner="o", user="u", allow=pikepdf.Permissions())
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'
REFUSED = {
    "nothing": (b"", "a.pdf", Fault.EMPTY),
    "a program": (b"MZ" + bytes(500), "a.pdf", Fault.UNKNOWN_KIND),
    "a page": (b"<html><script>alert(1)</script>", "a.jpg", Fault.UNKNOWN_KIND),
    "a drawing with script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", Fault.UNKNOWN_KIND),
    "a picture called a program": (JPEG, "letter.com", Fault.WRONG_EXTENSION),
    "a disguised ending": (PDF, "letter.pdf.exe", Fault.WRONG_EXTENSION),
    "half a letter": (PDF[: len(PDF) // 2], "a.pdf", Fault.BROKEN),
    "a letter without its last byte but five": (PDF[:-7], "a.pdf", Fault.BROKEN),
    "only a beginning and an end": (b"%PDF-1.7\n%%EOF\n", "a.pdf", Fault.BROKEN),
    "a letter that holds itself": (make_files.looping_pdf(), "a.pdf", Fault.BROKEN),
    "a letter without pages": (make_files.pdf(0), "a.pdf", Fault.BROKEN),
    "a locked letter": (make_files.pdf(encryption=LOCKED), "a.pdf", Fault.ENCRYPTED),
    "half a photograph": (JPEG[: len(JPEG) // 2], "a.jpg", Fault.BROKEN),
    "the head of a photograph": (JPEG[:30], "a.jpg", Fault.BROKEN),
    "half a progressive one": (make_files.picture(size=(640, 480), progressive=True)[:9000], "a.jpg", Fault.BROKEN),
    "half a drawing": (PNG[: len(PNG) // 2], "a.png", Fault.BROKEN),
    "a drawing without its end": (PNG[:-12], "a.png", Fault.BROKEN),
    "a drawing with a changed byte": (PNG[:5000] + bytes([PNG[5000] ^ 1]) + PNG[5001:], "a.png", Fault.BROKEN),
    "a drawing without its rows": (make_files.png_claiming(9, 9, zlib.compress(bytes(9))), "a.png", Fault.BROKEN),
    "half a document": (DOCX[: len(DOCX) // 2], "a.docx", Fault.BROKEN),
    "a document with a changed byte": (DOCX[:60] + bytes([DOCX[60] ^ 1]) + DOCX[61:], "a.docx", Fault.BROKEN),
    "a document with a program": (make_files.docx({"word/vbaProject.bin": b"x"}), "a.docx", Fault.HAS_MACROS),
    "a document of the kind with programs": (
        make_files.docx(kinds="application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", Fault.HAS_MACROS,
    ),
    "a sheet": (make_files.docx(kinds="…spreadsheetml.sheet.main+xml"), "a.docx", Fault.UNKNOWN_KIND),
    "a document with entities": (make_files.docx({"word/styles.xml": ENTITIES}), "a.docx", Fault.BROKEN),
    "a document that leaves home": (make_files.docx({"../../etc/cron": b"x"}), "a.docx", Fault.BROKEN),
    "a locked document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx",
        Fault.ENCRYPTED,
    ),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx", Fault.UNKNOWN_KIND),
    "a letter behind something": (b"GIF89a" + PDF, "a.pdf", Fault.MIXED),
    "a letter in a photograph": (JPEG[:20] + PDF, "a.jpg", Fault.MIXED),
    "a photograph that is an archive": (JPEG + DOCX, "a.jpg", Fault.MIXED),
    "a letter that is an archive": (PDF + DOCX, "a.pdf", Fault.MIXED),
}


@pytest.mark.parametrize(("content", "name", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_with_its_reason(look, content, name, fault):
    with pytest.raises(BadFile) as refused:
        look(content, name)

    assert refused.value.code == fault


def test_an_archive_that_is_no_document_is_refused(look):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")

    with pytest.raises(BadFile, match="unknown_kind"):
        look(out.getvalue(), "a.docx")


def test_a_kind_that_is_not_asked_for_is_refused(look):
    with pytest.raises(BadFile) as refused:
        look(PDF, "photo.pdf", ("jpg", "png"))

    assert (refused.value.code, refused.value.params) == (Fault.NOT_ACCEPTED, {"media_type": "application/pdf"})


@pytest.mark.parametrize(
    ("content", "name", "limit", "params"),
    [
        (PDF, "a.pdf", {"pdf_pages": 4}, {"pages": 5, "limit": 4}),
        (JPEG, "a.jpg", {"picture_pixels": 307_199}, {"width": 640, "height": 480, "limit": 307_199}),
        (PNG, "a.png", {"picture_pixels": 307_199}, {"width": 640, "height": 480, "limit": 307_199}),
        (DOCX, "a.docx", {"docx_members": 1}, {}),
        (make_files.docx({"word/media/a": bytes(100_000)}), "a.docx", {"docx_bytes": 99_999}, {}),
    ],
)
def test_a_limit_is_told_with_its_numbers(look, content, name, limit, params):
    with pytest.raises(BadFile) as refused:
        look(content, name, **limit)

    assert refused.value.params == params
    assert refused.value.code in (Fault.TOO_MANY_PAGES, Fault.TOO_MANY_PIXELS, Fault.TOO_MUCH_INSIDE)


def drawing_bomb() -> bytes:
    """256 MiB of nothing behind 256 kB, in a picture within the limit of pixels."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    return make_files.png_claiming(8000, 8000, rows)


def gigapixels() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b""), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(make_files.chunk(name, content) for name, content in chunks)


def members() -> bytes:
    return make_files.docx({f"word/{number}.xml": b"" for number in range(20_000)})


def gigabyte() -> bytes:
    return make_files.docx({"word/media/big.bin": bytes(1 << 28)})


def page_bomb() -> bytes:
    """A PDF that says it has one page and has 200,000."""
    kids = b"3 0 R " * 200_000
    tree = b"<</Type/Pages/Count 1/Kids[" + kids + b"]>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", tree, b"<</Type/Page/Parent 2 0 R>>"]
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj" % number + text + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + end


def nested_pdf() -> bytes:
    return PDF.replace(b"/Type /Catalog", b"/A " + b"[" * 100_000 + b"]" * 100_000 + b"/Type /Catalog")


BOMBS = {
    "drawing": (drawing_bomb, "a.png"), "gigapixels": (gigapixels, "a.png"), "members": (members, "a.docx"),
    "gigabyte": (gigabyte, "a.docx"), "pages": (page_bomb, "a.pdf"), "nested": (nested_pdf, "a.pdf"),
}


@pytest.mark.parametrize(("bomb", "name"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_or_harmless_within_the_limits_of_its_process(look, bomb, name):
    content = bomb()

    try:
        look(content, name)
        outcome = "harmless"
    except BadFile as refused:
        outcome = refused.code

    assert outcome in ("harmless", Fault.TOO_MANY_PIXELS, Fault.TOO_MUCH_INSIDE, Fault.TOO_MANY_PAGES, Fault.TOO_HARD,
                       Fault.BROKEN)


def test_a_file_that_takes_too_long_is_refused_and_only_its_process_dies(look, monkeypatch):
    monkeypatch.setattr(inspection, "_CHILD", "tests.core.strange_child.endless")

    with pytest.raises(BadFile, match="too_hard"):
        look(PDF, "a.pdf", inspection_seconds=1)


def test_a_crash_is_the_files_doing_and_a_missing_library_is_ours(look, monkeypatch):
    monkeypatch.setattr(inspection, "_CHILD", "tests.core.strange_child.falling")
    with pytest.raises(BadFile, match="too_hard"):
        look(PDF, "a.pdf")

    monkeypatch.setattr(inspection, "_CHILD", "tests.core.strange_child.lacking")
    with pytest.raises(RuntimeError, match="not installed"):
        look(PDF, "a.pdf")


def test_the_child_has_none_of_our_secrets(look, monkeypatch):
    monkeypatch.setattr(inspection, "_CHILD", "tests.core.strange_child.telling")
    monkeypatch.setenv("NOMINATIONS_SECRET_KEY", "secret")

    assert look(PDF, "a.pdf").pages == 0


def test_a_thumbnail_is_small_upright_and_says_nothing(settings, tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(make_files.photo_with_place(size=(1600, 900)))

    small = make_thumbnail(path, settings, side=320)

    with Image.open(BytesIO(small)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (180, 320), {})
    assert (b"Camera" in small, b"my house" in small, len(small) < 30_000) == (False, False, True)


def test_a_thumbnail_of_a_see_through_drawing_lies_on_white(settings, tmp_path):
    path = tmp_path / "drawing"
    with Image.new("RGBA", (90, 90), (0, 0, 0, 0)) as image:
        image.save(path, "PNG")

    with Image.open(BytesIO(make_thumbnail(path, settings, side=32))) as image:
        assert (image.size, image.getpixel((5, 5))) == ((32, 32), (255, 255, 255))


def test_a_thumbnail_of_a_broken_picture_is_refused(settings, tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(JPEG[:5000])

    with pytest.raises(BadFile, match="broken"):
        make_thumbnail(path, settings)


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"icc_profile": b"a profile of colours"}])
def test_a_stripped_photograph_keeps_its_pixels_and_its_top_and_loses_the_rest(tmp_path, how):
    path = tmp_path / "photo"
    path.write_bytes(make_files.photo_with_place(size=(320, 200), **how) + b"and a film behind")

    bare = strip_metadata(path)

    with Image.open(path) as before, Image.open(BytesIO(bare)) as after:
        assert before.getexif().get_ifd(0x8825)
        assert dict(after.getexif()) == {274: 6}
        assert after.info.get("icc_profile") == how.get("icc_profile")
        assert before.tobytes() == after.tobytes()
    assert [text in bare for text in (b"Camera", b"my house", b"film")] == [False, False, False]


def test_a_stripped_drawing_loses_its_texts(tmp_path):
    from PIL.PngImagePlugin import PngInfo

    path, texts = tmp_path / "drawing", PngInfo()
    texts.add_text("Author", "A. Person")
    texts.add_itxt("XML:com.adobe.xmp", "<x>39.75 N</x>")
    path.write_bytes(make_files.picture("PNG", pnginfo=texts))

    bare = strip_metadata(path)

    with Image.open(path) as before, Image.open(BytesIO(bare)) as after:
        assert (before.info["Author"], after.info) == ("A. Person", {})
        assert before.tobytes() == after.tobytes()


def test_stripping_a_broken_picture_is_refused(tmp_path):
    for content in (JPEG[: len(JPEG) // 2], JPEG[:40], PNG[:100]):
        (tmp_path / "photo").write_bytes(content)
        with pytest.raises(BadFile, match="broken"):
            strip_metadata(tmp_path / "photo")
