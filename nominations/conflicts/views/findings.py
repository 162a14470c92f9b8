"""What the system found, as the conflict desk shows it."""

from collections.abc import Sequence
from math import ceil

from flask import request

from nominations.conflicts.analysis.names import THRESHOLD
from nominations.conflicts.queries import conflict_pairs
from nominations.conflicts.texts import SIGNS
from nominations.conflicts.views.evidence import evidence
from nominations.core.queries import accounts
from nominations.core.rules.vocabulary import Role, Sign
from nominations.web.request import edition_id, work
from nominations.web.request_values import list_chosen_ids


def list_found(problems: Sequence[tuple[str, str]] = ()) -> dict[str, object]:
    """One page of the pairs that wait for a decision, filtered by the address, and the form of a refused decision."""
    sign = request.args.get("sign", "")
    sign = sign if sign in {item.value for item in Sign} else ""
    of, page = list_chosen_ids("of")[:1], min(max(1, request.args.get("found", 1, type=int)), 10_000)
    findings = conflict_pairs.list_undecided(
        work(), edition_id(), sign=Sign(sign) if sign else None, reviewer_id=of[0] if of else None, page=page
    )
    return {
        "found": findings, "found_page": page, "found_pages": max(1, ceil(findings.total / conflict_pairs.ON_A_PAGE)),
        "sign": sign, "signs": SIGNS, "of": str(of[0]) if of else "", "evidence": evidence(), "threshold": THRESHOLD,
        "all_reviewers": [(account.id, account.name or account.email)
                          for account in accounts.list_holders(work().session, edition_id(), Role.REVIEWER)],
        "problems": problems, "given": read_decision(), "chosen": request.form.getlist("finding"),
    }


def read_decision() -> dict[str, str]:
    """The fields of a decision as typed."""
    return {name: request.form.get(name, "") for name in ("decision", "reason", "lift_reason")}
