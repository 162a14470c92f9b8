"""Every endpoint of an applicant's nomination, called by its invited collaborators."""

import pytest
from sqlalchemy import select

from nominations.core.tables import Account
from tests.guarantees.collaborators import PEOPLE
from tests.guarantees.matrix_requests import MATRIX, outcome, rehearsed

# The endpoints that each right opens; the others are for the owner only.
READS = [
    "show", "section", "section_versions", "answer_versions", "attachments", "attachment", "attachment_small",
    "picture", "upload", "letters", "check", "receipt", "versions", "paper", "messages", "comments", "collaborators",
    "presence",
]
COMMENTS = [*READS, "write_comment", "settle_comments"]
WRITES = [
    *COMMENTS, "save_section", "autosave", "ask_for_turn", "hand_on_turn", "restore_section", "restore_answer",
    "attach", "describe", "begin_upload", "upload_part", "cancel_upload", "drop_upload", "settle_proposal",
    "form", "read_form", "take_form",
]
# No nomination stands in these addresses, or one in which they take no part.
ASIDE = ["home", "start", "begin", "invitation", "join", "decline", "leave", "new_form", "read_new_form",
         "begin_from_form"]
ROUTES = [route for route in MATRIX if route.endpoint.startswith("applicant.") and route.endpoint[10:] not in ASIDE]


@pytest.fixture(scope="module")
def collaborators(site):
    with site.world.session() as session:
        return {right: session.scalars(select(Account).where(Account.name == name)).one()
                for name, right in PEOPLE.items()}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_each_view_is_open_to_whom_the_right_says(site, collaborators, route):
    name = route.endpoint[10:]
    opens = {"edit": WRITES, "comment": COMMENTS, "view": READS}
    with rehearsed():
        met = {right: outcome(site.request(route, person)) for right, person in collaborators.items()}

    assert met == {right: "in" if name in opens[right] else "403" for right in collaborators}
