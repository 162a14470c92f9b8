"""The score card: drafts keep everything, submitting asks for all of it, nothing typed is ever lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from nominations.core.tables import (
    Assessment,
    AssessmentVersion,
    Conflict,
    LedgerContent,
    LedgerRecord,
    Mark,
    Round,
)
from tests.support import hostile_texts, make, reviewing
from tests.support.worlds import REFERENCES


def _card(browse, world):
    return browse("assigned", "reviewer.file", nomination_id=world.nomination("eligible").id)


def _path(world, end=""):
    return f"/pearl-2025/review/files/{world.nomination('eligible').id}/card{end}"


def _all(world, table):
    with world.session() as session:
        return session.scalars(select(table)).all()


def _close(world, at):
    with world.session(writes=True) as session:
        session.execute(update(Round).values(closed_at=at, closed_by_id=world.person("head").id))
        session.commit()


def test_a_draft_keeps_a_reason_without_a_score_and_shows_the_total_so_far(browse, world):
    page = _card(browse, world)

    page = page.press("Save", {"score-quality": "7", "reason-impact": "Perhaps.\nPerhaps not."})

    assert page.status == 200
    assert page.text("#reason-impact") == "Perhaps. Perhaps not."
    assert page.text(".total output") == "35.0"
    assert "(1 of 3 criteria)" in page.text("p.total")
    assert {(mark.criterion, mark.score, mark.reason) for mark in _all(world, Mark)} == {
        ("quality", 7, ""), ("impact", None, "Perhaps.\nPerhaps not."),
    }


def test_an_empty_draft_has_no_total(browse, world):
    _card(browse, world).press("Save", {"comment": "Only this."})

    card = _all(world, Assessment)[0]
    assert (card.total, card.complete, card.comment) == (None, False, "Only this.")


def test_submitting_says_everything_that_is_lacking_at_its_field(browse, world):
    page = _card(browse, world)

    page = page.press("Submit the review", {"score-quality": "10", "score-impact": "2", "comment": "Too short."})

    assert page.status == 422
    assert page.texts(".error-summary li") == [
        "Quality: Give a reason for a score of 10.", "Impact: Give a reason for a score of 2.",
        "Example: Choose a score.", "Write at least 50 words in the note to the jury. It has 2.", "Name one strength.",
        "Name one weakness.", "Choose a recommendation.",
    ]
    assert page.text("#comment") == "Too short."
    assert page.has("#score-quality-10[checked]")
    assert _all(world, Assessment) == []


@pytest.mark.parametrize(("score", "reason"), [("3", False), ("2", True), ("8", False), ("9", True), ("0", True)])
def test_low_and_high_scores_need_a_reason(browse, world, score, reason):
    page = _card(browse, world).press("Submit the review", reviewing.FULL | {"score-quality": score})

    assert page.status == (422 if reason else 200)


def test_a_submitted_score_is_exact_and_every_version_is_kept(browse, world, clock):
    page = _card(browse, world).press("Save", {"score-quality": "7", "comment": "First."})
    page = page.press("Submit the review", reviewing.FULL)
    clock.turn_to(make.START + timedelta(hours=1))
    page = page.press("Reopen my review").press("Submit the review", {"score-quality": "8"})

    assert page.text(".total output") == "76.0"
    card = _all(world, Assessment)[0]
    assert (str(card.total), card.state, card.version) == ("76.000000", "submitted", 4)
    kept = page.follow("Earlier versions of my review")
    assert [word.split(" · ")[0] for word in kept.texts("main details > summary")] == [
        "Version 4", "Version 3", "Version 2", "Version 1",
    ]
    assert "First." in kept.texts("#v-1 dd")
    assert [row.submitted for row in _all(world, AssessmentVersion)] == [False, True, False, True]


def test_a_submitted_card_is_reopened_by_its_owner_as_it_stands(browse, world):
    page = _card(browse, world).press("Submit the review", reviewing.FULL)
    assert not page.has("#card")

    page = page.press("Reopen my review")

    card = _all(world, Assessment)[0]
    assert (card.state, card.submitted_at, str(card.total)) == ("draft", None, "71.000000")
    assert page.text("#comment") == reviewing.COMMENT
    assert [version.submitted for version in _all(world, AssessmentVersion)] == [True, False]


def test_a_double_click_submits_once(browse, world):
    page = _card(browse, world)

    first, second = page.press("Submit the review", reviewing.FULL), page.press("Submit the review", reviewing.FULL)

    assert (first.status, second.status) == (200, 200)
    assert len(_all(world, AssessmentVersion)) == 1
    assert [row.act for row in _all(world, LedgerRecord)].count("submit_assessment") == 1


def test_the_second_of_two_tabs_is_shown_both_texts_and_loses_neither(browse, world):
    one, two = _card(browse, world), _card(browse, world)
    one.press("Save", {"score-quality": "5", "comment": "From the first tab.", "strength": "Both."})

    page = two.press("Save", {"score-quality": "8", "comment": "From the second tab.", "strength": "Both."})

    assert (page.status, page.heading) == (409, "Your review has changed in the meantime")
    assert "From the first tab." in page.text("tbody")
    assert page.text("#comment") == "From the second tab."
    assert _all(world, Assessment)[0].comment == "From the first tab."
    page = page.press("Save your version as a draft", {"comment": "From both tabs."})
    assert (page.status, page.text("#comment"), page.text("#strength")) == (200, "From both tabs.", "Both.")
    assert {(mark.criterion, mark.score) for mark in _all(world, Mark)} == {("quality", 8)}
    assert len(_all(world, AssessmentVersion)) == 2


def test_a_change_of_a_reason_alone_is_a_change(browse, world):
    one = _card(browse, world).press("Save", {"reason-quality": "One."})
    two = _card(browse, world)
    one.press("Save", {"reason-quality": "Two."})

    assert two.press("Save", {"reason-quality": "Three."}).status == 409


@pytest.mark.parametrize("typed", ["11", "-1", "ten", "3.5", "07", " 7", "٧", "1e1", "9" * 5000])
@pytest.mark.parametrize("end", ["", "/submit"])
def test_what_is_no_score_is_refused_in_a_sentence_and_the_rest_is_kept(browse, world, typed, end):
    page = reviewing.send(_card(browse, world), _path(world, end), {
        **reviewing.FULL, "version": "0", "score-quality": typed, "reason-quality": "My reason.",
    })

    assert page.status == 422
    assert page.text("#score-quality-error").startswith("“")
    assert page.text("#score-quality-error").endswith("is not a score. Choose a whole number from 0 to 10.")
    assert page.text("#reason-quality") == "My reason."
    assert page.text("#comment") == reviewing.COMMENT
    assert _all(world, Assessment) == []


# A lone surrogate is no UTF-8: what reads the form puts U+FFFD in its place. tests/services tries it as a text.
@pytest.mark.parametrize("name", [name for name in hostile_texts.REFUSED if "surrogate" not in name])
def test_texts_that_cannot_be_stored_are_refused_at_their_field(browse, world, name):
    page = _card(browse, world).press("Save", {"reason-quality": hostile_texts.REFUSED[name], "strength": "Kept."})

    assert page.status == 422
    assert page.text("#reason-quality-error").startswith("Some characters cannot be saved")
    assert page.text("#strength") == "Kept."
    assert _all(world, Assessment) == []


def test_every_other_text_comes_back_as_it_was_typed(browse, world):
    page, fields = _card(browse, world), ("reason-quality", "reason-impact", "comment", "strength", "confidential_note")
    kept = list(hostile_texts.KEPT.values())
    for start in range(0, len(kept), len(fields)):
        typed = dict(zip(fields, kept[start:], strict=False))
        page = page.press("Save", typed)

        stored = {name: text.replace("\r\n", "\n") for name, text in typed.items()}
        shown = next(form for form in page.forms if "comment" in form)
        assert page.status == 200, typed
        assert {name: shown[name] for name in typed} == stored
        assert _all(world, Assessment)[0].comment == stored.get("comment", _all(world, Assessment)[0].comment)


@pytest.mark.parametrize("name", hostile_texts.OVERLONG)
def test_texts_beyond_all_measure_are_refused_in_a_sentence(browse, world, name):
    page = _card(browse, world).press("Save", {"comment": hostile_texts.OVERLONG[name]})

    assert page.status == 422
    assert "Use at most 20,000 characters" in page.text("#comment-error")


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "1.0", "²"])
def test_an_odd_version_is_one_that_was_never_on_a_page(browse, world, version):
    page = reviewing.send(_card(browse, world), _path(world), {"version": version, "comment": "Mine."})

    assert page.status == 409
    assert page.text("#comment") == "Mine."


def test_an_unknown_recommendation_is_refused(browse, world):
    page = reviewing.send(_card(browse, world), _path(world), {"version": "0", "recommendation": "perhaps"})

    assert page.status == 422
    assert page.text("#recommendation-error") == "Choose an option from the list."


def test_a_card_saved_after_the_round_closed_is_refused_and_its_text_stays_on_the_page(browse, world, clock):
    page = _card(browse, world)
    _close(world, make.START)
    clock.turn_to(make.START + make.A_MOMENT)

    for button in ("Save", "Submit the review"):
        refused = page.press(button, reviewing.FULL | {"confidential_note": "Only mine."})

        assert (refused.status, refused.heading) == (409, "The round is closed")
        assert "Only mine." in refused.texts("dd")
        assert reviewing.COMMENT in refused.texts("dd")
    assert _all(world, Assessment) == []


@pytest.mark.parametrize("how", ["themselves", "secretariat"])
def test_stepping_aside_while_a_card_is_open_elsewhere_shuts_it(browse, world, how):
    page = _card(browse, world)
    if how == "themselves":
        other = browse("assigned", "reviewer.declaration", nomination_id=world.nomination("eligible").id)
        other.press("Submit the declaration", {"answer": "real", "kind": "money"})
    else:
        with world.session(writes=True) as session:
            make.recusal(session, world.nomination("eligible"), world.person("assigned"))
            session.commit()

    assert page.press("Save", reviewing.FULL).status == 404
    assert page.press("Submit the review", reviewing.FULL).status == 404
    assert (_all(world, Assessment), _all(world, Mark), _all(world, AssessmentVersion)) == ([], [], [])


def test_a_possible_interest_declared_elsewhere_shuts_the_card_and_keeps_the_words_on_the_page(browse, world):
    page = _card(browse, world)
    other = browse("assigned", "reviewer.declaration", nomination_id=world.nomination("eligible").id)
    other.press("Submit the declaration", {"answer": "possible", "words": "We met."})

    page = page.press("Submit the review", reviewing.FULL)

    assert (page.status, page.heading) == (409, "The conflict of interest question is still open")
    assert reviewing.COMMENT in page.texts("dd")
    assert "A quay was mended" not in page.document.source
    assert _all(world, Assessment) == []
    assert len(_all(world, Conflict)) == 2


def test_those_who_may_not_score_store_nothing(browse, world):
    for person, status in (("unassigned", 404), ("recused", 404), ("head", 403), ("owner", 403)):
        start = browse(person, "public.home")
        for end in ("", "/submit"):
            assert reviewing.send(start, _path(world, end), {**reviewing.FULL, "version": "0"}).status == status
    assert _all(world, Assessment) == []


def test_save_and_next_keeps_a_draft_and_opens_another_unscored_file(browse, world):
    other = reviewing.more_files(world, 1)[0]
    page = _card(browse, world)

    page = page.press("Save and go to the next", {"score-quality": "7"})

    assert page.url.endswith(str(other.id))
    assert [card.state for card in _all(world, Assessment)] == ["draft"]
    page = page.press("Submit the review", reviewing.FULL).follow("Continue with the next nomination")
    assert page.url.endswith(str(world.nomination("eligible").id))
    page = page.press("Save and go to the next", reviewing.FULL)
    assert page.heading == "Nominations to review"


def test_submit_and_next_submits_and_opens_another_unscored_file_in_one_act(browse, world):
    other = reviewing.more_files(world, 1)[0]

    page = _card(browse, world).press("Submit and go to the next", reviewing.FULL)

    assert page.url.endswith(str(other.id))
    assert page.text(".notice-success").startswith(f"{REFERENCES['eligible']}: You have submitted your review.")
    assert [card.state for card in _all(world, Assessment)] == ["submitted"]
    last = page.press("Submit and go to the next", reviewing.FULL)
    assert last.heading == "Nominations to review"
    assert [card.state for card in _all(world, Assessment)] == ["submitted", "submitted"]


def test_submit_and_next_stays_with_what_is_missing_and_stores_nothing(browse, world):
    reviewing.more_files(world, 1)

    page = _card(browse, world).press("Submit and go to the next", reviewing.FULL | {"weakness": ""})

    assert (page.status, page.texts(".error-summary li")) == (422, ["Name one weakness."])
    assert page.text("#comment") == reviewing.COMMENT
    assert _all(world, Assessment) == []


def test_submit_and_next_shows_a_clash_before_it_goes_anywhere(browse, world):
    reviewing.more_files(world, 1)
    one, two = _card(browse, world), _card(browse, world)
    one.press("Save", {"comment": "From the first tab."})

    page = two.press("Submit and go to the next", reviewing.FULL)

    assert (page.status, page.heading) == (409, "Your review has changed in the meantime")
    assert [card.state for card in _all(world, Assessment)] == ["draft"]


def test_whether_the_card_is_saved_stands_beside_both_totals(browse, world):
    page = _card(browse, world)

    assert page.texts("[data-save-line]") == ["Not saved yet", "Not saved yet"]
    assert page.has(".total-bar .total + .save-line [data-save-line]")
    assert page.has(".desk-tabs .total-small [data-save-of=card] [data-save-line]")
    assert len(page.texts("[role=status][data-save-told]")) == 1
    submitted = page.press("Submit the review", reviewing.FULL)
    assert not submitted.has("[data-save-line]")


def test_the_ledger_commits_to_a_card_without_telling_its_scores(browse, world):
    _card(browse, world).press("Submit the review", reviewing.FULL)

    content = _all(world, LedgerContent)[-1].content
    assert set(content) == {"act", "nomination", "number", "sha256"}


def test_opening_a_file_takes_the_same_number_of_statements_whatever_it_holds(app, browse, world):
    page = _card(browse, world).press("Save", {"comment": "1"})
    counts = []
    for _ in range(2):
        with reviewing.statements(app.extensions["engine"]) as seen:
            _card(browse, world)
        counts.append(len(seen))
        for number in range(8):
            page = page.press("Save", reviewing.FULL | {"comment": f"draft {number}"})
        reviewing.attach(world, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")

    assert counts[0] == counts[1] <= 32
