"""A score card as it was typed: what of it cannot be stored, and what it lacks to be submitted."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from nominations.core.rules.text.stored_text import clean, refused_characters
from nominations.core.rules.text.words import count_words
from nominations.core.rules.vocabulary import Recommendation
from nominations.editions.rules import edition
from nominations.editions.rules.edition import Edition
from nominations.rounds.rules import scoring
from nominations.rounds.rules.scoring import Card, CardRules

LONGEST = 20_000
TEXTS = ("comment", "strength", "weakness", "for_applicant", "confidential_note")
CHOICES = ("recommendation", "confidence", "needs_visit")
LEFT_OUT = "none"  # in place of a score: the criterion does not apply to this file
CONFIDENCE = ("1", "2", "3")
_SCORES = {str(score): score for score in range(edition.TOP + 1)}
Problems = dict[str, tuple[str, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class TypedCard:
    """Everything typed into a card, as text, so that a page can show it again whatever is wrong with it."""

    scores: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    strength: str = ""
    weakness: str = ""
    confidential_note: str = ""
    recommendation: str = ""
    for_applicant: str = ""
    confidence: str = ""
    needs_visit: str = ""

    def cleaned(self) -> "TypedCard":
        """With line ends as they are stored."""
        mine = {text_field.name: getattr(self, text_field.name) for text_field in fields(self)}
        cleaned: dict[str, Any] = {
            name: clean(value) if isinstance(value, str) else {key: clean(text) for key, text in value.items()}
            for name, value in mine.items()
        }
        return TypedCard(**cleaned)

    def score(self, criterion: str) -> int | None:
        """The score of a criterion, if one was given that is on the scale."""
        return _SCORES.get(self.scores.get(criterion, ""))

    def leaves_out(self, criterion: str) -> bool:
        """Whether the card says that a criterion does not apply to this file."""
        return self.scores.get(criterion) == LEFT_OUT

    def same_as(self, other: "TypedCard", criteria: Iterable[str]) -> bool:
        """Whether both hold the same values; a criterion without an entry equals an empty one."""
        return self.texts() == other.texts() and self.choices() == other.choices() and all(
            self.scores.get(key, "") == other.scores.get(key, "")
            and self.reasons.get(key, "") == other.reasons.get(key, "")
            for key in criteria
        )

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}

    def choices(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in CHOICES}

    def plain(self, criteria: Iterable[str]) -> Card:
        """As the rules of scoring read it."""
        keys = tuple(criteria)
        return Card(
            {key: self.score(key) for key in keys}, self.reasons, self.comment, self.strength, self.weakness,
            self.recommendation, tuple(key for key in keys if self.leaves_out(key)),
        )


def card_rules(edition: Edition) -> CardRules:
    """The edition's rules for a card."""
    return CardRules(
        reason_at_most=edition.scoring.reason_at_most, reason_at_least=edition.scoring.reason_at_least,
        comment_words=edition.scoring.comment_words,
    )


def refused_fields(card: TypedCard, criteria: Iterable[str], may_be_left_out: Container[str] = ()) -> Problems:
    """The fields of a cleaned card whose value cannot be stored, each with its problem."""
    problems: Problems = {}
    for key in criteria:
        typed = card.scores.get(key, "")
        if typed and typed not in _SCORES and not (typed == LEFT_OUT and key in may_be_left_out):
            problems[f"score-{key}"] = ("not_a_score", {"typed": _shorten(typed), "top": edition.TOP})
        _add_text(problems, f"reason-{key}", card.reasons.get(key, ""))
    for name, text in card.texts().items():
        _add_text(problems, name, text)
    if card.recommendation and card.recommendation not in set(Recommendation):
        problems["recommendation"] = ("not_an_option", {})
    if card.confidence and card.confidence not in CONFIDENCE:
        problems["confidence"] = ("not_an_option", {})
    return problems


def missing_fields(card: TypedCard, criteria: Iterable[str], rules: CardRules) -> Problems:
    """The fields that keep a card from being submitted, each with its problem."""
    keys = tuple(criteria)
    return {
        _FIELDS[problem.code].format(criterion=problem.criterion): (problem.code.value, dict(problem.params))
        for problem in scoring.find_card_problems(card.plain(keys), keys, count_words, rules)
    }


_FIELDS: Mapping[scoring.CardGap, str] = {
    scoring.CardGap.MARK_MISSING: "score-{criterion}",
    scoring.CardGap.MARK_OUT_OF_RANGE: "score-{criterion}",
    scoring.CardGap.REASON_MISSING: "reason-{criterion}",
    scoring.CardGap.REASON_FOR_NONE: "reason-{criterion}",
    scoring.CardGap.COMMENT_SHORT: "comment",
    scoring.CardGap.STRENGTH_MISSING: "strength",
    scoring.CardGap.WEAKNESS_MISSING: "weakness",
    scoring.CardGap.RECOMMENDATION_MISSING: "recommendation",
}


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a card: `value` over what is marked, `points` so far out of 100, `done` of `count` criteria.

    A criterion left out takes no part in either; `count` is of the others.
    """

    value: Decimal | None
    points: Decimal
    done: int
    count: int

    @property
    def complete(self) -> bool:
        return self.done == self.count > 0


def calculate_total(card: TypedCard, weights: Mapping[str, int]) -> Total:
    """The exact total of a card, rounded once for storing and once for showing."""
    counted = {key: weight for key, weight in weights.items() if not card.leaves_out(key)}
    marks = {key: card.score(key) for key in counted}
    score = scoring.review_score(marks, counted)
    done = sum(mark is not None for mark in marks.values())
    if score.value is None:
        return Total(None, Decimal("0.0"), 0, len(counted))
    return Total(
        scoring.round_half_up(score.value, 6), scoring.round_half_up(score.value * score.share, 1), done, len(counted)
    )


def _add_text(problems: Problems, name: str, text: str) -> None:
    if refused := refused_characters(text):
        problems[name] = ("refused_characters", {"characters": ", ".join(refused)})
    elif len(text) > LONGEST:
        problems[name] = ("too_many_characters", {"count": len(text), "most": LONGEST})


def _shorten(text: str) -> str:
    """A value as an error sentence may quote it: its beginning, without control characters."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:20])
