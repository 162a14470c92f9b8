"""The demonstration's people, nominations, pictures and story."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nominations.demo.answers import SECTIONS
from nominations.demo.attachments import list_attachments
from nominations.demo.content import (
    DECLARATIONS,
    EDITION,
    Nomination,
    long_name,
    nominations,
    people,
    profiles,
    sayings,
    story,
)
from nominations.demo.events import reviewing, screening, script, timeline
from nominations.demo.papers import render_pdf
from nominations.demo.pictures.photographs import Picture, jpeg
from nominations.editions.adapters import folder
from nominations.editions.rules.answers import find_missing, find_mistakes
from nominations.editions.rules.form import Attached

ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def edition():
    return folder.read_folder(Path(__file__).parents[2] / "config" / "editions" / EDITION)


def as_handed_in() -> list[Nomination]:
    """Every nomination that was handed in, in each form it had."""
    handed_in = [nominations()[key] for key in (*story()["handed_in"], *story()["late"])]
    return handed_in + [nomination.moved for nomination in handed_in if nomination.moved]


def describe_files(nomination: Nomination) -> list[Attached]:
    """What the inspection of each file would say, without making it."""
    files = []
    for file in list_attachments(nomination):
        is_picture = isinstance(file.made, Picture)
        sides = (file.made.width, file.made.height) if is_picture else (None, None)
        details = {"caption": file.caption, "year": file.year, "photographer": file.photographer, "rights": file.rights}
        files.append(
            Attached(
                kind=file.kind,
                name=file.filename,
                sha256="0" * 64,
                size=1,
                format="jpg" if is_picture else "pdf",
                width=sides[0],
                height=sides[1],
                details=details,
            )
        )
    return files


def test_there_are_about_forty_nominations_in_both_categories_and_three_languages():
    assert Counter((nomination.category, nomination.language) for nomination in nominations().values()) == {
        ("project", "en"): 11,
        ("project", "fr"): 8,
        ("project", "ar"): 8,
        ("individual", "en"): 6,
        ("individual", "fr"): 4,
        ("individual", "ar"): 4,
    }


def test_they_come_from_member_states_of_all_four_regions(edition):
    states = {state.code: state for state in edition.member_states}
    home = {
        code
        for nomination in nominations().values()
        for code in (*nomination.answers.get("countries", ()), *nomination.answers.get("nationality", ()))
    }
    assert len(home & set(states)) >= 20
    assert len({states[code].region for code in home & set(states)}) == 4


def test_there_are_eight_reviewers_and_everybody_else_who_is_needed():
    assert {
        role: count
        for role, count in Counter(person.role for person in people().values()).items()
        if role != "applicant"
    } == {
        "reviewer": 8,
        "chair": 1,
        "officer": 2,
        "head": 1,
        "observer": 1,
        "auditor": 1,
    }
    assert set(profiles()) == {key for key, person in people().items() if person.role == "reviewer"}


def by_link(nomination: Nomination) -> set[str]:
    """The kinds of attachment that need no file, because somebody answered behind a private link."""
    letters = {"ref_letter" for letter in story()["letter"] if (letter["nomination"], "instead_of" in letter) == (
        nomination.key, True
    )}
    agreed = {"consent" for consent in story()["consent"] if (consent["nomination"], consent.get("answer")) == (
        nomination.key, "agreed"
    )}
    return letters | agreed


@pytest.mark.parametrize("nomination", as_handed_in(), ids=lambda nomination: f"{nomination.key}-{nomination.category}")
def test_what_was_handed_in_lacks_nothing_and_keeps_every_limit(edition, nomination):
    form = edition.category(nomination.category)
    versions = {declaration.key: declaration.version for declaration in form.declarations}
    assert find_missing(
        form, nomination.answers, describe_files(nomination), versions, excused=by_link(nomination)
    ) == []


@pytest.mark.parametrize("nomination", list(nominations().values()), ids=lambda nomination: nomination.key)
def test_nothing_that_was_typed_is_wrong(edition, nomination):
    assert find_mistakes(
        edition.category(nomination.category), nomination.answers, describe_files(nomination)
    ) == []


def test_the_sections_and_declarations_are_those_of_the_edition(edition):
    for key, sections in SECTIONS.items():
        form = edition.category(key)
        assert {section.key: tuple(q.key for q in section.questions) for section in form.sections} == dict(sections)
        assert tuple(declaration.key for declaration in form.declarations) == DECLARATIONS
        assert tuple(criterion.key for criterion in form.criteria) == reviewing.CRITERIA[key]
        assert tuple(item.key for item in form.checklist) == screening.CHECKS


@pytest.mark.parametrize(
    "nomination", [nomination for nomination in nominations().values() if nomination.language == "ar"],
    ids=lambda nomination: nomination.key,
)
def test_arabic_nominations_are_written_in_arabic(nomination):
    summary = nomination.answers["summary"]
    assert len(ARABIC.findall(summary)) > 0.7 * len(summary.replace(" ", ""))


def test_an_address_never_leaves_the_reserved_domain():
    files = Path(__file__).parents[2] / "config" / "demo"
    text = "\n".join(path.read_text("utf-8") for path in sorted(files.rglob("*.toml")))
    assert {host for host in re.findall(r"https?://([^/\"\s]+)", text) if not host.endswith("example.org")} == set()
    assert all(person.email.endswith("@example.org") for person in people().values())


@pytest.mark.parametrize("stage", script.STAGES)
def test_events_are_in_order_and_none_is_from_the_future(stage):
    events = timeline.events(stage)
    assert list(events) == sorted(events, key=lambda event: event.at)
    assert events[0].at >= script.instant("2025-07-05T00:00:00")
    assert events[-1].at <= script.STAGES[stage]
    assert {event.actor for event in events} <= set(people())


def test_each_thing_appears_from_the_stage_in_which_it_can_exist():
    kinds = {stage: {type(event) for event in timeline.events(stage)} for stage in script.STAGES}
    assert script.LateAttempt not in kinds["call"]
    assert script.LateAttempt in kinds["screening"]
    assert script.Recuse not in kinds["screening"]
    assert sum(isinstance(event, script.Recuse) for event in timeline.events("review")) >= 2
    assert script.CloseRound not in kinds["review"]
    assert script.CloseRound in kinds["ranking"]


def test_a_draft_is_written_by_several_who_edit_comment_or_have_not_come_yet():
    events = timeline.events("call")
    invited = {(event.email, event.right) for event in events if type(event) is script.Invite}
    assert {right for _, right in invited} == {"edit", "comment", "view"}
    joined = {people()[event.actor].email for event in events if type(event) is script.Join}
    assert 0 < len(joined) < len(invited)
    assert joined < {email for email, _ in invited}


def test_nobody_acts_before_they_exist():
    known, drafts = set(), set()
    for event in timeline.events("ranking"):
        if isinstance(event, script.CreateAccount):
            known.add(event.actor)
        assert event.actor in known
        if isinstance(event, script.CreateNomination):
            drafts.add(event.nomination)
        if key := getattr(event, "nomination", None):
            assert key in drafts


def test_one_came_in_the_last_minute_one_too_late_and_one_with_an_extension():
    close = script.instant("2025-12-01T00:00:00")
    sent = {event.nomination: event.at for event in timeline.events("ranking") if type(event) is script.Submit}
    assert 0 < (close - sent["suq-al-uqayla"]).total_seconds() < 60
    late = [event for event in timeline.events("ranking") if isinstance(event, script.LateAttempt)]
    assert [event.nomination for event in late] == ["huda-al-sinnariya"]
    assert late[0].at > close
    grant = next(event for event in timeline.events("ranking") if isinstance(event, script.GrantExtension))
    assert close < sent[grant.nomination] < grant.until
    moved = story()["move"]["nomination"]
    corrected = {correction["nomination"] for correction in story()["correction"]}
    assert {key for key, at in sent.items() if at >= close} == {grant.nomination, moved, *corrected}


def test_no_reviewer_has_more_files_than_they_take_and_each_file_has_three():
    asked = reviewing.list_assignments()
    assert all(count <= profiles()[reviewer].load for reviewer, count in Counter(who for who, _ in asked).items())
    assert set(Counter(key for _, key in asked).values()) == {reviewing.EACH}


def test_every_reviewer_reads_the_language_of_their_files_and_no_two_of_a_file_share_a_country():
    for reviewer, key in reviewing.list_assignments():
        nomination = nominations()[key].moved or nominations()[key]
        assert nomination.language in profiles()[reviewer].languages, (reviewer, key)
    countries = Counter(
        (key, country) for reviewer, key in reviewing.list_assignments()
        for country in profiles()[reviewer].nationalities
    )
    assert set(countries.values()) == {1}


def test_a_score_sheet_reads_like_one_and_is_the_same_each_time():
    for reviewer, key in reviewing.list_assignments():
        card = reviewing.write_card(reviewer, key)
        assert len(card.comment.split()) >= 50
        assert all(0 <= score <= 10 for score in card.scores.values())
        assert card.scores.keys() == card.reasons.keys()
        assert card == reviewing.write_card(reviewer, key)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_reviewers_have_at_least_sixty_sentences_in_each_language(language):
    every_sentence = [
        sentence for bands in sayings(language).values() for sentences in bands.values() for sentence in sentences
    ]
    assert len(every_sentence) == len(set(every_sentence))
    assert len(every_sentence) >= 60


def test_a_photograph_is_of_realistic_size_and_always_the_same():
    picture = Picture("courtyard", 51)
    made = jpeg(picture)
    assert 1_000_000 < len(made) < 4_000_000
    assert Image.open(BytesIO(made)).size == (2400, 1600)
    assert jpeg(picture) == made


def test_before_and_after_show_the_same_place_in_two_states():
    assert jpeg(Picture("panel", 3, old=True, width=600, height=400)) != jpeg(
        Picture("panel", 3, width=600, height=400)
    )


def test_papers_are_pdfs_in_the_language_of_the_nomination_and_always_the_same():
    letter = next(file for file in list_attachments(nominations()["aflaj-wadi-sidra"]) if file.kind == "owner_letter")
    made = render_pdf(letter.made)
    assert made.startswith(b"%PDF-")
    assert made == render_pdf(letter.made)


def test_one_file_has_a_long_arabic_name():
    names = {file.filename for file in list_attachments(nominations()["aflaj-wadi-sidra"])}
    assert long_name() in names
    assert len(long_name()) > 100
