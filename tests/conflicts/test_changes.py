"""Whatever may bring a file and a reviewer together has conflicts looked for, in the same transaction or by the worker.

Everybody who reviews lives where the project files say that their nominator lives: wherever is looked, that is found.
"""

import re

import pytest
from sqlalchemy import select

from nominations.accounts.services import own_account, roles
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Role
from nominations.core.tables import Account, Attachment, Finding, Job, Letter, Nomination, Profile, StoredFile
from nominations.core.work import Work
from nominations.nominations.services import collaborators, ownership, submissions
from nominations.outside_requests.services import consents, referees
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services import invitations, people_table, reviewer_profiles
from nominations.screening.services import eligibility, moves
from tests.support import make, outside_requests
from tests.support.small_edition import CODE

pytestmark = pytest.mark.both_databases

MINE, ALSO_MINE = "PRL-2025-P-0003", "PRL-2025-P-0004"  # the owner's, handed in
REVIEWERS = ("Paul Diop", "Rashid Amin", "Sevda Kerimli")
LIVES_HERE = ProfileAnswers(country="MA")


@pytest.fixture
def here(world):
    """The world, in which every reviewer says where they live and nobody has looked yet."""
    with world.session(writes=True) as session:
        for key in ("assigned", "unassigned", "recused"):
            session.add(Profile(account_id=world.person(key).id, edition_id=world.edition_id, country="MA"))
        session.commit()
    return world


def use(world, who, use_case, *given, **named):
    work = world.work(who)
    try:
        return use_case(work, *given, **named)
    finally:
        work.session.close()


def list_findings(world) -> set[tuple[str, str, str]]:
    """What is written down: the reviewer, the file, the sign."""
    with world.session() as session:
        rows = session.execute(
            select(Account.name, Nomination.reference, Finding.sign)
            .join_from(Finding, Account, Account.id == Finding.reviewer_id)
            .join(Nomination, Nomination.id == Finding.nomination_id).where(Finding.gone_at.is_(None))
        )
        return {tuple(row) for row in rows}


def residents(reviewers, *references) -> set[tuple[str, str, str]]:
    """What is found where these reviewers are compared with these files."""
    return {(name, reference, "residence") for name in reviewers for reference in references}


def asked_of_the_worker(world) -> list[dict[str, object]]:
    """What the worker is asked to look between."""
    with world.session() as session:
        return [job.arguments for job in session.scalars(select(Job).where(Job.task == "findings").order_by(Job.id))]


def letter(world, template: str) -> str:
    """The words of the newest mail of a template."""
    return outside_requests.letters(world, template)[-1].text


def test_a_submission_is_compared_with_every_reviewer(here):
    file = here.nomination("finished")
    with here.session(writes=True) as session:
        session.add(StoredFile(sha256="5" * 64, size=1000, stored_at=make.START))
        session.flush()
        session.add(Attachment(
            nomination_id=file.id, kind="plan", sha256="5" * 64, name="plan.pdf", size=1000, pages=1,
            media_type="application/pdf", uploaded_at=make.START, uploaded_by_id=file.owner_id,
        ))
        session.commit()

    use(here, "owner", submissions.submit, file.id, declared={"decl_truth": "1"}, language="en", typed_name="Ada Byron")

    assert list_findings(here) == residents(REVIEWERS, "PRL-2025-P-0002")
    assert asked_of_the_worker(here) == []


def test_a_file_that_is_restored_is_compared_with_every_reviewer(here):
    file = here.nomination("eligible")
    use(here, "owner", ownership.withdraw, file.id)
    assert list_findings(here) == set()

    use(here, "owner", ownership.restore, file.id)

    assert list_findings(here) == residents(REVIEWERS, ALSO_MINE)


def test_a_file_that_is_handed_over_is_compared_with_every_reviewer(here):
    use(here, "owner", ownership.hand_over, here.nomination("eligible").id, "lina.haddad@example.org")

    assert list_findings(here) == residents(REVIEWERS, ALSO_MINE)


