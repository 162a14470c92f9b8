"""Proposals and repairs: asked for, solved in a child, taken over only as long as what they rest on stands."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from nominations.accounts.services import roles
from nominations.conflicts.services import conflicts
from nominations.core.adapters.sandbox import Limits, Reason
from nominations.core.rules.errors import ChangedElsewhere, Invalid, Refused
from nominations.core.rules.vocabulary import JobState, Refusal
from nominations.core.services import jobs
from nominations.core.tables import Assignment, AssignmentException, Finding, Job, Lock, Plan, Profile
from nominations.routing.adapters import solver_child
from nominations.routing.queries.panel import Choices
from nominations.routing.queries.plans import load_plan
from nominations.routing.rules import Limit
from nominations.routing.services import assignments, plans
from tests.support import make, routing
from tests.support.panels import TWO_FILES

pytestmark = pytest.mark.both_databases


def readers(world, *names):
    """So many reviewers who read English, each from a country of their own."""
    with world.session(writes=True) as session:
        made = [
            routing.reviewer(session, world.edition_id, name, country=country)
            for name, country in zip(names, ("TR", "SN", "ID", "PT", "JP", "FR"), strict=False)
        ]
        for person in made:
            session.scalars(select(Profile).where(Profile.account_id == person.id)).one().languages = {"en": "fluent"}
        session.commit()
    return made


def files(world, count):
    """So many more files of the open round."""
    with world.session(writes=True) as session:
        round_ = session.merge(world.round())
        made = [routing.file(session, session.merge(world.person("owner")), round_, title=f"File {n}")
                for n in range(count)]
        session.commit()
    return made


def solve_plan(world, choices=None, *, repair=False, by="officer"):
    """A proposal from its asking to its result; as its page finds it."""
    plan_id = plans.order_plan(world.work(by), world.round().id, choices or Choices(2), repair=repair)
    with world.session() as session:
        job_id = session.get_one(Plan, plan_id).job_id
    work = world.work("head")
    jobs.run_job(work, job_id)
    work.session.close()
    return load_page(world, plan_id)


def load_page(world, plan_id):
    """A proposal as its page finds it; nothing is locked."""
    return load_plan(replace(world.work("officer"), session=world.session()), plan_id)


def standing(world):
    with world.session() as session:
        return {
            (assignment.nomination_id, assignment.reviewer_id): assignment.published_at is not None
            for assignment in session.scalars(select(Assignment).where(Assignment.removed_at.is_(None)))
        }


def test_a_proposal_is_solved_kept_and_taken_over_without_a_letter(world):
    people_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    made = files(world, 3)
    plan = solve_plan(world)

    assert plan.is_answer, plan.result
    assert not plan.is_stale
    assert len(plan.plan.input_hash) == 64
    assert set(plan.plan.versions) == {"nominations", "numpy", "scipy"}
    before = standing(world)
    added, dropped = plans.apply_plan(world.work("officer"), plan.plan.id)

    after = standing(world)
    new = {pair for pair in after if pair not in before}
    assert (added, dropped) == (len(new), 0)
    assert all(after[pair] is False for pair in new)
    assert {reviewer for _, reviewer in new} <= {person.id for person in people_}
    assert all(sum(file == nomination.id for file, _ in after) == 2 for nomination in made)
    assert world.letters() == []


def test_what_was_published_stays_in_a_proposal_and_what_was_only_proposed_is_made_anew(world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader", "Dan Reader")
    file = world.nomination("eligible")
    unassigned = world.person("unassigned")  # told of no language: the optimiser would not choose them
    assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, unassigned.id)], routing.WHY)

    plan = solve_plan(world)
    assert (file.id, world.person("assigned").id) in plan.wanted
    assert plan.dropped == [(file.id, unassigned.id)]
    plans.apply_plan(world.work("officer"), plan.plan.id)
    assert (file.id, unassigned.id) not in standing(world)
    assert (file.id, world.person("assigned").id) in standing(world)


def test_a_proposal_that_rests_on_what_has_changed_is_stale_and_not_taken_over(world):
    (ana, *_) = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    (file,) = files(world, 1)
    plan = solve_plan(world)
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(file), session.merge(ana))
        session.commit()

    assert load_page(world, plan.plan.id).is_stale
    with pytest.raises(ChangedElsewhere):
        plans.apply_plan(world.work("officer"), plan.plan.id)
    assert all(published for published in standing(world).values())


def test_a_reviewer_who_lost_the_role_makes_a_proposal_stale(world):
    (ana, *_) = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    files(world, 1)
    plan = solve_plan(world)
    with world.session() as session:
        from nominations.core.tables import Grant

        grant_id = session.scalars(select(Grant.id).where(Grant.account_id == ana.id)).one()
    roles.revoke_role(world.work("head"), world.edition_id, grant_id)

    assert load_page(world, plan.plan.id).is_stale
    with pytest.raises(ChangedElsewhere):
        plans.apply_plan(world.work("officer"), plan.plan.id)


def test_a_conflict_declared_between_proposal_and_publication_holds_the_pair_back(world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    (file,) = files(world, 1)
    plan = solve_plan(world)
    plans.apply_plan(world.work("officer"), plan.plan.id)
    proposed = {pair for pair, published in standing(world).items() if not published}
    out = next(reviewer for nomination, reviewer in proposed if nomination == file.id)
    conflicts.recuse_reviewer(world.work("officer"), file.id, out, "work", "They share an office.")

    count = assignments.publish_assignments(world.work("head"), world.round().id)

    assert count == len(proposed) - 1
    assert standing(world)[file.id, out] is False


def test_two_who_take_the_same_proposal_over_at_once_do_it_once(world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    files(world, 2)
    plan = solve_plan(world)
    works = [world.work("officer"), world.work("second_officer")]
    start, outcomes = threading.Barrier(2), []

    def act(work):
        start.wait()
        try:
            outcomes.append(plans.apply_plan(work, plan.plan.id))
        except ChangedElsewhere:
            outcomes.append(None)
        finally:
            work.session.close()

    threads = [threading.Thread(target=act, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [(len(plan.added), 0), None]


def test_two_heads_who_publish_at_once_send_each_letter_once(world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    files(world, 2)
    plans.apply_plan(world.work("officer"), solve_plan(world).plan.id)
    works = [world.work("head"), world.work("head")]
    start, counts = threading.Barrier(2), []

    def act(work):
        start.wait()
        counts.append(assignments.publish_assignments(work, world.round().id))
        work.session.close()

    threads = [threading.Thread(target=act, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts)[0] == 0 < sorted(counts)[1]
    addresses = [address for address, _ in world.letters()]
    assert len(addresses) == len(set(addresses)) > 0


def test_asking_twice_while_one_is_made_gives_the_same_one(world):
    readers(world, "Ana Reader", "Bo Reader")
    one = plans.order_plan(world.work("officer"), world.round().id, Choices(2))
    two = plans.order_plan(world.work("second_officer"), world.round().id, Choices(3))
    assert one == two
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_a_lock_is_kept_and_a_barred_one_is_refused_and_later_passed_over(world):
    ana, *_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader", "Dan Reader")
    (file,) = files(world, 1)
    round_id = world.round().id
    with pytest.raises(Refused):
        plans.lock_pair(world.work("officer"), round_id, world.nomination("eligible").id, world.person("recused").id)
    plans.lock_pair(world.work("officer"), round_id, file.id, ana.id)
    plans.lock_pair(world.work("officer"), round_id, file.id, ana.id)

    plan = solve_plan(world)
    assert (file.id, ana.id) in plan.wanted
    assert [cost[:2] for cost in plan.result["lock_costs"]] == [[str(file.id), str(ana.id)]]

    with world.session(writes=True) as session:
        make.recusal(session, session.merge(file), session.merge(ana))
        session.commit()
    plan = solve_plan(world)
    assert (file.id, ana.id) not in plan.wanted
    assert plan.panel.barred_locks == {(file.id, ana.id)}
    plans.unlock_pair(world.work("officer"), round_id, file.id, ana.id)
    with world.session() as session:
        assert session.scalars(select(Lock)).all() == []


def test_what_cannot_be_done_is_told_with_the_bans_and_what_would_help(world):
    readers(world, "Ana Reader")
    (file,) = files(world, 1)
    plan = solve_plan(world, Choices(2))
    cause = plan.result["cause"]

    assert cause["kind"] == "few_readers"
    short = next(entry for entry in cause["files"] if entry[0] == str(file.id))
    assert short[1:3] == [2, 1]
    assert dict(map(tuple, short[3]))["language"] == 3  # the three reviewers of the test world told of no language
    change = {"kind": "demand", "file": str(file.id), "who": "", "group": "", "value": 1}
    others = [{**change, "file": entry[0], "value": entry[2]} for entry in cause["files"] if entry[0] != str(file.id)]
    again = solve_plan(world, Choices(2, changes=(change, *others)))
    assert again.is_answer or again.result["cause"] != cause


def test_a_repair_fills_the_empty_place_and_touches_nothing_else(world):
    ana, bo, *_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader", "Dan Reader")
    one, two = files(world, 2)
    work = world.work("officer")
    assignments.propose_pairs(
        work, world.round().id, [(one.id, ana.id), (one.id, bo.id), (two.id, ana.id), (two.id, bo.id)], routing.WHY,
    )
    assignments.publish_assignments(world.work("head"), world.round().id)
    before = standing(world)
    conflicts.recuse_reviewer(world.work("officer"), one.id, ana.id, "work", "They share an office.")

    plan = solve_plan(world, repair=True)

    assert plan.is_answer
    assert plan.dropped == []
    assert [file for file, _ in plan.added].count(one.id) == 1
    assert all(file != two.id for file, _ in plan.added)
    plans.apply_plan(world.work("officer"), plan.plan.id)
    after = standing(world)
    assert before.keys() <= after.keys()
    assert all(after[pair] is False for pair in after.keys() - before.keys())


def test_a_repair_that_may_move_files_gives_up_what_nobody_began_and_tells_the_reviewer(world):
    ana, bo = readers(world, "Ana Reader", "Bo Reader")
    with world.session(writes=True) as session:
        for person in (ana, bo):
            session.scalars(select(Profile).where(Profile.account_id == person.id)).one().most_files = 1
        owner = session.merge(world.person("owner"))
        session.commit()
    one, two = files(world, 2)
    with world.session(writes=True) as session:
        # Only Bo may read the first file; the second may be read by both, and Bo holds it.
        make.recusal(session, session.merge(one), session.merge(ana))
        session.commit()
    assignments.propose_pairs(world.work("officer"), world.round().id, [(two.id, bo.id)], routing.WHY)
    assignments.publish_assignments(world.work("head"), world.round().id)
    assert owner

    stuck = solve_plan(world, Choices(1), repair=True)
    assert stuck.result["outcome"] == "blocked"
    moved = solve_plan(world, Choices(1, moves=True), repair=True)
    assert moved.is_answer
    assert moved.dropped == [(two.id, bo.id)]
    assert set(moved.added) == {(one.id, bo.id), (two.id, ana.id)}
    plans.apply_plan(world.work("officer"), moved.plan.id)
    assert (bo.email, f"{two.reference} is no longer assigned to you") in world.letters()


def test_a_plan_in_which_a_limit_was_lifted_needs_a_reason_that_is_kept(world):
    (ana, bo) = readers(world, "Ana Reader", "Bo Reader")
    with world.session(writes=True) as session:
        for person in (ana, bo):
            session.scalars(select(Profile).where(Profile.account_id == person.id)).one().country = "TR"
        session.commit()
    (file,) = files(world, 1)
    plan = solve_plan(world, Choices(2, country_cap=None, mixed_regions=False))
    assert plan.is_answer, plan.result
    assert set(plan.exceptions.values()) == {(Limit.COUNTRY,)}

    with pytest.raises(Invalid) as wrong:
        plans.apply_plan(world.work("officer"), plan.plan.id)
    assert wrong.value.problems["reason"][0] == "reason_needed"
    assert not {pair for pair in standing(world) if pair[0] == file.id}

    plans.apply_plan(world.work("officer"), plan.plan.id, "Only two of the panel are free. متفق عليه")
    with world.session() as session:
        reasons = session.scalars(select(AssignmentException.reason)).all()
    assert set(reasons) == {"Only two of the panel are free. متفق عليه"}
    assert {pair for pair in standing(world) if pair[0] == file.id} == {(file.id, ana.id), (file.id, bo.id)}


def test_a_reviewer_may_not_ask_and_a_closed_round_is_not_routed(world):
    for persona in ("assigned", "chair", "observer", "auditor"):
        with pytest.raises(Refused) as refused:
            plans.order_plan(world.work(persona), world.round().id, Choices(2))
        assert refused.value.reason is Refusal.NOT_YOUR_ROLE
    with world.session(writes=True) as session:
        session.merge(world.round()).closed_at = make.START + timedelta(days=1)
        session.commit()
    with pytest.raises(Refused) as refused:
        plans.order_plan(world.work("officer"), world.round().id, Choices(2))
    assert refused.value.reason is Refusal.ROUND_CLOSED


def test_a_child_without_memory_or_time_fails_the_job_and_nothing_else(world, monkeypatch):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    real = solver_child.solve
    monkeypatch.setattr(solver_child, "solve", lambda *args, **kwargs: real(
        *args, **kwargs, limits=Limits(memory=3_000 * 1_048_576, cpu_seconds=60, wall_seconds=0.01)))
    plan = solve_plan(world)
    assert (plan.job.state, plan.job.trouble) == (JobState.FAILED, "time")
    assert not plan.is_answer
    with pytest.raises(Refused):
        plans.apply_plan(world.work("officer"), plan.plan.id)


def test_an_answer_that_breaks_a_rule_is_refused_in_the_child():
    with pytest.raises(solver_child.SolvingFailed) as failed:
        solver_child.solve(TWO_FILES, limits=Limits(memory=200 * 1_048_576, cpu_seconds=20, wall_seconds=20))
    assert failed.value.reason in (Reason.MEMORY, Reason.BROKEN)
    assert solver_child.solve(TWO_FILES)["outcome"] == "answer"


def test_the_command_line_keeps_its_proposal_for_the_board(world):
    readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    files(world, 1)
    work = world.work("head")
    plan_id = plans.make_plan_now(work, world.round().id, Choices(2, seed=7))
    plan = load_page(world, plan_id)
    assert plan.is_answer
    assert plan.plan.seed == 7
    with world.session() as session:
        assert session.scalars(select(Job)).one().state is JobState.DONE


def test_what_the_system_found_since_bars_a_pair_that_is_only_proposed(world):
    ana, *_ = readers(world, "Ana Reader", "Bo Reader", "Cleo Reader")
    (file,) = files(world, 1)
    assignments.propose_pairs(world.work("officer"), world.round().id, [(file.id, ana.id)], routing.WHY)
    with world.session(writes=True) as session:
        session.add(Finding(
            id=uuid4(), nomination_id=file.id, reviewer_id=ana.id, sign="institution", own="A", shared="A",
            question="title", part="", similarity=100, fingerprint="0" * 64, found_at=make.START, state="open",
            reason="",
        ))
        session.commit()

    plan = solve_plan(world)
    at = {plan.panel.ids(pair): why for pair, why in plan.panel.problem.bans.items()}
    assert at[file.id, ana.id] == ("institution",)
    assert (file.id, ana.id) not in plan.wanted
    assert plan.dropped == [(file.id, ana.id)]
    plans.apply_plan(world.work("officer"), plan.plan.id)
    assert (file.id, ana.id) not in standing(world)
