"""The pages behind private links: no account, no trace of anybody on a dead one, an address that is told to nobody."""

import pytest

from nominations.outside_requests.services import consents, referees
from tests.support import make
from tests.support.make_files import pdf
from tests.support.outside_requests import ANOTHER, NOMINEE, REFEREE, letters, third_party, token


@pytest.fixture
def nomination(world):
    return third_party(world)


@pytest.fixture
def letter_link(world, nomination):
    work = world.work("owner")
    referees.ask_referee(work, nomination.id, "ref_letter", REFEREE)
    work.session.close()
    return token(world, "letter_asked", REFEREE.email)


@pytest.fixture
def consent_link(world, nomination):
    work = world.work("owner")
    consents.ask_nominee(work, nomination.id, NOMINEE)
    work.session.close()
    return token(world, "consent_asked", NOMINEE.email)


def test_the_first_page_says_nothing_of_anybody_and_the_owner_sees_it_opened_only_after_the_button(
    browse, letter_link, nomination
):
    page = browse(None, "invited.letter", token=letter_link)
    html = page.response.text
    assert not any(word in html for word in (REFEREE.name, "Ada Byron", "مريم البحر", nomination.reference))
    assert "–" in browse("owner", "applicant.letters", nomination_id=nomination.id).text("table")

    page = page.press("Go to the letter of reference")

    assert page.heading == "Your letter of reference"
    assert "Ada Byron" in page.text("main")
    assert "–" not in browse("owner", "applicant.letters", nomination_id=nomination.id).text("tbody")


def test_a_referee_sends_a_file_and_the_owner_sees_only_that_it_came(browse, world, letter_link, nomination):
    page = browse(None, "invited.write_letter", token=letter_link)
    page = page.press(
        "Send the letter of reference",
        {"text": "A secret praise."}, files={"file": ("رسالة.pdf", pdf())},
    )

    assert page.heading == "Thank you"
    owner = browse("owner", "applicant.letters", nomination_id=nomination.id)
    assert "Received" in owner.text("table")
    assert "A secret praise." not in owner.response.text
    assert "رسالة.pdf" not in owner.response.text
    dead = browse(None, "invited.write_letter", token=letter_link)
    assert (dead.status, dead.heading) == (410, "This link has already been used")


def test_what_is_refused_keeps_what_was_typed(browse, letter_link):
    page = browse(None, "invited.write_letter", token=letter_link)
    page = page.press("Send the letter of reference", {"text": "Kept words."}, files={"file": ("a.pdf", b"MZ no pdf")})

    assert page.status == 422
    assert "Kept words." in page.response.text
    assert "“a.pdf” was not accepted" in page.text("main")


@pytest.mark.parametrize("endpoint", ["letter", "write_letter", "consent", "nomination"])
def test_a_link_that_never_was_says_what_to_do_and_an_address_that_guesses_is_slowed_down(
    browse, app, world, endpoint, letter_link
):
    page = browse(None, f"invited.{endpoint}", token="x" * 43)
    assert (page.status, page.heading) == (404, "This link is incomplete")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert 'name="referrer" content="no-referrer"' in page.response.text

    for _ in range(world.settings.tries_per_address):
        app.extensions["link_pace"].count("127.0.0.1", world.clock())
    assert browse(None, f"invited.{endpoint}", token="y").status == 429
    assert browse(None, "invited.letter", token=letter_link).status == 429


def test_a_link_takes_a_few_changes_within_minutes_and_then_waits(app, letter_link, browse, world):
    page = browse(None, "invited.write_letter", token=letter_link)
    met = [page.press(
        "Send the letter of reference",
        {"text": ""},
    ).status for _ in range(world.settings.tries_per_account + 1)]

    assert met == [422] * world.settings.tries_per_account + [429]


def test_each_state_of_an_ended_link_has_its_own_text_without_names(
    browse, world, letter_link, consent_link, nomination, clock
):
    work = world.work("owner")
    consents.withdraw(work, nomination.id)
    work.session.close()
    taken_back = browse(None, "invited.consent", token=consent_link)
    clock.turn_to(make.CLOSE.replace(year=2026))
    expired = browse(None, "invited.letter", token=letter_link)

    assert (taken_back.status, taken_back.heading) == (410, "This link has been cancelled")
    assert (expired.status, expired.heading) == (410, "This link has expired")
    for page in (taken_back, expired):
        assert not any(word in page.response.text for word in (REFEREE.name, NOMINEE.name, "Ada Byron", "مريم"))


def test_the_nominee_reads_corrects_and_agrees_and_the_owner_takes_the_correction_over(
    browse, world, consent_link, nomination
):
    page = browse(None, "invited.consent", token=consent_link).press("Go to the nomination")
    assert "غوّاصة علّمت جيلاً كاملاً." in page.text("main")
    assert "I agree to be nominated." in page.text("#wording")
    page = page.press("Send my answer", {"title": "مريم بنت البحر", "answer": "agreed"})
    assert page.heading == "Thank you"

    owner = browse("owner", "applicant.letters", nomination_id=nomination.id)
    assert "Agreed" in owner.text("main")
    tasks = browse("owner", "applicant.show", nomination_id=nomination.id)
    assert "The nominee proposes corrections." in tasks.text("main")
    owner = owner.press("Accept the correction Name of the nominee")
    assert "You have accepted the correction." in owner.text("main")
    assert "مريم بنت البحر" in browse("owner", "applicant.check", nomination_id=nomination.id).text("main")


