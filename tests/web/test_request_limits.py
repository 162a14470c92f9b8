"""What a request passes before the application: id, host, body."""

import errno
import json
import logging
import threading
from types import SimpleNamespace

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from nominations.core import logs
from nominations.core.settings import load_settings
from nominations.web.server import request_body, request_limits
from nominations.web.server.request_limits import protect

PLAY = {
    "mode": "demonstration", "form_bytes": 1000, "visitor_form_bytes": 1000, "upload_bytes": 5000, "body_rate": 100,
    "body_stretch_seconds": 1,
}
FILES = {"Cookie": "session=x", "Content-Type": "multipart/form-data; boundary=x"}

COOKIE = {"Cookie": "session=x", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def ask(tmp_path):
    """Sends one request through the walls; answers with status, headers and what the application saw."""

    def send(app=None, /, *, settings=None, line=None, given=(), session="", **request):
        seen = {}

        def witness(environ, start):
            seen.update(environ, body=environ["wsgi.input"].read())
            start("200 OK", [])
            return [b"ok"]

        loaded = load_settings(tmp_path, {}, PLAY | (settings or {}))
        environ = EnvironBuilder(**{"base_url": "http://localhost/", "method": "POST"} | request).get_environ()
        environ |= {"NOMINATIONS_SECRET_KEY": "secret"} | ({"wsgi.input": line} if line else {}) | dict(given)
        pieces, status, headers = run_wsgi_app(
            protect(app or witness, loaded, lambda _: session), environ, buffered=True
        )
        return status[:3], headers, seen, b"".join(pieces)

    return send


class Line:
    """A slow line: a stretch of silence before each piece, or an error."""

    def __init__(self, pieces, pause=0.0, error=None):
        self.pieces, self.pause, self.error, self.gone = list(pieces), pause, error, threading.Event()

    def read(self, size=-1):
        self.gone.wait(self.pause)
        if self.pieces:
            return self.pieces.pop(0)
        if self.error:
            raise self.error
        return b""


def test_a_body_is_whole_before_the_application_starts(ask):
    line = Line([b"x" * 400, b"y" * 400])

    status, _, seen, _ = ask(line=line, given={"CONTENT_LENGTH": "800"})

    assert (status, seen["body"], seen["CONTENT_LENGTH"]) == ("200", b"x" * 400 + b"y" * 400, "800")
    assert request_limits.FAULT not in seen


@pytest.mark.parametrize(
    ("size", "headers", "fault"),
    [
        (1000, {}, None),
        (1001, {}, 413),
        (5000, {"Content-Type": "multipart/form-data"}, 413),
        (5000, FILES, None),
        (5001, FILES, 413),
        (1001, FILES | {"Content-Type": "application/x-www-form-urlencoded"}, 413),
    ],
)
def test_only_who_is_signed_in_may_send_much(ask, size, headers, fault):
    _, _, seen, _ = ask(data=b"x" * size, headers=headers)

    assert (seen.get(request_limits.FAULT), len(seen["body"])) == (fault, 0 if fault else size)


def test_a_body_that_is_too_large_is_received_so_that_its_sender_sees_the_page(ask):
    line = Line([b"x" * 1000] * 5)

    _, headers, seen, _ = ask(line=line, given={"CONTENT_LENGTH": "5000"}, headers=COOKIE, session="hers")

    assert (seen[request_limits.FAULT], line.pieces, headers["Connection"]) == (413, [], "close")


@pytest.mark.parametrize("given", [{"CONTENT_LENGTH": "1001"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_body_of_a_visitor_that_is_too_large_is_cut_off_at_once(ask, given):
    line = Line([b"x" * 1000] * 5)

    _, headers, seen, _ = ask(line=line, given=given, headers=COOKIE)

    assert (seen[request_limits.FAULT], headers["Connection"]) == (413, "close")
    assert len(line.pieces) >= 3


class Stretches:
    """The end of a body that brings so many bytes in each stretch; nobody waits."""

    def __init__(self, body, brought):
        self.body, self.brought = body, list(brought)

    def wait(self, _):
        if not self.brought:
            return True
        self.body.received += self.brought.pop(0)
        return False


@pytest.mark.parametrize(
    ("brought", "how", "fault"),
    [
        ([120] * 6, {}, 0),
        ([120, 99], {}, 408),
        ([120] * 2, {"rises": True}, 408),
        ([100, 200, 300, 400], {"rises": True}, 0),
        ([100, 200, 299], {"rises": True}, 408),
        ([9_999], {"rises": True, "most": 2}, 0),
        ([9_999] * 2, {"rises": True, "most": 2}, 408),
    ],
)
def test_a_visitor_must_bring_more_with_each_stretch_and_a_form_of_theirs_has_an_end(
    tmp_path, monkeypatch, brought, how, fault
):
    monkeypatch.setattr(request_body, "Thread", lambda **_: SimpleNamespace(start=lambda: None))
    body = request_body.Body(Line([]), 100_000, None, tmp_path, lambda: None)
    body._ended = Stretches(body, brought)

    assert body.arrive(100, 1, **how) == fault
    body.kept.close()


@pytest.mark.parametrize(("session", "kind", "how"), [
    ("", "application/x-www-form-urlencoded", {"rises": True, "most": 2}),
    ("", "multipart/form-data; boundary=x", {"rises": True, "most": None}),
    ("hers", "application/x-www-form-urlencoded", {"rises": False, "most": None}),
])
def test_patience_is_for_those_who_are_signed_in(ask, monkeypatch, session, kind, how):
    asked = []
    monkeypatch.setattr(request_body.Body, "arrive", lambda body, *_, **given: asked.append(given) or 0)

    ask(data=b"x", headers=COOKIE | {"Content-Type": kind}, session=session)

    assert asked == [how]


def test_a_body_that_is_beyond_all_measure_is_not_even_listened_to(ask):
    line = Line([b"x" * 1000] * 9)

    _, _, seen, _ = ask(line=line, given={"CONTENT_LENGTH": "8001"})

    assert (seen[request_limits.FAULT], len(line.pieces)) == (413, 9)


def test_a_body_without_a_length_is_counted_as_it_comes(ask):
    endless = Line([b"x" * 1000] * 100)

    _, _, seen, _ = ask(line=endless, given={"HTTP_TRANSFER_ENCODING": "chunked"})

    assert (seen[request_limits.FAULT], seen["body"]) == (413, b"")
    assert len(endless.pieces) > 80


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (Line([b"half"]), 400),
        (Line([b"half"], error=OSError("gone")), 400),
        (Line([b"half"], error=OSError(errno.ENOSPC, "full")), 507),
        (Line([b"half"] * 3, pause=3), 408),
    ],
    ids=["ends early", "breaks", "disk full", "too slow"],
)
def test_a_body_that_does_not_arrive_is_reported_to_the_application(ask, line, fault):
    status, headers, seen, _ = ask(line=line, given={"CONTENT_LENGTH": "800"})
    line.gone.set()

    assert (status, seen[request_limits.FAULT], seen["body"], headers["Connection"]) == ("200", fault, b"", "close")


def test_a_slow_body_that_keeps_the_rate_is_waited_for(ask):
    line = Line([b"x" * 100] * 4, pause=0.35)

    _, _, seen, _ = ask(line=line, given={"CONTENT_LENGTH": "400"})

    assert (request_limits.FAULT in seen, len(seen["body"])) == (False, 400)


def test_a_length_that_is_no_number_is_refused(ask):
    for length in ("-1", "1e3", "٣"):
        _, _, seen, _ = ask(line=Line([b"x"]), given={"CONTENT_LENGTH": length})
        assert seen[request_limits.FAULT] == 400


def test_too_many_bodies_at_once_are_answered_503(ask):
    _, _, seen, _ = ask(data=b"x", settings={"bodies_at_once": 0})

    assert seen[request_limits.FAULT] == 503


@pytest.mark.parametrize(
    ("free", "length", "chunked", "fault"),
    [
        (300_001, 300_000, False, None), (300_000, 300_000, False, 507),  # a file
        (0, 1_000, False, None),  # a form, which stays in memory: signing in goes on
        (0, None, True, 507),
    ],
)
def test_no_body_takes_the_reserve_of_the_disk(ask, monkeypatch, free, length, chunked, fault):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free + 999))
    given = {"HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {"CONTENT_LENGTH": str(length)}
    settings = {"disk_reserve_bytes": 1_000, "upload_bytes": 400_000}

    _, _, seen, _ = ask(line=Line([b"x" * (length or 0)]), given=given, headers=FILES, settings=settings)

    assert seen.get(request_limits.FAULT) == fault


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("localhost", "/", "200"), ("LOCALHOST:8000", "/", "200"), ("[::1]:8000", "/", "200"),
        ("evil.example", "/", "400"), ("localhost.evil.example", "/", "400"), ("", "/", "400"),
        ("evil.example", "/healthz", "200"),
    ],
)
def test_only_our_own_names_are_answered_for(ask, host, path, status):
    got, headers, _, _ = ask(method="GET", path=path, headers={"Host": host})

    assert got == status
    assert status == "200" or headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_forged_proxy_headers_are_believed_only_when_there_is_a_proxy(ask):
    forged = {"X-Forwarded-For": "6.6.6.6, 7.7.7.7", "X-Forwarded-Host": "evil.example"}

    _, _, plain, _ = ask(method="GET", headers=forged, environ_base={"REMOTE_ADDR": "1.2.3.4"})
    _, _, proxied, _ = ask(method="GET", headers=forged, settings={"proxies": 1})

    assert (plain["REMOTE_ADDR"], proxied["REMOTE_ADDR"], proxied["HTTP_HOST"]) == ("1.2.3.4", "7.7.7.7", "localhost")


