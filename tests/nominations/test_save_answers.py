"""Writing answers: whatever was typed is kept, nothing is overwritten unseen, every version stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import Refusal
from nominations.core.tables import (
    LedgerContent,
    Nomination,
    NominationCountry,
    SectionAnswers,
    SectionVersion,
)
from nominations.nominations.services import answers
from tests.support import make
from tests.support.hostile_texts import FORMULAS, KEPT, LONE_HIGH_SURROGATE, OVERLONG, REFUSED

pytestmark = pytest.mark.both_databases

FIELDS = {
    "title": lambda text: text, "summary": lambda text: text, "budget": lambda text: text,
    "start_date": lambda text: text, "status": lambda text: text, "kinds": lambda text: [text],
    "countries": lambda text: [text], "place": lambda text: {"lat": text, "lon": text},
    "funding": lambda text: [{"name": text, "share": text}],
}


def save(world, which="finished", section="work", given=None, *, version=1, who="owner", **more):
    work = world.work(who)
    try:
        return answers.save(work, world.nomination(which).id, section, given or {}, version=version, **more)
    finally:
        work.session.close()


def load_section(world, which="finished", section="work"):
    with world.session() as session:
        return session.scalars(select(SectionAnswers).where(
            SectionAnswers.nomination_id == world.nomination(which).id, SectionAnswers.section == section
        )).one()


@pytest.mark.parametrize("name", [*KEPT])
def test_every_text_comes_back_as_it_was_typed_from_every_kind_of_field(world, name):
    text = KEPT[name].replace("\r\n", "\n")
    given = {key: shape(text) for key, shape in FIELDS.items()}

    save(world, given=given)

    blank = {key for key in given if not text.strip()}
    assert load_section(world).answers == {key: value for key, value in given.items() if key not in blank}


def test_a_field_that_the_section_does_not_have_is_not_kept(world):
    planted = {"owner_id": str(world.person("stranger").id), "state": "eligible", "nominee_name": "Of another section"}

    save(world, given={"title": "The quay", **planted})

    assert load_section(world).answers == {"title": "The quay"}
    kept = world.nomination("finished")
    assert (kept.owner_id, kept.state) == (world.person("owner").id, "draft")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", [*REFUSED, "overlong letters"])
def test_what_cannot_be_stored_is_refused_at_its_field_and_nothing_is_saved(world, name, field):
    text = REFUSED.get(name, OVERLONG["letters"])
    before = load_section(world).answers

    with pytest.raises(Invalid) as wrong:
        save(world, given={**before, field: FIELDS[field](text)})

    assert {place.partition(".")[0] for place in wrong.value.problems} == {field}
    assert load_section(world).answers == before


def test_the_ledger_holds_no_word_of_an_answer(world):
    save(world, given={"title": "A secret title"})

    with world.session() as session:
        record = session.scalars(select(LedgerContent).order_by(LedgerContent.number.desc()).limit(1)).one()
    assert record.content["section"] == "work"
    assert "secret" not in str(record.content)


def test_the_second_of_two_tabs_is_refused_and_sees_the_stored_answer(world):
    save(world, given={"title": "From the first tab"})

    with pytest.raises(ChangedElsewhere) as clash:
        save(world, given={"title": "From the second tab"}, version=1)

    theirs = clash.value.theirs
    assert theirs.answers == {"title": "From the first tab"}
    assert (theirs.version, theirs.saved_by, theirs.saved_at) == (2, "Ada Byron", make.START)


def test_the_same_words_from_two_tabs_are_no_clash(world):
    save(world, given={"title": "The same"})

    assert save(world, given={"title": "The same"}, version=1).version == 2


def test_of_two_tabs_at_the_same_instant_one_is_refused(world):
    together = Barrier(2)

    def write(text):
        together.wait()
        try:
            save(world, which="draft", section="about", given={"entry_language": text}, version=0)
        except ChangedElsewhere as clash:
            return clash.theirs.answers["entry_language"]
        return None

    with ThreadPoolExecutor(2) as people:
        results = list(people.map(write, ["en", "fr"]))

    assert results.count(None) == 1
    assert load_section(world, "draft", "about").answers["entry_language"] in results


def test_every_save_is_a_version_that_can_stand_again(world):
    for number, title in enumerate(("One", "Two", "Three"), 1):
        save(world, given={"title": title}, version=number)
    work = world.work("owner")

    answers.restore(work, world.nomination("finished").id, "work", 2)

    work.session.close()
    with world.session() as session:
        versions = session.scalars(select(SectionVersion).order_by(SectionVersion.number)).all()
    assert [version.answers for version in versions] == [{"title": title} for title in ("One", "Two", "Three", "One")]
    assert load_section(world).answers == {"title": "One"}


def test_lists_follow_the_working_copy_of_a_draft(world):
    save(world, "draft", given={"title": "  A\nnew  title ", "countries": ["AZ", "MA", "zz", "long", "AZ"]})
    save(world, "draft", "about", given={"entry_language": "fr"}, version=0)

    with world.session() as session:
        nomination = session.get(Nomination, world.nomination("draft").id)
        countries = session.scalars(select(NominationCountry.country).where(
            NominationCountry.nomination_id == nomination.id
        )).all()
    assert (nomination.title, nomination.language) == ("A new title", "fr")
    assert sorted(countries) == ["AZ", "MA"]


def test_after_the_close_nothing_is_saved(world, clock):
    clock.turn_to(make.CLOSE)

    with pytest.raises(Refused) as no:
        save(world, given={"title": "Late"})

    assert no.value.reason is Refusal.TOO_LATE


def test_a_section_that_is_not_in_the_form_is_not_found(world):
    for section in ("person", "nowhere", LONE_HIGH_SURROGATE, FORMULAS["equals"]):
        with pytest.raises(Refused) as no:
            save(world, section=section, given={"title": "x"})
        assert no.value.reason is Refusal.NOT_FOUND


def test_somebody_else_s_nomination_is_not_found(world):
    with pytest.raises(Refused) as no:
        save(world, given={"title": "x"}, who="stranger")

    assert no.value.reason is Refusal.NOT_FOUND
