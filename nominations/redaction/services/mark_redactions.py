"""Adding a phrase to what a blind round strikes out of a nomination, lifting one, and saying that the result was read.

Each is kept with who and when. Who adds or lifts what somebody else did a moment ago changes nothing and is no fault.
"""

from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.stored_text import refused_characters
from nominations.core.rules.text.typed import parse_text
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Nomination, RedactionCheck, RedactionMark
from nominations.core.work import Work
from nominations.redaction.queries import checks, marks
from nominations.rounds.rules.name_filter import fold

LONGEST = 200
SHORTEST = 2


def add_redaction(work: Work, nomination_id: UUID, phrase: str) -> None:
    """Strike this phrase out wherever it stands in the texts. Raises `Invalid` at `phrase`, also where it stands
    nowhere: a phrase that was misspelled would hide nothing."""
    phrase = " ".join(parse_text("phrase", phrase).split())
    if not SHORTEST <= len(phrase) <= LONGEST:
        raise Invalid(phrase="phrase_length")
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REDACT, lock=True)
        standing = marks.find_standing(work, nomination.id, fold(phrase))
        if standing is not None and not standing.is_lifted:
            return
        if standing is not None:
            _end(work, standing)
        elif fold(phrase) in _struck(work, nomination):
            return
        if fold(phrase) not in _struck(work, nomination):
            mark = _add(work, nomination, phrase, is_lifted=False)
            if mark.folded not in _struck(work, nomination):
                raise Invalid(phrase="not_in_text")
        work.record(Action.REDACT, nomination, {"phrase": phrase, "is": "hidden"})


def lift_redaction(work: Work, nomination_id: UUID, phrase: str) -> None:
    """Let reviewers read this phrase, which is struck out now; a longer one around it stays hidden."""
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REDACT, lock=True)
        if refused_characters(phrase):  # no text holds them, and a database may not even be asked for them
            raise Refused(Refusal.CHANGED_ELSEWHERE)
        standing = marks.find_standing(work, nomination.id, fold(phrase))
        if standing is not None and standing.is_lifted:
            return
        struck = _struck(work, nomination).get(fold(phrase))
        if struck is None:
            raise Refused(Refusal.CHANGED_ELSEWHERE)
        if standing is not None:
            _end(work, standing)
        if fold(phrase) in _struck(work, nomination):
            _add(work, nomination, struck, is_lifted=True)
        work.record(Action.REDACT, nomination, {"phrase": struck, "is": "shown"})


def check_redactions(work: Work, nomination_id: UUID, content: str) -> None:
    """Say that the actor has read what reviewers get. `content` is what stood on the page: if the nomination is
    another one by now, nobody has read it."""
    with work.transaction() as session:
        nomination = policy_facts.nomination(work, nomination_id, to=Action.REDACT, lock=True)
        if work.actor.id is None or checks.load_contents(session, [nomination.id])[nomination.id] != content:
            raise Refused(Refusal.CHANGED_ELSEWHERE)
        check = session.get(RedactionCheck, nomination.id, populate_existing=True)
        if check is None:
            check = RedactionCheck(nomination_id=nomination.id)
            session.add(check)
        check.content, check.at, check.by_id = content, work.now, work.actor.id
        session.flush()
        work.record(Action.REDACT, nomination, {"checked": content})


def _struck(work: Work, nomination: Nomination) -> dict[str, str]:
    """The phrases that are struck out somewhere in the texts now, by how they are compared."""
    return {fold(item.phrase): item.phrase for item in marks.load_reading(work, nomination).redactions}


def _add(work: Work, nomination: Nomination, phrase: str, *, is_lifted: bool) -> RedactionMark:
    mark = RedactionMark(
        nomination_id=nomination.id, phrase=phrase, folded=fold(phrase), is_lifted=is_lifted, made_at=work.now,
        made_by_id=work.actor.id,
    )
    work.session.add(mark)
    work.session.flush()
    return mark


def _end(work: Work, mark: RedactionMark) -> None:
    mark.ended_at, mark.ended_by_id = work.now, work.actor.id
    work.session.flush()
