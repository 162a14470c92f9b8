"""What reviewers tell of themselves: taken in good order or refused at its field, by the head and by themselves."""

import pytest
from sqlalchemy import select

from nominations.core.rules.errors import Invalid, Refused
from nominations.core.tables import LedgerRecord, Profile
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services import reviewer_profiles
from tests.support.worlds import World

pytestmark = pytest.mark.both_databases

FULL = ProfileAnswers(
    ("AZ", "MA", "AZ"), "AZ", {"en": "fluent", "ar": "native"}, {"site": 3, "museum": 0}, ("a museum ", "", "a museum"),
    ("@www.museum.example", "https://guild.example/x"), ("Мухаммед Алиев",), 3,
)


def load_profile(world: World, person: str = "assigned") -> Profile:
    with world.session() as session:
        return session.scalars(select(Profile).where(Profile.account_id == world.person(person).id)).one()


def test_a_reviewer_keeps_their_own_profile(world):
    reviewer_profiles.describe_oneself(world.work("assigned"), world.edition_id, FULL)

    mine = load_profile(world)
    assert (mine.nationalities, mine.country, mine.most_files) == (["AZ", "MA"], "AZ", 3)
    assert (mine.languages, mine.expertise) == ({"ar": "native", "en": "fluent"}, {"museum": 0, "site": 3})
    assert (mine.institutions, mine.domains) == (["a museum"], ["museum.example", "guild.example"])
    assert mine.collaborators == ["Мухаммед Алиев"]
    with world.session() as session:
        assert session.scalars(select(LedgerRecord.act).order_by(LedgerRecord.number)).all()[-1] == "describe_oneself"


@pytest.mark.parametrize(("wrong", "field"), [
    ({"institutions": ("a\x00b",)}, "institutions"), ({"institutions": ("\ud800",)}, "institutions"),
    ({"institutions": ("a" * 201,)}, "institutions"), ({"collaborators": tuple(map(str, range(21)))}, "collaborators"),
    ({"domains": ("no domain",)}, "domains"), ({"domains": ("gmail.com",)}, "domains"),
    ({"country": "XX"}, "country"), ({"nationalities": ("Morocco",)}, "nationalities"),
    ({"languages": {"en": "perfect"}}, "languages"), ({"languages": {"xx": "native"}}, "languages"),
    ({"expertise": {"site": 4}}, "expertise"), ({"expertise": {"site": -1}}, "expertise"),
    ({"expertise": {"magic": 1}}, "expertise"),
    ({"most_files": 0}, "most_files"), ({"most_files": 10_000}, "most_files"), ({"most_files": -1}, "most_files"),
], ids=ascii)
def test_a_profile_takes_only_what_makes_sense(world, wrong, field):
    with pytest.raises(Invalid) as no:
        reviewer_profiles.describe_reviewer(
            world.work("head"), world.edition_id, world.person("assigned").id, ProfileAnswers(**wrong)
        )

    assert set(no.value.problems) == {field}


@pytest.mark.parametrize("persona", ["owner", "chair", "officer", "observer", "auditor"])
def test_nobody_else_describes_a_reviewer(world, persona):
    with pytest.raises(Refused):
        reviewer_profiles.describe_reviewer(world.work(persona), world.edition_id, world.person("assigned").id, FULL)
    with pytest.raises(Refused):
        reviewer_profiles.describe_oneself(world.work(persona), world.edition_id, FULL)


def test_who_reviews_no_more_has_no_profile_to_keep(world):
    with pytest.raises(Refused):
        reviewer_profiles.describe_reviewer(world.work("head"), world.edition_id, world.person("owner").id, FULL)
