"""Makes ahead the papers that everybody may have, so that no visitor's click costs a rendering."""

import io
import logging
from collections.abc import Iterator

from nominations.core.tables import PublicPaper, StoredFile
from nominations.core.work import Work
from nominations.documents.adapters.render import Limits, RenderingFailed
from nominations.editions.queries.editions import Pinned
from nominations.files.adapters.store import files
from nominations.official_form.queries import public_papers as query
from nominations.official_form.reports import public_papers

_log = logging.getLogger(__name__)
Wanted = tuple[Pinned, str, str, str, str]


def wanted(work: Work) -> list[Wanted]:
    """What is missing or made from something else than now: edition, kind, category, language, made from."""
    pinned = query.every_edition(work.session)
    made = query.made(work.session, [each.id for each in pinned])
    work.session.rollback()  # rendering takes seconds: nobody waits for a lock of ours meanwhile
    return [each for each in _all(pinned) if made.get((each[0].id, *each[1:4])) != each[4]]


def make(work: Work, paper: Wanted) -> bool:
    """Make one paper and keep it; False where it could not be rendered, which the log says."""
    pinned, kind, category_key, language, made_from = paper
    edition, settings = pinned.edition, work.settings
    limits = Limits(settings.pdf_memory_mb * 1_048_576, settings.pdf_seconds, settings.pdf_seconds * 2)
    address = f"{settings.public_address}/{edition.code}/"
    try:
        content = public_papers.pdf(edition, edition.category(category_key), kind, language, address, limits)
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
        row = query.paper(session, pinned.id, kind, category_key, language) or PublicPaper(
            edition_id=pinned.id, kind=kind, category=category_key, language=language
        )
        row.made_from, row.sha256, row.made_at = made_from, stored.sha256, work.now
        session.add(row)
    return True


def _all(pinned: list[Pinned]) -> Iterator[Wanted]:
    for each in pinned:
        made_from = public_papers.made_from(each.edition)
        for language in each.edition.languages:
            for category in each.edition.categories:
                for kind in public_papers.KINDS:
                    yield each, kind, category.key, language, made_from
