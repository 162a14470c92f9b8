"""Opens one uploaded file in a process of its own, under limits of memory and time: nothing else can suffer.

Run by `inspection`. Takes a task as JSON in its last argument; answers on standard output.
"""

import json
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
from nominations.files.adapters import metadata_free_copies

CHUNK = 262_144
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class RefusedContent(Exception):
    """The file is refused; the word is a `Fault`."""

    def __init__(self, fault: str, **params: int) -> None:
        super().__init__(fault)
        self.answer = {"fault": fault, "params": params}


def pdf(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Pages of a PDF that opens without a password."""
    import pikepdf

    with open(path, "rb") as file:
        file.seek(max(0, file.seek(0, 2) - 2048))
        if b"%%EOF" not in file.read():
            raise RefusedContent("broken")
    try:
        with pikepdf.open(path, suppress_warnings=True) as opened:
            if opened.is_encrypted:
                raise RefusedContent("encrypted")
            pages = _count_leaves(opened.Root.Pages, limits["pages"])
    except pikepdf.PasswordError:
        raise RefusedContent("encrypted") from None
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, RecursionError):
        raise RefusedContent("broken") from None
    if not pages:
        raise RefusedContent("broken")
    return {"pages": pages}


def _count_leaves(root: Any, limit: int) -> int:
    """Pages of the tree, by walking it: what it says of itself may be wrong, and the library keeps every page."""
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
    image = _picture(path, "JPEG", limits)
    size = {"width": image.width, "height": image.height}
    pixels = image.width * image.height
    image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
    _load(image, pixels, limits)
    return size


def png(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Width and height of a PNG whose every chunk has its sum and whose every row is there."""
    image = _picture(path, "PNG", limits)
    size = {"width": image.width, "height": image.height}
    image.close()
    with open(path, "rb") as file:
        file.seek(8)
        _every_row(file)
    return size


def docx(path: str, limits: dict[str, int]) -> dict[str, int]:
    """Nothing to tell of a DOCX, but that it is one, unpacks within bounds and runs nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > limits["members"]:
                raise RefusedContent("too_much_inside")
            if any(member.flag_bits & 1 for member in members):
                raise RefusedContent("encrypted")
            if any(_leaves_home(member) for member in members):
                raise RefusedContent("broken")
            names = {member.filename.lower() for member in members}
            if not {"[content_types].xml", "word/document.xml"} <= names:
                raise RefusedContent("unknown_kind")
            _unpack(archive, members, limits["unpacked"])
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

    image = _picture(path, None, limits)
    side = limits["side"]
    pixels = image.width * image.height
    image.draft("RGB", (side * 2, side * 2))
    _load(image, pixels, limits)
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
    """A JPEG of one page of a PDF, at most so many pixels on its longer side, whatever size it says it has."""
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


def _picture(path: str, kind: str | None, limits: dict[str, int]) -> Any:
    """The opened picture: its header read, its pixels counted, nothing decoded yet."""
    from PIL import Image, UnidentifiedImageError

    # Our own limit answers, with its numbers.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(path, formats=[kind] if kind else ["JPEG", "PNG"])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        raise RefusedContent("broken") from None
    if image.width * image.height > limits["pixels"]:
        raise RefusedContent("too_many_pixels", width=image.width, height=image.height, limit=limits["pixels"])
    return image


def _load(image: Any, pixels: int, limits: dict[str, int]) -> None:
    # A progressive JPEG is kept whole in memory, six bytes a pixel; a lack of it would be reported as a damage.
    needs = pixels * 6 if image.info.get("progressive") else 0
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, IndexError, struct.error):
        raise RefusedContent("too_hard" if needs > limits["memory_mb"] * 600_000 else "broken") from None


def _every_row(file: BinaryIO) -> None:
    """Inflate the picture's rows without keeping them."""
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
            left = _bytes_of_rows(header)
        ended = name == b"IEND"
    if left > 0:
        raise RefusedContent("broken")


def _inflate(unpacker: Any, piece: bytes, left: int) -> int:
    """How many bytes of rows `piece` holds; no more is unpacked than the picture needs."""
    count = 0
    try:
        while piece and count < left:
            count += len(unpacker.decompress(piece, CHUNK))
            piece = unpacker.unconsumed_tail
    except zlib.error:
        raise RefusedContent("broken") from None
    return count


def _bytes_of_rows(header: bytes) -> int:
    try:
        width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
        bits = depth * _SAMPLES[colour]
    except (struct.error, KeyError):
        raise RefusedContent("broken") from None
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    sizes = [(max(0, ceil((width - x) / dx)), max(0, ceil((height - y) / dy))) for x, y, dx, dy in passes]
    return sum((1 + ceil(w * bits / 8)) * h for w, h in sizes if w)


def _leaves_home(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limit: int) -> None:
    """Read every member to its end, so that sums are checked and sizes are counted and not believed."""
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


def _task(name: str) -> Callable[[str, dict[str, int]], dict[str, int] | bytes]:
    if name in INSPECTIONS:
        return INSPECTIONS[name]
    return (PICTURES | metadata_free_copies.TASKS)[name]


def main() -> int:
    """Do the one task, and answer with what was made, what was found, or the fault."""
    memory, cpu_seconds, question = sys.argv[1:]
    sandbox.limit_process(int(memory), int(cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore")
    task = json.loads(question)
    try:
        answer: dict[str, Any] | bytes = _task(task["task"])(task["path"], task["limits"])
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
