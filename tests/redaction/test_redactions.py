"""What officers add and lift in a blind round: kept with who and when, obeyed everywhere, read before it opens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import BlindRound, LedgerRecord, Nomination, RedactionMark, Submission
from nominations.nominations.queries import printed_nomination
from nominations.ranking.services import manage_rounds
from nominations.redaction.queries import checks
from nominations.redaction.services import mark_redactions
from nominations.rounds.queries import assigned_files
from tests.reviewing.test_pack import ask_for_pack, download, make_packs
from tests.screening.test_file import submitted_again
from tests.support import make, redaction, reviewing

SUMMARY = "الحداد بنى الرصيف. Mrs Byron of Pearl Guild paid for it, see www.pearl.example. حداد هنا، وللحداد فضل."


@pytest.fixture
def blind(world):
    """The world with a summary that names people, in a blind round that was confirmed."""
    with world.session(writes=True) as session:
        submission = session.get_one(Submission, world.nomination("eligible").submission_id)
        submission.answers = submission.answers | {"summary": SUMMARY}
        session.commit()
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Agreed.", unchecked=1)
    return world


def add(world, phrase, person="officer", of="eligible"):
    mark_redactions.add_redaction(world.work(person), world.nomination(of).id, phrase)


def lift(world, phrase, person="officer"):
    mark_redactions.lift_redaction(world.work(person), world.nomination("eligible").id, phrase)


def content_of(world, of="eligible"):
    with world.session() as session:
        nomination_id = world.nomination(of).id
        return checks.load_contents(session, [nomination_id])[nomination_id]


def check(world, person="officer"):
    mark_redactions.check_redactions(world.work(person), world.nomination("eligible").id, content_of(world))


def state(world):
    work = world.work("officer")
    line = checks.find_check(work, world.nomination("eligible").id)
    work.session.close()
    return line.state.value


def summary(world):
    work = world.work("assigned")
    held = assigned_files.load_assigned(work, world.nomination("eligible").id, to=Action.REVIEW)
    answers = assigned_files.load_submission(work, held.nomination).answers
    paper = printed_nomination.load_paper(work, world.nomination("eligible").id)
    work.session.close()
    assert paper.answers["summary"] == answers["summary"]
    return answers["summary"]


@pytest.mark.both_databases
def test_an_added_phrase_is_hidden_on_every_road_and_a_trade_stays(blind, browse):
    assert "الحداد" in summary(blind)
    redaction.attach(blind, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    with blind.session(writes=True) as session:
        submission = session.get_one(Submission, blind.nomination("eligible").submission_id)
        submission.attachments = [item | {"caption": "الحداد، Pearl Guild"} for item in submission.attachments]
        session.commit()

    add(blind, "  الحداد ")
    add(blind, "Pearl\n Guild")

    assert summary(blind) == "[…] بنى الرصيف. Mrs […] of […] paid for it, see […] حداد هنا، […] فضل."
    page = browse("assigned", "reviewer.file", nomination_id=blind.nomination("eligible").id).response.text
    assert "الحداد" not in page
    assert "Pearl Guild" not in page


def test_a_pack_made_before_a_phrase_was_added_is_shut(blind, browse):
    blind.clock.turn_to(blind.clock() + timedelta(minutes=1))
    page = ask_for_pack(browse)
    make_packs(blind)
    assert download(page).status_code == 200

    lift(blind, "Byron")
    assert download(page).status_code == 200
    add(blind, "Pearl Guild")

    assert download(page).status_code == 404


def test_a_lifted_phrase_is_read_hidden_again_and_each_is_kept_with_who(blind, browse):
    page = browse("officer", "secretariat.redaction", nomination_id=blind.nomination("eligible").id)
    assert "Name in the answer" in page.text("#redaction-1") + page.text("#redaction-2") + page.text("#redactions")

    page = page.press("Show Byron")
    assert "Mrs Byron of" in summary(blind)
    page = browse("second_officer", "secretariat.redaction", nomination_id=blind.nomination("eligible").id)
    page = page.press("Hide again Byron")

    assert "Mrs […] of" in summary(blind)
    assert "Omar Tazi" in page.text("main")
    assert "Nadia Berrada" in page.text("main")
    with blind.session() as session:
        marks = session.scalars(select(RedactionMark)).all()
        acts = session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()
    assert [(mark.phrase, mark.is_lifted, mark.ended_at is not None) for mark in marks] == [("Byron", True, True)]
    assert acts[-2:] == ["redact", "redact"]


def test_an_added_phrase_that_is_lifted_ends_and_an_address_can_be_lifted(blind):
    add(blind, "Pearl Guild")
    lift(blind, "pearl guild")
    lift(blind, "www.pearl.example.")

    assert "Pearl Guild paid for it, see www.pearl.example." in summary(blind)


@pytest.mark.parametrize("phrase", ["", " ", "x", "y" * 201, "nowhere at all", "Byron paid", "\x00Pearl"])
def test_a_phrase_that_hides_nothing_is_refused_and_leaves_nothing(blind, phrase):
    with pytest.raises(Invalid):
        add(blind, phrase)
    with blind.session() as session:
        assert session.scalars(select(RedactionMark)).all() == []


def test_a_name_that_is_a_formula_or_markup_is_hidden_as_it_stands(blind):
    for phrase in ('=HYPERLINK("x")', "<b>Guild</b>", "(.*)"):
        with blind.session(writes=True) as session:
            submission = session.get_one(Submission, blind.nomination("eligible").submission_id)
            submission.answers = submission.answers | {"summary": f"By {phrase} here"}
            session.commit()
        add(blind, phrase)
        assert summary(blind) == "By […] here"


@pytest.mark.parametrize("person", ["assigned", "chair", "observer", "auditor", "owner"])
def test_nobody_else_adds_lifts_or_checks(blind, person):
    for act in (lambda: add(blind, "Pearl Guild", person), lambda: lift(blind, "Byron", person),
                lambda: check(blind, person)):
        with pytest.raises(Refused):
            act()


def test_an_officer_who_is_recused_meets_neither_the_page_nor_the_line(blind, browse):
    with blind.session(writes=True) as session:
        make.recusal(session, blind.nomination("eligible"), blind.person("officer"))
        session.commit()

    assert browse("officer", "secretariat.redaction", nomination_id=blind.nomination("eligible").id).status == 404
    assert "P-0004" not in browse("officer", "secretariat.redactions", category="project").response.text
    with pytest.raises(Refused) as refused:
        add(blind, "Pearl Guild")
    assert refused.value.reason is Refusal.NOT_FOUND


@pytest.mark.both_databases
def test_a_check_holds_until_the_answers_the_marks_or_the_attachments_change(blind):
    plan = redaction.attach(blind, "photo", "quay.jpg", reviewing.jpeg(), "image/jpeg")
    assert state(blind) == "open"
    for change in (lambda: add(blind, "Pearl Guild"), lambda: lift(blind, "Byron"), lambda: redaction.hide(blind, plan),
                   lambda: corrected(blind)):
        check(blind)
        assert state(blind) == "checked"
        change()
        assert state(blind) == "stale"


def corrected(world):
    """A newer version, as a correction leaves it."""
    submitted_again(world)
    with world.session(writes=True) as session:
        newest = session.scalars(select(Submission).order_by(Submission.number.desc())).first()
        newest.nomination_id = world.nomination("eligible").id
        session.get_one(Nomination, world.nomination("eligible").id).submission_id = newest.id
        session.commit()


def test_what_another_officer_changed_meanwhile_was_read_by_nobody(blind):
    before = content_of(blind)
    add(blind, "Pearl Guild", "second_officer")

    with pytest.raises(Refused) as refused:
        mark_redactions.check_redactions(blind.work("officer"), blind.nomination("eligible").id, before)

    assert refused.value.reason is Refusal.CHANGED_ELSEWHERE
    assert state(blind) == "open"


def test_two_officers_who_do_the_same_do_it_once(blind):
    add(blind, "Pearl Guild")
    add(blind, "PEARL  GUILD", "second_officer")
    lift(blind, "Byron")
    lift(blind, "BYRON", "second_officer")

    with blind.session() as session:
        assert len(session.scalars(select(RedactionMark)).all()) == 2


@pytest.mark.parametrize("confirmed", [0, 2])
def test_names_are_hidden_when_all_are_checked_or_their_number_is_confirmed(world, confirmed):
    with pytest.raises(Invalid) as wrong:
        manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Now.", unchecked=confirmed)
    assert wrong.value.problems["unchecked"] == ("files_unchecked", {"num": 1})

    check(world)
    manage_rounds.hide_names(world.work("head"), world.round().id, hidden=True, reason="Now.")

    with world.session() as session:
        assert session.scalars(select(BlindRound.round_id)).all() == [world.round().id]


def test_the_head_is_told_how_many_are_not_checked_and_confirms_it(world, browse):
    page = browse("head", "secretariat.names", round_id=world.round().id)
    assert "Hide names although 1 nomination is not checked" in page.text("main")

    refused = page.press("Hide applicants’ names from reviewers", {"reason": "Now."})
    assert refused.status == 422
    done = refused.press("Hide applicants’ names from reviewers", {"reason": "Now.", "unchecked": True})

    assert "1 nomination not checked" in done.text("main")


def test_a_head_with_a_conflict_is_told_the_whole_number(world, browse):
    with world.session(writes=True) as session:
        make.recusal(session, world.nomination("eligible"), world.person("head"))
        session.commit()

    page = browse("head", "secretariat.names", round_id=world.round().id)

    assert "although 1 nomination is not checked" in page.text("main")
