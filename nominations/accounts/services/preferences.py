"""Preferences of an account."""

from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Preference
from nominations.core.work import Work


def set_letter_keys(work: Work, *, wanted: bool) -> None:
    """Turn the single-letter shortcuts of the review pages on or off (WCAG 2.1.4)."""
    with work.transaction() as session:
        work.require(Action.USE_ACCOUNT, PolicyFacts(work.actor.edition or "", work.now))
        preference = session.get(Preference, work.actor.id)
        if preference is None:
            session.add(Preference(account_id=work.actor.id, letter_keys=wanted))
        else:
            preference.letter_keys = wanted
        session.flush()
        work.record(Action.USE_ACCOUNT, f"account:{work.actor.id}", {"what": "keys", "letters": wanted})
