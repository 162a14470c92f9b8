"""One file: its story, its answers in every version, its record."""

from uuid import UUID

from flask import request

from nominations.domain.display import Shown, shown
from nominations.domain.vocabulary import Action
from nominations.language import current
from nominations.models import Submission
from nominations.queries import asked, dossiers
from nominations.queries.dossiers import Dossier
from nominations.terms.files import CONSENT_ANSWERS
from nominations.web.access import needs
from nominations.web.countries import country_name
from nominations.web.opening import opened
from nominations.web.request import work
from nominations.web.secretariat import bp
from nominations.web.secretariat.pages import file_page, number_of
from nominations.web.secretariat.story import timeline


@bp.get("/nominations/<uuid:nomination_id>")
@needs(Action.INSPECT)
def file(nomination_id: UUID) -> str:
    """Where it stands, what happened, who is concerned."""
    dossier = dossiers.dossier(work(), nomination_id)
    opened(nomination_id, "overview")
    told = dossiers.story(work(), dossier.nomination)
    return file_page("secretariat/file.html", dossier, story=told, timeline=timeline(dossier, told),
                     asked=asked.of(work().session, nomination_id), CONSENT_ANSWERS=CONSENT_ANSWERS)


@bp.get("/nominations/<uuid:nomination_id>/answers")
@needs(Action.INSPECT)
def answers(nomination_id: UUID) -> str:
    """The answers of a version, with what differs from the one before it."""
    dossier = dossiers.dossier(work(), nomination_id)
    every = dossiers.submissions(work(), dossier.nomination)
    chosen = dossiers.version(every, number_of(request.args.get("version")))
    opened(nomination_id, f"answers {chosen.number}")
    earlier = next((each for each in every if each.number == chosen.number - 1), None)
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
    """What the ledger holds of this file."""
    dossier = dossiers.dossier(work(), nomination_id)
    opened(nomination_id, "log")
    return file_page("secretariat/log.html", dossier, lines=dossiers.log(work(), dossier.nomination))


def _sections(dossier: Dossier, of: Submission) -> tuple:
    edition = dossier.edition
    return shown(
        edition.category(of.category), of.answers, current(), work().actor.role,
        country=country_name,
    )


def _by_key(dossier: Dossier, of: Submission) -> dict[str, Shown]:
    return {item.key: item for section in _sections(dossier, of) for item in section.items}
