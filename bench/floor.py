"""The floor of the measurements: the same queries and use cases with SQLAlchemy and Jinja, and nothing else.

There are no sessions, CSRF tokens, frame, translations or authorization; a header names the person. The difference to
the real pages is what the application itself costs.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from babel import Locale
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Database
from werkzeug.wrappers import Request, Response

from bench.fill import CODE
from bench.pages import ACTOR
from nominations import registration
from nominations.access.queries import policy_facts
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import Action, AssessmentState, Role
from nominations.core.settings import Settings, load_settings
from nominations.core.tables import OpenEdition
from nominations.core.work import Work
from nominations.editions.queries import editions
from nominations.nominations.queries import own_nominations, working_copy
from nominations.nominations.services import answers, submissions
from nominations.ranking.queries import ranking
from nominations.ranking.reports import score_tables
from nominations.reviewing.queries import desk, score_card
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.services import assessments
from nominations.rounds.queries import assigned_files
from nominations.screening.queries import nomination_file, nomination_list
from nominations.screening.queries.nomination_filters import read_filter

_jinja = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_COUNTRIES = sorted((name, code) for code, name in Locale("en").territories.items() if len(code) == 2)
View = Callable[[Work, Request], Response]


class Floor:
    """A WSGI application of a dozen lines."""

    def __init__(self, settings: Settings) -> None:
        registration.register()
        self._settings = settings
        self._engine: Engine = database.connect(settings.database_url)
        self._clock = clock.make_clock(settings)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        name = request.path.removeprefix("/")
        if name == "healthz":
            return Response("ok\n")(environ, start)
        who, role = request.headers[ACTOR].split()
        with database.open_session(self._engine, writes=request.method == "POST") as session:
            work = Work(session, Actor(UUID(who), Role(role), CODE), self._clock(), self._settings)
            return VIEWS[name](work, request)(environ, start)


def _page(template: str, **values: object) -> Response:
    return Response(_jinja.get_template(template).render(values), mimetype="text/html")


def _id(request: Request) -> UUID:
    return UUID(request.args["nomination_id"])


def _edition_id(session: Database) -> UUID:
    return session.scalars(select(OpenEdition.id).where(OpenEdition.code == CODE)).one()


def _table(work: Work, request: Request) -> Response:
    edition_id = _edition_id(work.session)
    asked = read_filter(request.args, editions.by_id(work.session, edition_id).edition)
    return _page("table.html", table=nomination_list.load_page(work, edition_id, asked))


def _desk(work: Work, request: Request) -> Response:
    edition_id = _edition_id(work.session)
    return _page("desk.html", desk=desk.load_desk(work, edition_id), next_id=desk.find_next_file(work, edition_id))


def _file(work: Work, request: Request) -> Response:
    held = assigned_files.load_assigned(work, _id(request), to=Action.REVIEW)
    sheet = score_card.load_sheet(work.session, held.assignment.id)
    submitted = sheet.assessment is not None and sheet.assessment.state is AssessmentState.SUBMITTED
    return _page("file.html", held=held, sheet=sheet,
                 answers=assigned_files.load_submission(work, held.nomination).answers,
                 next_id=desk.find_next_file(work, held.nomination.edition_id) if submitted else None)


def _inspect(work: Work, request: Request) -> Response:
    dossier = nomination_file.load_dossier(work, _id(request))
    place = nomination_list.find_place(
        work, dossier.nomination.edition_id, read_filter({}, dossier.edition), dossier.nomination.id
    )
    return _page(
        "dossier.html", dossier=dossier, story=nomination_file.load_story(work, dossier.nomination), place=place
    )


def _draft(work: Work, request: Request) -> Response:
    copy = working_copy.load(work, policy_facts.nomination(work, _id(request), to=Action.VIEW))
    return _page("draft.html", nomination=copy.nomination, answers=copy.answers, attachments=copy.attachments,
                 around=own_nominations.load_overview(work, copy.nomination))


def _section(work: Work, request: Request) -> Response:
    copy = working_copy.load(work, policy_facts.nomination(work, _id(request), to=Action.VIEW))
    held = copy.sections.get(request.args["section"])
    part = next(section for section in copy.category.sections if section.key == request.args["section"])
    return _page("section.html", nomination=copy.nomination, answers=held.answers if held else {}, part=part,
                 countries=_COUNTRIES, version=held.version if held else 0)


def _autosave(work: Work, request: Request) -> Response:
    saved = answers.save(work, _id(request), request.args["section"], {"title": request.form["title"]}, only={"title"},
                         version=int(request.form["_version"]))
    return Response(json.dumps({"saved": "now", "version": saved.version}), mimetype="application/json")


def _ranking(work: Work, request: Request) -> Response:
    return _page("ranking.html", ranking=ranking.load_ranking(work, UUID(request.args["round_id"])))


def _save(work: Work, request: Request) -> Response:
    form = request.form
    typed = TypedCard(
        {key.removeprefix("score-"): form[key] for key in form if key.startswith("score-")},
        {key.removeprefix("reason-"): form[key] for key in form if key.startswith("reason-")},
        form["comment"], form["strength"], form["weakness"], form["confidential_note"], form["recommendation"],
    )
    assessments.save_card(work, _id(request), typed, int(form["version"]))
    return Response(status=303, headers={"Location": "/"})


def _submit(work: Work, request: Request) -> Response:
    declared = {
        key.removeprefix("declaration."): value for key, value in request.form.items() if key.startswith("declaration.")
    }
    submissions.submit(work, _id(request), declared=declared, language="en", typed_name=request.form["typed_name"])
    return Response(status=303, headers={"Location": "/"})


def _scores(work: Work, request: Request) -> Response:
    criteria, rows = score_tables.load_current_mark_sets(work, UUID(request.args["round_id"]), "en")
    keys, written = [criterion.key for criterion in criteria], io.StringIO()
    out = csv.writer(written)
    for row in rows:
        out.writerow([row.reference, row.title, row.category, row.round, row.reviewer,
                      *(row.marks.get(key) for key in keys), row.recommendation, row.state, row.submitted_at,
                      *(row.reasons.get(key) for key in keys)])
    return Response(written.getvalue(), mimetype="text/csv")


def _rows(work: Work, request: Request) -> Response:
    edition_id = _edition_id(work.session)
    asked = read_filter({}, editions.by_id(work.session, edition_id).edition)
    written = io.StringIO()
    out = csv.writer(written)
    for row in nomination_list.list_rows(work, edition_id, asked):
        out.writerow([row.reference, row.title, row.owner, row.category, *row.countries, row.language, row.state,
                      row.eligibility, row.reviews, row.reviewers, row.unread, row.changed_at])
    return Response(written.getvalue(), mimetype="text/csv")


VIEWS: dict[str, View] = {
    "secretariat.nominations": _table, "reviewer.desk": _desk, "reviewer.file": _file, "secretariat.file": _inspect,
    "applicant.show": _draft, "applicant.check": _draft, "secretariat.round": _ranking, "reviewer.save_card": _save,
    "applicant.submit": _submit, "applicant.section": _section, "applicant.autosave": _autosave,
    "secretariat.scores_csv": _scores, "secretariat.export": _rows,
}


def _load(*_: object) -> Floor:
    """Runs in each web process."""
    return Floor(load_settings(Path(sys.argv[2])))


def main() -> None:
    """`python -m bench.floor --data FOLDER --port PORT`: as many processes and threads as the real server."""
    settings = load_settings(Path(sys.argv[2]))
    Granian(
        "floor", address="127.0.0.1", port=int(sys.argv[4]), interface=Interfaces.WSGI, workers=settings.workers,
        blocking_threads=2048, backlog=2048, backpressure=2048, websockets=False, log_level=LogLevels.warning,
    ).serve(target_loader=_load, wrap_loader=False)


if __name__ == "__main__":
    main()
