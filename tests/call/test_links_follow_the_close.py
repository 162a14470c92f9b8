"""Links that are tied to the close live as long as it: moved for all, moved for one, or left where it was."""

from datetime import timedelta

import pytest

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import link_expiry, load_usable_link
from nominations.call.queries.deadlines import Recipients
from nominations.call.services import deadlines
from nominations.call.services.deadlines import Announcement
from nominations.core.rules.errors import LinkRefused
from nominations.core.rules.private_links import Purpose
from nominations.core.rules.vocabulary import Action
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.rules.progress import Progress
from nominations.outside_requests.queries.consents import load_opened_consent
from nominations.outside_requests.queries.referees import load_opened_letter
from nominations.outside_requests.services import consents, referees
from tests.support import make
from tests.support.outside_requests import LETTERS_CLOSE, NOMINEE, REFEREE, third_party, token

pytestmark = pytest.mark.both_databases

LATER = LETTERS_CLOSE + timedelta(days=10)
REASONS = {"en": "Floods.", "fr": "Inondations.", "ar": "فيضانات."}


@pytest.fixture
def sent(world):
    """A nomination whose nominee and referee were asked before anything was extended; the tokens by purpose."""
    nomination = third_party(world)
    work = world.work("owner")
    referees.ask_referee(work, nomination.id, "ref_letter", REFEREE)
    consents.ask_nominee(work, nomination.id, NOMINEE)
    work.session.close()
    return nomination, {
        Purpose.LETTER: token(world, "letter_asked", REFEREE.email),
        Purpose.CONSENT: token(world, "consent_asked", NOMINEE.email),
    }


def extended_for_all(world, _nomination):
    work = world.work("head")
    deadlines.extend_call(work, world.edition_id, Announcement(LATER, REASONS, Recipients.NOBODY, 2))
    work.session.close()


def extended_for_one(world, nomination):
    work = world.work("head")
    deadlines.extend_nomination(work, nomination.id, LATER, "Their house was flooded.")
    work.session.close()


def lives(world, purpose, sealed) -> bool:
    work = world.work("stranger")
    try:
        load_usable_link(work, world.edition_id, purpose, sealed, lock=True)
    except LinkRefused:
        return False
    finally:
        work.session.close()
    return True


def progress_of(world, nomination) -> Progress | None:
    work = world.work("owner")
    try:
        loaded, case = policy_facts.nomination_with_facts(work, nomination.id, to=Action.VIEW)
        return outside_requests.assess_progress(
            outside_requests.load(work.session, loaded.id), working_copy.load(work, loaded), case
        )
    finally:
        work.session.close()


@pytest.mark.parametrize("extend", [extended_for_all, extended_for_one])
@pytest.mark.parametrize("purpose", [Purpose.LETTER, Purpose.CONSENT])
def test_links_sent_before_and_after_an_extension_expire_together(world, clock, sent, extend, purpose):
    nomination, tokens = sent
    extend(world, nomination)

    clock.turn_to(LATER - make.A_MOMENT)
    assert lives(world, purpose, tokens[purpose])
    assert progress_of(world, nomination) is Progress.WAITING
    clock.turn_to(LATER)
    assert not lives(world, purpose, tokens[purpose])
    assert progress_of(world, nomination) is Progress.PROBLEM


@pytest.mark.parametrize(("purpose", "last"), [(Purpose.LETTER, LETTERS_CLOSE), (Purpose.CONSENT, make.CLOSE)])
def test_without_an_extension_a_link_expires_with_its_deadline(world, clock, sent, purpose, last):
    _, tokens = sent

    clock.turn_to(last - make.A_MOMENT)
    assert lives(world, purpose, tokens[purpose])
    clock.turn_to(last)
    assert not lives(world, purpose, tokens[purpose])


def test_an_extension_for_another_nomination_changes_nothing(world, clock, sent):
    extended_for_one(world, world.nomination("other"))

    clock.turn_to(make.CLOSE)
    assert not lives(world, Purpose.CONSENT, sent[1][Purpose.CONSENT])


def test_what_its_bearer_reads_is_the_date_that_counts(world, sent):
    nomination, tokens = sent
    extended_for_one(world, nomination)
    work = world.work("stranger")

    assert load_opened_consent(work, world.edition_id, tokens[Purpose.CONSENT]).until == LATER
    assert load_opened_letter(work, world.edition_id, tokens[Purpose.LETTER]).until == LATER
    assert link_expiry(work, load_usable_link(work, world.edition_id, Purpose.LETTER, tokens[Purpose.LETTER])) == LATER
    work.session.close()


def test_a_letter_and_an_answer_come_in_after_the_old_close(world, clock, sent):
    nomination, tokens = sent
    extended_for_all(world, nomination)
    clock.turn_to(LETTERS_CLOSE + timedelta(days=1))
    work = world.work("stranger")

    referees.receive_letter(work, world.edition_id, tokens[Purpose.LETTER], "She taught us.", None, None)
    consents.answer(work, world.edition_id, tokens[Purpose.CONSENT], "agreed", given={}, note="", language="en")

    requests = outside_requests.load(work.session, nomination.id)
    work.session.close()
    assert requests.has_consent
    assert [letter.text for letter in requests.referees] == ["She taught us."]
