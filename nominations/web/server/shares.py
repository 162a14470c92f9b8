"""How many bodies arrive at once: in all, of those without a session, and of each sender."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

from nominations.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a body: a session that stands in the database, or else an address."""

    key: str
    is_known: bool


def address_share(address: str) -> str:
    """What counts as one address: of IPv6 the /64, which one household, and one attacker, has to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


class Shares:
    """The bodies that arrive in this process now. It counts connections of this process, which no database knows."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counted: Counter[str] = Counter()
        self._all = self._visitors = 0
        self._lock = Lock()

    def take(self, sender: Sender) -> Callable[[], None] | int:
        """What gives the place back; or the status to refuse with: 429 for one who has all of theirs, 503 else."""
        share = self._settings.bodies_per_session if sender.is_known else self._settings.bodies_per_address
        with self._lock:
            if self._counted[sender.key] >= share:
                return 429
            is_full_of_visitors = not sender.is_known and self._visitors >= self._settings.visitor_bodies_at_once
            if is_full_of_visitors or self._all >= self._settings.bodies_at_once:
                return 503
            self._counted[sender.key] += 1
            self._all += 1
            self._visitors += not sender.is_known
        return lambda: self._give_back(sender)

    def _give_back(self, sender: Sender) -> None:
        with self._lock:
            self._counted[sender.key] -= 1
            if not self._counted[sender.key]:
                del self._counted[sender.key]
            self._all -= 1
            self._visitors -= not sender.is_known
