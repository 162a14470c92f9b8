"""Which document is made how: one line per kind."""

from collections.abc import Mapping

from nominations.reports import (
    make_archive,
    make_dossier,
    make_my_data,
    make_own,
    make_pack,
    make_registers,
    make_scores,
    papers,
)
from nominations.reports.making import Made, Maker, Tell

PDF = "application/pdf"

MAKERS: Mapping[str, Maker] = {
    "receipt": Maker("pdf", PDF, papers.receipt),
    "nomination": Maker("pdf", PDF, papers.nomination),
    **make_scores.MAKERS,
    **make_archive.MAKERS,
    **make_registers.MAKERS,
    **make_my_data.MAKERS,
    **make_pack.MAKERS,
    **make_own.MAKERS,
    "dossier": make_dossier.maker(lambda kind: MAKERS[kind]),
    "dossiers": make_dossier.maker_of_all(lambda kind: MAKERS[kind]),
}

__all__ = ["MAKERS", "Made", "Maker", "Tell"]
