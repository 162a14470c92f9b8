"""One nomination: its history, its answers in every version, its ledger."""

from uuid import UUID

from flask import request

from nominations.access.views.access_log import log_opening
from nominations.core.language import current_language
from nominations.core.rules.vocabulary import Action
from nominations.core.tables import Submission
from nominations.core.texts.states import CONSENT_ANSWERS
from nominations.editions.rules.display import Shown, show_answers
from nominations.nominations.queries import outside_requests
from nominations.screening.queries import nomination_file
from nominations.screening.queries.nomination_file import Dossier
from nominations.screening.views.file_page import file_page
from nominations.screening.views.timeline import timeline
from nominations.web.areas.secretariat import bp
from nominations.web.authorization import needs
from nominations.web.countries import country_name
from nominations.web.request import work
from nominations.web.request_values import parse_version_number


@bp.get("/nominations/<uuid:nomination_id>")
@needs(Action.INSPECT)
def file(nomination_id: UUID) -> str:
    """The overview: state, history, and people."""
    dossier = nomination_file.load_dossier(work(), nomination_id)
    log_opening(nomination_id, "overview")
    story = nomination_file.load_story(work(), dossier.nomination)
    return file_page("secretariat/file.html", dossier, story=story, timeline=timeline(dossier, story),
                     asked=outside_requests.load(work().session, nomination_id), CONSENT_ANSWERS=CONSENT_ANSWERS)


@bp.get("/nominations/<uuid:nomination_id>/answers")
@needs(Action.INSPECT)
def answers(nomination_id: UUID) -> str:
    """The answers of a version, with what differs from the one before it."""
    dossier = nomination_file.load_dossier(work(), nomination_id)
    every = nomination_file.list_submissions(work(), dossier.nomination)
    chosen = nomination_file.find_version(every, parse_version_number(request.args.get("version")))
    log_opening(nomination_id, f"answers {chosen.number}")
    earlier = next((version for version in every if version.number == chosen.number - 1), None)
    before = _by_key(dossier, earlier) if earlier else {}
    now = _by_key(dossier, chosen)
    changed = {key for key in now if key not in before or now[key] != before[key]} if earlier else set()
    return file_page(
        "secretariat/answers.html", dossier, versions=every, chosen=chosen, earlier=earlier, changed=changed,
        before=before, sections=_sections(dossier, chosen),
    )


@bp.get("/nominations/<uuid:nomination_id>/log")
@needs(Action.INSPECT)
def log(nomination_id: UUID) -> str:
    """The records of the ledger about this nomination."""
    dossier = nomination_file.load_dossier(work(), nomination_id)
    log_opening(nomination_id, "log")
    return file_page("secretariat/log.html", dossier, lines=nomination_file.list_log(work(), dossier.nomination))


def _sections(dossier: Dossier, of: Submission) -> tuple:
    edition = dossier.edition
    return show_answers(
        edition.category(of.category), of.answers, current_language(), work().actor.role,
        country=country_name,
    )


def _by_key(dossier: Dossier, of: Submission) -> dict[str, Shown]:
    return {item.key: item for section in _sections(dossier, of) for item in section.items}
