"""The page of a reviewer's profile keeps what was typed beside the sentence that says what is wrong."""

from tests.support.page import insist, page_faults


def open_profile(browse, world):
    return browse("head", "secretariat.reviewer_profile", account_id=world.person("assigned").id)


def test_what_was_typed_stays_beside_what_is_wrong_with_it(browse, world):
    page = open_profile(browse, world).press("Save", {
        "institutions": "A museum\nbefore\x1bafter", "most_files": "many", "country": "MA", "language-fr": "fluent",
    })

    assert page.status == 422
    assert page.text("#institutions-error")
    held = next(form for form in page.forms if "most_files" in form)
    assert (held["most_files"], held["country"], held["language-fr"]) == ("many", "MA", "fluent")
    insist(page_faults(page.document), "the page")


def test_figures_of_another_script_are_figures(browse, world):
    assert open_profile(browse, world).press("Save", {"most_files": "١٢", "institutions": "A museum"}).status == 200

    held = next(form for form in open_profile(browse, world).forms if "most_files" in form)
    assert (held["most_files"], held["institutions"]) == ("12", "A museum")
