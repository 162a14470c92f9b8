"""Saving while somebody writes, as the page's script asks for it: what it is answered, whatever happens."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from nominations.core.rules.vocabulary import Right
from nominations.core.tables import Account, Collaborator, SectionAnswers
from tests.support import make
from tests.support.hostile_texts import HOSTILE, REFUSED

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def is_sent(text: str) -> bool:
    """A browser sends no half of a pair; what a hostile client sends is tried at the section's own form."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Script:
    """What autosave.js does, of one person and one section."""

    def __init__(self, world, client, which="finished"):
        self.client = client
        self.address = f"/pearl-2025/nominations/{world.nomination(which).id}/sections/work"
        self.token = TOKEN.search(client.get("/account").text)[1]

    def save(self, version=1, *, token=None, **typed):
        return self.client.post(
            f"{self.address}/autosave", data={"_version": str(version), **typed},
            headers={"Accept": "application/json", "X-CSRFToken": self.token if token is None else token},
        )


@pytest.fixture
def script(world, sign_in):
    return lambda who="owner", which="finished": Script(world, sign_in(who), which)


@pytest.fixture
def shared(world):
    """A function that lets the stranger take part in the finished draft."""
    def share(right=Right.EDIT):
        with world.session(writes=True) as session:
            owner, other = (session.get_one(Account, world.person(who).id) for who in ("owner", "stranger"))
            make.collaborator(session, world.nomination("finished").id, other, right, owner)
            session.commit()

    return share


def stored_answers(world, which="finished"):
    with world.session() as session:
        return session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == world.nomination(which).id, SectionAnswers.section == "work"
        )).one()


def test_a_save_tells_the_time_the_version_and_when_the_session_ends(world, script):
    answer = script().save(title="Written slowly")

    assert (answer.status_code, answer.json) == (
        200, {"saved": "09:00", "version": 2, "ends": "2025-11-24T10:00:00+00:00"}
    )
    assert stored_answers(world)["title"] == "Written slowly"


def test_a_save_says_what_was_understood_and_asks_where_a_text_has_two_senses(world, script):
    answer = script().save(budget="30.000", start_date="15/03/2021")

    assert answer.json["understood"] == {
        "q-budget": "Do you mean 30,000 or 30? Write the number without a separator for thousands.",
        "q-start_date": "Understood as: \u206815 March 2021\u2069",
    }
    assert stored_answers(world)["start_date"] == "15/03/2021"


def test_the_same_save_again_is_the_same_answer_and_no_clash(world, script):
    mine = script()
    first = mine.save(title="Once")

    assert mine.save(title="Once").json == first.json
    assert mine.save(2, title="Twice").json["version"] == 3


def test_other_words_over_an_older_version_are_a_clash_and_change_nothing(world, script):
    mine = script()
    mine.save(title="From one tab")

    answer = mine.save(title="From another")

    assert (answer.status_code, answer.json) == (409, {"kind": "clash"})
    assert stored_answers(world)["title"] == "From one tab"


def test_a_text_too_long_is_saved(world, script):
    assert script().save(summary="word " * 900).status_code == 200
    assert stored_answers(world)["summary"] == "word " * 900


@pytest.mark.parametrize("text", [text for text in REFUSED.values() if is_sent(text)])
def test_what_cannot_be_stored_is_told_by_field(world, script, text):
    before = stored_answers(world)

    answer = script().save(title=text)

    assert (answer.status_code, answer.json["kind"], set(answer.json["errors"])) == (422, "refused", {"title"})
    assert stored_answers(world) == before


@pytest.mark.parametrize("text", [text for text in HOSTILE.values() if is_sent(text)])
def test_no_text_breaks_it(script, text):
    mine = script()

    assert mine.save(title=text, summary=text, version=text[:40]).status_code in (200, 409, 422)
    assert mine.client.get(mine.address).status_code == 200


def test_one_microsecond_after_the_close_nothing_is_saved(world, script, clock):
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    mine = script()
    assert mine.save(title="In time").status_code == 200
    clock.turn_to(make.CLOSE)

    answer = mine.save(2, title="Too late")

    assert (answer.status_code, answer.json) == (409, {"kind": "late"})
    assert stored_answers(world)["title"] == "In time"


def test_without_a_token_or_session_nothing_is_saved(world, script, sign_in):
    mine = script()

    assert mine.save(title="x", token="").status_code == 400
    mine.client.delete_cookie("session")
    assert mine.save(title="x").status_code == 302
    assert stored_answers(world)["title"] != "x"


def test_who_may_only_read_saves_nothing(world, script, shared):
    for right in (Right.VIEW, Right.COMMENT):
        with world.session(writes=True) as session:
            session.execute(delete(Collaborator))
            session.commit()
        shared(right)
        assert script("stranger").save(title="x").status_code == 403
    assert stored_answers(world)["title"] != "x"


