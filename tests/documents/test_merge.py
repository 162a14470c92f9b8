"""Binding papers: bookmarks, a stamp on each page, our own still readable aloud, attachments without their acts."""

import json
import os
import subprocess
import sys
from dataclasses import asdict

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from pypdf import PdfReader

from nominations.documents.adapters.merge import Leaf, bind_volume
from nominations.documents.adapters.render import Limits, Reason, RenderingFailed, render_pdf
from tests.support import make_files
from tests.support.report_samples.papers import failures

OWN = """<html lang="{lang}" dir="{dir}"><head><title>{title}</title><style>
@font-face {{ font-family: A; src: url(house:NotoNaskhArabic-Regular.ttf) }} body {{ font-family: A }}</style></head>
<body><h1>{title}</h1><table><tr><th scope="col">{title}</th></tr><tr><td>12</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    for lang, direction, title in (("en", "ltr", "A quay of stone"), ("ar", "rtl", "رصيف من حجر")):
        (folder / f"{lang}.pdf").write_bytes(render_pdf(OWN.format(lang=lang, dir=direction, title=title)))
    (folder / "stamp.pdf").write_bytes(
        render_pdf(OWN.format(lang="ar", dir="rtl", title="للدكتورة ليلى"), variant="pdf/a-3u")
    )
    (folder / "picture.png").write_bytes(make_files.picture())
    return folder


def own(papers, language: str, level: int = 0) -> Leaf:
    return Leaf({"en": "A quay", "ar": "رصيف"}[language], str(papers / f"{language}.pdf"), level, own=True)


def test_our_own_papers_stay_readable_aloud_under_a_stamp(papers, tmp_path):
    target = tmp_path / "volume.pdf"

    bind_volume([own(papers, "en"), own(papers, "ar"), own(papers, "en")], target, title="Volume", language="ar",
         stamp=papers / "stamp.pdf")

    assert failures(target.read_bytes()) == []
    read = PdfReader(target)
    assert read.root_object["/Lang"] == "ar"
    assert read.root_object["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert len(read.pages) == 3


def test_bookmarks_lead_to_each_paper_at_its_depth(papers, tmp_path):
    target = tmp_path / "volume.pdf"

    bind_volume([own(papers, "en"), Leaf("صورة", str(papers / "picture.png"), 1, picture=True), own(papers, "ar")],
                target, title="Volume", language="en")

    read = PdfReader(target)
    first, under, second = read.outline
    assert (first.title, under[0].title, second.title) == ("A quay", "صورة", "رصيف")
    assert [read.get_destination_page_number(entry) for entry in (first, under[0], second)] == [0, 1, 2]


def test_of_an_attachment_only_what_is_drawn_comes_along(papers, tmp_path):
    hostile = tmp_path / "hostile.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.OpenAction = script
        made.pages[0].AA = pikepdf.Dictionary(O=script)
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100],
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="planted-program"),
        ))])
        made.attachments["planted-file.exe"] = b"MZ"
        made.save(hostile)
    target = tmp_path / "volume.pdf"

    bind_volume([own(papers, "en"), Leaf("Attached", str(hostile), 1)], target, title="Volume", language="en")

    with pikepdf.open(target) as read:
        text = b"".join(item.unparse(resolved=True) for item in read.objects if not isinstance(item, pikepdf.Stream))
    assert len(PdfReader(target).pages) == 2
    for word in (b"JavaScript", b"Launch", b"planted", b"/AA"):
        assert word not in text, word


def test_an_attachment_lies_on_its_page_as_it_did_whichever_way_it_was_turned(papers, tmp_path):
    """A mark in one corner of a page that says it stands on its side, beside the same page in the volume."""
    turned = tmp_path / "turned.pdf"
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(400, 200))
        made.pages[0].Rotate = 90
        made.pages[0].Contents = pikepdf.Stream(made, b"0 g 20 20 60 30 re f")
        made.save(turned)
    target = tmp_path / "volume.pdf"

    bind_volume([own(papers, "en"), Leaf("Turned", str(turned), 1)], target, title="Volume", language="en")

    before, after = _render_page(turned, 0), _render_page(target, 1)
    assert before.size == after.size == (200, 400)
    assert ImageChops.difference(before, after).point(lambda tone: 255 * (tone > 128)).getbbox() is None
    assert before.getextrema() == (0, 255)


def _render_page(path, number):
    with pypdfium2.PdfDocument(path) as opened:
        return opened[number].render(scale=1).to_pil().convert("L")


_BINDS = """
import json, resource, sys
from pathlib import Path
from nominations.documents.adapters.merge import Leaf, bind_volume
bind_volume([Leaf(**each) for each in json.loads(sys.argv[1])], Path(sys.argv[2]), title="Volume", language="en")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_little_is_held_of_much_that_is_attached(papers, tmp_path):
    """Thirty megabytes more in the attachments are not thirty more in the child."""
    peaks = []
    for count in (1, 13):
        leaves = [asdict(own(papers, "en"))]
        for number in range(count):
            path = tmp_path / f"{count}-{number}.pdf"
            with pikepdf.new() as made:
                made.add_blank_page()
                made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(
                    P=pikepdf.Stream(made, os.urandom(2_500_000), Type=pikepdf.Name.XObject)))
                made.save(path)
            leaves.append(asdict(Leaf(f"{number}", str(path), 1)))
        process = subprocess.run([sys.executable, "-c", _BINDS, json.dumps(leaves), str(tmp_path / "volume.pdf")],
                                 check=True, capture_output=True, text=True)
        peaks.append(int(process.stdout) / 1024)

    assert (tmp_path / "volume.pdf").stat().st_size > 30_000_000
    assert peaks[1] - peaks[0] < 15


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing", b"\x00" * 1000])
def test_what_cannot_be_read_ends_the_binding_with_a_reason(papers, tmp_path, content):
    (tmp_path / "broken.pdf").write_bytes(content)

    with pytest.raises(RenderingFailed) as no:
        bind_volume([own(papers, "en"), Leaf("Broken", str(tmp_path / "broken.pdf"))], tmp_path / "volume.pdf",
                    title="V", language="en")

    assert no.value.reason is Reason.BROKEN
    assert not (tmp_path / "volume.pdf").exists()


def test_a_binding_that_takes_too_long_is_ended(papers, tmp_path):
    with pytest.raises(RenderingFailed) as no:
        bind_volume([own(papers, "en")] * 50, tmp_path / "volume.pdf", title="V", language="en",
             limits=Limits(wall_seconds=0.01))

    assert no.value.reason is Reason.TIME
