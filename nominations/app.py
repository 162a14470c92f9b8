"""Makes the application: wires, nothing else."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from nominations import registration
from nominations.access.queries.involvement import load_involvement
from nominations.core import database
from nominations.core.adapters import clock
from nominations.core.adapters.queue import open_queue
from nominations.core.language import configure_jinja, template_folder
from nominations.core.settings import Settings
from nominations.core.work import Enqueue, enqueue_nothing
from nominations.documents.views import documents
from nominations.web import authorization, errors, frame, health, security_headers, sessions, urls
from nominations.web.areas import account, applicant, invited, jury, public, reviewer, secretariat
from nominations.web.csrf import csrf
from nominations.web.rate_limit import RateLimit
from nominations.web.server import lenient_bodies


def make_app(settings: Settings) -> Flask:
    """The application of one web process, with its own line to the worker."""
    queue = open_queue(settings)
    return create_app(settings, lambda task, identity: queue.enqueue(task, id=identity))


def create_app(settings: Settings, enqueue: Enqueue = enqueue_nothing) -> Flask:
    """The web application for one data folder or database; `enqueue` tells the worker what a commit left to do."""
    registration.register()
    registration.load_views()
    app = _make_flask()
    configure(app, settings, enqueue)
    return app


def configure(app: Flask, settings: Settings, enqueue: Enqueue = enqueue_nothing) -> None:
    """Give `app` everything that depends on the settings; nothing else of it does."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        MAX_FORM_MEMORY_SIZE=settings.form_memory_bytes,
        MAX_FORM_PARTS=settings.form_parts,
    )
    app.extensions.update(
        settings=settings, engine=database.connect(settings.database_url), clock=clock.make_clock(settings),
        enqueue=enqueue, involvement=load_involvement,
        link_pace=RateLimit(settings.tries_per_address, timedelta(minutes=settings.tries_minutes)),
    )


def _make_flask() -> Flask:
    """The routes, templates and handlers."""
    app = Flask(__name__, template_folder=template_folder(), static_folder=Path(__file__).parent / "static")
    app.request_class, app.response_class = lenient_bodies.StrictRequest, lenient_bodies.LenientResponse
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False)
    app.session_interface = sessions.StoredSessions()
    configure_jinja(app.jinja_env)
    csrf.init_app(app)
    for part in (security_headers, urls, frame, errors):
        part.register(app)
    for area in (health, public, account, applicant, invited, reviewer, jury, secretariat, documents):
        app.register_blueprint(area.bp)
    authorization.protect_views(app)
    return app