def test_a_file_that_the_head_gives_to_somebody_else_is_compared_with_every_reviewer(here):
    use(here, "head", moves.reassign_owner, here.nomination("submitted").id, "lina.haddad@example.org", "They left.")

    assert list_findings(here) == residents(REVIEWERS, MINE)


@pytest.mark.parametrize("outcome", ["refused", "duplicate"])
def test_a_refusal_that_is_undone_has_the_file_compared_with_what_reviewers_say_meanwhile(here, outcome):
    file = here.nomination("submitted")
    here.clock.turn_to(make.CLOSE)
    if outcome == "refused":
        use(here, "officer", eligibility.propose_refusal, file.id, "other", "Too short.")
        use(here, "second_officer", eligibility.confirm_refusal, file.id)
    else:
        use(here, "officer", eligibility.mark_duplicate, file.id, ALSO_MINE, "The same work.")
    use(here, "assigned", reviewer_profiles.describe_oneself, here.edition_id, LIVES_HERE)
    assert list_findings(here) == residents(["Rashid Amin"], ALSO_MINE)

    use(here, "head", eligibility.undo_refusal, file.id, "It was long enough.")

    assert list_findings(here) == residents(["Rashid Amin"], ALSO_MINE) | residents(REVIEWERS, MINE)


def test_a_profile_is_compared_with_every_file(here):
    use(here, "head", reviewer_profiles.describe_reviewer, here.edition_id, here.person("assigned").id, LIVES_HERE)

    assert list_findings(here) == residents(["Rashid Amin"], MINE, ALSO_MINE)
    use(here, "unassigned", reviewer_profiles.describe_oneself, here.edition_id, LIVES_HERE)
    assert list_findings(here) == residents(["Rashid Amin", "Sevda Kerimli"], MINE, ALSO_MINE)
    assert asked_of_the_worker(here) == []


def test_who_becomes_a_reviewer_is_compared_with_every_file(here):
    use(here, "head", roles.grant_role, here.edition_id, "another.ada@example.org", "Ада Байрон", Role.REVIEWER)

    assert list_findings(here) == {("Ада Байрон", MINE, "named"), ("Ада Байрон", ALSO_MINE, "named")}


def test_who_is_given_another_role_is_compared_with_nothing(here):
    use(here, "head", roles.grant_role, here.edition_id, "another.ada@example.org", "Ада Байрон", Role.OBSERVER)

    assert list_findings(here) == set()


def test_who_accepts_to_review_is_compared_with_every_file(here):
    use(
        here, "head", invitations.invite_person, here.edition_id, "another.ada@example.org", "Ада Байрон", language="en"
    )
    token = re.search(r"/reviewing/([^?\s]+)", letter(here, "reviewer_invited"))[1]
    assert list_findings(here) == set()
    work = Work(here.session(writes=True), Actor(None, Role.VISITOR, CODE), here.clock(), here.settings)

    invitations.answer_invitation(work, here.edition_id, token, accepted=True, reason="")
    work.session.close()

    assert list_findings(here) == {("Ада Байрон", MINE, "named"), ("Ада Байрон", ALSO_MINE, "named")}


def test_the_new_name_of_a_reviewer_is_compared_with_every_file(here):
    use(here, "assigned", own_account.save_profile, "Rashid Amin", "en", "")

    assert list_findings(here) == residents(["Rashid Amin"], MINE, ALSO_MINE)


def test_the_new_name_of_an_owner_is_compared_with_every_reviewer(here):
    use(here, "owner", own_account.save_profile, "Ada Byron", "fr", "")

    assert list_findings(here) == residents(REVIEWERS, MINE, ALSO_MINE)


