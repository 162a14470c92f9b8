"""The first round: assignments, recusals, and the score cards, as severe as their reviewers are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from nominations.demo.content import Nomination, nominations, people, profiles, sayings, story
from nominations.demo.events import screening, script

CRITERIA: Mapping[str, tuple[str, ...]] = {
    "project": ("technical", "impact", "innovation", "management", "example"),
    "individual": ("contribution", "excellence", "leadership", "impact", "transmission"),
}
EACH = 3
OPENS = script.instant("2025-12-24T10:00:00")
PUBLISHED = script.instant("2025-12-25T09:00:00")
# Half an hour before the instant of the stage "review": nothing that a repair depends on changes before.
REPAIR = script.instant("2026-01-12T08:30:00")
CLOSES = script.instant("2026-01-24T00:00:00")
A_COMMENT = 50


def events() -> Iterator[script.Event]:
    """From the opening of the round to its close."""
    judged = screening.list_admitted()
    for category in CRITERIA:
        yield script.OpenRound(
            OPENS, "head", "first", category,
            tuple(key for key in judged if _nomination_as_reviewed(key).category == category), CLOSES
        )
        yield script.AskRepair(REPAIR, "officer-omar", category)
        yield script.CloseRound(CLOSES, "head", "first", category)
    for finding in story()["found"]:
        yield script.DecideFound(
            script.instant(finding["at"]), "officer-hind", finding["reviewer"], finding["nomination"],
            finding["decision"], finding["reason"],
        )
    pairs = list_assignments()
    for number, (reviewer, key) in enumerate(pairs):
        yield script.Assign(OPENS + timedelta(minutes=20 + 2 * number), "officer-omar", reviewer, key)
    yield script.Publish(PUBLISHED, "head")
    plots = {(entry["reviewer"], entry["nomination"]): entry for entry in story()["conflict"]}
    for number, reviewer in enumerate(profiles()):
        yield script.AcceptUndertaking(PUBLISHED + timedelta(hours=5 * number + 2), reviewer)
    for number, (reviewer, key) in enumerate(pairs):
        if plot := plots.get((reviewer, key)):
            yield from _conflict(plot)
            if plot.get("decision") != "cleared":
                continue
        else:
            yield script.DeclareConflict(_declaration_time(reviewer, number), reviewer, key, "none")
        yield from _assessment(reviewer, key)
    for plot in story()["conflict"]:
        if other := plot.get("replacement"):
            at = script.instant(plot.get("decided_at", plot["at"])) + timedelta(hours=3)
            yield script.Assign(at, "officer-omar", other, plot["nomination"])
            yield script.Publish(at + timedelta(minutes=5), "head")
            yield script.DeclareConflict(at + timedelta(hours=20), other, plot["nomination"], "none")
            yield from _assessment(other, plot["nomination"])


@cache
def list_assignments() -> tuple[tuple[str, str], ...]:
    """Three reviewers for each file: those of the plot, then the least laden who read it, none from its country.

    They obey the check before assigning: everybody reads the file's language and keeps within their limit, those who
    replace somebody later included. Files in the language with the fewest readers choose first.
    """
    load = Counter(plot["replacement"] for plot in story()["conflict"] if plot.get("replacement"))
    readers = Counter(language for profile in profiles().values() for language in profile.languages)
    chosen = {
        key: _choose_reviewers(key, load)
        for key in sorted(screening.list_admitted(), key=lambda key: readers[_nomination_as_reviewed(key).language])
    }
    return tuple((reviewer, key) for key in screening.list_admitted() for reviewer in chosen[key])


def _choose_reviewers(key: str, load: Counter[str]) -> list[str]:
    nomination, rng = _nomination_as_reviewed(key), Random(f"assign {key}")
    chosen = [plot["reviewer"] for plot in story()["conflict"] if plot["nomination"] == key]
    barred = {plot.get("replacement") for plot in story()["conflict"] if plot["nomination"] == key} | {
        finding["reviewer"] for finding in story()["found"]
        if finding["nomination"] == key and finding["decision"] == "confirmed"
    }
    countries = set(nomination.answers.get("countries", ())) | set(nomination.answers.get("nationality", ()))
    free = [
        reviewer
        for reviewer, profile in profiles().items()
        if reviewer not in chosen and reviewer not in barred and load[reviewer] < profile.load
        and nomination.language in profile.languages and not countries & set(profile.nationalities)
    ]
    free.sort(key=lambda reviewer: (load[reviewer], rng.random()))
    chosen += free[: EACH - len(chosen)]
    load.update(chosen)
    return chosen


def write_card(reviewer: str, key: str, *, changed: bool = False) -> script.Card:
    """The reviewer's score card of a file; a changed one has one higher score."""
    nomination, rng = _nomination_as_reviewed(key), Random(f"card {reviewer} {key}")
    language = people()[reviewer].language
    sentences = sayings(language)
    worth = (
        story()["quality"].get(key, 5.2 + Random(f"worth {key}").random() * 1.8)
        + profiles()[reviewer].severity
        + rng.gauss(0, 0.45)
    )
    scores = {
        criterion: max(1, min(10, round(worth + rng.gauss(0, 0.8)))) for criterion in CRITERIA[nomination.category]
    }
    if changed:
        weakest = min(scores, key=scores.__getitem__)
        scores[weakest] = min(10, scores[weakest] + 1)
    reasons = {criterion: rng.choice(sentences[criterion][_band(score)]) for criterion, score in scores.items()}
    mean = sum(scores.values()) / len(scores)
    whole = _band(round(mean))
    ranked = sorted(scores, key=scores.__getitem__)
    parts = [
        rng.choice(sentences["whole"][whole]),
        reasons[ranked[-1]],
        reasons[ranked[0]],
        rng.choice(sentences["close"][whole]),
    ]
    for criterion in ranked[1:-1]:
        if len(" ".join(parts).split()) >= A_COMMENT + 5:
            break
        parts.insert(2, reasons[criterion])
    if len(" ".join(parts).split()) < A_COMMENT + 5:
        parts.insert(1, next(saying for saying in sentences["whole"][whole] if saying != parts[0]))
    advice = "shortlist" if mean >= 7.4 else "reserve" if mean >= 6 else "no"
    return script.Card(
        scores,
        reasons,
        " ".join(dict.fromkeys(parts)),
        rng.choice(sentences["points"]["strength"]),
        rng.choice(sentences["points"]["weakness"]),
        advice,
    )


