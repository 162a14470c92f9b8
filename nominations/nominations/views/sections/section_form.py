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
    """The same, and the case it was judged by: for pages that go on asking what else may be done with it."""
    nomination, case = policy_facts.nomination_with_facts(work(), nomination_id, to=Action.VIEW)
    return working_copy.load(work(), nomination), case


def section_of(copy: WorkingCopy, key: str) -> Section:
    """The section with this key."""
    for each in copy.category.sections:
        if each.key == key:
            return each
    raise Refused(Refusal.NOT_FOUND)


def version() -> int:
    """The version that was read before typing."""
    typed = request.form.get("_version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def done() -> bool | None:
    """Whether the section is called finished; None where that was not asked."""
    return {"yes": True, "no": False}.get(request.form.get("_done", ""))


def chosen(part: Section, given: dict[str, Any]) -> dict[str, Any]:
    """The answers as typed; on the page of a clash, the merged text where that was chosen."""
    return given | {
        question.key: clean(request.form.get(f"_merged.{question.key}", ""))
        for question in section_page.asked(part) if request.form.get(f"_choose.{question.key}") == "merged"
    }


def only(part: Section) -> set[str]:
    """The questions this form asked: those shown; on the page of a clash, those taken from this side."""
    asked = {question.key for question in section_page.asked(part)}
    if "_only" in request.form:
        asked &= set(request.form.getlist("_only"))
    return {key for key in asked if request.form.get(f"_choose.{key}") != "theirs"}
