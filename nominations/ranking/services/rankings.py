"""Freezing a ranking: an official state with its seal in the ledger, which is never changed."""

import hashlib
from uuid import UUID, uuid4

from sqlalchemy import func, select

from nominations.core.rules.errors import Invalid
from nominations.core.rules.text import typed
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import FrozenRanking, Round
from nominations.core.work import Work
from nominations.ranking.analysis.results import results_to_text
from nominations.ranking.queries import analyses
from nominations.ranking.queries.scoring_snapshot import load_live_round
from nominations.ranking.rules import places
from nominations.ranking.rules.scoring_snapshot import tally_to_text


def freeze_ranking(work: Work, round_id: UUID, words: str) -> FrozenRanking:
    """Store the current ranking as an official state, with the analysis of exactly these marks if there is one.

    Raises `Invalid` at `words` where the text cannot be stored, and at `analysis` where the edition's rule ranks by
    adjusted scores and these marks have not been analysed yet.
    """
    words = typed.parse_text("words", words, required=False)
    with work.transaction() as session:
        session.execute(select(Round.id).where(Round.id == round_id).with_for_update())
        live = load_live_round(work, round_id, to=Action.FREEZE)
        question = analyses.build_input(live.tally, live.scored.category, live.scored.edition)
        results = analyses.load_current_analysis(work, round_id, question).results
        if live.tally.official != places.RAW and results is None and question.reviews:
            raise Invalid(analysis="analyse_first")
        content, analysis = tally_to_text(live.tally), results_to_text(results) if results else None
        sha256 = hashlib.sha256(f"{content}\n{analysis or ''}".encode()).hexdigest()
        last = session.scalar(select(func.max(FrozenRanking.number)).where(FrozenRanking.round_id == round_id))
        frozen = FrozenRanking(
            id=uuid4(), round_id=round_id, number=(last or 0) + 1, content=content, analysis=analysis, sha256=sha256,
            words=words, frozen_at=work.now, frozen_by_id=work.actor.id, frozen_as=work.actor.role.value,
        )
        # The row cannot be changed later, so the record is written first and the row holds its number.
        frozen.ledger_number = work.record(Action.FREEZE, frozen, {
            "round": str(round_id), "number": frozen.number, "sha256": sha256, "words": words,
        })
        session.add(frozen)
    return frozen
