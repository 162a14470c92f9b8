"""Sound files as phones, scanners and offices really make them, and cut or empty ones that look like them."""

from io import BytesIO

import pikepdf
from PIL import Image

from tests.support import make_files


def changed_pdf(change=None, **how) -> bytes:
    """A PDF of two pages with a change made to it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(make_files.pdf())) as opened:
        if change is not None:
            change(opened)
        opened.save(out, **how)
    return out.getvalue()


def _locked(**lock) -> bytes:
    return changed_pdf(encryption=pikepdf.Encryption(owner="x", user="", **lock))


def _incremental(content: bytes) -> bytes:
    """The same with a change behind it, as signing programs write it."""
    start = content.rfind(b"startxref") + 9
    before = int(content[start:].split()[0])
    offset = len(content)
    body = b"99 0 obj\n<</A 1>>\nendobj\n"
    table = b"xref\n99 1\n%010d 00000 n \n" % offset
    root = b"trailer<</Size 100/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, offset + len(body))
    return content + body + table + root


def open_action(opened) -> None:
    opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('x')"))


def launch(opened) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)]))


def files_within(opened) -> None:
    opened.attachments["budget.xlsx"] = b"the budget"


def page_actions(opened) -> None:
    opened.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x()")))


PLAIN = make_files.pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
PACKED = make_files.pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate)
ORDERED = make_files.pdf(2, linearize=True)
TAILS = {
    "zeros": b"\0", "blanks": b" \r\n",
    "HTML": b"<html><body>scanner</body></html>\n", "a second head": b"%PDF-1.4\n%x\n",
}
BEHIND = {
    f"{sort}, {length} bytes of {tail} behind it": content + (piece * (length // len(piece) + 1))[:length]
    for sort, content in (("plain", PLAIN), ("packed", PACKED), ("ordered for the web", ORDERED))
    for tail, piece in TAILS.items() for length in (1, 100, 3_000, 40_000)
}
SOUND = {
    "locked against copying, 256 bits": (_locked(R=6, allow=pikepdf.Permissions(extract=False)), "a.pdf", "pdf"),
    "locked against copying, 128 bits": (_locked(R=4, allow=pikepdf.Permissions(extract=False)), "a.pdf", "pdf"),
    "locked against copying, 128 bits of RC4": (_locked(R=3, aes=False, metadata=False), "a.pdf", "pdf"),
    "locked against printing": (_locked(allow=pikepdf.Permissions(print_highres=False)), "a.pdf", "pdf"),
    "locked, with bytes behind it": (_locked() + bytes(9_000), "a.pdf", "pdf"),
    "a byte order mark before it": (b"\xef\xbb\xbf" + PLAIN, "a.pdf", "pdf"),
    "line ends before it": (b"\r\n\r\n" + PLAIN, "a.pdf", "pdf"),
    "zeros before it": (bytes(64) + PLAIN, "a.pdf", "pdf"),
    "a change behind it": (_incremental(PLAIN), "a.pdf", "pdf"),
    "a change and bytes behind it": (_incremental(PLAIN) + bytes(5_000), "a.pdf", "pdf"),
    "no line end behind its mark": (PLAIN.rstrip(), "a.pdf", "pdf"),
    "old Mac line ends": (changed_pdf(static_id=True) + b"\r", "a.pdf", "pdf"),
    "a script at its opening": (changed_pdf(open_action), "a.pdf", "pdf"),
    "files within": (changed_pdf(files_within), "a.pdf", "pdf"),
    "a name without an ending": (PLAIN, "document", "pdf"),
    "a PDF called .docx": (PLAIN, "a.docx", "pdf"),
    "jfif of Windows": (make_files.picture(), "a.jfif", "jpg"),
    "jpe of old Windows": (make_files.picture(), "a.JPE", "jpg"),
    "a PNG called .jpg": (make_files.picture("PNG"), "a.jpg", "png"),
    "a JPEG called .png": (make_files.picture(), "a.png", "jpg"),
    "a JPEG called .heic": (make_files.picture(), "IMG_1.HEIC", "jpg"),
    "a JPEG called .pdf by a scanner": (make_files.picture(), "scan.pdf", "jpg"),
    "a photograph with zeros behind it": (make_files.picture() + bytes(70_000), "a.jpg", "jpg"),
    "a photograph with a film behind it": (make_files.picture() + b"\0\0\0\x18ftypmp42" + bytes(900), "a.jpg", "jpg"),
    "a grey scan": (make_files.picture(mode="L"), "a.jpg", "jpg"),
    "a PNG with bytes behind it": (make_files.picture("PNG") + b"\n\n", "a.png", "png"),
    "a document called .doc": (make_files.docx(), "a.doc", "docx"),
}


def heic(brand: bytes = b"heic") -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(900)


def webp() -> bytes:
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "WEBP")
    return out.getvalue()
