"""Papers for everybody: made ahead once, kept, and made again only when what they are made from changes."""

import pytest

from nominations.core.work import Work
from nominations.documents.adapters.render import Reason, RenderingFailed
from nominations.files.adapters.store import files
from nominations.official_form.queries.public_papers import load_paper
from nominations.official_form.services import public_papers
from tests.support import make

pytestmark = pytest.mark.both_databases


@pytest.fixture
def rendered(monkeypatch):
    """Stands in for the rendering, and counts."""
    made = []

    def pdf(edition, category, kind, language, address, limits):
        made.append((edition.code, kind, category.key, language, address))
        return f"%PDF {edition.code} {kind} {category.key} {language}".encode()

    monkeypatch.setattr("nominations.official_form.reports.public_papers.render_paper", pdf)
    return made


def work(world) -> Work:
    return Work(world.session(writes=True), make.SYSTEM, world.clock(), world.settings)


def make_all(world) -> None:
    in_hand = work(world)
    for paper in public_papers.list_wanted(in_hand):
        assert public_papers.make_paper(in_hand, paper)
    in_hand.session.close()


def test_every_paper_is_made_once(world, rendered):
    make_all(world)
    make_all(world)

    assert len(rendered) == len(set(rendered)) == 2 * 2 * 2 * 3  # editions, kinds, categories, languages
    with world.session() as session:
        paper = load_paper(session, world.edition_id, "form", "project", "ar")
        assert b"".join(files(world.settings).open(paper.sha256)) == b"%PDF pearl-2025 form project ar"


def test_a_change_of_how_papers_are_set_makes_them_anew(world, rendered, monkeypatch):
    make_all(world)
    monkeypatch.setattr("nominations.official_form.reports.public_papers.made_from", lambda edition: "another look")
    make_all(world)

    assert len(rendered) == 48


def test_a_visitor_gets_the_paper(world, rendered, app, browse):
    make_all(world)

    answer = app.test_client().get("/pearl-2025/papers/questions/individual/fr")

    assert (answer.status_code, answer.data) == (200, b"%PDF pearl-2025 questions individual fr")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_paper_that_cannot_be_set_does_not_stop_the_others(world, monkeypatch):
    def fails(*_):
        raise RenderingFailed(Reason.TIME)

    monkeypatch.setattr("nominations.official_form.reports.public_papers.render_paper", fails)
    in_hand = work(world)

    assert not public_papers.make_paper(in_hand, public_papers.list_wanted(in_hand)[0])
