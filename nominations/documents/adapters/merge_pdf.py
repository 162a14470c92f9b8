"""Binds documents into one PDF, in a child process with limits, because attachments may be hostile.

Run by `merge`. Takes its task as JSON on standard input. The application's own documents keep their links and their
structure for screen readers. Of attachments only the drawn content is kept: at the end it is laid under empty pages,
one file after the other, so that little of it is in memory at once.
"""

import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nominations.core.adapters import sandbox

A4 = (595.276, 841.89)
MARGIN = 42.5  # points around a picture: 15 mm
_UNREADABLE = 1


def bind_volume(task: dict[str, Any]) -> None:
    """Write the volume; raises what pikepdf and Pillow raise where a leaf cannot be read."""
    target = Path(task["target"])
    with TemporaryDirectory(prefix="bind-", dir=target.parent) as temporary:
        _bind_in_folder(task, Path(temporary)).replace(target)


def _bind_in_folder(task: dict[str, Any], folder: Path) -> Path:
    """Make the volume in `folder` and return its path."""
    import pikepdf

    bound = pikepdf.new()
    tree = _StructureTree(bound)
    bookmarks: list[tuple[int, str, int]] = []
    drawn: list[tuple[int, Path]] = []  # each file to lay under the empty pages, with the index of its first page
    for number, leaf in enumerate(task["leaves"]):
        start = len(bound.pages)
        try:
            with _open_leaf(leaf) as source:
                if leaf["own"]:
                    bound.pages.extend(source.pages)
                    tree.take(source, start)
                else:
                    drawn.append((start, _add_blank_pages(bound, source, folder / f"drawn-{number}.pdf")))
        except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError):
            if leaf["needed"]:
                raise
            continue
        bookmarks.append((leaf["level"], leaf["title"], start))
        sys.stderr.write(".")
        sys.stderr.flush()
    if task["stamp"]:
        _stamp(bound, task["stamp"])
    tree.close()
    _write_outline(bound, bookmarks)
    bound.Root.Lang = pikepdf.String(task["language"])
    bound.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, Direction=pikepdf.Name("/R2L" if task["rtl"] else "/L2R")
    )
    bound.Root.PageMode = pikepdf.Name.UseOutlines
    with bound.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = task["title"]
        metadata["dc:language"] = [task["language"]]
        if all(leaf["own"] for leaf in task["leaves"]):  # attachments may not meet the standard
            metadata["pdfuaid:part"] = "1"
    whole = folder / "bound.pdf"
    bound.save(whole, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return _underlay_files(whole, drawn, folder / "laid.pdf") if drawn else whole


def _add_blank_pages(bound: Any, source: Any, path: Path) -> Path:
    """Save the drawn content of a document at `path`, and add empty pages of the same sizes to the volume."""
    _remove_interaction(source)
    source.save(path)
    for page in source.pages:
        left, bottom, right, top = (float(side) for side in page.trimbox)
        size = (abs(right - left), abs(top - bottom))
        turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
        bound.add_blank_page(page_size=size[::-1] if turned else size)
    return path


def _underlay_files(whole: Path, drawn: list[tuple[int, Path]], laid: Path) -> Path:
    """Write the volume to `laid`, with each of these files laid under its empty pages."""
    import pikepdf

    arguments = [str(whole)]
    for start, path in drawn:
        with pikepdf.open(path) as source:
            last = start + len(source.pages)
        arguments += ["--underlay", str(path), f"--to={start + 1}-{last}", "--"]
    pikepdf.Job(["pikepdf", *arguments, "--object-streams=generate", "--deterministic-id", str(laid)]).run()
    return laid


def _open_leaf(leaf: dict[str, Any]) -> Any:
    import pikepdf

    if leaf["picture"]:
        return pikepdf.open(io.BytesIO(_picture_page(leaf["path"])))
    return pikepdf.open(leaf["path"], suppress_warnings=True)


def _picture_page(path: str) -> bytes:
    """A picture on a page of its own, as large as the margins leave, upright."""
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((2000, 2000))
        picture = picture.convert("RGB")
    page = A4 if picture.height >= picture.width else A4[::-1]
    scale = min((page[0] - 2 * MARGIN) / picture.width, (page[1] - 2 * MARGIN) / picture.height)
    import pikepdf

    document = pikepdf.new()
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    image = pikepdf.Stream(
        document, drawn.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=picture.width,
        Height=picture.height, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )
    width, height = picture.width * scale, picture.height * scale
    at = ((page[0] - width) / 2, (page[1] - height) / 2)
    content = f"q {width:.2f} 0 0 {height:.2f} {at[0]:.2f} {at[1]:.2f} cm /Picture Do Q".encode()
    document.add_blank_page(page_size=page)
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
    document.pages[0].Contents = pikepdf.Stream(document, content)
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def _remove_interaction(source: Any) -> None:
    """Remove everything but what pages show: actions, scripts, forms, links and hidden files."""
    import pikepdf

    try:
        source.generate_appearance_streams()
        source.flatten_annotations()
    except (pikepdf.PdfError, RuntimeError):
        pass  # a form that cannot be drawn is left out of its page
    for page in source.pages:
        for name in ("/Annots", "/AA", "/StructParents", "/Metadata", "/PieceInfo", "/B"):
            if name in page:
                del page[name]


def _stamp(bound: Any, path: str) -> None:
    """Draw the stamp's page over each page, as an artifact, so that screen readers do not read it on every page."""
    import pikepdf

    with pikepdf.open(path) as drawn:
        form = bound.copy_foreign(drawn.pages[0].as_form_xobject())
        wide, high = (float(side) for side in drawn.pages[0].mediabox[2:])
    for page in bound.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        scale = min((right - left) / wide, (top - bottom) / high)
        name = page.add_resource(form, pikepdf.Name.XObject)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            f"\nQ\n/Artifact BMC q {scale:.4f} 0 0 {scale:.4f} {left:.2f} {bottom:.2f} cm {name} Do Q EMC\n".encode()
        )


