"""Fills a demonstration by its command; what is drawn for it is drawn once, whatever stages are filled.

    python -m tests.support.demonstration DATA STAGE DRAWINGS

The pictures and papers are the same at every stage, byte for byte, and drawing them takes three quarters of the time.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from nominations import cli
from nominations.demo import fill
from nominations.demo.attachments import Attachment, contents
from nominations.demo.prepared_files import Made


def kept(drawings: Path, wanted: Iterable[Attachment]) -> Iterator[tuple[Made, bytes]]:
    """What `contents` makes, in its order: taken from the folder where it is there already, and put there else."""
    files = list(wanted)
    with closing(contents(file for file in files if not _place(drawings, file.made).exists())) as drawn:
        for thing in dict.fromkeys(file.made for file in files):
            place = _place(drawings, thing)
            if not place.exists():
                made, content = next(drawn)
                assert made == thing
                place.write_bytes(content)
            yield thing, place.read_bytes()


def _place(drawings: Path, thing: Made) -> Path:
    return drawings / hashlib.sha256(repr(thing).encode()).hexdigest()


if __name__ == "__main__":
    data, stage, folder = sys.argv[1:]
    Path(folder).mkdir(exist_ok=True)
    fill.fill = partial(fill.fill, maker=partial(kept, Path(folder)))
    cli.group(["demo", "--data", data, "--stage", stage])
