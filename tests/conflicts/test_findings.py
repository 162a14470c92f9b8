"""What the system finds: written down with its evidence, decided once, found anew when something changes."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from nominations.accounts.services import roles
from nominations.conflicts.queries import conflict_pairs
from nominations.conflicts.services import findings, found_conflicts
from nominations.conflicts.services.declarations import declare_interest
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.events import ParticipantsChanged
from nominations.core.rules.vocabulary import Action, AssessmentState, DeskState, Refusal, Right, Role
from nominations.core.services import jobs
from nominations.core.tables import (
    Conflict,
    Finding,
    Job,
    LedgerContent,
    Nomination,
    Profile,
    Recusal,
    Submission,
    WithdrawnRecusal,
)
from nominations.outside_requests.services import consents, referees
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.panel.services import reviewer_profiles
from nominations.reviewing.queries import desk
from nominations.routing.queries.assignments import load_routing
from nominations.routing.rules import Bar
from nominations.routing.services import assignments
from tests.support import make, outside_requests, reviewing, routing

pytestmark = pytest.mark.both_databases


def describe(world, person="assigned", **profile):
    """What the head writes down of a reviewer, by the use case itself."""
    answers = ProfileAnswers(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in profile.items()}
    )
    return reviewer_profiles.describe_reviewer(world.work("head"), world.edition_id, world.person(person).id, answers)


def list_findings(world, person="assigned") -> list[Finding]:
    with world.session() as session:
        return list(session.scalars(
            select(Finding).where(Finding.reviewer_id == world.person(person).id,
                                  Finding.nomination_id == world.nomination("eligible").id).order_by(Finding.sign)
        ))


def decide(world, rows, *, confirmed, reason="So it is.", by="officer"):
    return found_conflicts.decide(world.work(by), world.edition_id, [row.id for row in rows], confirmed=confirmed,
                                  reason=reason)


def no(world, person="assigned", action=Action.REVIEW):
    return routing.refusal_of(world, person, world.nomination("eligible"), action)


def test_a_changed_profile_shuts_the_file_until_what_was_found_is_decided(world):
    assert no(world) is None

    describe(world, nationalities=["MA"], institutions=["Town"])

    rows = list_findings(world)
    assert [(row.sign, row.own, row.shared, row.question) for row in rows] == [
        ("institution", "Town", "Town", "funding"), ("nationality", "MA", "MA", "nominator"),
    ]
    assert no(world) is Refusal.DECLARE_FIRST
    assert no(world, action=Action.ASSESS) is Refusal.DECLARE_FIRST
    mine = world.work("assigned")
    (file,) = desk.load_desk(mine, world.edition_id).files
    assert file.state is DeskState.WAITING
    assert desk.find_next_file(mine, world.edition_id) is None
    mine.session.close()

    assert decide(world, rows, confirmed=False) == 2
    assert no(world) is None


def test_all_reasons_are_kept_and_one_that_is_cleared_opens_nothing_while_another_waits(world):
    describe(world, nationalities=["MA"], institutions=["Town"])
    institution, nationality = list_findings(world)

    decide(world, [institution], confirmed=False, reason="Another town.")

    assert no(world) is Refusal.DECLARE_FIRST
    decide(world, [nationality], confirmed=True, reason="By rule 7.")
    assert no(world) is Refusal.NOT_FOUND
    pair = conflict_pairs.load_pair(world.work("officer"), world.nomination("eligible").id, world.person("assigned").id)
    assert [(row.sign, row.state, row.reason) for row in pair.between.findings] == [
        ("institution", "cleared", "Another town."), ("nationality", "confirmed", "By rule 7."),
    ]
    assert (pair.recusal.kind, pair.recusal.words) == ("nationality", "By rule 7.")


def test_what_was_cleared_is_not_asked_again_and_what_is_new_is(world):
    describe(world, institutions=["Town"])
    decide(world, list_findings(world), confirmed=False)

    describe(world, institutions=["Town", "Guild"])

    assert [(row.own, row.state) for row in list_findings(world)] == [("Town", "cleared"), ("Guild", "open")]
    assert no(world) is Refusal.DECLARE_FIRST
    describe(world, institutions=["Town"])  # a slip of the pen, mended
    assert no(world) is None
    describe(world, institutions=["Guild"])
    assert no(world) is Refusal.DECLARE_FIRST


def test_a_file_that_comes_to_name_a_reviewer_shuts_for_them(world):
    with world.session(writes=True) as session:
        submission = session.get_one(Submission, world.nomination("eligible").submission_id)
        newer = Submission(**{
            column.key: getattr(submission, column.key) for column in Submission.__table__.columns
        } | {"id": None, "number": 2, "answers": submission.answers | {
            "nominator": {"name": "رشيد أمين", "email": "x@else.example"}
        }})
        session.add(newer)
        session.flush()
        file = session.merge(world.nomination("eligible"))
        file.submission_id = newer.id
        session.commit()

    assert routing.look(world) >= 1

    (row,) = list_findings(world)
    assert (row.sign, row.own, row.shared) == ("named", "Rashid Amin", "رشيد أمين")
    assert 85 <= row.similarity < 100
    assert no(world) is Refusal.DECLARE_FIRST


def test_a_found_conflict_bars_routing_until_it_is_cleared_and_keeps_a_review_out_of_the_totals(world):
    free, file, round_ = world.person("unassigned"), world.nomination("eligible"), world.round()
    describe(world, "unassigned", country="MA")
    outcome = assignments.propose_pairs(world.work("officer"), round_.id, [(file.id, free.id)], routing.WHY)
    assert (outcome.made, outcome.refused) == (0, ((file.id, free.id, Bar.FOUND),))

    decide(world, list_findings(world, "unassigned"), confirmed=False)
    assert assignments.propose_pairs(world.work("officer"), round_.id, [(file.id, free.id)], routing.WHY).made == 1

    describe(world, country="MA")
    with world.session() as session:
        pair = load_routing(session, session.merge(world.round())).pair(file.id, world.person("assigned").id)
    assert pair.is_open_question
    assert pair.assessment is not AssessmentState.SUBMITTED


def test_a_proposed_pair_with_a_new_finding_is_not_published(world):
    free, file, round_ = world.person("unassigned"), world.nomination("eligible"), world.round()
    assignments.propose_pairs(world.work("officer"), round_.id, [(file.id, free.id)], routing.WHY)
    describe(world, "unassigned", country="MA")

    assert assignments.publish_assignments(world.work("head"), round_.id) == 0


def test_a_decision_is_made_once_by_the_secretariat_with_a_reason(world):
    describe(world, country="MA")
    rows = list_findings(world)
    with pytest.raises(Invalid):
        decide(world, rows, confirmed=True, reason=" ")
    with pytest.raises(Invalid):
        decide(world, [], confirmed=True)
    for persona in ("assigned", "chair", "observer", "auditor"):
        with pytest.raises(Refused):
            decide(world, rows, confirmed=False, by=persona)
    decide(world, rows, confirmed=False)

    with pytest.raises(ChangedElsewhere):
        decide(world, rows, confirmed=True, by="second_officer")
    assert [row.state for row in list_findings(world)] == ["cleared"]


def test_the_evidence_of_a_decision_is_in_the_ledger(world):
    describe(world, country="MA")
    decide(world, list_findings(world), confirmed=True, reason="By the rule.")

    with world.session() as session:
        content = session.scalars(select(LedgerContent).order_by(LedgerContent.number.desc())).first().content
    assert content["found"] == [{"sign": "residence", "own": "MA", "shared": "MA", "similarity": 100}]
    assert (content["decided"], content["reason"]) == ("confirmed", "By the rule.")


def test_what_the_secretariat_confirmed_is_lifted_by_taking_it_back_and_nothing_opens_by_that(world):
    describe(world, country="MA")
    decide(world, list_findings(world), confirmed=True)
    file, reviewer = world.nomination("eligible"), world.person("assigned")
    with pytest.raises(ChangedElsewhere):
        decide(world, list_findings(world), confirmed=False)
    with pytest.raises(Refused):
        found_conflicts.lift(world.work("officer"), file.id, reviewer.id, "By mistake.")

    found_conflicts.lift(world.work("head"), file.id, reviewer.id, "By mistake.")

    assert no(world) is Refusal.DECLARE_FIRST
    assert [row.state for row in list_findings(world)] == ["open"]
    with world.session() as session:
        kept = session.scalars(select(WithdrawnRecusal)).one()
    assert (kept.reason, kept.declared_by_reviewer) == ("By mistake.", False)
    decide(world, list_findings(world), confirmed=False)
    assert no(world) is None


def test_a_reviewers_own_recusal_is_theirs_alone(world):
    file, reviewer = world.nomination("eligible"), world.person("recused")
    with pytest.raises(Refused) as refused:
        found_conflicts.lift(world.work("head"), file.id, reviewer.id, "We need you.")
    assert refused.value.reason is Refusal.WRONG_STATE
    with pytest.raises(Refused):
        found_conflicts.take_back(world.work("assigned"), world.edition_id, file.reference, "Not mine.")

    found_conflicts.take_back(world.work("recused"), world.edition_id, file.reference, "He is no cousin after all.")

    with world.session() as session:
        assert not session.scalars(select(Recusal).where(Recusal.reviewer_id == reviewer.id)).all()
        anew = session.scalars(select(Conflict).where(Conflict.words == "He is no cousin after all.")).one()
    assert (anew.answer, anew.state) == ("possible", "open")
    assert no(world, "recused") is Refusal.DECLARE_FIRST  # and an officer decides


def test_whoever_steps_aside_and_takes_it_back_does_not_open_the_file_by_saying_none(world):
    file = world.nomination("eligible")
    found_conflicts.take_back(world.work("recused"), world.edition_id, file.reference, "I was wrong.")

    with pytest.raises(Invalid):
        declare_interest(world.work("recused"), file.id, "none", "", "", "en")


def test_an_edition_is_looked_through_by_the_worker(world):
    with world.session(writes=True) as session:
        session.add(Profile(account_id=world.person("assigned").id, edition_id=world.edition_id, country="MA"))
        session.commit()
    job = findings.ask_for_search(world.work("officer"), world.edition_id)

    jobs.run_job(world.work("officer"), job.id)

    assert [row.sign for row in list_findings(world)] == ["residence"]
    with world.session() as session:
        assert session.get_one(Job, job.id).state == "done"


def test_who_becomes_a_reviewer_is_compared_with_every_file(world):
    roles.grant_role(world.work("head"), world.edition_id, "ada.two@example.org", "Ада Байрон", Role.REVIEWER)

    with world.session() as session:
        rows = session.scalars(select(Finding)).all()
    assert {row.sign for row in rows} == {"named"}
    assert {row.shared for row in rows} == {"Ada Byron"}


def test_a_recusal_of_an_earlier_edition_is_remembered(world):
    owner = world.nomination("eligible").owner_id
    with world.session(writes=True) as session:
        other = make.nomination(session, session.merge(world.person("owner")), edition_code="reef-2031")
        make.recusal(session, other, session.merge(world.person("assigned")))
        session.commit()
    assert owner == world.person("owner").id

    routing.look(world)

    assert [(row.sign, row.shared) for row in list_findings(world)] == [("earlier", other.reference)]


def test_looking_again_costs_the_same_statements_for_many_files(world):
    reviewing.more_files(world, 3)
    with routing.count_statements(world.engine) as few:
        routing.look(world)
    reviewing.more_files(world, 12)
    with routing.count_statements(world.engine) as many:
        routing.look(world)
    assert len(many) <= len(few)




def submitted_for(world):
    """A submitted nomination of somebody else, to which a referee or the nominee may still be asked."""
    made = outside_requests.third_party(world)
    with world.session(writes=True) as session:
        make.submission(session, session.get_one(Nomination, made.id))
        session.commit()
    return made.id


def call_as(world, person, call, *given):
    work = world.work(person)
    try:
        return call(work, *given)
    finally:
        work.session.close()


def worked_off(world):
    """What the worker finds, after it was asked once for each file: signs and places."""
    with world.session() as session:
        waiting = session.scalars(select(Job).where(Job.task == "findings", Job.state == "waiting")).all()
    for job in waiting:
        call_as(world, "head", jobs.run_job, job.id)
    with world.session() as session:
        rows = session.scalars(select(Finding).where(Finding.reviewer_id == world.person("unassigned").id))
        return len(waiting), {(row.sign, row.question) for row in rows if row.gone_at is None}


def test_a_referee_asked_after_the_submission_is_compared_at_once_and_only_once(world):
    nomination = submitted_for(world)
    known = replace(outside_requests.REFEREE, name="Севда Керимли")
    asked = call_as(world, "owner", referees.ask_referee, nomination, "ref_letter", known)
    call_as(world, "owner", referees.replace_referee, nomination, asked.id, replace(known, email="again@example.org"))

    assert worked_off(world) == (1, {("named", "ref_letter")})
    other = call_as(world, "owner", referees.ask_referee, nomination, "ref_letter", outside_requests.ANOTHER)
    call_as(world, "owner", referees.withdraw, nomination, other.id)
    assert worked_off(world)[0] == 1


def test_a_referee_who_is_called_off_shuts_no_file_any_more(world):
    nomination = submitted_for(world)
    known = replace(outside_requests.REFEREE, name="Sevda Kerimli")
    asked = call_as(world, "owner", referees.ask_referee, nomination, "ref_letter", known)
    assert worked_off(world) == (1, {("named", "ref_letter")})
    call_as(world, "owner", referees.withdraw, nomination, asked.id)
    assert worked_off(world) == (1, set())


def test_a_nominee_who_is_asked_to_agree_is_compared(world):
    nomination = submitted_for(world)
    call_as(world, "owner", consents.ask_nominee, nomination, replace(outside_requests.NOMINEE, name="Sevda Kerimli"))
    assert worked_off(world) == (1, {("named", "nominee")})


def test_who_once_wrote_a_file_with_its_owner_is_compared(world):
    with world.session(writes=True) as session:
        writer = make.account(session, "Севда Керимли", email="another.sevda@example.org")
        owner = session.merge(world.person("owner"))
        make.collaborator(session, world.nomination("eligible").id, writer, Right.EDIT, owner)
        session.commit()
    work = world.work("head")
    with work.transaction():
        work.announce(ParticipantsChanged(world.nomination("eligible").id))
    work.session.close()
    assert worked_off(world) == (1, {("named", "writer")})


def test_a_draft_asks_the_worker_for_nothing(world):
    made = outside_requests.third_party(world)
    call_as(world, "owner", referees.ask_referee, made.id, "ref_letter", outside_requests.REFEREE)
    assert worked_off(world) == (0, set())
