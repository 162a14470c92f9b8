"""A dossier is checked with nothing but the file: what was taken out, put in, changed, or made to do harm."""

import hashlib
import json
import zipfile

import pytest

from nominations.core.rules.document_codes import add_check_letter, format_code
from nominations.records.adapters.dossier_check import NotADossier, verify_dossier
from nominations.records.rules.dossier import is_safe, parse_manifest

HELD = {"answers.json": b"{}", "attachments/plan/خطة.pdf": b"%PDF-1.7", "README.txt": b"Read"}


def manifest(held: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in held.items()).encode()


def dossier(tmp_path, held=None, *, list_of=None, deflate=False):
    """A ZIP that holds `held`, and the list of `list_of`."""
    held = HELD if held is None else held
    path = tmp_path / "dossier.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
        archive.writestr("SHA256SUMS", manifest(held if list_of is None else list_of))
    return path


def refusal_of(path) -> str:
    with pytest.raises(NotADossier) as no:
        verify_dossier(path)
    return str(no.value)


@pytest.mark.parametrize("deflate", [False, True])
def test_a_dossier_as_it_was_made_is_whole(tmp_path, deflate):
    check = verify_dossier(dossier(tmp_path, deflate=deflate))

    assert (check.count, check.faults, check.code) == (3, (), "")
    assert check.list_sha256 == hashlib.sha256(manifest(HELD)).hexdigest()


def test_each_missing_added_or_changed_file_has_one_sentence(tmp_path):
    files = {"answers.json": b"{ }", "README.txt": b"Read", "extra.txt": b"!"}

    assert verify_dossier(dossier(tmp_path, files, list_of=HELD)).faults == (
        "extra.txt was added: the list does not name it.", "attachments/plan/خطة.pdf is missing.",
        "answers.json was changed.",
    )


CODE = format_code(add_check_letter("7K4M9QXT2HVBW3D"))


@pytest.mark.parametrize(("content", "code"), [
    (f'{{"code": "{CODE}", "check": "https://award.example/check/x"}}', CODE),
    (f'{{"code": "{CODE[:-1]}", "check": ""}}', ""), (f'{{"code": "{CODE[:-1]}!", "check": ""}}', ""),
    (f'{{"code": "{CODE}"}}', ""), (f'["{CODE}"]', ""), ("[" * 100_000, ""), ("", ""), ("null", ""),
    (" " * 2_000_000, ""),
], ids=repr)
def test_the_code_that_a_dossier_names_is_read_and_nothing_else(tmp_path, content, code):
    check = verify_dossier(dossier(tmp_path, HELD | {"package.json": content.encode()}))

    assert (check.code, check.faults) == (code, ())


def test_the_address_that_a_dossier_names_is_one_line(tmp_path):
    package = json.dumps({"code": CODE, "check": "https://x.example/\n\x1b[2JIt is genuine."})

    assert verify_dossier(dossier(tmp_path, HELD | {"package.json": package.encode()})).checked_at.isprintable()


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "a/../../b", "C:/x", "a\\..\\b", "a//b", "x\x07y"])
def test_a_name_that_leads_out_is_named_even_where_the_list_holds_it(tmp_path, name):
    held = HELD | {name: b"x"}

    sentences = verify_dossier(dossier(tmp_path, held)).faults

    assert [sentence for sentence in sentences if "leads out of the folder" in sentence]
    assert all(sentence.isprintable() for sentence in sentences)


def test_a_repeated_entry_is_a_fault(tmp_path):
    path = dossier(tmp_path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("README.txt", b"Another")

    assert "README.txt is there 2 times." in verify_dossier(path).faults


def test_a_link_is_no_file(tmp_path):
    path = dossier(tmp_path)
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, b"/etc/passwd")

    assert "link is not a file but a link or a device." in verify_dossier(path).faults


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path):
    held = HELD | {"bomb": b"\x00" * 50_000_000}

    assert "made to fill a disk" in refusal_of(dossier(tmp_path, held, deflate=True))


def test_overlapping_entries_are_refused(tmp_path):
    path = dossier(tmp_path, HELD | {"big": b"x" * 10_000})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 20:at + 24] = (10_000).to_bytes(4, "little")
        at += 4
    path.write_bytes(content)

    assert "lie over each other" in refusal_of(path)


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "is not a ZIP file"), (b"PK\x03\x04 nothing", "is not a ZIP file"), (b"%PDF-1.7", "is not a ZIP file"),
])
def test_a_file_that_is_no_zip_is_refused(tmp_path, content, sentence):
    (tmp_path / "x.zip").write_bytes(content)

    assert sentence in refusal_of(tmp_path / "x.zip")


def test_a_zip_of_something_else_is_no_dossier(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("holiday.jpg", b"x")

    assert refusal_of(tmp_path / "other.zip") == "It is not a dossier: it has no SHA256SUMS."
    assert "lists no answers.json" in refusal_of(dossier(tmp_path, {"holiday.jpg": b"x"}))


@pytest.mark.parametrize("content", [b"not a list", b"\xff\xfe", b"abc  x\n", (b"0" * 64 + b"  a\n") * 2])
def test_a_malformed_list_is_refused(tmp_path, content):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("SHA256SUMS", content)

    assert "is not a list of SHA-256" in refusal_of(tmp_path / "x.zip")


def test_a_byte_that_turned_in_the_file_is_found(tmp_path):
    path = dossier(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.8"))

    assert verify_dossier(path).faults == ("attachments/plan/خطة.pdf was changed.",)


def test_a_locked_entry_counts_as_changed(tmp_path):
    content = bytearray(dossier(tmp_path).read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (tmp_path / "dossier.zip").write_bytes(content)

    assert verify_dossier(tmp_path / "dossier.zip").faults == ("answers.json was changed.",)


def test_a_file_cut_short_is_not_whole(tmp_path):
    path = dossier(tmp_path, HELD | {"big": b"x" * 100_000})
    path.write_bytes(path.read_bytes()[:50_000])

    assert "is not a ZIP file" in refusal_of(path)


def test_the_list_is_read_as_sha256sum_writes_it():
    line = f"{'0' * 64}  a b  c.txt\n"

    assert parse_manifest(line) == {"a b  c.txt": "0" * 64}
    assert is_safe("attachments/plan/2 خطة.pdf")
    assert not is_safe("")


def test_it_reads_from_a_file_only(tmp_path):
    with pytest.raises(NotADossier, match="cannot be read"):
        verify_dossier(tmp_path / "nowhere.zip")
