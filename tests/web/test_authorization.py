"""The door lets in whom the policy lets in, and every no has a page."""

import pytest
from flask import Flask

from nominations.web import authorization


def test_a_view_that_names_no_rule_stops_the_start():
    app = Flask(__name__)
    app.add_url_rule("/open", "open", authorization.open_to_all(lambda: ""))
    authorization.protect_views(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")

    with pytest.raises(RuntimeError, match="forgotten"):
        authorization.protect_views(app)


def test_the_health_checks_report_a_working_server(app):
    client = app.test_client()

    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_an_unknown_page_is_not_found_in_every_language(browse):
    for language in ("en", "fr", "ar"):
        page = browse("owner", "/nowhere", lang=language)

        assert (page.status, page.language) == (404, language)
