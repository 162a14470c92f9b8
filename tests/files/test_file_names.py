"""Names of files: exact where they are harmless, and never a path, a header or a disguise."""

import pytest
from werkzeug.http import parse_options_header

from nominations.files.adapters.file_names import clean_name, content_disposition, extension

ARABIC = "رسالة من بلدية شوشا.pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (ARABIC, ARABIC),
        ("Şuşa – été «1».docx", "Şuşa – été «1».docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("\x00\x1b.pdf", "pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a\ud800\ufffe.pdf", "a.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("ش" * 300, "ش" * 200),
    ],
)
def test_a_name_keeps_what_is_harmless(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), (ARABIC, "pdf"), ("a", ""), (".pdf", ""), ("a.fdp\u202e.exe", "exe"), ("", "")],
)
def test_an_ending_is_what_a_person_would_see(name, ending):
    assert extension(name) == ending


@pytest.mark.parametrize(
    "name", [ARABIC, "a \"quoted\"; name*.pdf", "100 % été.pdf", "a'b.pdf", "x" * 300 + ".pdf", "شوشا"]
)
def test_a_download_gets_its_exact_name_and_no_other_header(name):
    header = content_disposition(name)

    kind, options = parse_options_header(header)

    assert (kind, options["filename"]) == ("attachment", clean_name(name))
    assert header.isascii()
    assert header.isprintable()


def test_old_programs_get_a_likeness():
    assert content_disposition(ARABIC, inline=True).startswith('inline; filename="file.pdf"; filename*=')
    assert content_disposition("Évaluation.pdf").startswith('attachment; filename="Evaluation.pdf"; ')
