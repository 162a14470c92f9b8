"""Which document is made how: one line per kind."""

from collections.abc import Mapping

from nominations.reports import papers
from nominations.reports.made import Made, Maker, Tell

PDF = "application/pdf"

MAKERS: Mapping[str, Maker] = {
    "receipt": Maker("pdf", PDF, papers.receipt),
    "nomination": Maker("pdf", PDF, papers.nomination),
}
__all__ = ["MAKERS", "Made", "Maker", "Tell"]
