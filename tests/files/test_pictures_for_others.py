"""What others see of a picture or a paper: all of the picture, nothing of the place; the owner gets what they sent."""

from io import BytesIO

import pytest
from PIL import Image

from nominations.core.tables import Submission
from tests.support import make_files, reviewing

SECRETS = (
    b"Camera of a person", b"taken at my house", b"Exif", b"GPSLatitude", b"http://ns.adobe.com/xap", b"Photoshop 3.0",
)


def photo_with_place() -> bytes:
    """A JPEG with the place in EXIF, XMP and IPTC, and a comment; upright only by its EXIF."""
    xmp = b"<x:xmpmeta>http://ns.adobe.com/xap exif:GPSLatitude</x:xmpmeta>"
    whole = make_files.photo_with_place(size=(640, 480), xmp=xmp)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0b\x1c\x02\x5a\x00\x06Shusha"
    return whole[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + whole[2:]


def place_of(content: bytes) -> bool:
    with Image.open(BytesIO(content)) as image:
        return bool(image.getexif().get_ifd(0x8825)) or "xmp" in image.info or "photoshop" in image.info


@pytest.fixture
def photo(world):
    return reviewing.attach(world, "photo", "قلعة.jpg", photo_with_place(), "image/jpeg")


def test_the_picture_of_the_tests_says_where_it_was_taken():
    assert place_of(photo_with_place())
    assert all(secret in photo_with_place() for secret in SECRETS)


@pytest.mark.parametrize(("who", "base"), [
    ("assigned", "/pearl-2025/review/files/{file}/attachments"),
    ("officer", "/pearl-2025/secretariat/nominations/{file}/attachments"),
])
def test_nobody_else_learns_where_a_picture_was_taken(world, sign_in, photo, who, base):
    client, place = sign_in(who), base.format(file=world.nomination("eligible").id)
    for end in ("", "/picture", "/thumbnail"):
        answer = client.get(f"{place}/{photo}{end}")

        assert answer.status_code == 200
        assert not [secret for secret in SECRETS if secret in answer.data and (secret != b"Exif" or end)]
        assert not place_of(answer.data)
        with Image.open(BytesIO(answer.data)) as shown:
            turned = shown.getexif().get(274) == 6
            size = shown.size if not turned else shown.size[::-1]
            assert (size[0] < size[1], shown.format) == (True, "JPEG")  # held upright, as its owner held it


def test_the_first_page_of_a_paper_is_shown_small_and_large(world, sign_in):
    paper = reviewing.attach(world, "plan", "خطة.pdf", make_files.pdf(pages=3), "application/pdf")
    for who, base in (("assigned", "review/files"), ("officer", "secretariat/nominations")):
        client = sign_in(who)
        for end, most in (("thumbnail", 480), ("picture", 2000)):
            answer = client.get(
                f"/pearl-2025/{base}/{world.nomination('eligible').id}/attachments/{paper}/{end}"
            )
            assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
            with Image.open(BytesIO(answer.data)) as page:
                assert max(page.size) <= most + 1
    with world.session() as session:
        assert session.get_one(Submission, world.nomination("eligible").submission_id).attachments
