"""Before there is an account: what is asked, whether one may apply and by which rule, and answers that travel."""

from sqlalchemy import select

from nominations.core.tables import Nomination, SectionAnswers, Session
from tests.support import make

ANSWERS = ({"tangible": "yes"}, {"countries.0": "MA"}, {"start_date": "2021-01-01"}, {"summary": "A quay."},
           {"nomination_kind": "own"}, {"entry_language": "en"})


def answer_self_check(browse, answers=ANSWERS, who=None):
    page = browse(who, "public.eligibility", category="project").follow("Start the self-check")
    for given in answers:
        page = page.press("Continue", given)
    return page


def test_whoever_meets_the_rules_can_apply(browse):
    page = answer_self_check(browse)

    assert (page.heading, page.url.rpartition("/")[2]) == ("You can apply", "result")
    assert not page.has(".reasons")


def test_the_unmet_rule_and_its_answer_are_named_and_can_be_changed(browse):
    page = answer_self_check(browse, (ANSWERS[0], {"countries.0": "FR"}, *ANSWERS[2:]))

    assert page.heading == "You cannot apply"
    assert "In a Member State" in page.text(".reasons")
    assert "France" in page.text(".reasons")

    page = page.visit("/pearl-2025/eligibility/project/2?change=1").press("Continue", {"countries.0": "MA"})

    assert page.heading == "You can apply"


def test_a_doubt_asks_for_advice_and_says_whom_to_write_to(browse):
    page = answer_self_check(browse, ({"tangible": "unclear"}, *ANSWERS[1:]))

    assert page.heading == "You might need advice"
    assert "Is it tangible?" in page.text(".reasons")
    assert ("pearl@example.org", "mailto:pearl@example.org") in page.links


def test_an_answer_left_open_asks_for_advice(browse):
    page = answer_self_check(browse, (ANSWERS[0], {}, *ANSWERS[2:]))

    assert page.heading == "You might need advice"


def test_after_the_close_nobody_can_apply(browse, clock):
    clock.turn_to(make.CLOSE)

    assert answer_self_check(browse).heading == "You cannot apply"


def test_an_answer_that_cannot_be_read_is_sent_back_and_kept(browse):
    page = browse(None, "public.eligibility_question", category="project", number=3)
    page = page.press("Continue", {"start_date": "the other day"})

    assert page.status == 422
    assert page.title.startswith("Error:")
    assert page.forms[-1]["start_date"] == "the other day"


def test_the_answers_stand_in_no_address_and_only_in_the_session(browse, world):
    page = answer_self_check(browse)

    assert "?" not in page.url
    with world.session() as session:
        kept = session.scalars(select(Session.content)).all()[-1]["self_check"]
    assert kept["pearl-2025/project"]["countries"] == ["MA"]


def test_the_answers_are_carried_into_the_file_once(browse, world):
    page = answer_self_check(browse, who="stranger").follow("Start a nomination with these answers")
    assert "are copied into the nomination" in page.text("main")

    page.press("Start")

    with world.session() as session:
        made = session.scalars(select(Nomination).order_by(Nomination.reference.desc())
                               .where(Nomination.category == "project")).first()
        held = session.scalars(select(SectionAnswers).where(SectionAnswers.nomination_id == made.id)).all()
    answers = {key: value for section in held for key, value in section.answers.items()}
    assert answers == {"countries": ["MA"], "start_date": "2021-01-01", "summary": "A quay.",
                       "nomination_kind": "own", "entry_language": "en"}
    assert "are copied" not in page.visit("/pearl-2025/nominations/start").text("main")


def test_starting_over_forgets_the_answers(browse):
    page = answer_self_check(browse).press("Start over")

    assert "so far" not in page.text("main")


def test_everything_can_be_read_before_there_is_an_account(browse):
    page = browse(None, "public.before")

    assert page.heading == "Before you start"
    page = page.visit("/pearl-2025/questions/project")
    assert {"Title (required)", "Funding (required)", "Plan (required)"} <= set(page.texts("h3"))


def test_a_paper_that_is_not_made_yet_says_so(browse):
    page = browse(None, "public.paper", kind="form", category="project", language="ar")

    assert page.status == 503
    assert "We are preparing this PDF" in page.text("main")


def test_there_is_no_paper_nor_check_of_what_does_not_exist(browse):
    for address in ("/pearl-2025/papers/form/poem/en", "/pearl-2025/papers/scores/project/en",
                    "/pearl-2025/papers/form/project/xx", "/pearl-2025/eligibility/project/7",
                    "/pearl-2025/eligibility/project/0", "/pearl-2025/eligibility/poem"):
        assert browse(None, address).status == 404
