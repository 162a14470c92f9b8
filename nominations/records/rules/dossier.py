"""What a dossier is as a file: its list of SHA-256, its formats, and the names that may stand in it."""

import re
import unicodedata
from collections.abc import Mapping

MANIFEST = "SHA256SUMS"
ANSWERS = "answers.json"
# Stands alone in the dossier of a category of which there is nothing to give.
EMPTY = "EMPTY.txt"
# Names the code by which anybody can check that the award made the list.
PACKAGE = "package.json"
PACKAGE_FORMAT = "nominations-package/1"
# The formats of what a program reads; docs/formats says what each holds.
ANSWERS_FORMAT = "nominations-answers/1"
RECORDS_FORMAT = "nominations-records/1"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\Z")


def parse_manifest(manifest: str) -> Mapping[str, str]:
    """SHA-256 by name, as `sha256sum` writes it; raises `ValueError` for a line that is none or a name twice."""
    digests: dict[str, str] = {}
    for line in manifest.splitlines():
        read = _LINE.match(line)
        if read is None or read[2] in digests:
            raise ValueError(line[:200])
        digests[read[2]] = read[1]
    return digests


def is_safe(name: str) -> bool:
    """Whether a name stays below the folder it is unpacked into, on every system, and says what it is."""
    parts = name.split("/")
    plain = all(unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    below = all(part not in ("", ".", "..") for part in parts)
    return plain and below and "\\" not in name and not re.match(r"[A-Za-z]:", name) and len(name) <= 1000
