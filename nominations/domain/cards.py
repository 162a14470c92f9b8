"""A score card as it was typed: what of it can be kept, what stands in the way of submitting it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from nominations.domain import scoring
from nominations.domain.edition import Edition
from nominations.domain.scoring import Card, CardProblem, CardRules
from nominations.domain.texts import clean, refused_characters
from nominations.domain.vocabulary import Recommendation
from nominations.domain.words import count_words

LONGEST = 20_000
TEXTS = ("comment", "strength", "weakness", "confidential_note")
_SCORES = {str(score): score for score in range(scoring.TOP + 1)}
Problems = dict[str, tuple[str, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class TypedCard:
    """Everything typed into a card, text by text, so that nothing of it is lost whatever it holds."""

    scores: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    strength: str = ""
    weakness: str = ""
    confidential_note: str = ""
    recommendation: str = ""

    def cleaned(self) -> "TypedCard":
        """With line ends as they are stored."""
        mine = {each.name: getattr(self, each.name) for each in fields(self)}
        return TypedCard(**{
            name: clean(value) if isinstance(value, str) else {key: clean(text) for key, text in value.items()}
            for name, value in mine.items()
        })

    def score(self, criterion: str) -> int | None:
        """The score of a criterion, if one was given that is on the scale."""
        return _SCORES.get(self.scores.get(criterion, ""))

    def same_as(self, other: "TypedCard", criteria: Iterable[str]) -> bool:
        """Whether both say the same; a criterion left out is one left empty."""
        return self.texts() == other.texts() and self.recommendation == other.recommendation and all(
            self.scores.get(key, "") == other.scores.get(key, "")
            and self.reasons.get(key, "") == other.reasons.get(key, "")
            for key in criteria
        )

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}

    def plain(self, criteria: Iterable[str]) -> Card:
        """As the rules of scoring read it."""
        return Card(
            {key: self.score(key) for key in criteria}, self.reasons, self.comment, self.strength, self.weakness,
            self.recommendation,
        )


def rules_of(edition: Edition) -> CardRules:
    """What the edition asks of a card."""
    return CardRules(
        reason_at_most=edition.scoring.reason_at_most, reason_at_least=edition.scoring.reason_at_least,
        comment_words=edition.scoring.comment_words,
    )


def refused(card: TypedCard, criteria: Iterable[str]) -> Problems:
    """What of a cleaned card cannot be kept at all, by the name of its field."""
    found: Problems = {}
    for key in criteria:
        typed = card.scores.get(key, "")
        if typed and typed not in _SCORES:
            found[f"score-{key}"] = ("not_a_score", {"typed": _shortened(typed), "top": scoring.TOP})
        _add_text(found, f"reason-{key}", card.reasons.get(key, ""))
    for name, text in card.texts().items():
        _add_text(found, name, text)
    if card.recommendation and card.recommendation not in set(Recommendation):
        found["recommendation"] = ("not_an_option", {})
    return found


def lacking(card: TypedCard, criteria: Iterable[str], rules: CardRules) -> Problems:
    """What keeps a card from being submitted, by the name of its field."""
    keys = tuple(criteria)
    return {
        _FIELDS[each.code].format(criterion=each.criterion): (each.code.value, dict(each.params))
        for each in scoring.problems(card.plain(keys), keys, count_words, rules)
    }


_FIELDS: Mapping[scoring.CardGap, str] = {
    scoring.CardGap.MARK_MISSING: "score-{criterion}",
    scoring.CardGap.MARK_OUT_OF_RANGE: "score-{criterion}",
    scoring.CardGap.REASON_MISSING: "reason-{criterion}",
    scoring.CardGap.COMMENT_SHORT: "comment",
    scoring.CardGap.STRENGTH_MISSING: "strength",
    scoring.CardGap.WEAKNESS_MISSING: "weakness",
    scoring.CardGap.RECOMMENDATION_MISSING: "recommendation",
}


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a card: `value` over what is marked, `points` so far out of 100, `done` of `count` criteria."""

    value: Decimal | None
    points: Decimal
    done: int
    count: int

    @property
    def complete(self) -> bool:
        return self.done == self.count


def total(card: TypedCard, weights: Mapping[str, int]) -> Total:
    """The exact total of a card, rounded once, to what is kept and to what is shown."""
    marks = {key: card.score(key) for key in weights}
    score = scoring.review_score(marks, weights)
    done = sum(mark is not None for mark in marks.values())
    if score.value is None:
        return Total(None, Decimal("0.0"), 0, len(weights))
    return Total(scoring.rounded(score.value, 6), scoring.rounded(score.value * score.share, 1), done, len(weights))


def _add_text(found: Problems, name: str, text: str) -> None:
    if refused := refused_characters(text):
        found[name] = ("refused_characters", {"characters": ", ".join(refused)})
    elif len(text) > LONGEST:
        found[name] = ("too_many_characters", {"count": len(text), "most": LONGEST})


def _shortened(text: str) -> str:
    """What can be said back in a sentence."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text[:20])


__all__ = ["LONGEST", "CardProblem", "Problems", "Total", "TypedCard", "lacking", "refused", "rules_of", "total"]
