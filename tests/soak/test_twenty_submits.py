"""Twenty submits at one instant make one submission and one receipt.

Two rounds in `make test`, two hundred on each database in `make soak` (ten times ROUNDS).
"""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from nominations.core.tables import LedgerRecord, Letter, Submission
from nominations.nominations.services import answers
from tests.support.small_edition import PROJECT_ANSWERS
from tests.support.submissions import ready, submit

pytestmark = pytest.mark.both_databases

ROUNDS = 10 * int(os.environ.get("ROUNDS", "0")) or 2
AT_ONCE = 20


def test_twenty_submits_at_one_instant_make_one_submission_and_one_receipt(world):
    nomination = ready(world)
    for number in range(1, ROUNDS + 1):
        if number > 1:
            work = world.work("owner")
            given = {key: PROJECT_ANSWERS[key] for key in PROJECT_ANSWERS if key not in
                     ("entry_language", "nomination_kind", "nominator")} | {"title": f"The quay of pearls {number}"}
            answers.save(work, nomination.id, "work", given, version=number - 1)
            work.session.close()
        barrier = Barrier(AT_ONCE)

        def act(_, barrier=barrier):
            barrier.wait()
            return submit(world, nomination).ledger_number

        with ThreadPoolExecutor(AT_ONCE) as pool:
            receipts = set(pool.map(act, range(AT_ONCE)))

        assert len(receipts) == 1, number
        with world.session() as session:
            assert session.scalars(
                select(Submission.number).where(Submission.nomination_id == nomination.id).order_by(Submission.number)
            ).all() == list(range(1, number + 1))
            for counted in (
                select(func.count()).select_from(LedgerRecord).where(LedgerRecord.act == "submit"),
                select(func.count()).select_from(Letter).where(Letter.template == "nomination_received"),
            ):
                assert session.scalar(counted) == number
