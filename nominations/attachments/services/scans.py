"""Virus scans by the worker: one verdict for each content, and a letter to the owner when a file is blocked."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from nominations.core.queries import accounts
from nominations.core.rules.vocabulary import ScanState
from nominations.core.tables import Attachment, Nomination, Scan
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.files.adapters import scanner
from nominations.files.adapters.store import Damaged, files
from nominations.files.queries import scans
from nominations.nominations.steps import working_copy_changes

# The wait after a failed try: it doubles each time, up to an hour.
_WAIT = timedelta(seconds=15)
_LONGEST = timedelta(hours=1)
_log = logging.getLogger(__name__)


def list_due(work: Work) -> list[UUID]:
    """The scans that are due now; contents that were never scanned are added first."""
    if not work.settings.scanner_url:
        return []
    if unseen := scans.list_unscanned(work.session):
        with work.transaction() as session:
            session.add_all(
                Scan(id=uuid4(), sha256=sha256, state=ScanState.WAITING, next_try_at=work.now) for sha256 in unseen
            )
    return scans.list_due(work)


def ask_scanner(work: Work, scan_id: UUID) -> ScanState | None:
    """Ask the scanner about one content; None if it is not due. May be called twice for the same one.

    While the scanner cannot be reached, waiting files keep waiting and earlier verdicts stay valid.
    """
    with work.transaction() as session:
        scan = session.get(Scan, scan_id, with_for_update=True, populate_existing=True)
        if scan is None or scan.next_try_at is None or scan.next_try_at > work.now:
            return None
        sha256, scan.tries = scan.sha256, scan.tries + 1
        scan.next_try_at = work.now + min(_WAIT * 2 ** min(scan.tries, 10), _LONGEST)
    try:
        virus = scanner.scan_content(files(work.settings).open(sha256), work.settings)
    except scanner.ScannerUnavailable:
        _log.warning("scanner.away", exc_info=True)
        _postpone(work)
        return None
    except (Damaged, FileNotFoundError):
        _log.error("scanner.file_is_gone", extra={"ids": {"sha256": sha256}})
        return None
    return _write_down(work, scan_id, virus)


def _postpone(work: Work) -> None:
    """Postpone all due scans a little: each would block a thread of the worker that letters need."""
    with work.transaction() as session:
        session.execute(update(Scan).where(Scan.next_try_at <= work.now).values(next_try_at=work.now + _WAIT))


def _write_down(work: Work, scan_id: UUID, virus: str) -> ScanState:
    again = timedelta(hours=work.settings.scanner_again_hours)
    with work.transaction() as session:
        scan = session.get_one(Scan, scan_id, with_for_update=True, populate_existing=True)
        was, scan.scanned_at, scan.tries = scan.state, work.now, 0
        scan.state = ScanState.BLOCKED if virus or was is ScanState.BLOCKED else ScanState.CLEAN
        scan.threat = virus or scan.threat
        scan.next_try_at = work.now + again if again and scan.state is ScanState.CLEAN else None
        if scan.state is ScanState.BLOCKED and was is not ScanState.BLOCKED:
            _report_blocked(work, scan)
        return scan.state


def _report_blocked(work: Work, scan: Scan) -> None:
    """Refresh every nomination with this content, write to its owner, and record the block."""
    session = work.session
    session.flush()
    held = session.execute(
        select(Nomination, Attachment).join(Attachment, Attachment.nomination_id == Nomination.id)
        .where(Attachment.sha256 == scan.sha256, Attachment.removed_at.is_(None), Nomination.discarded_at.is_(None))
        .order_by(Nomination.id, Attachment.uploaded_at, Attachment.id).with_for_update(of=Nomination)
    ).all()
    for nomination, attachment in held:
        working_copy_changes.refresh(work, nomination)
        owner, edition = accounts.load_account(session, nomination.owner_id), editions.by_id(
            session, nomination.edition_id
        )
        if owner is not None:
            work.send_mail(
                "file_blocked", owner, edition_id=nomination.edition_id, nomination_id=nomination.id,
                reference=nomination.reference, name=attachment.name, found=scan.threat,
                path=f"/{edition.edition.code}/nominations/{nomination.id}/attachments",
            )
    work.record("block_file", f"file:{scan.sha256}", {
        "found": scan.threat, "attachments": [attachment.id for _, attachment in held],
    })
