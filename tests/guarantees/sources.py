"""The files of the project, for the rules that read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "nominations"
TEMPLATES = ROOT / "templates"


@cache
def modules() -> tuple[Path, ...]:
    """The modules of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(path for path in TEMPLATES.rglob("*") if path.is_file()))


@cache
def stylesheets() -> tuple[Path, ...]:
    """The styles of pages. A report is paper: its left and right pages are real ones (templates/report/style.css)."""
    return tuple(sorted(PACKAGE.rglob("*.css")))


@cache
def ours() -> tuple[Path, ...]:
    """Every text file under version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()
    kinds = {".py", ".html", ".txt", ".css", ".js", ".toml", ".md", ".po", ".svg", ".yml", ".cfg", ""}
    files = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in files if path.suffix in kinds and path.is_file())


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def places(path: Path, nodes) -> list[str]:
    """`nominations/core/work.py:12` for each node."""
    return [f"{short(path)}:{node.lineno}" for node in nodes]
