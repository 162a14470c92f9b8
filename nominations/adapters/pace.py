"""How often somebody may miss: counted in the memory of one web process, forgotten after a while."""

from collections import deque
from threading import Lock

from nominations.adapters import clock

_MOST_KEYS = 10_000


class Pace:
    """At most so many misses of one key within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._misses: dict[str, deque[float]] = {}
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Whether this one may still be listened to."""
        with self._lock:
            return len(self._recent(key)) < self._most

    def miss(self, key: str) -> None:
        """Count a miss."""
        with self._lock:
            if key not in self._misses and len(self._misses) >= _MOST_KEYS:
                self._misses.pop(next(iter(self._misses)))
            self._misses.setdefault(key, deque(maxlen=self._most)).append(clock.monotonic())

    def _recent(self, key: str) -> deque[float]:
        misses = self._misses.get(key, deque())
        while misses and clock.monotonic() - misses[0] > self._seconds:
            misses.popleft()
        return misses
