"""Letters of reference by private link: asked for, sent, replaced, withdrawn; the owner sees that one came, no more."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.access.queries import policy_facts
from nominations.access.queries.private_links import load_usable_link
from nominations.attachments.adapters.received_files import receive_files
from nominations.core.rules.errors import Invalid, LinkRefused, Refused
from nominations.core.rules.private_links import LinkState
from nominations.core.rules.vocabulary import Action, Role
from nominations.core.tables import Attachment, LedgerRecord, Nomination, Referee, StoredFile
from nominations.files.adapters.store import files
from nominations.nominations.queries import outside_requests, working_copy
from nominations.nominations.services import nominations, ownership
from nominations.outside_requests.rules import Person
from nominations.outside_requests.services import referees
from tests.support import make
from tests.support.hostile_texts import HOSTILE
from tests.support.make_files import pdf
from tests.support.outside_requests import (
    ANOTHER,
    LETTERS_CLOSE,
    REFEREE,
    letters,
    third_party,
    token,
    tokens,
)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def nomination(world):
    return third_party(world)


def ask(world, nomination, person=REFEREE, who="owner"):
    return _with(world, who, referees.ask_referee, nomination.id, "ref_letter", person)


def _with(world, who, use_case, *given):
    work = world.work(who)
    try:
        return use_case(work, *given)
    finally:
        work.session.close()


def send(world, token, text="She taught a whole generation.", name="", content=b""):
    """What became of it: `done`, how the link is dead, or the fields that are wrong."""
    work = world.work("stranger")
    store = files(world.settings)
    kind = next(kind for kind in _edition(world).category("individual").attachments if kind.by_link)
    given = [(name, io.BytesIO(content))] if name else []
    try:
        with receive_files(given, kind, store, world.settings) as (arrived, refused):
            if refused:
                return refused[0].code
            referees.receive_letter(work, world.edition_id, token, text, arrived[0] if arrived else None, store)
    except LinkRefused as no:
        return no.state.value
    except Invalid as no:
        return sorted(no.problems)
    finally:
        work.session.close()
    return "done"


def _edition(world):
    from tests.support.small_edition import edition

    return edition()


def row(world, referee):
    with world.session() as session:
        return session.get(Referee, referee.id)


def test_a_referee_is_asked_in_their_language_with_a_link_of_their_own(world, nomination):
    ask(world, nomination)
    ask(world, nomination, ANOTHER)

    first, second = letters(world, "letter_asked")
    assert [(letter.address, letter.language, letter.secret) for letter in (first, second)] == [
        (REFEREE.email, "ar", True), (ANOTHER.email, "fr", True)
    ]
    assert "مريم البحر" in first.text
    assert len(tokens(world, "letter_asked")) == 2


def test_the_letter_is_kept_and_its_owner_learns_only_that_it_came(world, nomination):
    referee = ask(world, nomination)

    assert send(world, token(world, "letter_asked", REFEREE.email), "A secret praise.") == "done"

    kept = row(world, referee)
    assert (kept.text, kept.received_at) == ("A secret praise.", make.START)
    assert not any("A secret praise." in letter.text for name in ("letter_received", "letter_thanks")
                   for letter in letters(world, name))
    assert [letter.address for letter in letters(world, "letter_received")] == ["ada.byron@example.org"]
    with world.session() as session:
        record = session.scalars(select(LedgerRecord).where(LedgerRecord.act == "receive_letter")).one()
    assert (record.actor, record.role, record.edition) == (str(world.person("stranger").id), "applicant", "pearl-2025")


def test_a_file_is_looked_into_like_any_other(world, nomination):
    referee = ask(world, nomination)
    link = token(world, "letter_asked", REFEREE.email)

    assert send(world, link, "", "letter.pdf", b"not a pdf") == "unknown_kind"
    assert send(world, link, "", "\u202efdp.exe", b"MZ" + bytes(100)) != "done"
    assert send(world, link, "", "رسالة " + "ط" * 300 + ".pdf", pdf()) == "done"

    kept = row(world, referee)
    assert kept.media_type == "application/pdf"
    assert len(kept.file_name) <= 300
    with world.session() as session:
        assert session.get(StoredFile, kept.sha256) is not None


def test_an_empty_form_is_no_letter_and_does_not_use_up_the_link(world, nomination):
    ask(world, nomination)
    link = token(world, "letter_asked", REFEREE.email)

    assert send(world, link, "  \n ") == ["text"]
    assert send(world, link) == "done"
    assert send(world, link) == "used"


def test_a_letter_may_come_after_the_close_until_the_date_for_letters(world, nomination, clock):
    ask(world, nomination)
    link = token(world, "letter_asked", REFEREE.email)
    clock.turn_to(LETTERS_CLOSE)
    assert send(world, link) == "expired"
    clock.turn_to(LETTERS_CLOSE - make.A_MOMENT)
    assert send(world, link) == "done"


def test_asking_ends_with_the_date_for_letters(world, nomination, clock):
    clock.turn_to(LETTERS_CLOSE - make.A_MOMENT)
    referee = ask(world, nomination)
    clock.turn_to(LETTERS_CLOSE)

    with pytest.raises(Refused, match="too_late"):
        ask(world, nomination, ANOTHER)
    with pytest.raises(Refused, match="too_late"):
        _with(world, "owner", referees.send_again, nomination.id, referee.id)


def test_sending_a_link_again_ends_the_first_one(world, nomination):
    referee = ask(world, nomination)
    first = tokens(world, "letter_asked")
    _with(world, "owner", referees.send_again, nomination.id, referee.id)
    second = tokens(world, "letter_asked") - first

    assert send(world, first.pop()) == "replaced"
    assert send(world, second.pop()) == "done"


def test_a_replaced_person_is_notified_and_cannot_write_any_more(world, nomination):
    referee = ask(world, nomination)
    link = token(world, "letter_asked", REFEREE.email)

    _with(world, "owner", referees.replace_referee, nomination.id, referee.id, ANOTHER)

    assert send(world, link) == "replaced"
    assert [letter.address for letter in letters(world, "letter_called_off")] == [REFEREE.email]
    assert send(world, token(world, "letter_asked", ANOTHER.email)) == "done"


def test_a_withdrawn_letter_is_asked_for_no_more(world, nomination):
    referee = ask(world, nomination)
    _with(world, "owner", referees.withdraw, nomination.id, referee.id)

    assert send(world, token(world, "letter_asked", REFEREE.email)) == "withdrawn"
    with pytest.raises(Refused, match="wrong_state"):
        _with(world, "owner", referees.send_again, nomination.id, referee.id)


def test_what_has_come_can_neither_be_replaced_nor_withdrawn(world, nomination):
    referee = ask(world, nomination)
    send(world, token(world, "letter_asked", REFEREE.email))

    for act in (lambda *at: _with(world, "owner", referees.withdraw, *at),
                lambda *at: _with(world, "owner", referees.replace_referee, *at, ANOTHER)):
        with pytest.raises(Refused, match="wrong_state"):
            act(nomination.id, referee.id)
    assert row(world, referee).text


def test_a_letter_and_a_replacement_at_the_same_moment_end_in_one_of_both(world):
    for _ in range(8):
        nomination = third_party(world)
        referee = ask(world, nomination)
        link, barrier = token(world, "letter_asked", REFEREE.email), Barrier(2)

        def replaced(barrier=barrier, nomination=nomination, referee=referee):
            barrier.wait()
            try:
                _with(world, "owner", referees.replace_referee, nomination.id, referee.id, ANOTHER)
            except Refused as no:
                return no.reason.value
            return "done"

        def sent(barrier=barrier, link=link):
            barrier.wait()
            return send(world, link, "", "letter.pdf", pdf())

        with ThreadPoolExecutor(2) as pool:
            one, other = pool.submit(sent), pool.submit(replaced)
            met = (one.result(), other.result())
        kept = row(world, referee)
        assert met in {("done", "wrong_state"), ("replaced", "done")}
        assert (kept.received_at is not None, kept.stands) == (met[0] == "done", met[0] == "done")
        assert kept.sha256 is None or met[0] == "done"


def test_the_limits_of_the_kind_hold_for_letters_asked_for(world, nomination):
    ask(world, nomination)
    with pytest.raises(Invalid) as caught:
        ask(world, nomination, Person("Same", REFEREE.email.upper(), "en", "x"))
    assert caught.value.problems == {"email": ("asked_already", {})}
    ask(world, nomination, ANOTHER)

    with pytest.raises(Invalid) as caught:
        ask(world, nomination, Person("Third", "third@example.org", "en", "x"))
    assert caught.value.problems == {"kind": ("no_room_for_letters", {"most": 2})}


def test_only_a_kind_that_comes_by_link_is_asked_for_and_by_the_owner_alone(world, nomination):
    with pytest.raises(Refused, match="not_found"):
        _with(world, "owner", referees.ask_referee, nomination.id, "photo", REFEREE)
    with pytest.raises(Refused, match="not_found"):
        ask(world, nomination, who="stranger")
    other = third_party(world)
    referee = ask(world, other)
    with pytest.raises(Refused, match="not_found"):
        _with(world, "owner", referees.withdraw, nomination.id, referee.id)


def test_an_invalid_value_is_refused_at_its_field(world, nomination):
    for person, fields in (
        (Person("", "x", "xx", ""), {"name", "role", "email", "language"}),
        (Person("A\nB", "ada.byron@example.org", "en", "r"), {"name", "email"}),
        (Person("A" * 201, REFEREE.email, "en", "r" * 301), {"name", "role"}),
    ):
        with pytest.raises(Invalid) as caught:
            ask(world, nomination, person)
        assert set(caught.value.problems) == fields
    assert letters(world, "letter_asked") == []


def test_hostile_names_and_letters_come_back_as_typed_or_are_refused(world):
    for name, text in HOSTILE.items():
        nomination = third_party(world)
        taken = not name.startswith("refused")
        cleaned = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(cleaned) > 200 or "\n" in cleaned or not cleaned.strip():
            continue
        person = Person(cleaned, f"{abs(hash(name))}@example.org", "ar", "Role")
        if not taken:
            with pytest.raises(Invalid):
                ask(world, nomination, person)
            continue
        referee = ask(world, nomination, person)
        assert "\n" not in letters(world, "letter_asked")[-1].subject
        assert send(world, token(world, "letter_asked", person.email), cleaned) == "done"
        assert (row(world, referee).name, row(world, referee).text) == (cleaned, cleaned)


def test_an_outstanding_letter_counts_and_a_withdrawn_one_does_not(world, nomination):
    def excused():
        work = world.work("owner")
        copy = working_copy.load(work, policy_facts.nomination(work, nomination.id, to=Action.VIEW))
        met = outside_requests.gather_facts(outside_requests.load(work.session, nomination.id), copy).excused
        work.session.close()
        return "ref_letter" in met

    assert not excused()
    first = ask(world, nomination)
    assert excused()
    _with(world, "owner", referees.withdraw, nomination.id, first.id)
    assert not excused()
    with world.session(writes=True) as session:
        session.add(StoredFile(sha256="6" * 64, size=9, stored_at=make.START))
        session.flush()
        session.add(Attachment(nomination_id=nomination.id, kind="ref_letter", sha256="6" * 64, name="l.pdf", size=9,
                               media_type="application/pdf", uploaded_at=make.START,
                               uploaded_by_id=world.person("owner").id))
        session.commit()
    assert excused()


def test_a_discarded_draft_asks_for_no_letter(world, nomination):
    ask(world, nomination)
    _with(world, "owner", nominations.discard_draft, nomination.id)

    assert send(world, token(world, "letter_asked", REFEREE.email)) == "withdrawn"


def test_nothing_is_asked_for_a_withdrawn_nomination_but_a_letter_on_its_way_is_kept(world, nomination):
    ask(world, nomination)
    with world.session(writes=True) as session:
        make.submission(session, session.get_one(Nomination, nomination.id))
        session.commit()
    _with(world, "owner", ownership.withdraw, nomination.id)

    with pytest.raises(Refused, match="wrong_state"):
        ask(world, nomination, ANOTHER)
    assert send(world, token(world, "letter_asked", REFEREE.email)) == "done"


def test_the_link_says_until_when_and_what_it_is_good_for(world, nomination, clock):
    ask(world, nomination)
    work = world.work("stranger", Role.APPLICANT)
    link = load_usable_link(work, world.edition_id, referees.Purpose.LETTER,
                            token(world, "letter_asked", REFEREE.email))

    assert (link.given_at, link.expires_at) == (make.START, LETTERS_CLOSE)
    clock.turn_to(make.START + timedelta(hours=1))
    with pytest.raises(LinkRefused, match=LinkState.UNKNOWN):
        load_usable_link(work, world.edition_id, referees.Purpose.LETTER, "x")
