"""The line at the foot of every page of a pack, with the reader's name and the time, alone on a page."""

from nominations.documents.reports.frame import render_html


def as_html(words: str, language: str) -> str:
    """The line as one HTML document."""
    return render_html("pack_line.html", language, words=words)
