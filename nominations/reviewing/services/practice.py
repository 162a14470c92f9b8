"""Practice on a sample file of the edition: one card, submitted once, that counts nowhere."""

from collections.abc import Mapping
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.stored_text import clean, refused_characters
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Practice
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.editions.rules.edition import TOP, Edition, Sample
from nominations.reviewing.rules.cards import LONGEST
from nominations.rounds.rules.scoring import CardGap

_SCORES = {str(score): score for score in range(TOP + 1)}
Problems = dict[str, str | tuple[str, Mapping[str, object]]]


def hand_in_card(
    work: Work, edition_id: UUID, key: str, scores: Mapping[str, str], reasons: Mapping[str, str]
) -> Practice:
    """Submit the actor's card of a sample; a second one changes nothing. Raises `Invalid` while a score is missing."""
    with work.transaction() as session:
        work.require(Action.PRACTISE, policy_facts.load_edition(work, edition_id))
        edition = editions.by_id(session, edition_id).edition
        sample = _sample(edition, key)
        criteria = [criterion.key for criterion in edition.category(sample.category).criteria]
        reasons = {criterion: clean(reasons.get(criterion, "")) for criterion in criteria}
        wrong = _list_problems(criteria, scores, reasons)
        if wrong:
            raise Invalid(**wrong)
        card = session.get(Practice, (work.actor.id, edition_id, key))
        if card is not None:
            return card
        content = {"scores": {criterion: _SCORES[scores[criterion]] for criterion in criteria}, "reasons": reasons}
        card = Practice(account_id=work.actor.id, edition_id=edition_id, sample=key, content=content,
                        saved_at=work.now, submitted_at=work.now)
        session.add(card)
        session.flush()
        work.record(Action.PRACTISE, f"sample:{key}", {"sample": key})
    return card


def _sample(edition: Edition, key: str) -> Sample:
    try:
        return edition.sample(key)
    except KeyError:
        raise Refused(Refusal.NOT_FOUND) from None


def _list_problems(criteria: list[str], scores: Mapping[str, str], reasons: Mapping[str, str]) -> Problems:
    problems: Problems = {}
    for key in criteria:
        if scores.get(key, "") not in _SCORES:
            problems[f"score-{key}"] = CardGap.MARK_MISSING.value
        if refused := refused_characters(reasons[key]):
            problems[f"reason-{key}"] = ("refused_characters", {"characters": ", ".join(refused)})
        elif len(reasons[key]) > LONGEST:
            problems[f"reason-{key}"] = ("too_many_characters", {"count": len(reasons[key]), "most": LONGEST})
    return problems
