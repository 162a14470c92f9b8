"""Which document is made how: one family per module."""

from collections.abc import Mapping

from nominations.reports import make_dossier, make_scores
from nominations.reports.making import Made, Maker, Tell

__all__ = ["MAKERS", "Made", "Maker", "Tell"]

MAKERS: Mapping[str, Maker] = {
    **make_scores.MAKERS,
    "dossier": make_dossier.maker(lambda kind: MAKERS.get(kind)),
}
