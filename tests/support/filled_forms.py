"""Blank forms of the tests' edition, and forms as PDF programs and people save them."""

import io
from functools import cache

import pikepdf

from nominations.documents.adapters.render import Limits
from nominations.official_form.reports import blank_form
from tests.support.small_edition import edition

ADDRESS = "https://award.example.org/pearl-2025/"


@cache
def blank(language: str = "en", category: int = 0) -> bytes:
    """The blank form; made once for all tests of a process."""
    pearl = edition()
    return blank_form.render_form(pearl, pearl.categories[category], language, ADDRESS, Limits())


def fill_form(content: bytes, values: dict[str, str]) -> bytes:
    """As a reader saves it: strings in the fields, names for the boxes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            value = values.get(str(field.T))
            if value is not None and pikepdf.Name.Btn == field.FT:
                field.V = field.AS = pikepdf.Name.yes
            elif value is not None:
                field.V = pikepdf.String(value.replace("\n", "\r"))
        return save_pdf(pdf)


def save_pdf(pdf, **how) -> bytes:
    """A document as bytes; `how` is passed to pikepdf."""
    if isinstance(pdf, bytes):
        pdf = pikepdf.open(io.BytesIO(pdf))
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def flatten_form(content: bytes) -> bytes:
    """Printed into a file: its fields are gone."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        return save_pdf(pdf)


def mark_form(content: bytes, mark: str) -> bytes:
    """A form with another mark."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "form").V = pikepdf.String(mark)
        return save_pdf(pdf)
