"""What the pages of an owner say of dates while a correction is asked for after the close."""

from datetime import timedelta

from nominations.nominations.services.submissions import submit
from nominations.screening.services import corrections
from tests.support import make
from tests.support.submissions import ready

A_DAY = timedelta(days=1)


def submitted_and_asked(world, clock):
    nomination = ready(world)
    for who, use_case, given, more in (
        ("owner", submit, (), {"declared": {"decl_truth": "1"}, "language": "en", "typed_name": "Ada"}),
        ("officer", corrections.ask_for_corrections, (("title",), "Which quay?", "2025-12-11"), {}),
    ):
        work = world.work(who)
        use_case(work, nomination.id, *given, **more)
        work.session.close()
        clock.turn_to(make.CLOSE + A_DAY)
    return nomination


def test_the_call_is_called_closed_and_the_correction_has_its_own_date(world, browse, clock):
    nomination = submitted_and_asked(world, clock)

    page = browse("owner", "applicant.show", nomination_id=nomination.id)
    assert page.text("p.lead").startswith("The deadline has passed: Sunday 30 November 2025")
    assert "until: Thursday 11 December 2025" in page.text("main")
    page = browse("owner", "applicant.check", nomination_id=nomination.id)
    assert page.text("p.lead").startswith("Correct it and submit again until: Thursday 11 December 2025")
    page = browse("owner", "applicant.receipt", nomination_id=nomination.id)
    assert "submit it again until the deadline" not in page.text("main")


def test_before_the_close_it_is_said_to_be_open(world, browse):
    nomination = ready(world)

    for endpoint in ("applicant.show", "applicant.check"):
        lead = browse("owner", endpoint, nomination_id=nomination.id).text("p.lead")
        assert lead.startswith("Deadline: Sunday 30 November 2025")
