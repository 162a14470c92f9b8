"""The files of a nomination: rules before choosing, refusals by name, captions, downloads."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from nominations.access.queries import policy_facts
from nominations.attachments.adapters.partial_uploads import Parts
from nominations.attachments.queries import uploads
from nominations.attachments.services import attachments as use_cases
from nominations.attachments.texts import refused_file
from nominations.attachments.views.uploads import offset_of, reason_of, state_of
from nominations.core.language import current_language, format_number, gettext, ngettext, npgettext
from nominations.core.rules.errors import Invalid, Refused
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.tables import Attachment, Nomination
from nominations.core.texts.states import FILE_STATES
from nominations.editions.rules.form import AttachmentKind
from nominations.editions.texts import problem
from nominations.files.adapters.store import files
from nominations.files.queries import scans
from nominations.files.views.downloads import (
    PICTURES,
    SHOWN,
    for_others,
    for_owner,
    large_picture,
    small_picture,
)
from nominations.nominations.queries import editable_parts, outside_requests, working_copy
from nominations.nominations.queries.working_copy import DETAILS, WorkingCopy
from nominations.nominations.rules import progress
from nominations.nominations.texts import errors
from nominations.web.areas.applicant import bp
from nominations.web.authorization import needs
from nominations.web.request import settings, work

Page = str | tuple[str, int] | Redirect
ENDINGS = {"pdf": ".pdf", "jpg": ".jpg,.jpeg", "png": ".png", "docx": ".docx"}


@bp.get("/<uuid:nomination_id>/attachments")
@needs(Action.VIEW)
def attachments(nomination_id: UUID) -> str:
    """Every kind of file asked for, its rules, and what is there."""
    return _page(_copy(nomination_id))


@bp.post("/<uuid:nomination_id>/attachments/<kind>")
@needs(Action.EDIT)
def attach(nomination_id: UUID, kind: str) -> Page:
    """Add files of one kind; what is refused is said by name, the rest is kept."""
    copy = working_copy.load(work(), policy_facts.nomination(work(), nomination_id, to=Action.EDIT))
    wanted = use_cases.kind_of(copy, kind)
    given = [(each.filename or "file", each.stream) for each in request.files.getlist("files") if each.filename]
    if not given:
        return _page(copy, kind, [gettext("Choose a file first.")]), 422
    g.db.close()  # nobody waits for a lock while files are looked into
    store = files(settings())
    with use_cases.taken_in(given, wanted, store, settings()) as (arrived, refused):
        kept = len(arrived)
        beyond = use_cases.add(work(), nomination_id, kind, arrived, store) if arrived else []
    kept -= len(beyond)
    if kept:
        flash(ngettext("%(num)s file is attached.", "%(num)s files are attached.", kept), "success")
    if refused or beyond:
        return _page(_copy(nomination_id), kind, [refused_file(each) for each in (*refused, *beyond)]), 422
    return redirect(url_for("applicant.attachments", nomination_id=nomination_id, _anchor=f"kind-{kind}"), 303)


@bp.post("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/details")
@needs(Action.EDIT)
def describe(nomination_id: UUID, attachment_id: UUID) -> Page:
    """Save the caption and what else belongs to a picture, or take the file out."""
    if "_remove_file" in request.form:
        use_cases.remove(work(), nomination_id, attachment_id)
        flash(gettext("The file is removed."), "success")
        return redirect(url_for("applicant.attachments", nomination_id=nomination_id), 303)
    given = {key: clean(request.form.get(key, "")) for key in DETAILS}
    try:
        use_cases.describe(work(), nomination_id, attachment_id, given)
    except Invalid as wrong:
        return _page(_copy(nomination_id), typed=(attachment_id, given, errors(wrong))), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for("applicant.attachments", nomination_id=nomination_id, _anchor=f"file-{attachment_id}"), 303)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>")
@needs(Action.VIEW)
def attachment(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The file under the name it came with: for its owner and whoever sent it byte for byte."""
    nomination, row = _row(nomination_id, attachment_id)
    is_theirs = work().actor.id in (nomination.owner_id, row.uploaded_by_id)
    return (for_owner if is_theirs else for_others)(row.sha256, row.name, row.media_type)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/small")
