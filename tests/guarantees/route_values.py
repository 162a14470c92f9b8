"""Where each route is in the furnished world, and what is carried through it: values of addresses, bodies of forms."""

from io import BytesIO
from uuid import UUID

from nominations.web.sessions import digest
from tests.guarantees.furnished_world import OWN_SESSION, SAID, Things
from tests.support import make
from tests.support.make_files import picture
from tests.support.small_edition import CODE
from tests.support.worlds import PEOPLE

# The file each route is tried with; `submitted` where nothing is said.
FILES = {
    "secretariat.reviewer_messages": "eligible", "secretariat.answer_reviewer": "eligible",
    "secretariat.mark_reviewer_read": "eligible",
    "applicant.section": "draft", "applicant.save_section": "draft", "applicant.section_versions": "draft",
    "applicant.restore_section": "draft", "applicant.autosave": "draft", "applicant.answer_versions": "draft",
    "applicant.restore_answer": "draft", "applicant.presence": "draft", "applicant.ask_for_turn": "draft",
    "applicant.hand_on_turn": "draft", "applicant.comments": "draft", "applicant.write_comment": "draft",
    "applicant.settle_comments": "draft", "applicant.leave": "joined", "applicant.attachments": "draft",
    "applicant.attach": "draft",
    "applicant.describe": "draft", "applicant.begin_upload": "draft", "applicant.upload": "draft",
    "applicant.upload_part": "draft", "applicant.cancel_upload": "draft", "applicant.drop_upload": "draft",
    "applicant.picture": "draft", "applicant.form": "draft", "applicant.read_form": "draft",
    "applicant.take_form": "draft", "applicant.submit": "finished", "applicant.restore": "withdrawn",
    "applicant.discard": "draft", "applicant.confirm_discard": "draft", "applicant.category": "draft",
    "applicant.change_category": "draft", "applicant.move": "moving", "applicant.answer_move": "moving",
    **dict.fromkeys((
        "applicant.letters", "applicant.ask_letter", "applicant.send_letter_again", "applicant.replacement",
        "applicant.replace_referee", "applicant.withdraw_letter", "applicant.ask_consent",
        "applicant.send_consent_again", "applicant.withdraw_consent", "applicant.settle_proposal",
    ), "asking"),
    "reviewer.file#unpublished": "unpublished", "reviewer.file#undecided": "undecided",
    "secretariat.file#draft": "draft", "secretariat.answers#draft": "draft",
    "jury.file#submitted": "submitted", "jury.side_by_side#closed": "person",
    "secretariat.place": "eligible", "secretariat.place#closed": "person",
    "secretariat.confirm_refusal": "contested", "secretariat.reject_refusal": "contested",
    "secretariat.take_back_refusal": "doubted", "secretariat.undo_refusal": "ineligible",
    "secretariat.undo_admission": "admitted", "secretariat.admit": "checked", "secretariat.admission": "checked",
    "secretariat.admit#early": "checked",
    "secretariat.end_correction": "correcting",
    "secretariat.assignment": "eligible", "secretariat.assign": "eligible", "secretariat.remove_assignment": "eligible",
    "secretariat.between": "undecided", "secretariat.decide_between": "undecided",
    "secretariat.lift_recusal": "unpublished", "secretariat.reopen_card": "undecided",
    "secretariat.lock_assignment": "eligible",
    "secretariat.recusal": "eligible", "secretariat.recuse": "eligible", "secretariat.ask_sheet": "eligible",
}
AFTER_THE_CLOSE = {
    "secretariat.own_conflicts", "secretariat.declare_own_conflicts",
    "secretariat.ask_correction",
    "secretariat.admit", "secretariat.admission", "secretariat.refuse", "secretariat.mark_duplicate",
    "secretariat.move", "secretariat.propose_move",
}
# These end a session, begin another, or change what it is for: they get a browser of their own.
CHANGES_THE_SESSION = {
    "account.sign_out", "account.enter_by_code", "account.enter_by_link", "account.enter_by_password",
    "account.enter_demonstration", "account.act_as", "account.send_code",
}
# By which private link each of these is entered.
LINKS = {
    **dict.fromkeys(("invited.letter", "invited.open_letter", "invited.write_letter", "invited.send_letter"), "letter"),
    **dict.fromkeys(("invited.consent", "invited.open_consent", "invited.nomination", "invited.answer_consent"),
                    "consent"),
}
KINDS = {**dict.fromkeys(("secretariat.ask_report", "secretariat.report_table"), "statistics"),
         "public.paper": "questions", "applicant.paper": "receipt", "applicant.ask_letter": "ref_letter"}
_SOMEBODY = {"name": SAID, "role": SAID, "email": "somebody.else@example.org", "language": "ar"}
_REVIEWERS = {
    "secretariat.assign": "unassigned", "secretariat.between": "unassigned", "secretariat.decide_between": "unassigned",
    "secretariat.lift_recusal": "unassigned", "secretariat.reopen_card": "unassigned",
}
_SCORES = {f"score-{criterion}": "7" for criterion in ("quality", "impact", "example")}


