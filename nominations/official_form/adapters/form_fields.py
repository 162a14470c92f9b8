"""Completes the fields that WeasyPrint writes into a form: labels, alignment, length, boxes, one font for all.

A hidden field and the properties of the document identify the form when it is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from nominations.official_form.adapters import form_font

# Bits of a field's flags (ISO 32000-1, tables 226 and 228) and of an annotation's (table 165).
_READ_ONLY, _MULTILINE, _COMBO, _COMB = 1, 1 << 12, 1 << 17, 1 << 24
_HIDDEN, _PRINT = 2, 4
_SIZE = 10
_INK = "0.12 0.11 0.09 rg"
_TICK = b"0.12 0.11 0.09 RG 1.6 w 1 J 1 j 2 5 m 4.2 2.6 l 8 7.8 l S"


@dataclass(frozen=True, slots=True)
class Fitting:
    """How one field is to be: `label` is read by a screen reader; `start` aligns with the text around it."""

    name: str
    label: str
    kind: str  # line, text, date, tick, pick
    start: bool = True
    max_chars: int | None = None


def fit(
    content: bytes, fittings: Sequence[Fitting], mark: tuple[str, str], properties: Mapping[str, str], *, rtl: bool
) -> bytes:
    """The form with completed fields; `mark` is the hidden field's name and value, `properties` the document's own."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    wanted = {fitting.name: fitting for fitting in fittings}
    with pikepdf.open(BytesIO(content)) as pdf:
        font, boxes = form_font.embed(pdf), []
        for page in pdf.pages:
            page.obj.Tabs = Name.S
            for widget in page.obj.get("/Annots", []):
                if widget.get("/Subtype") == Name.Widget and str(widget.get("/T", "")) in wanted:
                    _finish_field(pdf, widget, wanted[str(widget.T)], rtl)
                    boxes.append(widget)
        first = pdf.pages[0].obj
        hidden = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(mark[0]), V=String(mark[1]), DV=String(mark[1]),
            Ff=_READ_ONLY, F=_HIDDEN, Rect=Array([0, 0, 0, 0]), P=first, DA=String(f"/{form_font.NAME} {_SIZE} Tf 0 g"),
        ))
        first.Annots = Array([*first.get("/Annots", []), hidden])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([*boxes, hidden]), NeedAppearances=False, Q=2 if rtl else 0,
            DA=String(f"/{form_font.NAME} {_SIZE} Tf {_INK}"),
            DR=Dictionary(Font=Dictionary({f"/{form_font.NAME}": font})),
        )
        preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences.Direction = Name.R2L if rtl else Name.L2R
        pdf.Root.ViewerPreferences = preferences
        _describe(pdf, properties)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if lost := wanted.keys() - {str(name) for name in _names(out.getvalue())}:
        raise ValueError(f"These fields are not in the form: {sorted(lost)[:5]}")
    return out.getvalue()


def _names(content: bytes) -> list[str]:
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return [str(field.T) for field in pdf.Root.AcroForm.Fields]


def _finish_field(pdf: Any, widget: Any, fitting: Fitting, rtl: bool) -> None:
    from pikepdf import Array, Dictionary, Name, String

    widget.TU = String(fitting.label)
    widget.F = _PRINT
    if fitting.kind == "tick":
        widget.FT, widget.V, widget.AS = Name.Btn, Name.Off, Name.Off
        states = {"/yes": _draw_box(pdf, widget, _TICK), "/Off": _draw_box(pdf, widget, b"")}
        widget.AP, widget.MK = Dictionary(N=Dictionary(states)), Dictionary(CA=String("4"))
        return
    widget.DA = String(f"/{form_font.NAME} {_SIZE} Tf {_INK}")
    widget.Q = 2 if rtl and fitting.start else 0
    if "/AP" in widget:
        del widget.AP
    if fitting.kind == "pick":
        widget.FT, widget.Ff, widget.V = Name.Ch, _COMBO, String("")
        return
    widget.FT, widget.V = Name.Tx, String("")
    widget.Ff = {"text": _MULTILINE, "date": _COMB}.get(fitting.kind, 0)
    if fitting.kind == "date":
        widget.MaxLen = 10
        widget.MK = Dictionary(BC=Array([0.6, 0.55, 0.5]))
    elif fitting.max_chars:
        widget.MaxLen = fitting.max_chars


def _draw_box(pdf: Any, widget: Any, strokes: bytes) -> Any:
    """A picture of the box's size, in which `strokes` are drawn on a square of 10 by 10."""
    from pikepdf import Array, Name

    left, bottom, right, top = (float(edge) for edge in widget.Rect)
    wide, high = abs(right - left), abs(top - bottom)
    content = b"q %.3f 0 0 %.3f 0 0 cm %s Q" % (wide / 10, high / 10, strokes) if strokes else b""
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, wide, high]))


def _describe(pdf: Any, properties: Mapping[str, str]) -> None:
    """Write the properties into the document's information and XMP."""
    for name, value in properties.items():
        pdf.docinfo[f"/{name}"] = value
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name, value in properties.items():
            metadata[f"{{http://ns.adobe.com/pdfx/1.3/}}{name}"] = value
