"""The process of the PDF pool: loads the libraries once, then forks a child process with limits for each document.

It reads no content: only the child does, and ends with it. The process has a single thread, so that it may fork.
"""

import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

Answer = Callable[[str, int, int], int]


def main(connection: socket.socket) -> None:
    """Take tasks from the socket until the other end closes it."""
    from nominations.documents.adapters import pdf, render

    pdf.load_libraries()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, ends, _flags, _address = socket.recv_fds(connection, 4096, 4)
        if not message:
            return
        if os.fork() == 0:
            connection.close()
            os._exit(_watch(json.loads(message), ends, render.answer))
        for end in ends:
            os.close(end)


def _watch(task: dict, ends: Sequence[int], answer: Answer) -> int:
    """Have the document made by a child process and write its process group, exit status and peak of memory."""
    stdin, stdout, stderr, outcome = ends
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.write(outcome, f"{os.getpid()}\n".encode())
    child = os.fork()
    if child == 0:
        for number, end in enumerate((stdin, stdout, stderr)):
            os.dup2(end, number)
        for end in ends:
            os.close(end)
        os._exit(_make(task, answer))
    for end in (stdin, stdout, stderr):
        os.close(end)
    _, status = os.waitpid(child, 0)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with suppress(BrokenPipeError):  # the caller has ended
        os.write(outcome, f"{os.waitstatus_to_exitcode(status)} {peak}\n".encode())
    return 0


def _make(task: dict, answer: Answer) -> int:
    """Make the document. An exception is printed on standard error and ends the child with status 1, as usual."""
    status = answer(task["variant"], task["memory"], task["cpu_seconds"])
    sys.stdout.buffer.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
