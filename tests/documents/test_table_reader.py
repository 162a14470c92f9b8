"""Tables come back as spreadsheets write them, in every encoding that the text proves; what may be two is refused."""

import pytest

from nominations.documents.reports.table_reader import BadTable, read_table

HEADS, ROW = ("reference", "reviewer", "reason"), ("NHA-1", "rev@example.org", "Élève de محمد")
LATIN = ("NHA-1", "rev@example.org", "Elle a déjà évalué, à Malmö… «Ærø»")
ARABIC = ("NHA-1", "rev@example.org", "زميل سابق")


def write(rows, separator=",", line_end="\r\n"):
    return line_end.join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)


def read(content):
    return read_table(content, needed=HEADS[:2], most_bytes=10_000, most_rows=100)


def cells(content):
    return [tuple(row.values()) for _line, row in read(content).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_encoding_of_unicode_and_every_separator_is_read(encoding, separator):
    assert cells(write([HEADS, ROW], separator).encode(encoding)) == [ROW]


@pytest.mark.parametrize(("encoding", "row"), [
    ("cp1252", LATIN), ("cp1256", ARABIC), ("cp1256", (*ARABIC[:2], "déjà، زميل سابق")),
    ("cp1252", (*LATIN[:2], "déjà à Noël… «œuvre»")),
])
def test_a_code_page_of_windows_is_read_where_the_text_proves_it(encoding, row):
    assert cells(write([HEADS, row], ";").encode(encoding)) == [row]


@pytest.mark.parametrize("reason", [b"\xc0", b"\xe3\xcd\xe3\xcf Andr\xc9a"])
def test_a_text_that_may_be_of_two_code_pages_is_refused(reason):
    with pytest.raises(BadTable) as no:
        read(write([HEADS, (*ROW[:2], "@")]).encode().replace(b",@", b"," + reason))

    assert [wrong.code for wrong in no.value.wrongs] == ["not_utf8"]


@pytest.mark.parametrize(("above", "line"), [
    ("sep=;\r\n", 3), ("SEP=;\n", 3), ('"sep=;"\r\n', 3), ("\r\n\r\n", 4), (";;\r\n", 3),
    ("Table of assignments;;\r\n;;\r\n", 4), ("sep=;\r\n\r\n", 4),
])
def test_lines_above_the_heads_are_passed_over_and_lines_keep_their_numbers(above, line):
    table = read((above + write([HEADS, ROW], ";")).encode())

    assert [(number, tuple(row.values())) for number, row in table.rows] == [(line, ROW)]


def test_empty_columns_and_rows_at_the_end_are_nothing():
    wide = [(*HEADS, "", ""), (*ROW, "", ""), ("",) * 5, ("",) * 5]

    assert cells(write(wide, ";").encode()) == [ROW]


@pytest.mark.parametrize("heads", [
    ("Reference", "REVIEWER", "Reason"), ("Référence", "Évaluateur", "Motif"),
    ("référence", "évaluateur ", "justification"), ("المرجع", "المحكِّم", "السبب"),
    ("\u200fالمرجع", "المحكم", "التعليل"), ("\ufeffReference", "\u00a0Reviewer", "Reason"),
])
def test_heads_are_read_in_three_languages(heads):
    assert read(write([heads, ROW]).encode()).heads == HEADS


@pytest.mark.parametrize("content", [
    b"title\r\n", b"reference,name\r\nx,y\r\n", b"sep=;\r\nreference,reviewer\r\na,b\r\n",
])
def test_a_table_without_its_heads_names_them(content):
    with pytest.raises(BadTable) as no:
        read(content)

    assert [(wrong.line, wrong.code) for wrong in no.value.wrongs] == [(1, "no_heads")]
