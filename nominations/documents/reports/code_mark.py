"""The code of a document and the address that checks it, as `Front(..., code=code, checked_at=address)` prints them."""

from uuid import UUID

from nominations.core.rules.document_codes import format_code
from nominations.core.work import Work
from nominations.documents.queries import codes


def code_and_address(work: Work, document_id: UUID) -> tuple[str, str]:
    """The code in groups and the address of the page that checks it; two empty texts where there is no code."""
    code = codes.code_of_document(work.session, document_id)
    return (format_code(code), check_address(work, code)) if code else ("", "")


def check_address(work: Work, code: str) -> str:
    """The address at which anybody can check the document with this code."""
    return f"{work.settings.public_address}/check/{code}"
