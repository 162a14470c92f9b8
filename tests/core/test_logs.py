"""The log: lines of JSON with ids, never texts, that nobody can forge."""

import io
import json
import logging

import pytest

from nominations.core import logs
from nominations.core.settings import load_settings


@pytest.fixture
def written(tmp_path):
    """Sets the log up and reads what was written; everything is put back afterwards."""
    stream, root = io.StringIO(), logging.root
    before, level = root.handlers[:], root.level
    others = {name: logging.getLogger(name).level for name in ("huey", "_granian", "PIL", "fontTools", "weasyprint")}

    def set_up(**other):
        logs.set_up(load_settings(tmp_path, {}, {"mode": "demonstration"} | other), stream)
        return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]

    yield set_up
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)
    for name, one in others.items():
        logging.getLogger(name).setLevel(one)


def test_a_record_of_ours_is_a_word_and_ids(written):
    lines = written()
    token = logs.request_id.set("abc")
    logging.getLogger("nominations.services").info("mail.sent", extra={"ids": {"letter": 7, "tries": 2}})
    logs.request_id.reset(token)

    (line,) = lines()
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "info", "event": "mail.sent", "request": "abc", "letter": 7, "tries": 2}


def test_nothing_begins_a_line_of_its_own(written):
    lines = written()
    hostile = 'x"}\n{"event": "forged"}\u2028\u202e\x1b[31m'
    logging.getLogger("nominations").info("upload.refused", extra={"ids": {"name": hostile}})
    logging.getLogger("other").warning(hostile)

    ours, other = lines()
    assert (ours["name"], other["text"], other["from"]) == (hostile, hostile, "other")


def test_an_exception_is_logged_by_its_type_and_place_and_never_by_its_message(written):
    lines = written()
    try:
        try:
            int("the secret score")
        except ValueError as error:
            raise RuntimeError("about the secret score") from error
    except RuntimeError:
        logging.getLogger("nominations").exception("view.failed")

    (line,) = lines()
    assert line["error"][0] == "RuntimeError"
    assert line["error"][2:4] == ["because of", "ValueError"]
    assert "test_logs.py" in line["error"][1]
    assert "secret score" not in json.dumps(line)


def test_with_debug_the_words_are_there(written):
    lines = written(log_level="debug")
    try:
        int("x")
    except ValueError:
        logging.getLogger("nominations").exception("view.failed")

    assert lines()[0]["error"][0].startswith("ValueError: invalid literal")


def test_records_below_the_level_and_routine_records_of_libraries_are_not_logged(written):
    lines = written()
    logging.getLogger("nominations").debug("x")
    logging.getLogger("huey").info("x")
    logging.getLogger("_granian").info("x")

    assert lines() == []


def test_the_servers_own_log_has_the_same_format(tmp_path):
    config = logs.granian_config(load_settings(tmp_path, {}, {"mode": "demonstration"}))

    assert config["formatters"]["generic"]["()"] is logs.JsonLines
    assert config["loggers"]["_granian"]["level"] == "WARNING"
