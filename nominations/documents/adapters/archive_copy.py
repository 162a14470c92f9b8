"""Makes the archive copy of a report: a PDF/A with its source data attached, so that both stay together."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

VARIANT = "pdf/a-3u"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file to attach to the PDF."""

    name: str
    media_type: str
    content: bytes
    about: str = ""


def enclose(pdf: bytes, enclosed: Sequence[Enclosed], at: datetime) -> bytes:
    """`pdf` (a PDF/A-3) with these files as its source data (ISO 19005-3, 6.8); the same bytes for the same input."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as archive:
        specifications = []
        for file in enclosed:
            # The constructor takes `relationship`, which is missing in its type stub.
            specification = pikepdf.AttachedFileSpec(  # type: ignore[call-arg]
                archive, file.content, filename=file.name, description=file.about, mime_type=file.media_type,
                creation_date=pikepdf.models.metadata.encode_pdf_date(at),
                mod_date=pikepdf.models.metadata.encode_pdf_date(at), relationship=pikepdf.Name.Source,
            )
            archive.attachments[file.name] = specification
            specifications.append(archive.make_indirect(specification.obj))
        archive.Root.AF = pikepdf.Array(specifications)
        out = io.BytesIO()
        archive.save(out, deterministic_id=True)
    return out.getvalue()