def test_the_secrets_of_the_process_are_out_of_a_requests_reach(ask):
    assert not [key for key in ask(method="GET")[2] if key.startswith("NOMINATIONS")]


def test_behind_https_every_address_is_https(ask, tmp_path):
    assert ask(method="GET")[2]["wsgi.url_scheme"] == "http"
    address = {"public_address": "https://localhost"}
    assert ask(method="GET", settings=address)[2]["wsgi.url_scheme"] == "https"


def test_each_request_has_an_id_of_its_own_and_one_line_in_the_log(ask, caplog):
    def app(environ, start):
        environ[request_limits.ENDPOINT] = "nomination.show"
        start("404 Not Found", [])
        assert logs.request_id.get() == environ[request_limits.REQUEST_ID]
        return iter([b"a", b"b"])

    caplog.set_level(logging.INFO)
    first = ask(app, method="GET", path="/secret/path", query_string="q=words", headers={"X-Request-ID": "mine"})
    second = ask(app, method="GET")

    (line, _) = [json.loads(logs.JsonLines().format(one)) for one in caplog.records]
    assert first[1]["X-Request-ID"] == line["request"] != second[1]["X-Request-ID"]
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "nomination.show", 404)
    assert ("secret" in json.dumps(line), "words" in json.dumps(line), first[3]) == (False, False, b"ab")


def test_a_view_that_fails_is_in_the_log_too(ask, caplog):
    def app(environ, start):
        raise KeyError("oh")

    caplog.set_level(logging.INFO)
    with pytest.raises(KeyError):
        ask(app, method="GET")

    assert caplog.records[0].ids["status"] == 500


@pytest.mark.parametrize(("address", "value"), [("https://localhost", "max-age=31536000; includeSubDomains"),
                                                ("http://localhost", None)])
def test_the_no_to_a_foreign_host_keeps_the_browser_on_https(ask, address, value):
    status, headers, _, _ = ask(settings={"public_address": address}, base_url="http://evil.example/")

    assert (status, headers.get("Strict-Transport-Security")) == ("400", value)
