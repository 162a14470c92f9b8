"""What is read of a form that was sent: the answers to the section's own questions, and nothing else."""

from werkzeug.datastructures import MultiDict

from nominations.nominations.views import form_fields
from tests.support.small_edition import edition

SECTION = next(section for section in edition().category("project").sections if section.key == "work")


def test_what_is_no_question_of_the_section_is_not_read():
    sent = MultiDict({"title": "The quay", "owner_id": "1", "state": "eligible", "csrf_token": "x", "place.owner": "x"})

    assert form_fields.read(SECTION, sent) == {"title": "The quay"}
