"""Opens one uploaded file in a child process with limits of memory and time, so that nothing else can be harmed.

Run by `inspection`. Takes a task as JSON in its last argument and writes the result to standard output.
"""

import json
import re
import resource
import struct
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from math import ceil
from typing import Any, BinaryIO

from nominations.core.adapters import sandbox
from nominations.files.adapters import metadata_free_copies, pdf_reading, text_layer

CHUNK = 262_144
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
# What paints on a page: lines, surfaces, pictures, forms, and text that is more than blanks.
_MARKS = re.compile(rb"(?<![\w/])(?:[SsFfBb]\*?|sh|Do|EI)(?![\w*])|\(\s*[^\s)][^)]*\)\s*(?:Tj|'|\")|>\s*Tj|\]\s*TJ")
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class RefusedContent(Exception):
    """The file is refused; `fault` is a value of `Fault`."""

    def __init__(self, fault: str, **params: int) -> None:
        super().__init__(fault)
        self.answer = {"fault": fault, "params": params}


def pdf(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Pages of a PDF that opens without a password and shows something: what it forbids to do with it is no lock."""
    import pikepdf

    try:
        with pdf_reading.open_pdf(path) as opened:
            pages = _count_leaves(opened.Root.Pages, limits["pages"])
            if pages:
                _require_something_shown(opened)
    except pikepdf.PasswordError:
        raise RefusedContent("encrypted") from None
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise RefusedContent("broken") from None
    if not pages:
        raise RefusedContent("broken")
    return {"pages": pages}


def _require_something_shown(opened: Any) -> None:
    """Openable is not readable: refuse what shows a reader nothing of what it holds."""
    form = opened.Root.get("/AcroForm")
    if form is not None and "/XFA" in form and opened.Root.get("/NeedsRendering"):
        raise RefusedContent("dynamic_form")
    if "/Collection" in opened.Root:
        raise RefusedContent("portfolio")
    if not any(_has_marks(page) for page in opened.pages):
        raise RefusedContent("blank")


def _has_marks(page: Any) -> bool:
    """Whether a page draws anything, as far as its first kilobytes tell: what cannot be told counts as a mark."""
    import pikepdf

    contents = page.get("/Contents", [])
    streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents)
    return bool(len(page.get("/Annots", []))) or any(_draws(stream) for stream in streams)


def _draws(stream: Any) -> bool:
    raw = stream.read_raw_bytes()
    if not raw or "/Filter" not in stream:
        content, left = raw[:CHUNK], raw[CHUNK:]
    elif stream.Filter in ("/FlateDecode", ["/FlateDecode"]):
        unpacker = zlib.decompressobj()
        try:
            content, left = unpacker.decompress(raw, CHUNK), unpacker.unconsumed_tail
        except zlib.error:
            return True
    else:
        return True
    return bool(left) or _MARKS.search(content) is not None


def _count_leaves(root: Any, limit: int) -> int:
    """The number of pages, counted in the page tree: its own count may be wrong, and the library loads every page."""
    pages, waiting, seen = 0, [root], set()
    while waiting:
        node = waiting.pop()
        kids = node.get("/Kids")
        if kids is None:
            pages += 1
        elif node.objgen in seen:
            raise RefusedContent("broken")
        elif len(kids) + len(waiting) + pages <= limit:
            seen.add(node.objgen)
            waiting += [kids[number] for number in range(len(kids))]
        else:
            pages += len(kids)
        if pages > limit:
            raise RefusedContent("too_many_pages", pages=pages, limit=limit)
    return pages


def jpg(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Width and height of a JPEG whose every block was decoded (at an eighth of its size)."""
    image = _open_picture(path, "JPEG", limits)
    size = {"width": image.width, "height": image.height}
    pixels = image.width * image.height
    image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
    _decode(image, pixels, limits)
    return size


def png(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Width and height of a PNG whose checksums are all right and whose rows are complete."""
    image = _open_picture(path, "PNG", limits)
    size = {"width": image.width, "height": image.height}
    image.close()
    with open(path, "rb") as file:
        file.seek(8)
        _check_rows(file)
    return size


def docx(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Check that a file is a DOCX without macros whose content is within the limits; there is nothing to measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > limits["members"]:
                raise RefusedContent("too_much_inside")
            if any(member.flag_bits & 1 for member in members):
                raise RefusedContent("encrypted")
            if any(_is_outside(member) for member in members):
                raise RefusedContent("broken")
            names = {member.filename.lower() for member in members}
            if not {"[content_types].xml", "word/document.xml"} <= names:
                raise RefusedContent("unknown_kind")
            _read_all_members(archive, members, limits["unpacked"])
            kinds = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError):
        raise RefusedContent("broken") from None
    if b"macroEnabled" in kinds or any(name.endswith("vbaproject.bin") for name in names):
        raise RefusedContent("has_macros")
    if b"wordprocessingml.document.main+xml" not in kinds:
        raise RefusedContent("unknown_kind")
    return {}


def thumbnail(path: str, limits: dict[str, int]) -> bytes:
    """A small JPEG, upright, on white, without any of the metadata."""
    from PIL import ImageOps

    image = _open_picture(path, None, limits)
    side = limits["side"]
    pixels = image.width * image.height
    image.draft("RGB", (side * 2, side * 2))
    _decode(image, pixels, limits)
    image.thumbnail((side, side), reducing_gap=2.0)
    image = ImageOps.exif_transpose(image)
    if image.mode != "RGB":
        from PIL import Image

        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer)
    out = BytesIO()
    image.info.clear()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def page(path: str, limits: dict[str, int]) -> bytes:
    """A JPEG of one page of a PDF with `limits["side"]` pixels on its longer side, whatever size the page states."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as opened:
            shown = opened[limits["page"]]
            width, height = shown.get_size()
            if not (0 < width < 1e6 and 0 < height < 1e6):
                raise RefusedContent("broken")
            image = shown.render(scale=limits["side"] / max(width, height)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError):
        raise RefusedContent("broken") from None
    out = BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _open_picture(path: str, kind: str | None, limits: dict[str, int]) -> Any:
    """The opened picture, with its number of pixels checked and nothing decoded yet."""
    from PIL import Image, UnidentifiedImageError

    # The limit below replaces the library's, because it reports its numbers.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(path, formats=[kind] if kind else ["JPEG", "PNG"])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        raise RefusedContent("broken") from None
    if image.width * image.height > limits["pixels"]:
        raise RefusedContent("too_many_pixels", width=image.width, height=image.height, limit=limits["pixels"])
    return image


def _decode(image: Any, pixels: int, limits: dict[str, int]) -> None:
    # A progressive JPEG needs six bytes of memory a pixel; the library reports a lack of memory as damage.
    needs = pixels * 6 if image.info.get("progressive") else 0
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, IndexError, struct.error):
        raise RefusedContent("too_hard" if needs > limits["memory_mb"] * 600_000 else "broken") from None


def _check_rows(file: BinaryIO) -> None:
    """Decompress all rows of the picture without keeping them, and check the checksum of every chunk."""
    unpacker, left, header, ended = zlib.decompressobj(), 0, b"", False
    while not ended:
        head = file.read(8)
        if len(head) < 8:
            raise RefusedContent("broken")
        length, name = struct.unpack(">I4s", head)
        check = zlib.crc32(name)
        while length:
            piece = file.read(min(length, CHUNK))
            if not piece:
                raise RefusedContent("broken")
            length -= len(piece)
            check = zlib.crc32(piece, check)
            if name == b"IHDR":
                header += piece
            elif name == b"IDAT":
                left -= _inflate(unpacker, piece, left)
        if file.read(4) != check.to_bytes(4, "big"):
            raise RefusedContent("broken")
        if name == b"IHDR":
            left = _count_row_bytes(header)
        ended = name == b"IEND"
    if left > 0:
        raise RefusedContent("broken")


def _inflate(unpacker: Any, piece: bytes, left: int) -> int:
    """The number of bytes of rows in `piece`; no more than `left` and one chunk are decompressed."""
    count = 0
    try:
        while piece and count < left:
            count += len(unpacker.decompress(piece, CHUNK))
            piece = unpacker.unconsumed_tail
    except zlib.error:
        raise RefusedContent("broken") from None
    return count


def _count_row_bytes(header: bytes) -> int:
    try:
        width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
        bits = depth * _SAMPLES[colour]
    except (struct.error, KeyError):
        raise RefusedContent("broken") from None
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    sizes = [(max(0, ceil((width - x) / dx)), max(0, ceil((height - y) / dy))) for x, y, dx, dy in passes]
    return sum((1 + ceil(w * bits / 8)) * h for w, h in sizes if w)


def _is_outside(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name


def _read_all_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limit: int) -> None:
    """Read every member to its end, so that checksums are checked and the real sizes are counted."""
    total = 0
    for member in members:
        is_text = member.filename.endswith((".xml", ".rels"))
        with archive.open(member) as file:
            while piece := file.read(CHUNK):
                total += len(piece)
                if total > limit:
                    raise RefusedContent("too_much_inside")
                if is_text and b"<!ENTITY" in piece:
                    raise RefusedContent("broken")


INSPECTIONS = {task.__name__: task for task in (pdf, jpg, png, docx)}
PICTURES = {task.__name__: task for task in (thumbnail, page)}


def _find_task(name: str) -> Callable[[str, dict[str, int]], dict[str, int] | bytes]:
    if name in INSPECTIONS:
        return INSPECTIONS[name]
    return (PICTURES | metadata_free_copies.TASKS | text_layer.TASKS)[name]


def main() -> int:
    """Do the task and write its result: bytes that were made, or JSON with measurements or a fault."""
    memory, cpu_seconds, task_json = sys.argv[1:]
    sandbox.limit_process(int(memory), int(cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore")
    task = json.loads(task_json)
    try:
        answer: dict[str, Any] | bytes = _find_task(task["task"])(task["path"], task["limits"])
    except RefusedContent as error:
        answer = error.answer
    except metadata_free_copies.Unreadable:
        answer = RefusedContent("broken").answer
    except ImportError as error:
        return sandbox.report_failure(sandbox.NOT_INSTALLED, str(error))
    except MemoryError:
        return sandbox.OUT_OF_MEMORY
    sys.stdout.buffer.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
