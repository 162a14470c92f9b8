"""Where an address given from outside may lead: to a page of this site, or nowhere."""

import pytest

from nominations.web.urls import way_back


@pytest.mark.parametrize("away", [
    None, "", "evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "/a\\..\\evil",
    "https://evil.example",
    "/ /evil.example", "/\x00/evil.example", "https:evil.example", "//user@evil.example", "javascript:x",
    "data:text/html,x",
])
def test_a_redirect_to_another_site_is_refused(away):
    assert way_back(away, "/otherwise") == "/otherwise"


@pytest.mark.parametrize("here", ["/", "/pearl-2025/nominations/1?lang=ar#top", "/a//b", "/?next=https://evil.example"])
def test_a_page_of_this_site_is_gone_back_to(here):
    assert way_back(here, "/otherwise") == here
