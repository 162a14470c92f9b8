"""Reads the fields of one uploaded form in a process of its own, under limits of memory and time.

Run by `paper_forms` with the limits and the path of the form; answers on standard output.
"""

import json
import sys
from typing import Any

from nominations.core.adapters import sandbox
from nominations.files.adapters import pdf_reading

MOST_FIELDS, MOST_CHARACTERS, DEEPEST = 5_000, 200_000, 20
PROPERTIES = ("Edition", "Category", "FormLanguage", "FormVersion")


def look(path: str) -> dict[str, Any]:
    """The content of the form: fields by name, properties of the document, and whether it is damaged."""
    import pikepdf

    answer: dict[str, Any] = {"fields": {}, "properties": {}, "encrypted": False, "damaged": False}
    try:
        pdf, cut = pdf_reading.open_pdf(path), False
    except pdf_reading.PartMissing:
        pdf, cut = _open_rest(path), True
    except pikepdf.PasswordError:
        return answer | {"encrypted": True}
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, RecursionError):
        return answer | {"damaged": True}
    if pdf is None:
        return answer | {"damaged": True}
    with pdf:
        try:
            answer["properties"] = _properties(pdf)
            answer["fields"] = _fields(pdf)
        except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
            answer["damaged"] = True
        answer["damaged"] = answer["damaged"] or bool(pdf.get_warnings()) or cut
    return answer


def _open_rest(path: str) -> Any:
    """What is left of a form that was cut, if that can be opened."""
    import pikepdf

    try:
        return pdf_reading.open_pdf(path, parts_may_miss=True)
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, RecursionError):
        return None


def _properties(pdf: Any) -> dict[str, str]:
    information = pdf.docinfo
    return {name: str(information[f"/{name}"])[:100] for name in PROPERTIES if f"/{name}" in information}


def _fields(pdf: Any) -> dict[str, str]:
    """Every field with a value, by its full name; each node of the tree is visited once."""
    form = pdf.Root.get("/AcroForm")
    fields: dict[str, str] = {}
    if form is None:
        return fields
    waiting = [(node, "", None, None, 0) for node in form.get("/Fields", [])]
    seen: set[Any] = set()
    while waiting and len(seen) < MOST_FIELDS:
        node, above, kind, value, depth = waiting.pop()
        identity = node.objgen if node.objgen != (0, 0) else id(node)
        if identity in seen or depth > DEEPEST:
            continue
        seen.add(identity)
        name = ".".join(part for part in (above, str(node.get("/T", ""))) if part)
        kind, value = node.get("/FT", kind), node.get("/V", value)
        kids = [kid for kid in node.get("/Kids", []) if "/T" in kid]
        if kids:
            waiting += [(kid, name, kind, value, depth + 1) for kid in kids]
        elif name and (text := _text(kind, value)):
            fields[name[:300]] = text[:MOST_CHARACTERS]
    return fields


def _text(kind: Any, value: Any) -> str:
    """A field's value as text; a ticked box is `yes`, whatever its state is called."""
    import pikepdf

    if value is None:
        return ""
    if str(kind) == "/Btn":
        return "" if str(value).lstrip("/") in ("", "Off") else "yes"
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    if isinstance(value, pikepdf.Array):
        value = value[0] if len(value) else ""
    return str(value)


def main() -> int:
    """Write the content of the form to standard output."""
    memory, cpu_seconds, path = sys.argv[1:]
    sandbox.limit_process(int(memory), int(cpu_seconds))
    try:
        answer = look(path)
    except MemoryError:
        return sandbox.OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
