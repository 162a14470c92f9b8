"""How often one address may ask for something that could be guessed: counted in memory, as a GET writes nothing."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock


class Pace:
    """At most `times` questions from one address `within` a span; remembers a bounded number of addresses."""

    def __init__(self, times: int, within: timedelta, addresses: int = 10_000) -> None:
        self._times, self._within, self._addresses = times, within, addresses
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allows(self, address: str, now: datetime) -> bool:
        """Whether this address may ask once more at `now`; if so, the question is counted."""
        with self._lock:
            asked = self._asked.setdefault(address, deque(maxlen=self._times))
            self._asked.move_to_end(address)
            while asked and now - asked[0] >= self._within:
                asked.popleft()
            if len(asked) >= self._times:
                return False
            asked.append(now)
            while len(self._asked) > self._addresses:
                self._asked.popitem(last=False)
            return True
