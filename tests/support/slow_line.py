"""A proxy to a server on loopback whose connections can be slowed down, cut in the middle, and restored.

What a browser calls offline lets a request that is on its way run to its end; this does not.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

PIECE = 16_384


class Line:
    """Listens at `port` and passes everything on to another port of this machine."""

    def __init__(self, there: int) -> None:
        self._there, self._is_cut, self._rate = there, False, 0
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Else the whole file would be taken at once, and the browser think it gone.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2 * PIECE)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def slow(self, rate: int) -> None:
        """So many bytes a second go up from now on on each connection; 0 for as many as can."""
        self._rate = rate

    def cut(self) -> None:
        """Drop all data in transit, and pass nothing on from now."""
        self._is_cut = True
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(here,), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with closing(here), suppress(OSError):
            if self._is_cut:
                return
            with socket.create_connection(("127.0.0.1", self._there)) as there:
                self._open |= {here, there}
                back = threading.Thread(target=self._pass, args=(there, here, False), daemon=True)
                back.start()
                self._pass(here, there, True)
                back.join()
                self._open -= {here, there}

    def _pass(self, one: socket.socket, other: socket.socket, up: bool) -> None:
        """Pass data on until one side ends the connection, then end the other side."""
        with suppress(OSError):
            while piece := one.recv(PIECE):
                if up and self._rate:
                    time.sleep(len(piece) / self._rate)
                other.sendall(piece)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


@pytest.fixture
def line_to() -> Iterator:
    """`line_to(server.url)`: a line to that server, as good as none until it is made slow or cut."""
    made: list[Line] = []

    def to(url: str) -> Line:
        made.append(Line(int(url.rpartition(":")[2])))
        return made[-1]

    yield to
    for line in made:
        line.close()
