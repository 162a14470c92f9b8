"""The file format of a dossier: its list of SHA-256, its data formats, and which names of entries are safe."""

import re
import unicodedata
from collections.abc import Mapping

MANIFEST = "SHA256SUMS"
ANSWERS = "answers.json"
# The only entry of a category's dossier that has no nomination.
EMPTY = "EMPTY.txt"
# Holds the code with which anybody can check that the award made the list.
PACKAGE = "package.json"
PACKAGE_FORMAT = "nominations-package/1"
# Formats of the data files; docs/formats describes each.
ANSWERS_FORMAT = "nominations-answers/1"
RECORDS_FORMAT = "nominations-records/1"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\Z")


def parse_manifest(manifest: str) -> Mapping[str, str]:
    """SHA-256 by name, from the format of `sha256sum`. Raises `ValueError` for a malformed line or a repeated name."""
    digests: dict[str, str] = {}
    for line in manifest.splitlines():
        read = _LINE.match(line)
        if read is None or read[2] in digests:
            raise ValueError(line[:200])
        digests[read[2]] = read[1]
    return digests


def is_safe(name: str) -> bool:
    """Whether a file of this name is unpacked below the target folder on every system, and shows as it is written."""
    parts = name.split("/")
    plain = all(unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    below = all(part not in ("", ".", "..") for part in parts)
    return plain and below and "\\" not in name and not re.match(r"[A-Za-z]:", name) and len(name) <= 1000
