"""What a form of a section sends: which version it was read at, which questions it asked, whether it is finished."""

from typing import Any
from uuid import UUID

from flask import request

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import Refused
from nominations.core.rules.policy_facts import PolicyFacts
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.editions.rules.form import Section
from nominations.nominations.queries import working_copy
from nominations.nominations.queries.working_copy import WorkingCopy
from nominations.nominations.views.sections import section_page
from nominations.web.request import work

MOST = 2**31 - 1


def copy_of(nomination_id: UUID) -> WorkingCopy:
    """The working copy, for whoever may read it."""
    return working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.VIEW))


def copy_and_case(nomination_id: UUID) -> tuple[WorkingCopy, PolicyFacts]:
    """The same with the facts for the policy, for pages that show what else may be done."""
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    return working_copy.load(work(), nomination), case


def section_of(copy: WorkingCopy, key: str) -> Section:
    """The section with this key."""
    for section in copy.category.sections:
        if section.key == key:
            return section
    raise Refused(Refusal.NOT_FOUND)


def version_read() -> int:
    """The version that was read before typing."""
    typed = request.form.get("_version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def is_done() -> bool | None:
    """Whether the section is called finished; None where that was not asked."""
    return {"yes": True, "no": False}.get(request.form.get("_done", ""))


def merge_choices(part: Section, typed: dict[str, Any]) -> dict[str, Any]:
    """The answers as typed; on the page of a clash, the merged text where that was chosen."""
    return typed | {
        question.key: clean(request.form.get(f"_merged.{question.key}", ""))
        for question in section_page.list_questions(part) if request.form.get(f"_choose.{question.key}") == "merged"
    }


def list_questions_sent(part: Section) -> set[str]:
    """The questions this form asked: those shown; on the page of a clash, those taken from this side."""
    keys = {question.key for question in section_page.list_questions(part)}
    if "_only" in request.form:
        keys &= set(request.form.getlist("_only"))
    return {key for key in keys if request.form.get(f"_choose.{key}") != "theirs"}
