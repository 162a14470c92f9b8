"""The nominee's consent by private link: once, with its wording, and with corrections that their owner settles."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, LinkRefused, Refused
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Consent, LedgerRecord, Proposal, SectionAnswers
from nominations.core.work import Work
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.services import submissions
from nominations.outside_requests.rules import Person
from nominations.outside_requests.services import consents
from tests.support import make
from tests.support.hostile_texts import HOSTILE
from tests.support.outside_requests import NOMINEE, letters, third_party, token, tokens

pytestmark = pytest.mark.both_databases

FACTS = {"title": "مريم البحر", "nationality": ["EG"], "birth_year": "1970"}


@pytest.fixture
def nomination(world):
    return third_party(world)


def _with(world, who, use_case, *given, **more):
    work = world.work(who)
    try:
        return use_case(work, *given, **more)
    finally:
        work.session.close()


def ask(world, nomination, person=NOMINEE):
    """Ask the nominee; the token of the letter to them."""
    before = tokens(world, "consent_asked")
    _with(world, "owner", consents.ask_nominee, nomination.id, person)
    [token] = tokens(world, "consent_asked") - before
    return token


def answer(world, token, choice="agreed", given=FACTS, note="", language="ar"):
    try:
        _with(world, "stranger", consents.answer, world.edition_id, token, choice, given=given, note=note,
              language=language)
    except LinkRefused as no:
        return no.state.value
    except Invalid as no:
        return sorted(no.problems)
    return "done"


def load_consent(world):
    with world.session() as session:
        return session.scalars(select(Consent).where(Consent.ended_at.is_(None))).one()


def the_token(world):
    return token(world, "consent_asked", NOMINEE.email)


def blocks(world, nomination):
    """The codes and rules that stop the submission because of the consent."""
    work: Work = world.work("owner")
    copy = working_copy.load(work, policy_facts.nomination(work, nomination.id, to=Action.VIEW))
    outside = outside_requests.gather_facts(outside_requests.load(work.session, nomination.id), copy)
    work.session.close()
    return not outside.consent_confirmed, "consent" not in outside.excused


def test_agreement_is_kept_with_the_wording_its_version_and_the_language_it_was_read_in(world, nomination):
    ask(world, nomination)
    assert blocks(world, nomination) == (True, True)

    assert answer(world, the_token(world)) == "done"

    consent = load_consent(world)
    assert (consent.answer, consent.answered_at) == ("agreed", make.START)
    assert (consent.wording, consent.wording_version, consent.wording_language) == (
        "I agree to be nominated. (ع)", "7", "ar"
    )
    assert blocks(world, nomination) == (False, False)
    assert [letter.address for letter in letters(world, "consent_answered")] == ["ada.byron@example.org"]
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Proposal)) == 0


@pytest.mark.parametrize(("choice", "subject"), [
    ("declined", "the nominee does not agree"), ("not_me", "is not the nominee"),
])
def test_a_refused_consent_notifies_the_owner_and_blocks_the_submission(world, nomination, choice, subject):
    ask(world, nomination)

    assert answer(world, the_token(world), choice, note="Not now.") == "done"

    assert subject in letters(world, "consent_answered")[0].subject
    assert (load_consent(world).answer, load_consent(world).note) == (choice, "Not now.")
    assert blocks(world, nomination) == (True, True)
    with pytest.raises(Invalid) as caught:
        _with(world, "owner", submissions.submit, nomination.id, declared={"decl_truth": "1"}, language="en",
              typed_name="Ada")
    assert "nomination" in caught.value.problems


def test_after_a_no_somebody_else_may_be_asked_and_after_a_yes_nobody(world, nomination):
    ask(world, nomination)
    answer(world, the_token(world), "not_me")
    ask(world, nomination, Person("Right person", "right@example.org", "fr"))
    assert answer(world, token(world, "consent_asked", "right@example.org"), language="fr") == "done"

    with pytest.raises(Refused, match="wrong_state"):
        ask(world, nomination)
    with pytest.raises(Refused, match="wrong_state"):
        _with(world, "owner", consents.withdraw, nomination.id)
    assert load_consent(world).name == "Right person"


def test_every_consent_link_ends_as_it_should(world, nomination, clock):
    ask(world, nomination)
    first = tokens(world, "consent_asked")
    _with(world, "owner", consents.send_again, nomination.id)
    second = tokens(world, "consent_asked") - first
    assert answer(world, *first) == "replaced"
    _with(world, "owner", consents.withdraw, nomination.id)
    assert answer(world, *second) == "withdrawn"
    assert [letter.address for letter in letters(world, "consent_called_off")] == [NOMINEE.email]
    ask(world, nomination)
    third = (tokens(world, "consent_asked") - first - second).pop()
    clock.turn_to(make.CLOSE)
    assert answer(world, third) == "expired"
    clock.turn_to(make.CLOSE - make.A_MOMENT)
    assert answer(world, third) == "done"
    assert answer(world, third) == "used"


def test_consent_given_twice_at_once_is_given_once(world):
    for _ in range(6):
        nomination = third_party(world)
        link, barrier = ask(world, nomination), Barrier(4)

        def act(choice, barrier=barrier, link=link):
            barrier.wait()
            return answer(world, link, choice)

        with ThreadPoolExecutor(4) as pool:
            met = list(pool.map(act, ("agreed", "declined", "agreed", "not_me")))
        assert sorted(met) == ["done", "used", "used", "used"]
        with world.session() as session:
            row = session.scalars(select(Consent).where(Consent.nomination_id == nomination.id)).one()
        assert row.answer == ("agreed", "declined", "agreed", "not_me")[met.index("done")]


def test_only_facts_about_the_nominee_are_proposed_and_the_owner_takes_them_over(world, nomination):
    ask(world, nomination)
    given = FACTS | {"title": "مريم بنت البحر", "summary": "I am the best.", "nomination_kind": "own"}
    answer(world, the_token(world), given=given)

    with world.session() as session:
        proposal = session.scalars(select(Proposal)).one()
    assert (proposal.question, proposal.was, proposal.proposed) == ("title", "مريم البحر", "مريم بنت البحر")
    _with(world, "owner", consents.settle_proposal, nomination.id, proposal.id, take=True)

    with world.session() as session:
        answers = session.scalars(select(SectionAnswers.answers).where(
            SectionAnswers.nomination_id == nomination.id, SectionAnswers.section == "person"
        )).one()
    assert answers["title"] == "مريم بنت البحر"
    assert answers["summary"] == "غوّاصة علّمت جيلاً كاملاً."
    with pytest.raises(Refused, match="wrong_state"):
        _with(world, "owner", consents.settle_proposal, nomination.id, proposal.id, take=False)


def test_a_correction_left_changes_nothing_and_a_strangers_hand_is_refused(world, nomination):
    ask(world, nomination)
    answer(world, the_token(world), given=FACTS | {"birth_year": "1971"})
    with world.session() as session:
        proposal = session.scalars(select(Proposal)).one()

    with pytest.raises(Refused, match="not_found"):
        _with(world, "stranger", consents.settle_proposal, nomination.id, proposal.id, take=True)
    with pytest.raises(Refused, match="not_found"):
        _with(world, "owner", consents.settle_proposal, world.nomination("draft").id, proposal.id, take=True)
    _with(world, "owner", consents.settle_proposal, nomination.id, proposal.id, take=False)
    with world.session() as session:
        assert session.get(Proposal, proposal.id).taken is False
        assert "1971" not in str(session.scalars(select(SectionAnswers.answers)).all())


def test_whoever_was_not_the_right_person_corrects_nothing(world, nomination):
    ask(world, nomination)
    answer(world, the_token(world), "not_me", given=FACTS | {"title": "Somebody else"})

    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_an_invalid_answer_does_not_use_up_the_link(world, nomination):
    ask(world, nomination)
    link = the_token(world)

    assert answer(world, link, "") == ["answer"]
    assert answer(world, link, "maybe") == ["answer"]
    assert answer(world, link, note="x" * 2001) == ["note"]
    assert answer(world, link, given={"title": "a\x00b"}) == ["title"]
    assert answer(world, link) == "done"


def test_nobody_is_asked_about_ones_own_nomination(world):
    own = third_party(world, nomination_kind="own")

    with pytest.raises(Refused, match="wrong_state"):
        ask(world, own)
    with pytest.raises(Refused, match="wrong_state"):
        ask(world, world.nomination("draft"))


def test_nobody_is_asked_once_the_call_is_closed(world, nomination, clock):
    clock.turn_to(make.CLOSE)

    with pytest.raises(Refused, match="too_late"):
        ask(world, nomination)


def test_hostile_notes_and_facts_are_kept_as_typed_or_refused(world):
    for name, text in HOSTILE.items():
        nomination = third_party(world)
        link = ask(world, nomination)
        text = text.replace("\r\n", "\n").replace("\r", "\n")[:2000]
        met = answer(world, link, given=FACTS | {"title": text}, note=text)
        if name.startswith("refused"):
            assert met == ["note", "title"], name
            continue
        assert met == "done", name
        with world.session() as session:
            consent = session.scalars(select(Consent).where(Consent.nomination_id == nomination.id)).one()
            proposed = session.scalars(select(Proposal.proposed).where(Proposal.consent_id == consent.id)).all()
        assert consent.note == text
        assert proposed == ([text] if text.strip() else [None])


def test_the_ledger_keeps_no_text_of_the_nominee(world, nomination):
    ask(world, nomination)
    answer(world, the_token(world), note="A private word.")

    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.act == "answer_consent")).one()
    assert record.subject == f"nomination:{nomination.id}"
