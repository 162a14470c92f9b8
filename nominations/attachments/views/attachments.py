"""The files of a nomination: rules before choosing, refusals by name, captions, downloads."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.partial_uploads import Parts
from nominations.attachments.adapters.received_files import receive_files
from nominations.attachments.queries import uploads
from nominations.attachments.queries.kinds import find_kind
from nominations.attachments.services.attachments import add_files, describe_file, remove_file
from nominations.attachments.texts import refused_file
from nominations.attachments.views.uploads import offset_of, reason_of, state_of
from nominations.core.language import current_language, format_number, gettext, ngettext, npgettext
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Attachment, Nomination
from nominations.core.texts.states import FILE_STATES
from nominations.editions.rules.form import AttachmentKind
from nominations.editions.texts import problem_sentence
from nominations.files.adapters.store import files
from nominations.files.queries import scans
from nominations.files.views.downloads import (
    PICTURES,
    SHOWN,
    send_large_picture,
    send_small_picture,
    send_to_others,
    send_to_owner,
)
from nominations.nominations.queries import editable_parts, outside_requests, working_copy
from nominations.nominations.queries.working_copy import DETAILS, WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.texts import errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import settings, work

Page = str | tuple[str, int] | Redirect
ENDINGS = {"pdf": ".pdf", "jpg": ".jpg,.jpeg,.jfif,.jpe", "png": ".png", "docx": ".docx"}


@bp.get("/<uuid:nomination_id>/attachments")
@needs(Action.VIEW)
def attachments(nomination_id: UUID) -> str:
    """Every kind of file asked for, its rules, and what is there."""
    return _page(_copy(nomination_id))


@bp.post("/<uuid:nomination_id>/attachments/<kind>")
@needs(Action.EDIT)
def attach(nomination_id: UUID, kind: str) -> Page:
    """Add files of one kind; refused files are listed by name, the others are added."""
    copy = working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.EDIT))
    wanted = find_kind(copy, kind)
    sent = [(file.filename or "file", file.stream) for file in request.files.getlist("files") if file.filename]
    if not sent:
        return _page(copy, kind, [gettext("Choose a file first.")]), 422
    g.db.close()  # hold no lock while files are inspected
    store = files(settings())
    with receive_files(sent, wanted, store, settings()) as (arrived, refused):
        count = len(arrived)
        beyond = add_files(work(), nomination_id, kind, arrived, store) if arrived else []
    count -= len(beyond)
    if count:
        flash(ngettext("%(num)s file is attached.", "%(num)s files are attached.", count), "success")
    if refused or beyond:
        return _page(_copy(nomination_id), kind, [refused_file(refusal) for refusal in (*refused, *beyond)]), 422
    return redirect(url_for("applicant.attachments", nomination_id=nomination_id, _anchor=f"kind-{kind}"), 303)


@bp.post("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/details")
@needs(Action.EDIT)
def describe(nomination_id: UUID, attachment_id: UUID) -> Page:
    """Save the caption and what else belongs to a picture, or take the file out."""
    if "_remove_file" in request.form:
        remove_file(work(), nomination_id, attachment_id)
        flash(gettext("The file is removed."), "success")
        return redirect(url_for("applicant.attachments", nomination_id=nomination_id), 303)
    details = {key: clean(request.form.get(key, "")) for key in DETAILS}
    try:
        describe_file(work(), nomination_id, attachment_id, details)
    except Invalid as wrong:
        return _page(_copy(nomination_id), typed=(attachment_id, details, errors(wrong))), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for("applicant.attachments", nomination_id=nomination_id, _anchor=f"file-{attachment_id}"), 303)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>")
@needs(Action.VIEW)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The file under its original name; its owner and sender get it unchanged."""
    nomination, row = _row(nomination_id, attachment_id)
    is_theirs = work().actor.id in (nomination.owner_id, row.uploaded_by_id)
    return (send_to_owner if is_theirs else send_to_others)(row.sha256, row.name, row.media_type)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/small")
@needs(Action.VIEW)
def attachment_small(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A small picture of a picture, or of the first page of a paper."""
    _, row = _row(nomination_id, attachment_id)
    return send_small_picture(row.sha256, row.media_type)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/picture")
@needs(Action.VIEW)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The same for the large view."""
    _, row = _row(nomination_id, attachment_id)
    return send_large_picture(row.sha256, row.media_type)


def _copy(nomination_id: UUID) -> WorkingCopy:
    return working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.VIEW))


