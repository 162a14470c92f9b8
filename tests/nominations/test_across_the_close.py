"""A submit whose body arrives across the close is late: what the page says and what is stored agree."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from nominations.core.rules.vocabulary import State
from nominations.core.tables import LateAttempt, Submission
from tests.support import make
from tests.support.submissions import ready

pytestmark = pytest.mark.both_databases


class Slow(BytesIO):
    """A body whose last byte comes when the clock has been turned."""

    def __init__(self, body: bytes, turn) -> None:
        super().__init__(body)
        self._turn = turn

    def read(self, *size: int) -> bytes:
        piece = super().read(*size)
        self._turn()
        return piece

    def readinto(self, into) -> int:
        count = super().readinto(into)
        self._turn()
        return count


def send_at(world, sign_in, clock, arrives_at):
    nomination = ready(world)
    clock.turn_to(make.CLOSE - make.A_MOMENT * 2)
    client = sign_in("owner")
    page = client.get(f"/pearl-2025/nominations/{nomination.id}/check").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    body = urlencode({"csrf_token": token, "declaration.decl_truth": "1", "typed_name": "Ada Byron"}).encode()
    response = client.post(
        f"/pearl-2025/nominations/{nomination.id}/submit", content_type="application/x-www-form-urlencoded",
        input_stream=Slow(body, lambda: clock.turn_to(arrives_at)), content_length=len(body),
    )
    with world.session() as session:
        attempts = [attempt.at for attempt in session.scalars(select(LateAttempt))]
        handed = session.scalars(select(Submission).where(Submission.nomination_id == nomination.id)).all()
    return response, attempts, handed, world.nomination("finished").state


def test_the_last_byte_at_the_close_is_late_and_page_and_store_agree(world, sign_in, clock):
    response, attempts, handed, state = send_at(world, sign_in, clock, make.CLOSE)

    assert (response.status_code, attempts, handed, state) == (409, [make.CLOSE], [], State.DRAFT)
    assert "2025-12-01T00:00:00" in response.text or "2025-11-30T23:00:00" in response.text


def test_the_last_byte_a_moment_before_the_close_is_in_time(world, sign_in, clock):
    response, attempts, handed, state = send_at(world, sign_in, clock, make.CLOSE - make.A_MOMENT)

    assert (response.status_code, attempts, state) == (303, [], State.SUBMITTED)
    assert [submission.submitted_at for submission in handed] == [make.CLOSE - make.A_MOMENT]