@needs(Action.VIEW)
def attachment_small(nomination_id: UUID, attachment_id: UUID) -> Response:
    """A small picture of a picture, or of the first page of a paper."""
    _, row = _row(nomination_id, attachment_id)
    return small_picture(row.sha256, row.media_type)


@bp.get("/<uuid:nomination_id>/attachments/<uuid:attachment_id>/picture")
@needs(Action.VIEW)
def picture(nomination_id: UUID, attachment_id: UUID) -> Response:
    """The same for the large view."""
    _, row = _row(nomination_id, attachment_id)
    return large_picture(row.sha256, row.media_type)


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
    """The rules of a kind, said before a file is chosen; `alone` for somebody who brings one file."""
    told = [", ".join(each.upper() for each in kind.formats)]
    told.append(gettext("at most %(size)s MB each", size=format_number(kind.max_bytes / 1_048_576)))
    if alone:
        pass
    elif kind.least and kind.least != kind.most:
        told.append(gettext("%(least)s to %(most)s files", least=kind.least, most=kind.most))
    else:
        told.append(npgettext("limit", "%(num)s file", "up to %(num)s files", kind.most))
    if kind.min_long_side:
        told.append(gettext("at least %(pixels)s pixels on the longer side", pixels=kind.min_long_side))
    if kind.landscape:
        told.append(gettext("landscape format"))
    if kind.max_pages:
        told.append(ngettext("at most %(num)s page", "at most %(num)s pages", kind.max_pages))
    return " · ".join(told)


def _page(
    copy: WorkingCopy, kind: str = "", refused: Sequence[str] = (),
    typed: tuple[UUID, dict[str, str], dict[str, str]] | None = None,
) -> str:
    case = policy_facts.load(work(), copy.nomination)
    opened = editable_parts.open_keys(work(), case, copy)
    outside = outside_requests.gather_facts(outside_requests.load(work().session, copy.nomination.id), copy)
    wrong: dict[str, list[str]] = {}
    for each in progress.check_attachments(
        copy.edition, copy.category, copy.answers, copy.attached, outside.excused
    ):
        wrong.setdefault(each.question, []).append(problem(each))
    there, coming = working_copy.group_by_kind(copy.attachments), _coming(copy.nomination.id)
    kinds = [
        {
            "kind": each, "label": each.label.in_(current_language()), "help": each.help.in_(current_language()),
            "limits": limits(each),
            "files": there.get(each.key, []), "open": opened is None or each.key in opened,
            "room": len(there.get(each.key, [])) < each.most, "fewest": each.fewest(copy.answers),
            "accept": ",".join(ENDINGS[form] for form in each.formats), "wrong": wrong.get(each.key, []),
            "coming": coming.get(each.key, []), "refused": list(refused) if each.key == kind else [],
        }
        for each in copy.category.attachments if each.asked_from == "call"
    ]
    told = [(f"kind-{kind}", said) for said in refused]
    if typed is not None:
        told = [(f"{key}-{typed[0]}", said) for key, said in typed[2].items()]
    standing = [*copy.attachments, *copy.strays]
    return render_template(
        "applicant/attachments.html", copy=copy, nomination=copy.nomination, kinds=kinds, case=case, errors=told,
        typed=typed, total=sum(row.size for row in standing), count=len(standing), pictures=PICTURES,
        in_all=wrong.get("attachments", []), at_once=settings().upload_bytes, shown=SHOWN, file_states=FILE_STATES,
        found=scans.found_in(work().session, (row.sha256 for row in standing)),
    )


def _coming(nomination_id: UUID) -> dict[str, list[dict[str, object]]]:
    """What is on its way, and what was refused when it was whole, by kind."""
    parts = Parts(settings())
    found: dict[str, list[dict[str, object]]] = {}
    for each in uploads.of_nomination(work(), nomination_id):
        offset = offset_of(each, parts)
        if offset is not None:
            found.setdefault(each.kind, []).append({
                "upload": each, "offset": offset, "state": state_of(each, offset), "reason": reason_of(each),
            })
    return found
