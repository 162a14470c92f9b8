"""Freezing a ranking: an official state with its seal in the ledger, which nothing later touches."""

import hashlib
from uuid import UUID, uuid4

from sqlalchemy import func, select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.typed import parse_text as typed_words
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import FrozenRanking, Round
from nominations.core.work import Work
from nominations.ranking.analysis.results import to_text as found_text
from nominations.ranking.queries import analyses
from nominations.ranking.queries import scoring_snapshot as tallies
from nominations.ranking.rules import places
from nominations.ranking.rules import scoring_snapshot as tally


def freeze(work: Work, round_id: UUID, words: str) -> FrozenRanking:
    """Keep the ranking as it stands, with the analysis of exactly these marks if there is one.

    Raises `Invalid` at `words` where the text may not be kept, and at `analysis` where the edition's rule ranks by
    adjusted scores and these marks have not been analysed yet.
    """
    words = typed_words("words", words, required=False)
    with work.transaction() as session:
        session.execute(select(Round.id).where(Round.id == round_id).with_for_update())
        found = tallies.live(work, round_id, to=Action.FREEZE)
        question = analyses.load_input(found.tally, found.of.category, found.of.edition)
        answer = analyses.current_analysis(work, round_id, question).found
        if found.tally.official != places.RAW and answer is None and question.reviews:
            raise Invalid(analysis="analyse_first")
        content, analysis = tally.to_text(found.tally), found_text(answer) if answer else None
        sha256 = hashlib.sha256(f"{content}\n{analysis or ''}".encode()).hexdigest()
        last = session.scalar(select(func.max(FrozenRanking.number)).where(FrozenRanking.round_id == round_id))
        made = FrozenRanking(
            id=uuid4(), round_id=round_id, number=(last or 0) + 1, content=content, analysis=analysis, sha256=sha256,
            words=words, frozen_at=work.now, frozen_by_id=work.actor.id, frozen_as=work.actor.role.value,
        )
        # The row is never changed, so its record comes first and it is written with its number.
        made.ledger_number = work.record(Action.FREEZE, made, {
            "round": str(round_id), "number": made.number, "sha256": sha256, "words": words,
        })
        session.add(made)
    return made
