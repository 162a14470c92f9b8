"""The records of a nomination as data: messages, screening, decisions, letters.

docs/formats/records.schema.json describes them.
"""

from typing import Any

from nominations.core.language import current_language
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.queries.dossier_rounds import OfficialPlace
from nominations.records.reports.dossier.data import instant
from nominations.records.rules.dossier import RECORDS_FORMAT
from nominations.rounds.rules import scoring


def describe_messages(dossier: Dossier) -> dict[str, Any]:
    """The thread between the applicant and the secretariat, the oldest first."""
    return _with_heading(dossier, messages=[
        {"sent_at": instant(message.sent_at), "by": "secretariat" if message.by_secretariat else "applicant",
         "author": author, "text": message.text}
        for message, author in dossier.messages
    ])


def describe_screening(dossier: Dossier) -> dict[str, Any]:
    """The officer's checklist, and the automatic findings at the submission of the version that counts."""
    category = dossier.edition.category(dossier.submission.category)
    questions = {item.key: item.question.in_(current_language()) for item in category.checklist}
    return _with_heading(
        dossier, saved_by=dossier.screened_by,
        checks=[
            {"key": key, "question": questions.get(key, ""), "answer": check.get("answer", ""),
             "note": check.get("note", "")}
            for key, check in dossier.checks.items()
        ],
        findings=list(dossier.submission.findings),
    )


def describe_decisions(dossier: Dossier) -> dict[str, Any]:
    """Decisions: eligibility, moves, corrections, extensions, consents, rounds with official places.

    Places are included only where the reader may see the scores of the round.
    """
    story = dossier.story
    return _with_heading(
        dossier, state=dossier.nomination.state.value,
        eligibility=[
            {"outcome": decision.outcome, "reason_code": decision.reason_code, "reason": decision.reason,
             "made_at": instant(decision.made_at), "made_by": story.name(decision.made_by_id),
             "confirmed_at": instant(decision.confirmed_at), "confirmed_by": story.name(decision.confirmed_by_id),
             "undone_at": instant(decision.undone_at), "undone_by": story.name(decision.undone_by_id),
             "undone_reason": decision.undone_reason}
            for decision in story.decisions
        ],
        moves=[
            {"from": move.from_category, "to": move.to_category, "reason": move.reason,
             "proposed_at": instant(move.proposed_at), "proposed_by": story.name(move.proposed_by_id),
             "answered_at": instant(move.answered_at), "accepted": move.accepted}
            for move in story.moves
        ],
        corrections=[
            {"questions": list(correction.request.questions), "message": correction.request.message,
             "asked_at": instant(correction.request.asked_at), "asked_by": correction.by,
             "until": instant(correction.request.until),
             "answered_at": instant(correction.request.answered_at),
             "before": correction.before.number if correction.before else None,
             "after": correction.after.number if correction.after else None}
            for correction in dossier.corrections
        ],
        extensions=[
            {"until": instant(extension.until), "reason": extension.reason, "made_at": instant(extension.made_at),
             "made_by": story.name(extension.made_by_id)}
            for extension in story.extensions
        ],
        late_attempts=[
            {"at": instant(attempt.at), "closed_at": instant(attempt.closed_at)} for attempt in story.late_attempts
        ],
        consents=[
            {"name": consent.name, "asked_at": instant(consent.asked_at),
             "answer": consent.answer and consent.answer.value, "answered_at": instant(consent.answered_at),
             "wording_version": consent.wording_version, "called_off_at": instant(consent.ended_at)}
            for consent in dossier.consents
        ],
        rounds=[
            {"round": round_.code, "opened_at": instant(round_.opened_at), "closed_at": instant(round_.closed_at),
             "official": [_describe_place(one) for one in round_.places]}
            for round_ in dossier.rounds_taken_part
        ],
    )


def _describe_place(place: OfficialPlace) -> dict[str, Any]:
    """The place of the nomination in one frozen ranking; the mean has two decimals."""
    standing = place.standing
    return {
        "state": place.number, "frozen_at": instant(place.at), "words": place.words,
        "ledger_record": place.ledger_number, "place": standing.place, "shared": standing.shared,
        "reviews": standing.reviews,
        "mean": None if standing.mean is None else float(scoring.round_half_up(standing.mean)),
    }


def describe_letters(dossier: Dossier, places: dict[str, str]) -> dict[str, Any]:
    """Letters of reference received by a private link."""
    return _with_heading(dossier, letters=[
        {"name": letter.name, "role": letter.role, "kind": letter.kind, "received_at": instant(letter.received_at),
         "text": letter.text, "file": places.get(letter.piece.sha256) if letter.piece else None}
        for letter in dossier.letters
    ])


def _with_heading(dossier: Dossier, **content: Any) -> dict[str, Any]:
    return {
        "format": RECORDS_FORMAT, "edition": dossier.edition.code, "reference": dossier.nomination.reference,
        "read_as": dossier.role, **content,
    }
