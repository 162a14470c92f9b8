"""A fake virus scanner on loopback with a configurable behaviour."""

import socket
import threading
import time
from contextlib import suppress

import pytest

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A fake clamd with one of the behaviours `ok`, `error`, `hang`, `cut` and `nonsense`; it finds EICAR."""

    def __init__(self):
        self.does, self.seen = "ok", []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line):
        with line, line.makefile("rwb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            if self.does == "cut":
                return
            content = b""
            while size := int.from_bytes(stream.read(4), "big"):
                content += stream.read(size)
            self.seen.append(content)
            self.may_answer.wait(30)
            if self.does == "hang":
                time.sleep(3)
            verdict = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
            with suppress(OSError):
                stream.write({"error": b"INSTREAM size limit exceeded. ERROR\0", "nonsense": b"stream: OKAY\0"}.get(
                    self.does, verdict))
                stream.flush()

    def stop(self):
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@pytest.fixture
def clamd():
    made = Clamd()
    yield made
    made.stop()
