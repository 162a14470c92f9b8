"""Binds papers into one PDF, in a process of its own under limits: what was attached may be hostile.

Run by `binding`. Takes its task as JSON on standard input. Our own papers keep their links and their structure for
screen readers. Of attached ones only what is drawn is taken: it is laid under empty pages at the end, from file to
file, so that however much was attached little of it is held.
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
    with TemporaryDirectory(prefix="bind-", dir=target.parent) as workshop:
        _bind_in(task, Path(workshop)).replace(target)


def _bind_in(task: dict[str, Any], folder: Path) -> Path:
    """The volume, made in `folder`."""
    import pikepdf

    bound = pikepdf.new()
    tree = _Tree(bound)
    marks: list[tuple[int, str, int]] = []
    drawn: list[tuple[int, Path]] = []  # on which page a file begins that is laid under it and those behind
    for number, leaf in enumerate(task["leaves"]):
        start = len(bound.pages)
        try:
            with _open_leaf(leaf) as source:
                if leaf["own"]:
                    bound.pages.extend(source.pages)
                    tree.take(source, start)
                else:
                    drawn.append((start, _left_bare(bound, source, folder / f"drawn-{number}.pdf")))
        except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError):
            if leaf["needed"]:
                raise
            continue
        marks.append((leaf["level"], leaf["title"], start))
        sys.stderr.write(".")
        sys.stderr.flush()
    if task["stamp"]:
        _stamp(bound, task["stamp"])
    tree.close()
    _outline(bound, marks)
    bound.Root.Lang = pikepdf.String(task["language"])
    bound.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, Direction=pikepdf.Name("/R2L" if task["rtl"] else "/L2R")
    )
    bound.Root.PageMode = pikepdf.Name.UseOutlines
    with bound.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = task["title"]
        about["dc:language"] = [task["language"]]
        if all(leaf["own"] for leaf in task["leaves"]):  # for what others attached nobody can promise it
            about["pdfuaid:part"] = "1"
    whole = folder / "bound.pdf"
    bound.save(whole, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return _laid_under(whole, drawn, folder / "laid.pdf") if drawn else whole


def _left_bare(bound: Any, source: Any, path: Path) -> Path:
    """Keep what a paper draws at `path`, and add as many empty pages of its sizes to the volume."""
    _only_drawn(source)
    source.save(path)
    for page in source.pages:
        left, bottom, right, top = (float(side) for side in page.trimbox)
        size = (abs(right - left), abs(top - bottom))
        turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
        bound.add_blank_page(page_size=size[::-1] if turned else size)
    return path


def _laid_under(whole: Path, drawn: list[tuple[int, Path]], laid: Path) -> Path:
    """The volume at `laid`, with each of these files laid under its empty pages."""
    import pikepdf

    words = [str(whole)]
    for start, path in drawn:
        with pikepdf.open(path) as source:
            last = start + len(source.pages)
        words += ["--underlay", str(path), f"--to={start + 1}-{last}", "--"]
    pikepdf.Job(["pikepdf", *words, "--object-streams=generate", "--deterministic-id", str(laid)]).run()
    return laid


def _open_leaf(leaf: dict[str, Any]) -> Any:
    import pikepdf

    if leaf["picture"]:
        return pikepdf.open(io.BytesIO(_page_of(leaf["path"])))
    return pikepdf.open(leaf["path"], suppress_warnings=True)


def _page_of(path: str) -> bytes:
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


def _only_drawn(source: Any) -> None:
    """What pages show stays; what they do (actions, scripts, forms, links out, hidden files) does not come along."""
    import pikepdf

    try:
        source.generate_appearance_streams()
        source.flatten_annotations()
    except (pikepdf.PdfError, RuntimeError):
        pass  # a form that cannot be drawn: its page is taken without it
    for page in source.pages:
        for name in ("/Annots", "/AA", "/StructParents", "/Metadata", "/PieceInfo", "/B"):
            if name in page:
                del page[name]


def _stamp(bound: Any, path: str) -> None:
    """The stamp's only page over each page, as an artifact: screen readers need not say it on every page."""
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


def _outline(bound: Any, marks: list[tuple[int, str, int]]) -> None:
    import pikepdf

    with bound.open_outline() as outline:
        under: list[Any] = [outline.root]
        for level, title, page in marks:
            if page >= len(bound.pages):
                continue
            item = pikepdf.OutlineItem(title, page)
            del under[level + 1:]
            under[level].append(item)
            under.append(item.children)


class _Tree:
    """The structure trees of our own papers, grown together: each page keeps its place in the reading order."""

    def __init__(self, bound: Any) -> None:
        import pikepdf

        self._bound, self._next = bound, 0
        self._roles: dict[str, Any] = {}
        self._root = bound.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._kids: list[Any] = []
        self._numbers: list[tuple[int, Any]] = []

    def take(self, source: Any, start: int) -> None:
        """The tree of `source`, whose pages stand in the volume from `start` on."""
        import pikepdf

        theirs = source.Root.get("/StructTreeRoot")
        if theirs is None:
            return
        mine, offset = self._bound.copy_foreign(theirs), self._next
        kids = mine.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            kid.P = self._root
            self._kids.append(kid)
        for name, role in mine.get("/RoleMap", {}).items():
            self._roles[name] = role
        for number, value in _numbers(mine.get("/ParentTree")):
            self._numbers.append((number + offset, value))
            self._next = max(self._next, number + offset + 1)
        for page in self._bound.pages[start:]:
            for holder in (page.obj, *page.obj.get("/Annots", ())):
                for name in ("/StructParents", "/StructParent"):
                    if name in holder:
                        holder[name] = int(holder[name]) + offset

    def close(self) -> None:
        """Put the trees into the volume."""
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


def _numbers(tree: Any) -> list[tuple[int, Any]]:
    """The pairs of a number tree."""
    if tree is None:
        return []
    nums = tree.get("/Nums", [])
    pairs = [(int(nums[i]), nums[i + 1]) for i in range(0, len(nums), 2)]
    return pairs + [pair for kid in tree.get("/Kids", []) for pair in _numbers(kid)]


def main(memory: int, cpu_seconds: int) -> int:
    """The child's whole life."""
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