def test_an_answer_without_a_choice_is_asked_again_with_everything_typed(browse, consent_link):
    page = browse(None, "invited.nomination", token=consent_link)
    page = page.press("Send my answer", {"title": "Corrected", "note": "A word."})

    assert page.status == 422
    assert (page.forms[0]["title"], page.forms[0]["note"]) == ("Corrected", "A word.")


def test_the_tags_of_the_task_list_follow_what_others_are_asked_for(browse, world, nomination):
    def tag():
        page = browse("owner", "applicant.show", nomination_id=nomination.id)
        return page.text("#task-letters-state")

    assert tag() == "Not started"
    work = world.work("owner")
    referees.ask_referee(work, nomination.id, "ref_letter", ANOTHER)
    consents.ask_nominee(work, nomination.id, NOMINEE)
    work.session.close()
    assert tag() == "Waiting for a reply"
    link = token(world, "consent_asked", NOMINEE.email)
    browse(None, "invited.nomination", token=link).press("Send my answer", {"answer": "declined"})
    assert tag() == "There is a problem"


def test_a_letter_is_read_by_whom_the_edition_lets_read_it_and_no_recused_reviewer(browse, world, nomination):
    from sqlalchemy import update

    from nominations.core.tables import Referee

    eligible = world.nomination("eligible")
    work = world.work("owner")
    referee = referees.ask_referee(work, nomination.id, "ref_letter", REFEREE)
    work.session.close()
    browse(None, "invited.write_letter", token=token(world, "letter_asked", REFEREE.email)).press(
        "Send the letter of reference", {"text": "A secret praise."}, files={"file": ("l.pdf", pdf())}
    )
    with world.session(writes=True) as session:
        session.execute(update(Referee).where(Referee.id == referee.id).values(
            nomination_id=eligible.id, kind="plan"
        ))
        session.commit()

    file = {"nomination_id": eligible.id}
    assert "A secret praise." in browse("assigned", "reviewer.file", **file).text("main")
    assert "A secret praise." in browse("officer", "secretariat.attachments", **file).text("main")
    here = file | {"referee_id": referee.id}
    assert browse("assigned", "reviewer.reference_letter", **here).response.data[:5] == b"%PDF-"
    assert browse("recused", "reviewer.reference_letter", **here).status == 404
    assert browse("unassigned", "reviewer.reference_letter", **here).status == 404
    with world.session(writes=True) as session:
        session.execute(update(Referee).values(kind="leader_id"))  # for the head alone
        session.commit()
    assert "A secret praise." not in browse("assigned", "reviewer.file", **file).text("main")
    assert browse("assigned", "reviewer.reference_letter", **here).status == 404
    assert browse("officer", "secretariat.reference_letter", **here).status == 404
    assert browse("head", "secretariat.reference_letter", **here).response.data[:5] == b"%PDF-"


def test_the_owner_asks_replaces_and_withdraws_on_one_page(browse, world, nomination):
    page = browse("owner", "applicant.letters", nomination_id=nomination.id)
    fields = {"name": "Zeynab", "role": "Teacher", "email": "z@example.org", "language": "ar"}
    page = page.press("Send the private link Letter of reference", fields)
    assert "Zeynab" in page.text("table")
    page = page.press("Send again Zeynab").follow("Replace the referee Zeynab")
    page = page.press("Send the private link", {"name": "Paul", "role": "C", "email": "no address"})
    assert page.status == 422
    page = page.press("Send the private link", {"name": "Paul", "role": "C", "email": "p@example.org"})
    assert "Replaced" in page.text("table")
    page = page.press("Cancel the request Paul")
    assert "Request cancelled" in page.text("table")
    assert [letter.address for letter in letters(world, "letter_called_off")] == ["z@example.org", "p@example.org"]


def test_a_page_that_hides_its_address_takes_its_form_from_a_browser_that_names_no_origin(app, letter_link):
    client = app.test_client()
    page = client.get(f"/pearl-2025/letter/{letter_link}").text
    csrf = page.partition('name="csrf_token" value="')[2].partition('"')[0]

    def sent(path, **headers):
        return client.post(path, data={"csrf_token": csrf}, headers={"Origin": "null"} | headers).status_code

    assert sent(f"/pearl-2025/letter/{letter_link}", **{"Sec-Fetch-Site": "cross-site"}) == 400
    assert sent("/sign-in") == 400
    assert sent(f"/pearl-2025/letter/{letter_link}") == 303


def test_letters_travel_in_the_dossier_of_whoever_may_read_them(browse, world, nomination):
    from sqlalchemy import update

    from nominations.core.tables import Referee
    from nominations.records.queries.dossier_pieces import load_dossier

    eligible = world.nomination("eligible")
    work = world.work("owner")
    referees.ask_referee(work, nomination.id, "ref_letter", REFEREE)
    work.session.close()
    browse(None, "invited.write_letter", token=token(world, "letter_asked", REFEREE.email)).press(
        "Send the letter of reference", {"text": "A secret praise."}, files={"file": ("l.pdf", pdf())}
    )
    with world.session(writes=True) as session:
        session.execute(update(Referee).values(nomination_id=eligible.id, kind="leader_id"))  # for the head alone
        session.commit()

    def names(who):
        work = world.work(who)
        named = [(letter.piece.name, letter.text) for letter in load_dossier(work, eligible.id).letters]
        work.session.close()
        return named

    assert names("head") == [("l.pdf", "A secret praise.")]
    assert names("officer") == []
