"""A nomination of somebody else, whom and whose referees one asks by private links; and what the mails of it say."""

import re
from datetime import date

from sqlalchemy import select

from nominations.access.queries.private_links import seal
from nominations.core.rules.local_time import end_of_day
from nominations.core.rules.private_links import Purpose
from nominations.core.tables import Letter, Nomination, PrivateLink
from nominations.outside_requests.rules import Person
from tests.support import make
from tests.support.small_edition import INDIVIDUAL_ANSWERS

LETTERS_CLOSE = end_of_day(date(2025, 12, 14), "Africa/Casablanca")
REFEREE = Person("زينب قولييفا", "zeynab@example.org", "ar", "Teacher of the nominee")
ANOTHER = Person("Paul <planted-mark>", "paul@example.org", "fr", "Colleague")
NOMINEE = Person("Maryam of the sea", "maryam.sea@example.org", "en")
_LINK = re.compile(r"/(letter|consent|invitation)/([\w-]+)\?lang=(\w\w)")


def third_party(world, **answers) -> Nomination:
    """A draft of the owner's that nominates somebody else."""
    with world.session(writes=True) as session:
        owner = session.merge(world.person("owner"))
        given = INDIVIDUAL_ANSWERS | {"nomination_kind": "third"} | answers
        made = make.nomination(session, owner, category="individual", answers=given)
        session.commit()
    return made


def letters(world, template: str) -> list[Letter]:
    """The mails of a template, in the order they were written."""
    with world.session() as session:
        selected = session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.written_at))
        return list(selected)


def token(world, template: str, address: str) -> str:
    """The token that was sent to this address; of several, that of the only link that works."""
    sent = {_LINK.search(letter.text)[2] for letter in letters(world, template) if letter.address == address}
    if len(sent) > 1:  # written at one instant, no letter is the newest
        with world.session() as session:
            alive = set(session.scalars(select(PrivateLink.token_seal).where(PrivateLink.ended_at.is_(None))))
        sent = {one for one in sent if any(seal(world.settings, purpose, one) in alive for purpose in Purpose)}
    [living] = sent
    return living


def tokens(world, template: str) -> set[str]:
    """Every token that was ever sent with this template."""
    return {_LINK.search(letter.text)[2] for letter in letters(world, template)}