def test_the_new_name_of_a_collaborator_is_compared_with_every_reviewer_of_a_submitted_file(here):
    with here.session(writes=True) as session:
        writer, owner = session.merge(here.person("stranger")), session.merge(here.person("owner"))
        make.collaborator(session, here.nomination("submitted").id, writer, "edit", owner)
        make.collaborator(session, here.nomination("draft").id, writer, "edit", owner)
        session.commit()

    use(here, "stranger", own_account.save_profile, "Lina Haddad", "en", "")

    assert list_findings(here) == residents(REVIEWERS, MINE)


def test_a_new_address_is_compared_on_both_sides(here):
    for who, address in (("assigned", "rashid@museum.example"), ("owner", "ada@else.example")):
        use(here, who, own_account.ask_for_new_address, address)
        with here.session() as session:
            text = session.scalars(select(Letter.text).where(Letter.address == address)).one()
        assert list_findings(here) == (set() if who == "assigned" else residents(["Rashid Amin"], MINE, ALSO_MINE))
        code = re.search(r"\b(\d{3} ?\d{3})\b", text)[1]
        use(here, who, own_account.confirm_new_address, address, code, keep_session="")

    assert list_findings(here) == residents(REVIEWERS, MINE, ALSO_MINE)


def submitted_for_somebody(world) -> Nomination:
    """A submitted nomination of somebody else, to which a referee or the nominee may still be asked."""
    made = outside_requests.third_party(world)
    with world.session(writes=True) as session:
        make.submission(session, session.get_one(Nomination, made.id))
        session.commit()
    return made


def between(file: Nomination) -> dict[str, object]:
    return {"edition_id": str(file.edition_id), "nominations": [str(file.id)]}


def worked_off(world) -> list[dict[str, object]]:
    """What the worker was asked since the last time, as if it had done it."""
    asked = asked_of_the_worker(world)
    with world.session(writes=True) as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
        session.commit()
    return asked


def test_each_change_of_the_referees_has_the_worker_look_at_the_file(here):
    file = submitted_for_somebody(here)

    first = use(here, "owner", referees.ask_referee, file.id, "ref_letter", outside_requests.REFEREE)
    assert worked_off(here) == [between(file)]
    second = use(here, "owner", referees.replace_referee, file.id, first.id, outside_requests.ANOTHER)
    assert worked_off(here) == [between(file)]
    use(here, "owner", referees.withdraw, file.id, second.id)
    assert worked_off(here) == [between(file)]


def test_each_change_of_the_nominee_has_the_worker_look_at_the_file(here):
    file = submitted_for_somebody(here)

    use(here, "owner", consents.ask_nominee, file.id, outside_requests.NOMINEE)
    assert worked_off(here) == [between(file)]
    use(here, "owner", consents.withdraw, file.id)
    assert worked_off(here) == [between(file)]


@pytest.mark.parametrize(("which", "is_submitted"), [("submitted", True), ("draft", False)])
def test_who_joins_a_submitted_file_has_the_worker_look_at_it_and_at_no_draft(here, which, is_submitted):
    file = here.nomination(which)
    use(here, "owner", collaborators.send_invitation, file.id, "lina.haddad@example.org", "edit")
    token = letter(here, "collaborator_invited").partition("/invitations/")[2].partition("?")[0]
    assert asked_of_the_worker(here) == []

    use(here, "stranger", collaborators.accept_invitation, here.edition_id, token)

    assert asked_of_the_worker(here) == ([between(file)] if is_submitted else [])


def test_a_table_of_reviewers_has_the_worker_look_for_those_who_review_already(here):
    table = "mail,most_files\nrashid.amin@example.org,7\nsevda.kerimli@example.org,8\nnew@museum.example,3\n"
    read = use(here, "head", people_table.read_table, here.edition_id, table.encode())

    use(here, "head", people_table.apply_table, here.edition_id, read.id, {2, 3, 4})

    (asked,) = asked_of_the_worker(here)
    known = sorted(str(here.person(key).id) for key in ("assigned", "unassigned"))
    assert asked == {"edition_id": str(here.edition_id), "reviewers": known}
    assert list_findings(here) == set()
