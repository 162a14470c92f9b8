"""Hostile files and names: each is refused by name or stored inert, for five seconds of processor at the most."""

import base64
import resource
import time
from io import BytesIO
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from nominations.core.tables import Attachment
from nominations.files.adapters import file_names
from tests.attachments.test_uploads import Tus
from tests.support import hostile_files

FIVE = 5.0


@pytest.fixture
def tus(sign_in, world):
    return Tus(sign_in("owner"), world.nomination("finished").id)


def by_the_form(tus, kind, name, content):
    file = FileStorage(BytesIO(content), filename=name)
    boundary, body = encode_multipart({"csrf_token": tus.token, "files": file})
    return tus.client.post(f"{tus.place}/attachments/{kind}", data=body,
                           content_type=f"multipart/form-data; boundary={boundary}")


def spent() -> float:
    """Seconds of processor so far, those of the ended children that looked into a file included."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.mark.parametrize(("name", "content"), hostile_files.FILES, ids=[name for name, _ in hostile_files.FILES])
def test_a_hostile_file_is_refused_by_name_or_stored_inert(tus, world, name, content):
    kind, made = ("photo" if name.endswith((".jpg", ".png")) else "plan"), content()
    before = spent()

    answer = by_the_form(tus, kind, name, made)

    assert spent() - before < FIVE
    with world.session() as session:
        rows = session.scalars(select(Attachment)).all()
    if answer.status_code == 422:
        # A picture with the ending of another is refused under its own: for its size, as any other.
        assert (rows, name.partition(".")[0] in answer.text) == ([], True)
        return
    assert answer.status_code == 303
    [row] = rows
    for end in ("", "/small", "/picture"):
        before = spent()
        got = tus.client.get(f"{tus.place}/attachments/{row.id}{end}")
        assert spent() - before < FIVE
        assert got.status_code in (200, 404)
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        if got.status_code == 200:
            assert got.mimetype in ("application/pdf", "image/png", "image/jpeg")
            assert "sandbox" in got.headers["Content-Security-Policy"]
        if not end:
            assert got.headers["Content-Disposition"].startswith("attachment;")
            assert got.data == made


@pytest.mark.parametrize("name", hostile_files.NAMES, ids=range(len(hostile_files.NAMES)))
def test_a_hostile_name_is_kept_as_data_or_refused(tus, settings, name):
    raw = name.encode("utf-8", "surrogatepass")
    begun = tus.ask("POST", f"{tus.place}/attachments/plan/uploads", {
        "Upload-Length": "100", "Upload-Metadata": f"filename {base64.b64encode(raw).decode()}",
    })

    assert begun.status_code in (201, 400, 422)
    if begun.status_code == 201:
        encoded = tus.ask("HEAD", begun.location).headers["Upload-Metadata"].partition(" ")[2]
        kept = base64.b64decode(encoded).decode()
        assert kept == file_names.clean_name(name)
        assert not set(kept) & set("/\\\r\n\0\u202e\u2066")
        disposition = file_names.content_disposition(kept)
        assert disposition.isascii()
        assert unquote(disposition.partition("filename*=UTF-8''")[2]) == kept
        assert [path.name for path in (settings.data / "uploads").iterdir()] == [begun.location.rpartition("/")[2]]


def test_the_memory_of_the_server_stays_where_it_was(tus):
    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    contents = [(name, content()) for name, content in hostile_files.FILES if "bomb" in name or "giga" in name]
    before = peak()
    for name, made in contents:
        kind = "photo" if name.endswith((".jpg", ".png")) else "plan"
        by_the_form(tus, kind, name, made)

    assert peak() - before < 60  # MB: the bombs go off in a process of their own, or not at all
