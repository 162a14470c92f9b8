"""An unmodified public tus client against a real server: whole, cut, resumed, restarted in between, with checksums."""

import hashlib
import io
import socket
import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from nominations.core.tables import Attachment
from tests.support import make_files
from tests.support.patience import wait_until

PICTURE = make_files.picture("PNG", (1000, 800))


@pytest.fixture
def owner(served_to_all, request):
    return served_to_all.newcomer(request.node.name)


def client(owner, kind="photo"):
    return TusClient(f"{owner.place(owner.nomination)}/attachments/{kind}/uploads", headers=owner.headers)


def uploader(owner, content=PICTURE, name="صورة.png", **more):
    return client(owner).uploader(file_stream=io.BytesIO(content), metadata={"filename": name}, **more)


def list_attachments(owner):
    with owner.served.database() as session:
        return session.scalars(select(Attachment).where(Attachment.nomination_id == owner.nomination)).all()


def insist_on_the_picture(owner):
    [row] = list_attachments(owner)
    assert (row.name, row.sha256) == ("صورة.png", hashlib.sha256(PICTURE).hexdigest())
    got = owner.http.get(f"{owner.place(owner.nomination)}/attachments/{row.id}")
    assert got.content == PICTURE


@pytest.mark.parametrize("how", [
    {}, {"chunk_size": 100_000}, {"chunk_size": 300_000, "upload_checksum": True},
], ids=["at once", "in parts", "with checksums"])
def test_a_public_client_uploads_a_file(owner, how):
    uploader(owner, **how).upload()

    insist_on_the_picture(owner)


def test_it_goes_on_where_it_stopped_after_the_server_was_killed(served):
    owner = served.person("owner")
    sending = uploader(owner, chunk_size=200_000, upload_checksum=True)
    sending.upload(stop_at=400_000)
    owner.served.kill()
    with pytest.raises(TusUploadFailed):
        sending.upload_chunk()

    owner.served.start_again()
    resumed = client(owner).uploader(
        file_stream=io.BytesIO(PICTURE), url=sending.url, chunk_size=200_000, upload_checksum=True
    )
    assert resumed.offset == 400_000
    resumed.upload()

    insist_on_the_picture(owner)


@pytest.mark.parametrize("cut", [0, 1, 4095, 150_001, len(PICTURE) - 1])
def test_what_came_before_a_line_broke_counts(owner, cut):
    sending = uploader(owner)
    url = sending.create_url()
    half_sent(owner, url, PICTURE[:cut])

    sending = client(owner).uploader(file_stream=io.BytesIO(PICTURE), url=url)
    assert sending.offset == cut
    sending.upload()

    insist_on_the_picture(owner)


def half_sent(owner, url, beginning):
    """A part of which only the beginning leaves before the line breaks."""
    at = urlsplit(url)
    headers = {
        **owner.headers, "Host": at.netloc, "Tus-Resumable": "1.0.0", "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream", "Content-Length": str(len(PICTURE)),
    }
    head = f"PATCH {at.path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    with socket.create_connection((at.hostname, at.port)) as line:
        line.sendall(head.encode() + beginning)
        time.sleep(0.2)

    def has_arrived() -> bool:
        answer = owner.http.head(url, headers={"Tus-Resumable": "1.0.0"})
        return int(answer.headers["Upload-Offset"]) == len(beginning)

    wait_until(has_arrived, pause=0.05)


def test_a_client_that_forgets_is_believed(owner):
    sending = uploader(owner, chunk_size=100_000)
    sending.upload(stop_at=100_000)

    answer = owner.http.delete(sending.url, headers={"Tus-Resumable": "1.0.0"})

    assert answer.status_code == 204
    assert owner.http.head(sending.url, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert list_attachments(owner) == []