def values(place: str, things: Things) -> dict[str, object]:
    """The values of an endpoint's address; `place` is an endpoint, with `#variant` where there are several."""
    endpoint, _, variant = place.partition("#")
    area = endpoint.partition(".")[0]
    file = FILES.get(place, "eligible" if area in ("reviewer", "jury") else "submitted")
    people = {name: things.people[person] for name, (person, _role) in PEOPLE.items()}
    return {
        "edition": CODE, "key": "close_72" if place.endswith("switch_reminder") else "rules",
        "section": "work", "number": 1, "form": "csv", "category": "individual",
        "kind": KINDS.get(endpoint, "photo"), "language": "en", "filename": "css/base.css",
        "nomination_id": things.nominations[file], "attachment_id": things.pictures.get(file, UUID(int=0)),
        "upload_id": things.others["upload"],
        "round_id": things.rounds["closed" if variant == "closed" else "open"],
        "reviewer_id": people[_REVIEWERS.get(endpoint, "assigned")], "reference": "PRL-2025-P-0004",
        "account_id": people["assigned" if area == "secretariat" else "stranger"], "role": "applicant",
        "frozen_id": things.others["frozen_closed" if variant == "closed" else "frozen_open"],
        "grant_id": things.others["grant"], "conflict_id": things.others["conflict"],
        "sample": "quay", "import_id": things.others["people_table" if area == "secretariat" else "sheet"],
        "letter_id": things.others["letter"], "document_id": things.others["document"],
        "plan_id": things.others["plan"],
        "proposal_id": things.others["proposal"],
        "referee_id": things.others[{
            "secretariat": "letter of submitted", **dict.fromkeys(("reviewer", "jury"), "letter of eligible"),
        }.get(area, "referee")],
        "invitation_id": things.others["invitation"],
        "code": things.code, "token": things.link_tokens[LINKS[endpoint]] if endpoint in LINKS
        else things.reviewing_token if "review" in endpoint and area == "invited" else things.sign_in_token,
        "token_hash": digest(OWN_SESSION),
        "invitation": things.invitation, "question": "title", "collaborator_id": things.others["collaborator"],
    }


