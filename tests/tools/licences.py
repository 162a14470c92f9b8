"""The licences of the pinned packages, as their own metadata states them.

`python -m tests.tools.licences` (`make licences`) writes the table of docs/third-party.md anew.
"""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "third-party.md"
# The packages that serve, and those that only test. A pin is a line that begins with a name; its hashes are indented.
RUNTIME, TESTS = (ROOT / name for name in ("requirements.txt", "requirements-test.txt"))
BEGINS, ENDS = "<!-- packages: written by make licences -->\n", "<!-- end of packages -->\n"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"
_LONGEST = 80  # some packages put the whole text of their licence where its name belongs


def list_pinned(path: Path) -> set[str]:
    """The names of the packages that a file of pins names."""
    return set(_PIN.findall(path.read_text("utf-8")))


def licence(name: str) -> str:
    """What a package says of its licence: the most exact field of its metadata, else the text that comes with it."""
    package = metadata.metadata(name)
    written = (package.get("License-Expression") or package.get("License") or "").strip()
    if written and "\n" not in written and len(written) <= _LONGEST:
        return written
    classifiers = [line for line in package.get_all("Classifier", []) if line.startswith("License")]
    classes = [classifier.rpartition(" :: ")[2] for classifier in classifiers]
    return ", ".join(one for one in classes if one != "OSI Approved") or _by_its_text(name)


def _by_its_text(name: str) -> str:
    for file in metadata.files(name) or ():
        if "LICENSE" in file.name.upper() and _MIT in " ".join(file.read_text().split()):
            return "MIT (by its text)"
    return "not stated"


def table() -> str:
    """One row for each package; those that are pinned for another platform and are not installed here are left out."""
    runtime = list_pinned(RUNTIME)
    rows = ["| package | licence | for |", "| --- | --- | --- |"]
    for name in sorted(runtime | list_pinned(TESTS)):
        try:
            stated = licence(name)
        except metadata.PackageNotFoundError:
            continue
        rows.append(f"| {name} | {stated} | {'running' if name in runtime else 'tests'} |")
    return "\n".join(rows) + "\n"


def write() -> None:
    """Put the table into the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(f"{before}{BEGINS}\n{table()}\n{ENDS}{after}", "utf-8")


if __name__ == "__main__":
    write()
