"""What was said, found and decided about a nomination, as data: messages, screening, decisions, letters.

docs/formats/records.schema.json says what stands where.
"""

from typing import Any

from nominations.core.language import current_language
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.queries.dossier_rounds import Official
from nominations.records.reports.dossier.data import instant
from nominations.records.rules.dossier import RECORDS_FORMAT
from nominations.rounds.rules import scoring


def messages(found: Dossier) -> dict[str, Any]:
    """The thread between the applicant and the secretariat, the oldest first."""
    return _headed(found, messages=[
        {"sent_at": instant(message.sent_at), "by": "secretariat" if message.by_secretariat else "applicant",
         "author": author, "text": message.text}
        for message, author in found.messages
    ])


def screening(found: Dossier) -> dict[str, Any]:
    """The officer's checklist, and what the machine found when the version that counts was handed in."""
    category = found.edition.category(found.submission.category)
    asked = {each.key: each.question.in_(current_language()) for each in category.checklist}
    return _headed(
        found, saved_by=found.screened_by,
        checks=[
            {"key": key, "question": asked.get(key, ""), "answer": given.get("answer", ""),
             "note": given.get("note", "")}
            for key, given in found.checks.items()
        ],
        findings=list(found.submission.findings),
    )


def decisions(found: Dossier) -> dict[str, Any]:
    """What was decided: eligibility, moves, corrections, more time, consents, rounds with their official places.

    Places stand only where the reader may see the scores of the round.
    """
    told = found.story
    return _headed(
        found, state=found.nomination.state.value,
        eligibility=[
            {"outcome": each.outcome, "reason_code": each.reason_code, "reason": each.reason,
             "made_at": instant(each.made_at), "made_by": told.name(each.made_by_id),
             "confirmed_at": instant(each.confirmed_at), "confirmed_by": told.name(each.confirmed_by_id),
             "undone_at": instant(each.undone_at), "undone_by": told.name(each.undone_by_id),
             "undone_reason": each.undone_reason}
            for each in told.decisions
        ],
        moves=[
            {"from": each.from_category, "to": each.to_category, "reason": each.reason,
             "proposed_at": instant(each.proposed_at), "proposed_by": told.name(each.proposed_by_id),
             "answered_at": instant(each.answered_at), "accepted": each.accepted}
            for each in told.moves
        ],
        corrections=[
            {"questions": list(each.request.questions), "message": each.request.message,
             "asked_at": instant(each.request.asked_at), "asked_by": each.by, "until": instant(each.request.until),
             "answered_at": instant(each.request.answered_at),
             "before": each.before.number if each.before else None,
             "after": each.after.number if each.after else None}
            for each in found.corrections
        ],
        extensions=[
            {"until": instant(each.until), "reason": each.reason, "made_at": instant(each.made_at),
             "made_by": told.name(each.made_by_id)}
            for each in told.extensions
        ],
        late_attempts=[{"at": instant(each.at), "closed_at": instant(each.closed_at)} for each in told.late_attempts],
        consents=[
            {"name": each.name, "asked_at": instant(each.asked_at), "answer": each.answer and each.answer.value,
             "answered_at": instant(each.answered_at), "wording_version": each.wording_version,
             "called_off_at": instant(each.ended_at)}
            for each in found.consents
        ],
        rounds=[
            {"round": each.code, "opened_at": instant(each.opened_at), "closed_at": instant(each.closed_at),
             "official": [_place(one) for one in each.places]}
            for each in found.in_rounds
        ],
    )


def _place(each: Official) -> dict[str, Any]:
    """Where a frozen state of the ranking placed the nomination."""
    standing = each.standing
    return {
        "state": each.number, "frozen_at": instant(each.at), "words": each.words,
        "ledger_record": each.ledger_number, "place": standing.place, "shared": standing.shared,
        "reviews": standing.reviews,
        "mean": None if standing.mean is None else float(scoring.rounded(standing.mean)),
    }


def letters(found: Dossier, places: dict[str, str]) -> dict[str, Any]:
    """Letters of reference that came by a private link."""
    return _headed(found, letters=[
        {"name": each.name, "role": each.role, "kind": each.kind, "received_at": instant(each.received_at),
         "text": each.text, "file": places.get(each.piece.sha256) if each.piece else None}
        for each in found.letters
    ])


def _headed(found: Dossier, **content: Any) -> dict[str, Any]:
    return {
        "format": RECORDS_FORMAT, "edition": found.edition.code, "reference": found.nomination.reference,
        "read_as": found.role, **content,
    }
