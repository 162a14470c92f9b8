"""A real server with a tiny application, for tests that need sockets. Run as a program: DATA PORT."""

import sys
import time
from pathlib import Path

from nominations.core.settings import load_settings
from nominations.operation.adapters import server
from nominations.web.server.request_limits import FAULT


def app(environ, start):
    """Echoes the length of the body, or the fault; takes half a second under /slow."""
    fault = environ.get(FAULT)
    if fault:
        start(f"{fault} No", [("Content-Type", "text/html")])
        return [b"<h1>The page for %d</h1>" % fault]
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.5)
    body = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else b""
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"%d" % len(body)]


def make_app(settings):
    return app


def know(app, environ):
    """Whoever sends a cookie is signed in."""
    return environ["HTTP_COOKIE"]


if __name__ == "__main__":
    given = {
        "port": int(sys.argv[2]), "body_stretch_seconds": int(sys.argv[3]), "stop_seconds": 3, "workers": 2,
        "bodies_per_session": 300,  # one session plays many
    }
    marker = Path(sys.argv[1]) / "worker"
    worker = [sys.executable, "-c", f"open({str(marker)!r}, 'a').write('x'); import time; time.sleep(60)"]
    settings = load_settings(Path(sys.argv[1]), {}, {"mode": "demonstration"} | given)
    server.serve(settings, make_app, know=know, worker=worker)