def body(endpoint: str, things: Things) -> dict[str, object]:
    """A form that does what its route is for, where an empty one would only be sent back."""
    bodies: dict[str, dict[str, object]] = {
        "account.send_code": {"email": "somebody@example.org"},
        "account.act_as": {"role": "applicant"}, "jury.ask_agenda": {"state": ""},
        "account.save_profile": {"name": "Another Name", "language": "fr", "zone": "Asia/Baku"},
        "account.ask_for_new_address": {"email": "somewhere.else@example.org"},
        "applicant.begin": {"category": "project"},
        "applicant.begin_from_form": {"category": "project", "given": '{"title": "A quay"}', "take": "title"},
        "applicant.take_form": {"given": '{"budget": "5"}', "seen": "{}", "take": "budget"},
        "public.answer_eligibility": {"tangible": "yes"},
        "applicant.save_section": {"title": "Another title", "status": "ongoing", "_version": "1"},
        "applicant.autosave": {"title": "A third title", "status": "ongoing", "_version": "1"},
        "applicant.presence": {"typing": "1"}, "applicant.write_comment": {"text": SAID},
        "applicant.invite": {"email": "somebody.else@example.org", "right": "edit"},
        "applicant.change_right": {"right": "comment"},
        "applicant.attach": {"files": (BytesIO(_PICTURE), "x.png")},
        "applicant.describe": {"caption": "A quay", "year": "2021", "photographer": "B", "rights": "yes"},
        "applicant.submit": {"declaration.decl_truth": "1", "typed_name": "Ada Byron"},
        "applicant.confirm_withdrawal": {"reason": SAID}, "applicant.change_category": {"category": "individual"},
        "applicant.answer_move": {"answer": "accept"},
        "applicant.confirm_hand_over": {"email": "somewhere.else@example.org", "confirmed": "yes"},
        "applicant.write_message": {"text": SAID},
        "applicant.ask_letter": _SOMEBODY, "applicant.replace_referee": _SOMEBODY, "applicant.ask_consent": _SOMEBODY,
        "applicant.settle_proposal": {"settle": "take"},
        "invited.send_letter": {"text": SAID}, "invited.answer_consent": {"answer": "agreed", "note": SAID},
        "secretariat.invite_reviewer": {"invite_email": "new.reviewer@example.org", "invite_name": "New Reviewer",
                                        "invite_language": "en"},
        "secretariat.reopen_card": {"reason": SAID}, "invited.answer_review": {"answer": "decline", "reason": SAID},
        "reviewer.give_back": {"reason": "time", "words": SAID},
        "secretariat.hide_names": {"hidden": "yes", "reason": SAID, "unchecked": "1"},
        "reviewer.take_back_recusal": {"reason": SAID},
        "reviewer.save_profile": {"country": "MA", "language-en": "fluent", "most_files": "5"},
        "secretariat.import_assignments": {"table": (BytesIO(b"reference,reviewer\n"), "table.csv")},
        "secretariat.read_people": {"table": (BytesIO(b"mail,country\n"), "people.csv")},
        "secretariat.ask_scores": {"state": ""}, "reviewer.declare": {"answer": "none"},
        "reviewer.save_card": _SCORES | {"version": "0"},
        "reviewer.submit_card": _SCORES | {"version": "0", "comment": SAID, "strength": SAID, "weakness": SAID,
                                           "recommendation": "shortlist"},
        "secretariat.save_screening": {"version": "0", "answer-tangible": "yes", "note-tangible": SAID},
        "secretariat.ask_correction": {"questions": "title", "message": SAID, "until": "2025-12-20"},
        "secretariat.refuse": {"reason_code": "deadline", "reason": SAID},
        "secretariat.reject_refusal": {"undone_reason": SAID}, "secretariat.take_back_refusal": {"undone_reason": SAID},
        "secretariat.undo_refusal": {"undone_reason": SAID}, "secretariat.undo_admission": {"undone_reason": SAID},
        "secretariat.mark_duplicate": {"duplicate_of": "PRL-2025-P-0004", "duplicate_reason": SAID},
        "secretariat.propose_move": {"to_category": "individual", "move_reason": SAID, "complete_by": "2025-12-20"},
        "secretariat.reassign_owner": {"email": "somewhere.else@example.org", "reason": SAID},
        "secretariat.reply": {"text": SAID}, "secretariat.answer_reviewer": {"text": SAID},
        "reviewer.write_message": {"text": SAID},
        "secretariat.propose": {"pair": f"{things.nominations['eligible']}.{things.people['Sevda Kerimli']}"},
        "secretariat.remove_assignment": {"reason": SAID},
        "secretariat.declare_own_conflicts": {"no_other": "yes"},
        "secretariat.decide_conflict": {"decision": "clear", "reason": SAID},
        "secretariat.decide_found": {"finding": str(things.others["finding"]), "decision": "clear", "reason": SAID},
        "secretariat.decide_between": {"finding": str(things.others["finding"]), "decision": "confirm", "reason": SAID},
        "secretariat.lift_recusal": {"lift_reason": SAID},
        "secretariat.add_redaction": {"phrase": "pearls"}, "secretariat.lift_redaction": {"phrase": "quay"},
        "secretariat.check_redactions": {"content": things.read_content},
        "secretariat.change_reviewer_copy": {"choice": "nothing", "reason": SAID,
                                             "seen": str(things.others["reviewer_copy"])},
        "secretariat.recuse": {"kind": "family", "reason": SAID},
        "secretariat.freeze": {"words": SAID},
        "secretariat.change_due": {"due_on": "2026-02-01"}, "secretariat.show_chair": {"shown": "yes", "reason": SAID},
        "secretariat.show_reviewers": {"shown": "yes", "reason": SAID},
        "secretariat.let_shadow": {"reviewer": str(things.people["Sevda Kerimli"])},
        "reviewer.set_aside": _SCORES | {"version": "0"}, "reviewer.switch_keys": {"letters": "off"},
        "reviewer.hand_in_practice": _SCORES,
        "secretariat.preview": _EXTENSION, "secretariat.extend": _EXTENSION,
        "secretariat.extend_one": {"extended_reference": "PRL-2025-P-0001", "until_day": "2025-12-05",
                                   "until_time": "12:00", "extension_reason": SAID},
        "secretariat.grant_role": {
            "email": "somewhere.else@example.org", "name": "Else", "role": "observer", "language": "en",
        },
        "secretariat.save_reviewer_profile": {"country": "MA", "language-en": "fluent", "most_files": "5"},
    }
    return dict(bodies.get(endpoint, {}))


def spoken(endpoint: str, token: str | None) -> dict[str, object]:
    """What a program sends to a route of the protocol of uploads: headers and no form; nothing for all other routes."""
    headers = {
        "applicant.begin_upload": {"Upload-Length": "9", "Upload-Metadata": "filename eC5wbmc="},
        "applicant.upload_part": {"Upload-Offset": "6", "Content-Type": "application/offset+octet-stream"},
        "applicant.cancel_upload": {},
    }.get(endpoint)
    if headers is None:
        return {}
    known = {} if token is None else {"X-CSRFToken": token}
    return {"headers": {"Tus-Resumable": "1.0.0", **headers, **known}, "data": b"a part"}


_PICTURE = picture("PNG", (200, 150))
_EXTENSION = {"kind": "day", "last_day": "2025-12-10", "told": "applicants", "after": "2",
              "reason-en": "More time.", "reason-fr": "Plus de temps.", "reason-ar": "وقت إضافي."}


def instant(place: str):
    """When the route is tried: during the call, or a moment after its close."""
    return make.CLOSE + make.A_MOMENT if place in AFTER_THE_CLOSE else make.START
