"""Writing the answers of a filled-in form into a draft: only those that the owner chose after seeing them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from nominations.access.queries import policy_facts
from nominations.core.rules.errors import ChangedElsewhere
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Nomination
from nominations.core.work import Work
from nominations.nominations.queries import editable_parts, working_copy
from nominations.nominations.steps import working_copy_changes
from nominations.official_form.rules.merging import merge_answer


def take_over(
    work: Work, nomination_id: UUID, answers: Mapping[str, Any], seen: Mapping[str, Any], taken: Collection[str]
) -> list[str]:
    """Write the answers to the questions in `taken`; gives those that changed.

    What the form leaves blank stays as it is in the draft. `seen` are the answers when the difference was shown: a
    changed answer raises `ChangedElsewhere`, and nothing is written. Raises `Invalid` for what cannot be stored.
    """
    with work.transaction():
        nomination = policy_facts.nomination(work, nomination_id, to=Action.EDIT, lock=True)
        copy = working_copy.load(work, nomination)
        opened = editable_parts.open_keys(work, policy_facts.load(work, nomination), copy)
        stored = copy.answers
        wanted = {
            key: merge_answer(copy.category.question(key), stored.get(key), answers[key])
            for key in taken if key in answers and (opened is None or key in opened)
        }
        if any(stored.get(key) != seen.get(key) for key in wanted):
            raise ChangedElsewhere
        changed = working_copy_changes.write_carried_answers(
            work, nomination, copy.category, {key: value for key, value in wanted.items() if stored.get(key) != value}
        )
        if changed:
            _record(work, nomination, changed)
        return changed


def _record(work: Work, nomination: Nomination, changed: list[str]) -> None:
    work.record(Action.EDIT, nomination, {"from_form": changed})
