"""A page of HTML set as a PDF: the slow half of most documents."""

from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.kinds import MadeDocument, Progress


def print_html(html: str, name: str, progress: Progress, limits: Limits | None = None) -> MadeDocument:
    """The finished PDF, named `name`. Two parts: the pages are written, then set."""
    progress(1, 2)
    content = render_pdf(html, limits=limits)
    progress(2, 2)
    return MadeDocument(content, name, html.encode("utf-8", "replace"))
