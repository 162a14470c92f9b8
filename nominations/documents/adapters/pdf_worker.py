"""The press itself: loads what documents need, then forks a child with limits for each that is asked for.

Nothing of a document is read here: the child has it alone, and leaves with it. Single-threaded, so that it may fork.
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


def main(line: socket.socket) -> None:
    """Until whoever started it hangs up."""
    from nominations.documents.adapters import pdf, render

    pdf.load_libraries()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, ends, _flags, _address = socket.recv_fds(line, 4096, 4)
        if not message:
            return
        if os.fork() == 0:
            line.close()
            os._exit(_watch(json.loads(message), ends, render.answer))
        for end in ends:
            os.close(end)


def _watch(task: dict, ends: Sequence[int], answer: Answer) -> int:
    """Have the document made by a child of its own, and tell how that ended."""
    there, out, err, tell = ends
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.write(tell, f"{os.getpid()}\n".encode())
    child = os.fork()
    if child == 0:
        for number, end in enumerate((there, out, err)):
            os.dup2(end, number)
        for end in ends:
            os.close(end)
        os._exit(_do(task, answer))
    for end in (there, out, err):
        os.close(end)
    _, status = os.waitpid(child, 0)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with suppress(BrokenPipeError):  # whoever asked is gone
        os.write(tell, f"{os.waitstatus_to_exitcode(status)} {peak}\n".encode())
    return 0


def _do(task: dict, answer: Answer) -> int:
    """What goes wrong on the way leaves as it leaves any program: with its words, and status 1."""
    status = answer(task["variant"], task["memory"], task["cpu_seconds"])
    sys.stdout.buffer.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
