"""Fields that a form does not have change nothing: neither who owns it, nor where it stands, nor when it was."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from nominations.core.tables import Base
from tests.guarantees.matrix_requests import MATRIX, PERSONAS, rehearsed
from tests.guarantees.route_values import body

POSTS = [route for route in MATRIX if route.method == "POST" and "in" in route.outcomes.values()]
PLANTED = UUID("ffffffff-ffff-4fff-8fff-ffffffffffff")
EXTRA = {
    "id": str(PLANTED), "owner_id": str(PLANTED), "account_id": str(PLANTED), "edition_id": str(PLANTED),
    "nomination_id": str(PLANTED), "reviewer_id": str(PLANTED), "round_id": str(PLANTED), "grant_id": str(PLANTED),
    "made_by_id": str(PLANTED), "state": "eligible", "_state": "eligible", "status": "awarded", "role": "head",
    "is_admin": "1", "score": "10", "total": "99", "complete": "1", "reference": "PRL-1999-P-9999",
    "submitted_at": "1999-12-31T00:00:00+00:00", "created_at": "1999-12-31T00:00:00+00:00",
    "submission_id": str(PLANTED),
    "published_at": "1999-12-31T00:00:00+00:00", "version_id": "1", "ledger_number": "1", "cycle_id": "1",
    "email_key": "planted@example.org", "password_hash": "planted", "by_secretariat": "1", "sha256": "f" * 64,
    "_method": "DELETE",
}
# What is new with every act, and tells nothing: made of chance, or of the instant.
OF_CHANCE = {"hash", "previous", "commitment", "salt", "code_hash", "link_hash", "message_id", "text", "html",
             "subject",
             "token_hash", "token_seal", "version"}


def rows_of(session, known: set[str]) -> dict[str, list[tuple]]:
    """Every row without what is new with every act; ids that were not there before are all alike."""
    fields = {}
    for table in Base.metadata.sorted_tables:
        if table.name in ("session", "access", "sign_in_try"):
            continue
        coded = {"code", "superseded_by"} if table.name in ("document_code", "coded_document") else set()
        columns = [column for column in table.columns if column.name not in OF_CHANCE | coded]
        fields[table.name] = sorted(
            tuple("new" if isinstance(value, UUID) and str(value) not in known else _without(str(value), known)
                  for value in row)
            for row in session.execute(select(*columns))
        )
    return fields


def _without(text: str, known: set[str]) -> str:
    """Ids within words: a subject, an argument."""
    any_id = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    return re.sub(any_id, lambda id_: id_[0] if id_[0] in known else "new", text)


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_fields_that_the_form_does_not_have_change_nothing(site, route):
    persona = next(candidate for candidate in PERSONAS if route.outcomes[candidate] == "in")
    known = {cell for rows in site.rows().values() for row in rows for cell in row if len(cell) == 36}
    own = body(route.endpoint, site.things)
    seen: list[dict] = []

    def outcome(**extra: str):
        seen.clear()
        with rehearsed(lambda session: seen.append(rows_of(session, known))):
            answer = site.request(route, persona, **extra)
        return answer.status_code, list(seen)

    plain, with_more = outcome(), outcome(**{name: value for name, value in EXTRA.items() if name not in own})

    assert with_more == plain
