"""Entering, leaving, and one's own account."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nominations.core.tables import Account, Letter, SignInCode
from nominations.web.sessions import digest
from tests.support import make
from tests.support.browse import post


def newest_letter(world) -> Letter:
    with world.session() as session:
        return session.scalars(select(Letter).order_by(Letter.written_at.desc()).limit(1)).one()


def code_in(letter: Letter) -> str:
    return re.search(r"\d{6}", letter.subject)[0]


def link_in(letter: Letter) -> str:
    return re.search(r"/sign-in/link/\S+", letter.text)[0]


def ask(browse, world, email: str):
    """Ask for a code; a second later than the letter before, because letters of one instant have no order."""
    world.clock.turn_to(world.clock() + timedelta(seconds=1))
    return browse(None, "account.sign_in").press("Send me a code", {"email": email})


def test_a_newcomer_enters_with_a_code_and_has_an_account(browse, world):
    page = ask(browse, world, "Maryam@Example.org")
    assert page.heading == "Enter the code"

    page = page.press("Sign in", {"code": code_in(newest_letter(world))})

    assert page.status == 200
    with world.session() as session:
        assert session.scalars(select(Account.email_key).where(Account.email_key == "maryam@example.org")).one()


def test_known_and_unknown_addresses_get_the_same_answer(browse, world):
    known, unknown = ask(browse, world, world.person("owner").email), ask(browse, world, "nobody@example.org")

    assert known.status == unknown.status
    assert known.text("main").replace(world.person("owner").email, "@") == \
        unknown.text("main").replace("nobody@example.org", "@")


def test_a_code_works_once_and_for_ten_minutes(browse, world, clock):
    first = ask(browse, world, "maryam@example.org")
    code = code_in(newest_letter(world))
    clock.turn_to(clock() + timedelta(minutes=10))
    assert first.press("Sign in", {"code": code}).status == 422

    page = ask(browse, world, "maryam@example.org")
    code = code_in(newest_letter(world))
    assert page.press("Sign in", {"code": code}).status == 200
    again = ask(browse, world, "someone@example.org")
    assert again.press("Sign in", {"code": code}).status == 422


def test_a_newer_code_kills_the_older_one_of_the_same_browser(browse, world, clock):
    page = ask(browse, world, "maryam@example.org")
    old = code_in(newest_letter(world))
    clock.turn_to(clock() + timedelta(seconds=1))
    page = page.visit("/sign-in").press("Send me a code", {"email": "maryam@example.org"})

    new = code_in(newest_letter(world))
    assert new == old or page.press("Sign in", {"code": old}).status == 422
    assert page.visit("/sign-in/code").press("Sign in", {"code": new}).status == 200


def test_a_code_is_good_in_the_browser_that_asked_for_it_and_in_no_other(browse, world):
    page = ask(browse, world, "maryam@example.org")
    mine = code_in(newest_letter(world))
    other = ask(browse, world, "maryam@example.org")
    theirs = code_in(newest_letter(world))

    assert mine == theirs or other.press("Sign in", {"code": mine}).status == 422
    assert page.press("Sign in", {"code": mine}).status == 200


def test_the_page_says_when_the_next_code_can_be_sent(browse, world, clock):
    began = clock()
    page = ask(browse, world, "maryam@example.org")
    for _ in range(5):
        clock.turn_to(clock() + timedelta(seconds=1))
        page = page.visit("/sign-in").press("Send me a code", {"email": "maryam@example.org"})

    assert "The next one can be sent at" in page.text("main")
    assert page.has(f'main time[datetime="{(began + timedelta(minutes=10, seconds=1)).isoformat()}"]')
    assert page.press("Sign in", {"code": code_in(newest_letter(world))}).status == 200


def test_five_wrong_codes_end_the_code(browse, world):
    page = ask(browse, world, "maryam@example.org")
    right = code_in(newest_letter(world))
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        page = page.press("Sign in", {"code": wrong})

    assert page.press("Sign in", {"code": right}).status == 422


def test_arabic_digits_sign_in_and_half_a_code_shows_the_link_and_costs_no_try(browse, world):
    page = ask(browse, world, "maryam@example.org")
    code = code_in(newest_letter(world))
    for _ in range(12):
        page = page.press("Sign in", {"code": code[:5]})
        assert page.status == 422
        assert "or open the link in the same email" in page.text(".error")

    typed = "\u200f" + "\u2060".join(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) + "\u200f"
    assert page.press("Sign in", {"code": typed}).status == 200


def test_a_wrong_code_shows_the_link(browse, world):
    page = ask(browse, world, "maryam@example.org")
    wrong = "000000" if code_in(newest_letter(world)) != "000000" else "111111"

    assert "Use the code or the link in the latest email" in page.press("Sign in", {"code": wrong}).text(".error")


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(browse, world, app):
    ask(browse, world, "maryam@example.org")
    link = link_in(newest_letter(world))
    scanner = app.test_client()
    assert scanner.get(link).status_code == 200
    assert scanner.head(link).status_code == 200

    page = browse(None, link).press("Sign in", within="main")

    assert page.status == 200
    assert browse(None, link).press("Sign in", within="main").status == 422


def test_only_ten_tries_in_ten_minutes_are_looked_at_and_the_link_still_opens(browse, world):
    page = ask(browse, world, "maryam@example.org")
    link = link_in(newest_letter(world))
    statuses = [page.press("Sign in", {"code": "000000"}).status for _ in range(10)]
    assert statuses == [422] * 10
    assert page.press("Sign in", {"code": "000000"}).status == 429

    # Nobody guesses a link, so that wrong codes do not end it: its owner still gets in.
    assert browse(None, link).press("Sign in", within="main").status == 200


def test_a_mailbox_is_not_flooded(browse, world):
    for _ in range(8):
        assert ask(browse, world, "victim@example.org").heading == "Enter the code"

    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 5


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "a@b@c.org", "a b@example.org", "=1+1", "x" * 400 + "@example.org"]
)
def test_a_wrong_address_is_refused_with_a_sentence_and_kept(browse, world, typed):
    page = ask(browse, world, typed)

    assert (page.status, page.title[:6]) == (422, "Error:")
    assert page.document.all("#email")[0].get("value") == typed


def test_addresses_that_look_alike_stay_two_people(browse, world):
    for email in ("istanbul@example.org", "ıstanbul@example.org"):
        ask(browse, world, email).press("Sign in", {"code": code_in(newest_letter(world))})
        world.clock.turn_to(world.clock() + timedelta(seconds=1))

    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Account).where(Account.email.like("%stanbul%"))) == 2


@pytest.mark.parametrize(
    "away", ["//evil.example", "/\\evil.example", "https://evil.example", "/\tevil", "javascript:x"]
)
def test_signing_in_redirects_within_the_site_only(browse, world, away):
    page = browse(None, "/sign-in", next=away).press("Send me a code", {"email": "maryam@example.org"})

    page = page.press("Sign in", {"code": code_in(newest_letter(world))})

    assert page.status == 200
    assert "evil" not in page.url


def test_the_link_of_a_mail_redirects_within_the_site_only(browse, world):
    ask(browse, world, "maryam@example.org")
    link = link_in(newest_letter(world))
    page = browse(None, link)
    [token] = {form["csrf_token"] for form in page.forms if "csrf_token" in form}

    answer = page.client.post(link, data={"csrf_token": token, "next": "//evil.example/"})

    assert (answer.status_code, answer.location) == (302, "/account/start")


def test_signing_in_changes_the_session_and_signing_out_ends_it(app, world, browse):
    page = ask(browse, world, world.person("owner").email)
    before = page.client.get_cookie("session").value
    page = page.press("Sign in", {"code": code_in(newest_letter(world))})
    after = page.client.get_cookie("session").value
    assert before != after

    page.visit("/account").press("Sign out")

    copied = app.test_client()
    copied.set_cookie("session", after)
    assert copied.get("/account").status_code == 302


def test_a_password_lets_in_and_ends_other_sessions(app, browse, world, sign_in):
    other = sign_in("owner")
    page = browse("owner", "account.profile").press("Set the password", {"password": "a quiet sentence"})
    assert page.status == 200
    assert other.get("/account").status_code == 302

    email = world.person("owner").email
    page = browse(None, "account.sign_in")
    assert page.press("Sign in", {"email": email, "password": "wrong wrong wrong"}, within=".other-way").status == 422
    assert page.press("Sign in", {"email": email, "password": "a quiet sentence"}, within=".other-way").status == 200


def test_a_short_password_is_refused(browse):
    page = browse("owner", "account.profile").press("Set the password", {"password": "short"})

    assert page.status == 422


def test_an_address_changes_only_with_the_code_sent_to_the_new_one(browse, world):
    page = browse("owner", "account.profile").press("Send a code to this address", {"email": "new@example.org"})
    assert page.press("Change my address", {"code": "000000"}).status in (422, 200)
    code = code_in(newest_letter(world))

    page = page.visit("/account").press("Change my address", {"code": code})

    assert page.status == 200
    assert world.person("owner").email == "new@example.org"
    assert ("ada.byron@example.org", "Your email address has changed") in world.letters()


def test_one_session_is_ended_from_another(browse, world, sign_in):
    other = sign_in("owner")
    other.get("/account")

    browse("owner", "account.profile").press("End this session")

    assert other.get("/account").status_code == 302


def test_nobody_ends_another_ones_session(browse, sign_in, world):
    theirs = sign_in("stranger")
    token = theirs.get_cookie("session").value
    page = browse("owner", "account.profile")
    answer = post(page.client, f"/account/sessions/{digest(token)}/end", [("csrf_token", page.forms[0]["csrf_token"])])

    assert answer.status == 404
    assert theirs.get("/account").status_code == 200


def test_the_head_gives_and_takes_away_a_role(browse, world):
    page = browse("head", "secretariat.people").press(
        "Give the role", {"email": "new.officer@example.org", "name": "نادية", "role": "officer"}
    )
    assert page.status == 200
    assert world.letters()[-1][0] == "new.officer@example.org"


def test_an_applicant_cannot_be_made_a_reviewer(browse, world):
    page = browse("head", "secretariat.people").press(
        "Give the role", {"email": world.person("owner").email, "name": "Ada", "role": "reviewer"}
    )

    assert page.status == 422


def test_an_officer_sees_people_and_changes_nothing(browse):
    page = browse("officer", "secretariat.people")

    assert page.status == 200
    assert "Give the role" not in page.buttons


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(browse):
    assert browse("revoked", "secretariat.people").status == 403


SENSITIVE = ("/account/password", "/account/address", "/account/close")


@pytest.mark.parametrize("path", SENSITIVE)
@pytest.mark.parametrize(("minutes", "is_asked"), [(14, False), (15, True)])
def test_what_takes_an_account_away_asks_again_who_it_is(sign_in, world, clock, path, minutes, is_asked):
    client = sign_in("owner")
    token = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "password": "a quiet sentence", "email": "new@example.org", "confirmed": "yes"}
    before = world.person("owner")
    clock.turn_to(make.START + timedelta(minutes=minutes))

    answer = client.post(path, data=form)

    is_sent_away = answer.headers.get("Location", "").startswith("/sign-in?next=")
    assert is_sent_away is is_asked
    if is_asked:
        assert client.get("/account").status_code == 302  # the old session is dead
        after = world.person("owner")
        assert (after.email_key, after.password_hash) == (before.email_key, None)
        assert world.letters() == []


def test_a_new_address_ends_the_other_sessions(sign_in, world):
    client, other = sign_in("owner"), sign_in("owner")
    token = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post("/account/address", data={"csrf_token": token, "email": "new@example.org"})
    code = code_in(newest_letter(world))

    client.post("/account/address/code", data={"csrf_token": token, "code": code})

    assert world.person("owner").email_key == "new@example.org"
    assert (client.get("/account").status_code, other.get("/account").status_code) == (200, 302)
