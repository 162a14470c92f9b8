"""The call: accounts, drafts, files, submissions, withdrawals, the late attempt and the extension for one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from nominations.demo.answers import SECTIONS
from nominations.demo.attachments import list_attachments
from nominations.demo.content import DECLARATIONS, Nomination, nominations, people, story
from nominations.demo.events import script

CALL_OPENS = script.instant("2025-07-05T09:00:00")


def events() -> Iterator[script.Event]:
    """What applicants do, and what the head allows one of them."""
    for key, person in people().items():
        if person.role != "applicant":
            yield script.CreateAccount(CALL_OPENS, key)
    opened: dict[str, datetime] = {}
    for nomination in nominations().values():
        acts = tuple(_of_nomination(nomination))
        yield from acts
        first = acts[0].at
        opened[nomination.owner] = min(first, opened.get(nomination.owner, first))
    for owner, first in opened.items():
        yield script.CreateAccount(first - timedelta(minutes=11), owner)
    grant = story()["extension"]
    yield script.GrantExtension(
        script.instant(grant["at"]), "head", grant["nomination"], script.instant(grant["until"]), grant["reason"]
    )
    for thread in story()["thread"]:
        for message in thread["messages"]:
            yield script.Message(script.instant(message["at"]), message["from"], thread["nomination"], message["text"])


def _of_nomination(nomination: Nomination) -> Iterator[script.Event]:
    rng = Random(f"apply {nomination.key}")
    key, owner = nomination.key, nomination.owner
    times = [script.instant(text) for text in story()["handed_in"].get(key, ())]
    late = story()["late"].get(key)
    ends = (
        times[0]
        if times
        else script.instant(late)
        if late
        else script.instant("2025-11-22T17:00:00") - timedelta(days=rng.randrange(40))
    )
    began = max(CALL_OPENS + timedelta(days=2, hours=rng.randrange(60)), ends - timedelta(days=rng.randrange(12, 70)))
    yield script.CreateNomination(began, owner, key, nomination.category)
    filled = [section for section in SECTIONS[nomination.category] if nomination.section(section)]
    files = list_attachments(nomination)
    steps = _spread(rng, began, ends - timedelta(minutes=4), len(filled) + len(files))
    twice = len(times) > 1 or any(correction["nomination"] == key for correction in story()["correction"])
    for number, section in enumerate(filled):
        answers = nomination.section(section)
        if twice:
            answers = {
                question: _shorter(value) if question == "summary" else value for question, value in answers.items()
            }
        yield script.SaveSection(steps[number], owner, key, section, answers)
    for number in range(len(files)):
        yield script.Attach(steps[len(filled) + number], owner, key, number)
    if not times and not late:
        return
    yield script.Declare(ends - timedelta(minutes=2), owner, key, DECLARATIONS)
    if late:
        yield script.LateAttempt(ends, owner, key)
    for number, at in enumerate(times):
        if number:
            section = next(section for section in filled if "summary" in nomination.section(section))
            yield script.SaveSection(at - timedelta(minutes=31), owner, key, section, nomination.section(section))
            yield script.Declare(at - timedelta(minutes=2), owner, key, DECLARATIONS)
        yield script.Submit(at, owner, key)
    if leaving := story()["withdrawn"].get(key):
        yield script.Withdraw(script.instant(leaving["at"]), owner, key, leaving["reason"])


def _shorter(text: str) -> str:
    """An earlier version of a summary: without its last sentence."""
    sentences = text.split(". ")
    return ". ".join(sentences[:-1]) + "." if len(sentences) > 2 else text


def _spread(rng: Random, first: datetime, last: datetime, count: int) -> list[datetime]:
    span = (last - first).total_seconds()
    return sorted(first + timedelta(seconds=int(span * (0.03 + 0.97 * rng.random() ** 0.8))) for _ in range(count))
