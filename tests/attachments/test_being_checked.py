"""Files for which a scanner has not answered: named and marked on every list, offered as a link on none."""

from dataclasses import replace

import pytest

from nominations.core.tables import Attachment, Referee, Scan, StoredFile, Submission
from tests.support import make, reviewing

PAGES = [
    ("owner", "applicant.attachments", "finished", {"fort.jpg"}),
    ("owner", "applicant.check", "finished", {"fort.jpg"}),
    ("assigned", "reviewer.file", "eligible", {"fort.jpg", "letter.jpg"}),
    ("officer", "secretariat.attachments", "eligible", {"fort.jpg", "letter.jpg"}),
]


@pytest.fixture
def guarded(world, app):
    """The world with a scanner that nobody reaches; a picture in two nominations, once as a letter by link too."""
    world.settings = replace(world.settings, scanner_url="tcp://127.0.0.1:9")
    app.extensions["settings"] = world.settings
    reviewing.attach(world, "photo", "fort.jpg", reviewing.jpeg(), "image/jpeg")
    file, draft, owner = world.nomination("eligible"), world.nomination("finished"), world.person("owner")
    with world.session(writes=True) as session:
        picture = dict(session.get_one(Submission, file.submission_id).attachments[-1])
        del picture["id"]
        sha256, size = picture["sha256"], picture["size"]
        session.add(StoredFile(sha256=sha256, size=size, stored_at=make.START))
        session.flush()
        session.add(Attachment(nomination_id=draft.id, uploaded_at=make.START, uploaded_by_id=owner.id, **picture))
        session.add(Referee(
            nomination_id=file.id, kind="plan", name="Zeynab", role="Teacher", language="en", text="Worthy.",
            email="zeynab@example.org", asked_at=make.START, asked_by_id=owner.id, received_at=make.START,
            sha256=sha256, file_name="letter.jpg", size=size, media_type="image/jpeg",
        ))
        session.commit()
        return world, sha256


def record_scan(world, sha256, state):
    """What the scanner said, if anything."""
    findings = {"clean": "", "blocked": "Worm"}
    with world.session(writes=True) as session:
        session.add(Scan(sha256=sha256, state=state, threat=findings.get(state, ""),
                         scanned_at=make.START if state in findings else None))
        session.commit()


@pytest.mark.parametrize(("person", "endpoint", "which", "names"), PAGES)
@pytest.mark.parametrize("state", ["clean", "waiting", "blocked"])
def test_only_what_is_ready_is_offered(guarded, browse, person, endpoint, which, names, state):
    world, sha256 = guarded
    record_scan(world, sha256, state)

    page = browse(person, endpoint, nomination_id=world.nomination(which).id)

    assert names & {name for name, _ in page.links} == (names if state == "clean" else set())
    assert not page.has(f"main img[src*='{world.nomination(which).id}']") or state == "clean"
    text = page.text("main")
    assert [name for name in names if name in text] or (endpoint, state) == ("applicant.check", "blocked")


@pytest.mark.parametrize(("state", "word"), [("waiting", "Checking"), ("blocked", "Blocked")])
@pytest.mark.parametrize(("person", "endpoint", "which", "names"), [page for page in PAGES if "check" not in page[1]])
def test_what_is_not_ready_is_marked_beside_its_name(guarded, browse, person, endpoint, which, names, state, word):
    world, sha256 = guarded
    record_scan(world, sha256, state)

    page = browse(person, endpoint, nomination_id=world.nomination(which).id)

    marked = [row for row in page.texts("li.file") if any(name in row for name in names)]
    assert len(marked) == len(names)
    assert all(word in row for row in marked)
