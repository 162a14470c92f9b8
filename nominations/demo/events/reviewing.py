"""The first round: who is asked, who steps aside, and the score sheets, as severe as their writers are."""

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
# The evening before the jury's half-time: nothing that a repair rests on changes until then.
REPAIR = script.instant("2026-01-12T08:30:00")
CLOSES = script.instant("2026-01-24T00:00:00")
A_COMMENT = 50


def events() -> Iterator[script.Event]:
    """From the opening of the round to its close."""
    judged = screening.admitted()
    for category in CRITERIA:
        yield script.OpenRound(
            OPENS, "head", "first", category, tuple(key for key in judged if _shown(key).category == category), CLOSES
        )
        yield script.AskRepair(REPAIR, "officer-omar", category)
        yield script.CloseRound(CLOSES, "head", "first", category)
    for found in story()["found"]:
        yield script.DecideFound(script.instant(found["at"]), "officer-hind", found["reviewer"], found["nomination"],
                                 found["decision"], found["reason"])
    asked = assignments()
    for number, (reviewer, key) in enumerate(asked):
        yield script.Assign(OPENS + timedelta(minutes=20 + 2 * number), "officer-omar", reviewer, key)
    yield script.Publish(PUBLISHED, "head")
    plots = {(entry["reviewer"], entry["nomination"]): entry for entry in story()["conflict"]}
    for number, reviewer in enumerate(profiles()):
        yield script.AcceptUndertaking(PUBLISHED + timedelta(hours=5 * number + 2), reviewer)
    for number, (reviewer, key) in enumerate(asked):
        if plot := plots.get((reviewer, key)):
            yield from _conflict(plot)
            if plot.get("decision") != "cleared":
                continue
        else:
            yield script.DeclareConflict(_declared(reviewer, number), reviewer, key, "none")
        yield from _assessment(reviewer, key)
    for plot in story()["conflict"]:
        if other := plot.get("replacement"):
            at = script.instant(plot.get("decided_at", plot["at"])) + timedelta(hours=3)
            yield script.Assign(at, "officer-omar", other, plot["nomination"])
            yield script.Publish(at + timedelta(minutes=5), "head")
            yield script.DeclareConflict(at + timedelta(hours=20), other, plot["nomination"], "none")
            yield from _assessment(other, plot["nomination"])


@cache
def assignments() -> tuple[tuple[str, str], ...]:
    """Three reviewers for each file: those of the plot, then the least laden who read it, none from its country."""
    load = dict.fromkeys(profiles(), 0)
    wanted = {(plot["reviewer"], plot["nomination"]) for plot in story()["conflict"]}
    barred = {(plot.get("replacement"), plot["nomination"]) for plot in story()["conflict"]}
    pairs = []
    for key in screening.admitted():
        nomination, rng = _shown(key), Random(f"assign {key}")
        chosen = [reviewer for reviewer in profiles() if (reviewer, key) in wanted]
        countries = set(nomination.answers.get("countries", ())) | set(nomination.answers.get("nationality", ()))
        free = [
            reviewer
            for reviewer, profile in profiles().items()
            if reviewer not in chosen and (reviewer, key) not in barred and not countries & set(profile.nationalities)
        ]
        # Who reads the file's language comes first; everybody reads its English summary.
        free.sort(
            key=lambda reviewer: (
                load[reviewer] - 3 * (nomination.language in profiles()[reviewer].languages),
                rng.random(),
            )
        )
        chosen += free[: EACH - len(chosen)]
        for reviewer in chosen:
            load[reviewer] += 1
            pairs.append((reviewer, key))
    return tuple(pairs)


def card(reviewer: str, key: str, *, changed: bool = False) -> script.Card:
    """The reviewer's score sheet for a file; a changed one is a little kinder."""
    nomination, rng = _shown(key), Random(f"card {reviewer} {key}")
    language = people()[reviewer].language
    said = sayings(language)
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
    reasons = {criterion: rng.choice(said[criterion][_band(score)]) for criterion, score in scores.items()}
    mean = sum(scores.values()) / len(scores)
    whole = _band(round(mean))
    ranked = sorted(scores, key=scores.__getitem__)
    parts = [
        rng.choice(said["whole"][whole]),
        reasons[ranked[-1]],
        reasons[ranked[0]],
        rng.choice(said["close"][whole]),
    ]
    for criterion in ranked[1:-1]:
        if len(" ".join(parts).split()) >= A_COMMENT + 5:
            break
        parts.insert(2, reasons[criterion])
    if len(" ".join(parts).split()) < A_COMMENT + 5:
        parts.insert(1, next(saying for saying in said["whole"][whole] if saying != parts[0]))
    advice = "shortlist" if mean >= 7.4 else "reserve" if mean >= 6 else "no"
    return script.Card(
        scores,
        reasons,
        " ".join(dict.fromkeys(parts)),
        rng.choice(said["points"]["strength"]),
        rng.choice(said["points"]["weakness"]),
        advice,
    )


def _band(score: int) -> str:
    return "low" if score <= 4 else "middle" if score <= 6 else "high"


def _shown(key: str) -> Nomination:
    nomination = nominations()[key]
    return nomination.moved or nomination


def _declared(reviewer: str, number: int):
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
    """A draft, the submitted sheet, now and then a second thought; two sheets never come."""
    rng = Random(f"time {reviewer} {key}")
    span = CLOSES - timedelta(hours=6) - script.instant("2025-12-31T08:00:00")
    at = script.instant("2025-12-31T08:00:00") + timedelta(seconds=int(span.total_seconds() * rng.random()))
    at = at.replace(hour=8 + rng.randrange(13))
    if (reviewer, key) in (("r-idriss", "ndiaguene-escale"), ("r-nurul", "mariama-kanneh")):
        yield script.SaveAssessment(at, reviewer, key, card(reviewer, key))
        return
    yield script.SaveAssessment(at - timedelta(minutes=rng.randrange(25, 200)), reviewer, key, card(reviewer, key))
    yield script.SubmitAssessment(at, reviewer, key, card(reviewer, key))
    later = at + timedelta(days=2, minutes=13)
    if rng.random() < 0.12 and later < CLOSES:
        yield script.SubmitAssessment(later, reviewer, key, card(reviewer, key, changed=True))
