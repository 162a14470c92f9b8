"""Whoever reads changes nothing: the database before and after every page, but for sessions and openings."""

import pytest

from tests.guarantees.matrix_requests import EXEMPT, MATRIX, PERSONAS

READ = [route for route in MATRIX if route.method == "GET" and route.place not in ("static", "health.healthz")]


def test_two_tables_may_be_written_by_reading_and_no_third():
    assert {"session", "access"} == EXEMPT


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_changes_anything_by_reading(site, method):
    before = site.rows()
    assert sum(map(len, before.values())) > 100

    for route in READ:
        for persona in PERSONAS:
            if method == "GET" and route.outcomes[persona] == "in":
                site.request(route, persona)
        if method == "HEAD":
            persona = next((candidate for candidate in PERSONAS if route.outcomes[candidate] == "in"), "owner")
            client, _ = site.kept_browser(persona)
            client.head(site.address(route.place))

    after = site.rows()
    assert [name for name in before if before[name] != after[name]] == []


# PostgreSQL takes these otherwise than SQLite.
ODD_ON_POSTGRESQL = ({"page": "99999999999999999999"}, {"q": "%_\\"}, {"q": "x" * 5_000}, {"reviewer": "no uuid"})
ODD = (
    {"lang": "ar"}, {"lang": "xx"}, {"page": "-1"}, {"page": "x"}, {"version": "-1"}, {"state": "no such"},
    {"q": "'; DROP TABLE account; --"}, {"state": "draft"}, {"category": "no such"}, {"sort": "owner_id"},
    {"sort": "-"}, {"number": "1e9"}, {"before": "-5"}, {"round": "no uuid"}, {"owner_id": "0"}, {"role": "head"},
    {"reference": "x", "on": "2025-13-45", "at": "25:61"}, {"next": "//evil.example"}, {"csrf_token": "x"},
)


@pytest.mark.parametrize(
    "words", [*(pytest.param(words, marks=pytest.mark.both_databases) for words in ODD_ON_POSTGRESQL), *ODD],
    ids=lambda words: "&".join(f"{key}={value[:12]}" for key, value in words.items()),
)
def test_no_word_in_an_address_breaks_a_page(site, words):
    """Odd searches, pages, filters: a page, a redirect or a clear no, never an accident."""
    broken = []
    for route in READ:
        candidates = ("head", "owner", "assigned", "visitor")
        persona = next((candidate for candidate in candidates if route.outcomes[candidate] == "in"), None)
        if persona is None or "#" in route.place:
            continue
        client, _ = site.kept_browser(persona)
        answer = client.get(site.address(route.place), query_string=words)
        answer.get_data()
        if answer.status_code not in (200, 302, 303, 400, 404, 409, 422):
            broken.append((str(route), answer.status_code))
    assert broken == []