def _row(nomination_id: UUID, attachment_id: UUID) -> tuple[Nomination, Attachment]:
    """A file of this nomination, and the nomination."""
    nomination = policy_facts.nomination(work(), nomination_id, to=Action.VIEW)
    row = working_copy.load_attachment(work().session, nomination.id, attachment_id)
    if row is None:
        raise Refused(Refusal.NOT_FOUND)
    return nomination, row


def limits(kind: AttachmentKind, *, alone: bool = False) -> str:
    """The limits of a kind in words; `alone` leaves out the number of files."""
    rules = [", ".join(extension.upper() for extension in kind.formats)]
    rules.append(gettext("at most %(size)s MB each", size=format_number(kind.max_bytes / 1_048_576)))
    if alone:
        pass
    elif kind.least and kind.least != kind.most:
        rules.append(gettext("%(least)s to %(most)s files", least=kind.least, most=kind.most))
    else:
        rules.append(npgettext("limit", "%(num)s file", "up to %(num)s files", kind.most))
    if kind.min_long_side:
        rules.append(gettext("at least %(pixels)s pixels on the longer side", pixels=kind.min_long_side))
    if kind.landscape:
        rules.append(gettext("landscape format"))
    if kind.max_pages:
        rules.append(ngettext("at most %(num)s page", "at most %(num)s pages", kind.max_pages))
    return " · ".join(rules)


def _page(
    copy: WorkingCopy, kind: str = "", refused: Sequence[str] = (),
    typed: tuple[UUID, dict[str, str], dict[str, str]] | None = None,
) -> str:
    case = policy_facts.load(work(), copy.nomination)
    opened = editable_parts.open_keys(work(), case, copy)
    outside = outside_requests.gather_facts(outside_requests.load(work().session, copy.nomination.id), copy)
    wrong: dict[str, list[str]] = {}
    for fault in progress.check_attachments(
        copy.edition, copy.category, copy.answers, copy.attached, outside.excused
    ):
        wrong.setdefault(fault.question, []).append(problem_sentence(fault))
    there, coming = working_copy.group_by_kind(copy.attachments), _coming(copy.nomination.id)
    kinds = [
        {
            "kind": item, "label": item.label.in_(current_language()), "help": item.help.in_(current_language()),
            "limits": limits(item),
            "files": there.get(item.key, []), "open": opened is None or item.key in opened,
            "room": len(there.get(item.key, [])) < item.most, "fewest": item.fewest(copy.answers),
            "accept": ",".join(ENDINGS[form] for form in item.formats), "wrong": wrong.get(item.key, []),
            "coming": coming.get(item.key, []), "refused": list(refused) if item.key == kind else [],
        }
        for item in copy.category.attachments if item.asked_from == "call"
    ]
    errors_ = [(f"kind-{kind}", sentence) for sentence in refused]
    if typed is not None:
        errors_ = [(f"{key}-{typed[0]}", sentence) for key, sentence in typed[2].items()]
    present = [*copy.attachments, *copy.strays]
    return render_template(
        "applicant/attachments.html", copy=copy, nomination=copy.nomination, kinds=kinds, case=case, errors=errors_,
        typed=typed, total=sum(file.size for file in present), count=len(present), pictures=PICTURES,
        in_all=wrong.get("attachments", []), at_once=settings().upload_bytes, shown=SHOWN, file_states=FILE_STATES,
        found=scans.load_threats(work().session, (file.sha256 for file in present)),
    )


def _coming(nomination_id: UUID) -> dict[str, list[dict[str, object]]]:
    """Unfinished and refused uploads, by kind."""
    parts = Parts(settings())
    by_kind: dict[str, list[dict[str, object]]] = {}
    for upload in uploads.list_unfinished(work(), nomination_id):
        offset = offset_of(upload, parts)
        if offset is not None:
            by_kind.setdefault(upload.kind, []).append({
                "upload": upload, "offset": offset, "state": state_of(upload, offset), "reason": reason_of(upload),
            })
    return by_kind