def test_whoever_is_ended_meanwhile_finds_nothing_with_the_next_save(world, script, shared):
    shared()
    theirs = script("stranger")
    assert theirs.save(title="While they take part").status_code == 200
    with world.session(writes=True) as session:
        row = session.scalars(select(Collaborator)).one()
        row.ended_at, row.ended_by_id = make.START, world.person("owner").id
        session.commit()

    assert theirs.save(2, title="Afterwards").status_code == 404
    assert theirs.client.get(theirs.address).status_code == 404
    assert stored_answers(world)["title"] == "While they take part"


def test_a_section_in_use_says_by_whom_and_until_when(world, script, shared):
    shared()
    script().save(title="Mine")

    answer = script("stranger").save(2, title="Theirs")

    assert answer.status_code == 409
    assert answer.json == {"kind": "held", "by": "Ada Byron", "until": "2025-11-24T08:02:00+00:00"}


def test_without_script_a_section_in_use_keeps_what_was_typed(world, browse, shared, script):
    shared()
    file = world.nomination("finished").id
    page = browse("stranger", "applicant.section", nomination_id=file, section="work")
    script().save(title="Mine")

    page = page.press("Save and continue", {"title": "Theirs"})

    assert page.status == 409
    assert page.document.ids["q-title"].get("value") == "Theirs"
    assert page.has("form[action$='/ask']")
    page = page.press("Ask to take over", within="form[action$='/ask']")
    assert not page.has("[name=title]")
    mine = browse("owner", "applicant.section", nomination_id=file, section="work")
    assert "Lina Haddad" in mine.text("[data-asked] p")
    mine.press("Hand over the section")
    assert browse("stranger", "applicant.section", nomination_id=file, section="work").has("[name=title]")


def test_an_open_page_hears_who_else_is_there_and_who_asks(world, script, shared):
    shared()
    mine, theirs = script(), script("stranger")

    def post(who, **typed):
        address = f"{who.address}/presence"
        return who.client.post(address, data=typed, headers={"X-CSRFToken": who.token}).json

    assert post(mine, typing="1") == {"others": [], "held": None, "asked": None, "ends": "2025-11-24T10:00:00+00:00"}
    heard = post(theirs, typing="1")
    assert (heard["others"], heard["held"]) == (["Ada Byron is in the section “The work”."], "Ada Byron")
    theirs.client.post(f"{theirs.address}/ask", headers={"X-CSRFToken": theirs.token})
    assert post(mine)["asked"] == "Lina Haddad"


def test_staying_signed_in_is_asked_for_and_told(script, clock):
    mine = script()
    clock.turn_to(make.START + timedelta(minutes=116))

    answer = mine.client.post("/account/stay", headers={"X-CSRFToken": mine.token})

    assert answer.json == {"ends": "2025-11-24T11:56:00+00:00"}
    clock.turn_to(make.START + timedelta(minutes=121))
    assert mine.save(title="Still here").status_code == 200


def test_an_answer_is_compared_and_brought_back(world, browse, script):
    file = world.nomination("finished").id
    mine = script()
    mine.save(title="رُمِّم السور القديم")
    mine.save(2, title="بُني السور الشمالي من جديد تمامًا")
    page = browse("owner", "applicant.answer_versions", nomination_id=file, section="work", question="title", number=2)

    assert page.texts("del") == ["[removed: رُمِّم end]", "[removed: القديم end]"]
    assert len(page.texts("main ol li")) == 3
    page = page.press("Restore this version Version 2")
    assert stored_answers(world)["title"] == "رُمِّم السور القديم"


def test_of_a_clash_both_texts_can_be_kept_in_one(world, browse, script):
    page = browse("owner", "applicant.section", nomination_id=world.nomination("finished").id, section="work")
    script().save(title="The quay of red pearls")

    page = page.press("Save and continue", {"title": "The old quay of pearls"})

    assert page.status == 409
    assert page.document.ids["merged-title"].text.strip() == "The old quay of red pearls"
    page.press("Save my choices", {"_choose.title": "merged", "_merged.title": "The old, red quay"})
    assert stored_answers(world)["title"] == "The old, red quay"


def test_comments_are_a_thread_that_is_settled_and_stay_among_those_who_write(world, browse, shared):
    shared(Right.COMMENT)
    file = world.nomination("finished").id
    where = {"nomination_id": file, "section": "work"}
    page = browse("stranger", "applicant.comments", **where)
    for text in filter(is_sent, HOSTILE.values()):
        answered = page.press("Send the comment Title", {"text": text}, within="#q-title")
        assert answered.status in (200, 422)
    count = len(browse("owner", "applicant.comments", **where).texts("article.message"))
    assert count > 3

    page = browse("owner", "applicant.comments", **where).press("Settled Title", within="#q-title")

    assert [words for words in page.texts(".message h3") if not words.endswith("Settled")] == []
    assert len(page.texts(".message h3")) == count