def _band(score: int) -> str:
    return "low" if score <= 4 else "middle" if score <= 6 else "high"


def _nomination_as_reviewed(key: str) -> Nomination:
    nomination = nominations()[key]
    return nomination.moved or nomination


def _declaration_time(reviewer: str, number: int):
    return PUBLISHED + timedelta(hours=46 + 9 * (list(profiles()).index(reviewer) % 4), minutes=5 * number)


def _conflict(plot: Mapping[str, Any]) -> Iterator[script.Event]:
    reviewer, key, at = plot["reviewer"], plot["nomination"], script.instant(plot["at"])
    yield script.DeclareConflict(at, reviewer, key, plot["answer"], plot["kind"], plot["words"])
    if plot["answer"] == "real":
        yield script.Recuse(at, reviewer, reviewer, key, plot["words"])
        return
    decided = script.instant(plot["decided_at"])
    yield script.DecideConflict(decided, "officer-hind", reviewer, key, plot["decision"], plot["reason"])
    if plot["decision"] == "confirmed":
        yield script.Recuse(decided, "officer-hind", reviewer, key, plot["reason"])


def _assessment(reviewer: str, key: str) -> Iterator[script.Event]:
    """A draft, the submitted card, and sometimes a changed one; two of the cards stay drafts."""
    rng = Random(f"time {reviewer} {key}")
    span = CLOSES - timedelta(hours=6) - script.instant("2025-12-31T08:00:00")
    at = script.instant("2025-12-31T08:00:00") + timedelta(seconds=int(span.total_seconds() * rng.random()))
    at = at.replace(hour=8 + rng.randrange(13))
    if (reviewer, key) in (("r-idriss", "ndiaguene-escale"), ("r-nurul", "mariama-kanneh")):
        yield script.SaveAssessment(at, reviewer, key, write_card(reviewer, key))
        return
    drafted_at = at - timedelta(minutes=rng.randrange(25, 200))
    yield script.SaveAssessment(drafted_at, reviewer, key, write_card(reviewer, key))
    yield script.SubmitAssessment(at, reviewer, key, write_card(reviewer, key))
    later = at + timedelta(days=2, minutes=13)
    if rng.random() < 0.12 and later < CLOSES:
        yield script.SubmitAssessment(later, reviewer, key, write_card(reviewer, key, changed=True))
