"""Which addresses our mail server can write to, known before a letter is promised."""

import smtplib
import threading

from nominations.core.adapters import clock
from nominations.core.settings import Settings
from nominations.mail.adapters.international import needs_smtputf8
from nominations.mail.adapters.smtp import connect_server

# How long the answer of a server is remembered, and that it gave none.
REMEMBERED_SECONDS, SILENT_SECONDS = 300, 30
_MOST_SECONDS = 5  # somebody waits for a page


class _Answers:
    """Whether a mail server offers SMTPUTF8, asked once in a while by whichever request needs it first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int, str], tuple[float, bool | None]] = {}

    def find(self, settings: Settings) -> bool | None:
        server = (settings.smtp_host, settings.smtp_port, settings.smtp_security)
        with self._lock:
            stale_at, answer = self._known.get(server, (0.0, None))
            if clock.monotonic() >= stale_at:
                answer = _ask(settings)
                seconds = SILENT_SECONDS if answer is None else REMEMBERED_SECONDS
                self._known[server] = (clock.monotonic() + seconds, answer)
        return answer

    def forget(self) -> None:
        self._known.clear()


ANSWERS = _Answers()


def can_write_to(address: str, settings: Settings) -> bool:
    """Whether the mail server can write to this address, as far as it is known: a silent server refuses nothing.

    Asks the server where the answer depends on it. Call it outside a transaction: it may take seconds.
    """
    if not needs_smtputf8(address) or not settings.smtp_host or settings.is_demonstration:
        return True
    return ANSWERS.find(settings) is not False


def _ask(settings: Settings) -> bool | None:
    try:
        with connect_server(settings, seconds=min(settings.smtp_seconds, _MOST_SECONDS)) as server:
            server.ehlo_or_helo_if_needed()
            return server.has_extn("smtputf8")
    except (smtplib.SMTPException, OSError, ValueError):
        return None