def _write_outline(bound: Any, bookmarks: list[tuple[int, str, int]]) -> None:
    import pikepdf

    with bound.open_outline() as outline:
        branches: list[Any] = [outline.root]
        for level, title, page in bookmarks:
            if page >= len(bound.pages):
                continue
            item = pikepdf.OutlineItem(title, page)
            del branches[level + 1:]
            branches[level].append(item)
            branches.append(item.children)


class _StructureTree:
    """Merges the structure trees of the application's own documents, so that the reading order is kept."""

    def __init__(self, bound: Any) -> None:
        import pikepdf

        self._bound, self._next = bound, 0
        self._roles: dict[str, Any] = {}
        self._root = bound.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._kids: list[Any] = []
        self._numbers: list[tuple[int, Any]] = []

    def take(self, source: Any, start: int) -> None:
        """Add the tree of `source`, whose pages begin at index `start` of the volume."""
        import pikepdf

        source_root = source.Root.get("/StructTreeRoot")
        if source_root is None:
            return
        copied_root, offset = self._bound.copy_foreign(source_root), self._next
        kids = copied_root.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            kid.P = self._root
            self._kids.append(kid)
        for name, role in copied_root.get("/RoleMap", {}).items():
            self._roles[name] = role
        for number, value in _list_pairs(copied_root.get("/ParentTree")):
            self._numbers.append((number + offset, value))
            self._next = max(self._next, number + offset + 1)
        for page in self._bound.pages[start:]:
            for holder in (page.obj, *page.obj.get("/Annots", ())):
                for name in ("/StructParents", "/StructParent"):
                    if name in holder:
                        holder[name] = int(holder[name]) + offset

    def close(self) -> None:
        """Write the merged tree into the volume."""
        import pikepdf

        if not self._kids:
            return
        flat = [item for number, value in sorted(self._numbers, key=lambda pair: pair[0]) for item in (number, value)]
        self._root.K = pikepdf.Array(self._kids)
        self._root.ParentTree = self._bound.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(flat)))
        self._root.ParentTreeNextKey = self._next
        if self._roles:
            self._root.RoleMap = pikepdf.Dictionary(self._roles)
        self._bound.Root.StructTreeRoot = self._root
        self._bound.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        for page in self._bound.pages:
            page.obj.Tabs = pikepdf.Name.S


def _list_pairs(tree: Any) -> list[tuple[int, Any]]:
    """The pairs of a number tree."""
    if tree is None:
        return []
    nums = tree.get("/Nums", [])
    pairs = [(int(nums[i]), nums[i + 1]) for i in range(0, len(nums), 2)]
    return pairs + [pair for kid in tree.get("/Kids", []) for pair in _list_pairs(kid)]


def main(memory: int, cpu_seconds: int) -> int:
    """Set the limits, bind the volume, and return the exit status."""
    sandbox.limit_process(memory, cpu_seconds)
    task = json.load(sys.stdin)
    import pikepdf

    try:
        bind_volume(task)
    except (pikepdf.PdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        return sandbox.report_failure(_UNREADABLE, f"\n{type(error).__name__}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
