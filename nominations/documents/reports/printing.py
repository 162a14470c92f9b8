"""Renders HTML to a PDF document: the slow step of most documents."""

from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.kinds import MadeDocument, Progress


def print_html(html: str, name: str, progress: Progress, limits: Limits | None = None) -> MadeDocument:
    """The finished PDF, named `name`. Its progress has two parts: the HTML exists, the PDF is rendered."""
    progress(1, 2)
    content = render_pdf(html, limits=limits)
    progress(2, 2)
    return MadeDocument(content, name, html.encode("utf-8", "replace"))
