"""The columns of a printed register: no word of it broken, nothing beyond the line, lying where it would be crowded."""

from nominations.documents.reports import register
from nominations.documents.reports.register_table import Column, RegisterContent

FRONT = None  # not looked at for widths
REFERENCE = "NHA-2025-P-0016"


def _report(*columns, row):
    printed = RegisterContent([Column(label, width) for label, width in columns], [row]).for_paper()
    return register.TableReport(FRONT, "Register", "", printed.columns, printed.rows)


def test_a_reference_of_capitals_and_digits_gets_more_than_as_many_letters():
    report = _report(("Reference", 10), ("Word", 10), row=(REFERENCE, "abcdefghijklmno"))

    reference, word = (column.width for column in report.columns)
    assert reference > word >= len(REFERENCE)


def test_few_short_columns_stand_and_long_ones_lie():
    short = _report(("Reference", 18), ("Title", 30), row=(REFERENCE, "A quay"))
    long = _report(
        ("To", 34), ("Subject", 60), ("Reference", 18), ("State", 30), ("By", 30),
        row=("somebody.with-a-long-name@example.org", "A subject of words " * 4, REFERENCE, "kept " * 8, "x " * 20),
    )

    assert not short.wide
    assert long.wide


def test_what_the_columns_take_of_the_line_is_never_more_than_the_line():
    for count in range(1, 12):
        columns = [(f"Column {number}", 7 + number) for number in range(count)]
        report = _report(*columns, row=["some words here"] * count)

        assert 100 - count <= sum(report.shares) <= 100
