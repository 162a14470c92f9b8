"""The eligibility check: checklists, refusals with a second officer, a duplicate, a move between categories."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from nominations.core.rules.policy import WITHHELD_FROM
from nominations.core.rules.vocabulary import Role
from nominations.demo.answers import SECTIONS
from nominations.demo.attachments import list_attachments
from nominations.demo.content import DECLARATIONS, nominations, people, story
from nominations.demo.events import script

CHECKS = (
    "tangible",
    "three_years_ok",
    "real_work",
    "leadership",
    "legality",
    "organiser_link",
    "prior_prize",
    "sensitive",
    "category_fit",
    "complete",
)
# The check that a machine finding of a refused nomination belongs to.
DOUBT = {"three_years": "three_years_ok", "lead_org_country": "leadership", "years_active": "leadership"}
BEGINS = script.instant("2025-12-02T09:20:00")


def list_admitted() -> tuple[str, ...]:
    """The nominations that go to the reviewers, in order."""
    plot = story()["screening"]
    refused = {entry["nomination"] for entry in story()["ineligible"]} | {plot["duplicate"]["nomination"]}
    return tuple(key for key in story()["handed_in"] if key not in refused and key not in story()["withdrawn"])


def events() -> Iterator[script.Event]:
    """What the secretariat does between the close and the first round."""
    plot, rng = story()["screening"], Random("screen")
    refused = {entry["nomination"]: entry for entry in story()["ineligible"]}
    moved, grant = story()["move"], story()["extension"]
    answered = {
        correction["nomination"]: script.instant(correction["answered_at"]) for correction in story()["correction"]
    }
    for number, key in enumerate(story()["handed_in"]):
        if key in story()["withdrawn"]:
            continue
        officer = plot["officers"][number % 2]
        day = 0 if number < 8 else 7 + (number - 8) // 4
        at = BEGINS + timedelta(
            days=day + (0 if number < 8 else (number - 8) // 20 * 2), minutes=47 * (number % 8) + rng.randrange(20)
        )
        if key == grant["nomination"] or key == moved["nomination"]:
            at = script.instant("2025-12-18T11:00:00") + timedelta(minutes=number)
        if key in answered:
            at = max(at, answered[key] + timedelta(days=1))
        if key in refused:
            entry = refused[key]
            proposed, officer = script.instant(entry["proposed_at"]), entry["by"]
            notes = {DOUBT[entry["rule"]]: ("no" if "confirmed_at" in entry else "unclear", entry["reason"])}
            yield script.Screen(proposed - timedelta(minutes=9), officer, key, _checks(notes))
            yield script.ProposeIneligible(proposed, officer, key, entry["rule"], entry["reason"])
            if "confirmed_at" in entry:
                yield script.ConfirmIneligible(script.instant(entry["confirmed_at"]), entry["confirmed_by"], key)
        elif key == plot["duplicate"]["nomination"]:
            when = script.instant(plot["duplicate"]["at"])
            yield script.Screen(when - timedelta(minutes=6), officer, key, _checks({}))
            yield script.MarkDuplicate(when, officer, key, plot["duplicate"]["of"], plot["duplicate"]["reason"])
        else:
            yield script.Screen(at, officer, key, _checks({}))
            yield script.Admit(at + timedelta(minutes=7), officer, key)
    yield from _conflict_questions()
    yield from _move()
    for plot_of_correction in story()["correction"]:
        yield from _correction(plot_of_correction)


def _conflict_questions() -> Iterator[script.Event]:
    """The office and the jury answer before they open a nomination, and before each stage for what came since."""
    stages = [at for stage, at in script.STAGES.items() if stage != "call"]
    for at in (BEGINS - timedelta(minutes=30), *(at - timedelta(minutes=30) for at in stages)):
        for number, (key, person) in enumerate(people().items()):
            if Role(person.role) in WITHHELD_FROM:
                yield script.StateConflicts(at + timedelta(seconds=20 * number), key)


def _checks(notes: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {check: notes.get(check, ("yes", "")) for check in CHECKS}


def _correction(plot: Mapping[str, Any]) -> Iterator[script.Event]:
    """An officer asks for one answer; the owner corrects it and submits once more."""
    key, answered = plot["nomination"], script.instant(plot["answered_at"])
    nomination = nominations()[key]
    yield script.AskCorrection(
        script.instant(plot["asked_at"]), plot["by"], key, plot["question"], plot["message"], plot["until"]
    )
    section = next(
        key_of_section for key_of_section in SECTIONS[
            nomination.category
        ] if plot["question"] in nomination.section(key_of_section)
    )
    yield script.SaveSection(
        answered - timedelta(minutes=9), nomination.owner, key, section, nomination.section(section)
    )
    yield script.Declare(answered - timedelta(minutes=2), nomination.owner, key, DECLARATIONS)
    yield script.Submit(answered, nomination.owner, key)


def _move() -> Iterator[script.Event]:
    plot = story()["move"]
    key = plot["nomination"]
    nomination = nominations()[key].moved
    if nomination is None:
        raise LookupError(f"{key} has no form for the category it moves to.")
    owner = nomination.owner
    proposed, done = script.instant(plot["proposed_at"]), script.instant(plot["completed_at"])
    yield script.Screen(
        proposed - timedelta(minutes=12), "officer-hind", key, _checks({"category_fit": ("no", plot["reason"])})
    )
    yield script.ProposeMove(proposed, _head(), key, plot["to"], plot["reason"])
    yield script.AcceptMove(script.instant(plot["accepted_at"]), owner, key)
    sections = [section for section in SECTIONS[nomination.category] if nomination.section(section)]
    files = list_attachments(nomination)
    for number, section in enumerate(sections):
        yield script.SaveSection(
            done - timedelta(hours=30 - 4 * number), owner, key, section, nomination.section(section)
        )
    for number in range(len(files)):
        yield script.Attach(done - timedelta(minutes=90 - 6 * number), owner, key, number, moved=True)
    yield script.Declare(done - timedelta(minutes=2), owner, key, DECLARATIONS)
    yield script.Submit(done, owner, key)


def _head() -> str:
    return next(key for key, person in people().items() if person.role == "head")
