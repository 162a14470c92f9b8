"""The measuring client, a separate process: sends lanes of requests over persistent connections and times each.

Reads a plan as JSON from standard input and writes the results to standard output.
"""

import json
import re
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

_HIDDEN = re.compile(r'name="(csrf_token|_?version)" value="([^"]*)"')
_SECONDS = 60


def run(plan: dict[str, Any]) -> list[list[Any]]:
    """Send all lanes at once; returns [milliseconds, status, expected status, bytes] of every request."""
    met: list[list[Any]] = []
    start = threading.Barrier(len(plan["lanes"]))
    lanes = [threading.Thread(target=_lane, args=(plan["port"], lane, start, met)) for lane in plan["lanes"]]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    return met


def _lane(port: int, requests: list[dict[str, Any]], start: threading.Barrier, met: list[list[Any]]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    start.wait()
    for request in requests:
        # What a page must have told before its form can be sent; not timed.
        hidden_values = _load_hidden_values(connection, request) if request.get("before") else {}
        body = urlencode({**request["form"], **hidden_values}) if request.get("form") is not None else None
        headers = dict(request["headers"])
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            connection.request(request["method"], request["path"], body, headers)
            answer = connection.getresponse()
            size, status = len(answer.read()), answer.status
        except (OSError, HTTPException):
            connection.close()
            size, status = 0, 0
        met.append([(time.perf_counter() - began) * 1000, status, request["wanted"], size])
    connection.close()


def _load_hidden_values(connection: HTTPConnection, request: dict[str, Any]) -> dict[str, str]:
    connection.request("GET", request["before"], headers=request["headers"])
    return hidden(connection.getresponse().read().decode())


def hidden(page: str) -> dict[str, str]:
    """The hidden values of a page that its form sends back."""
    return dict(_HIDDEN.findall(page))


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
