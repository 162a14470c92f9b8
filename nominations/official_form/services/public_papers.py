"""Makes public papers in advance, so that no request of a visitor has to render one."""

import io
import logging
from collections.abc import Iterator

from nominations.core.tables import PublicPaper, StoredFile
from nominations.core.work import Work
from nominations.documents.adapters.render import Limits, RenderingFailed
from nominations.editions.queries.editions import Pinned
from nominations.files.adapters.store import files
from nominations.official_form.queries.public_papers import list_editions, load_paper, load_sources
from nominations.official_form.reports import public_papers

_log = logging.getLogger(__name__)
Wanted = tuple[Pinned, str, str, str, str]


def list_wanted(work: Work) -> list[Wanted]:
    """The papers that are missing or outdated: edition, kind, category, language, hash of the source."""
    pinned = list_editions(work.session)
    sources = load_sources(work.session, [edition.id for edition in pinned])
    work.session.rollback()  # rendering takes seconds: hold no lock meanwhile
    return [paper for paper in _all(pinned) if sources.get((paper[0].id, *paper[1:4])) != paper[4]]


def make_paper(work: Work, paper: Wanted) -> bool:
    """Make and store one paper; False if rendering failed, which is logged."""
    pinned, kind, category_key, language, made_from = paper
    edition, settings = pinned.edition, work.settings
    limits = Limits(settings.pdf_memory_mb * 1_048_576, settings.pdf_seconds, settings.pdf_seconds * 2)
    address = f"{settings.public_address}/{edition.code}/"
    try:
        content = public_papers.render_paper(edition, edition.category(category_key), kind, language, address, limits)
    except RenderingFailed:
        ids = {"edition": edition.code, "kind": kind, "category": category_key, "language": language}
        _log.warning("paper.failed", extra={"ids": ids}, exc_info=True)
        return False
    store = files(settings)
    with store.take_in(io.BytesIO(content), len(content)) as stored:
        store.keep(stored)
    with work.transaction() as session:
        if session.get(StoredFile, stored.sha256) is None:
            session.add(StoredFile(sha256=stored.sha256, size=stored.size, stored_at=work.now))
            session.flush()
        paper_row = load_paper(session, pinned.id, kind, category_key, language) or PublicPaper(
            edition_id=pinned.id, kind=kind, category=category_key, language=language
        )
        paper_row.made_from, paper_row.sha256, paper_row.made_at = made_from, stored.sha256, work.now
        session.add(paper_row)
    return True


def _all(pinned: list[Pinned]) -> Iterator[Wanted]:
    for edition in pinned:
        made_from = public_papers.made_from(edition.edition)
        for language in edition.edition.languages:
            for category in edition.edition.categories:
                for kind in public_papers.KINDS:
                    yield edition, kind, category.key, language, made_from
