"""What the scanner said of contents, and so what may be given out: only what is ready, to whomever it may be."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nominations.core.rules.errors import Refused
from nominations.core.rules.vocabulary import FileState, Refusal, ScanState
from nominations.core.settings import Settings
from nominations.core.tables import Attachment, Referee, ReviewerCopy, Scan
from nominations.core.work import Work


def load_states(session: Session, settings: Settings, contents: Iterable[str]) -> dict[str, FileState]:
    """Where each of these contents stands, by SHA-256. Where no scanner is set, only what one blocked is not ready."""
    wanted = sorted(set(contents))
    scan_states = dict(session.execute(select(Scan.sha256, Scan.state).where(Scan.sha256.in_(wanted))).all())
    return {sha256: _state(scan_states.get(sha256), settings) for sha256 in wanted}


def _state(scan_state: ScanState | None, settings: Settings) -> FileState:
    if scan_state is ScanState.BLOCKED:
        return FileState.BLOCKED
    return FileState.READY if scan_state is ScanState.CLEAN or not settings.scanner_url else FileState.CHECKING


def require_ready(work: Work, sha256: str) -> None:
    """Go on, or raise `Refused`: this content is given to nobody now."""
    state = load_states(work.session, work.settings, [sha256])[sha256]
    if state is FileState.CHECKING:
        raise Refused(Refusal.BEING_CHECKED)
    if state is FileState.BLOCKED:
        raise Refused(Refusal.BLOCKED)


def load_threats(session: Session, contents: Iterable[str]) -> dict[str, str]:
    """The name of what was found in those that are blocked, by SHA-256."""
    query = select(Scan.sha256, Scan.threat).where(Scan.sha256.in_(sorted(set(contents))), Scan.state == "blocked")
    return dict(session.execute(query).all())


def list_due(work: Work) -> list[UUID]:
    """The contents to be looked at now, those that wait before those that are looked at again."""
    query = select(Scan.id).where(Scan.next_try_at <= work.now)
    return list(work.session.scalars(query.order_by(Scan.state.desc(), Scan.next_try_at, Scan.id).limit(50)))


def list_unscanned(session: Session) -> list[str]:
    """Contents that lie in the store and that no scanner was ever asked about, as from before one was set."""
    unscanned: set[str] = set()
    for content in (Attachment.sha256, Referee.sha256, ReviewerCopy.sha256):
        scan_of_content = select(Scan.sha256).where(Scan.sha256 == content)
        unscanned |= set(session.scalars(
            select(content).where(
                ~scan_of_content.exists(), content.is_not(None)
            ).distinct().order_by(content).limit(500)
        ))
    return sorted(unscanned)
