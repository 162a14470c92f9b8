"""Which document is made how: one line per kind."""

from collections.abc import Mapping

from nominations.accounts.reports import own_data
from nominations.documents.reports.kinds import Made, Maker, Tell
from nominations.nominations.reports import documents
from nominations.ranking.reports import archive_copy, score_documents
from nominations.records.reports import dossier_documents, register_documents
from nominations.reviewing.reports import own_documents, pack

PDF = "application/pdf"

MAKERS: Mapping[str, Maker] = {
    "receipt": Maker("pdf", PDF, documents.receipt),
    "nomination": Maker("pdf", PDF, documents.nomination),
    **score_documents.MAKERS,
    **archive_copy.MAKERS,
    **register_documents.MAKERS,
    **own_data.MAKERS,
    **pack.MAKERS,
    **own_documents.MAKERS,
    "dossier": dossier_documents.maker(lambda kind: MAKERS[kind]),
    "dossiers": dossier_documents.maker_of_all(lambda kind: MAKERS[kind]),
}

__all__ = ["MAKERS", "Made", "Maker", "Tell"]
