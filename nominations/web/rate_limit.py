"""Limits how often one address may try to guess. Counted in memory of the process, because a GET writes nothing."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock


class RateLimit:
    """Allows at most `most` counts of one key `within` a time span. Keeps a limited number of keys, the newest."""

    def __init__(self, most: int, within: timedelta, keys: int = 10_000) -> None:
        self._most, self._within, self._keys = most, within, keys
        self._counted: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str, now: datetime) -> bool:
        """Whether the key is below its limit at `now`."""
        with self._lock:
            counted = self._counted.get(key, deque())
            while counted and now - counted[0] >= self._within:
                counted.popleft()
            return len(counted) < self._most

    def count(self, key: str, now: datetime) -> None:
        """Count one try of the key."""
        with self._lock:
            self._counted.setdefault(key, deque(maxlen=self._most)).append(now)
            self._counted.move_to_end(key)
            while len(self._counted) > self._keys:
                self._counted.popitem(last=False)
