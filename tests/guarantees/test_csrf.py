"""Every change asks for a token of this very session; what comes without one changes nothing."""

from dataclasses import replace

import pytest

from tests.guarantees.matrix_requests import MATRIX, PERSONAS, Route
from tests.guarantees.route_values import body
from tests.support.worlds import application

# Of each form the first line on which somebody gets in: some are open only while a round is closed, or open.
POSTS = list({
    route.endpoint: route for route in reversed(MATRIX) if route.method != "GET" and "in" in route.outcomes.values()
}.values())


def who_may(route: Route) -> str:
    """The first persona for whom the route is open, for whom only the token stands in the way."""
    return next((persona for persona in PERSONAS if route.outcomes[persona] == "in"), "visitor")


def test_every_form_is_tried():
    assert {route.endpoint for route in MATRIX if route.method != "GET"} == {route.endpoint for route in POSTS}


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_a_change_without_a_token_of_this_session_is_refused_and_nothing_changes(site, route):
    persona = who_may(route)
    client, _ = site.kept_browser(persona)
    _, foreign = site.kept_browser("stranger" if persona != "stranger" else "owner")
    before = site.rows()

    answers = [
        site.sent(client, route, body(route.endpoint, site.things), token).status_code
        for token in (None, "", "x", foreign)
    ]
    in_the_address = client.open(
        f"{site.address(route.place)}?csrf_token={foreign}", method=route.method, data={}
    ).status_code

    assert (answers, in_the_address) == ([400] * 4, 400)
    assert site.rows() == before


def test_a_token_of_an_older_session_of_the_same_person_is_refused(site):
    [route] = [post for post in POSTS if post.place == "applicant.begin"]
    _, older = site.browser("owner")
    newer, _ = site.browser("owner")

    assert site.sent(newer, route, {"category": "project"}, older).status_code == 400


def test_a_missing_right_is_reported_before_the_token_is_checked(site):
    [route] = [post for post in POSTS if post.place == "secretariat.grant_role"]

    assert site.sent(site.kept_browser("officer")[0], route, {}, None).status_code == 403
    assert site.sent(site.kept_browser("visitor")[0], route, {}, None).status_code == 302


def test_there_are_no_other_ways_to_change_than_post_but_those_of_the_protocol_of_uploads(site):
    """PATCH and DELETE are asked for the same token, by the test above; PUT nobody declares."""
    others = {
        (method, rule.endpoint) for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"GET", "HEAD", "OPTIONS", "POST"}
    }

    assert others == {("PATCH", "applicant.upload_part"), ("DELETE", "applicant.cancel_upload")}


ELSEWHERE = ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
             {"Origin": "http://localhost.evil.example"}, {"Origin": "null"}, {"Origin": "https://localhost"},
             {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"})
OURS = ({}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Referer": ""}, {"Referer": "https://evil.example/"})


@pytest.mark.parametrize(("headers", "status"), [*((one, 400) for one in ELSEWHERE), *((one, 302) for one in OURS)])
def test_a_form_of_another_site_is_refused_and_nobody_is_asked_for_a_referer(app, headers, status):
    client = app.test_client()
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": "ada.byron@example.org"}

    assert client.post("/sign-in", data=form, headers=headers).status_code == status


@pytest.mark.parametrize(("origin", "status"), [("https://localhost", 302), ("http://localhost", 400)])
def test_over_https_a_browser_that_strips_the_referer_gets_in(world, origin, status):
    world.settings = replace(world.settings, public_address="https://localhost")
    with application(world) as app:
        client = app.test_client()
        page = client.get("/sign-in", base_url="https://localhost").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "email": "a@example.org"}
        answer = client.post("/sign-in", data=form, headers={"Origin": origin}, base_url="https://localhost")

    assert answer.status_code == status
