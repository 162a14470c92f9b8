"""Makes the archive of one person's own data: JSON for machines and people, and every file of theirs."""

import json
from collections.abc import Callable
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED

from nominations.accounts.queries import own_data
from nominations.core.rules.vocabulary import FileState
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.reports.kinds import Made, Maker, Tell
from nominations.documents.reports.zip_writer import Package
from nominations.files.adapters.store import files
from nominations.files.queries import scans


def _collect(work: Work, document: Document) -> Callable[[Tell], Made]:
    found, settings, at = own_data.of(work), work.settings, work.now
    states = scans.states(work.session, settings, [file.sha256 for file in found.files])

    def make(tell: Tell) -> Made:
        store = files(settings)
        told = json.dumps(found.told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        target = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
        lost, held = [], []
        with Package(target, at, ZIP_DEFLATED) as package:
            package.write("my-data.json", [told])
            for done, file in enumerate(found.files):
                tell(done, len(found.files))
                if states[file.sha256] is not FileState.READY:
                    held.append(file.path)
                    continue
                if not store.exists(file.sha256):
                    lost.append(file.path)
                    continue
                package.write(file.path, store.open(file.sha256))
            for name, paths in (("files-that-are-gone.txt", lost), ("files-not-released.txt", held)):
                if paths:
                    package.write(name, ["\n".join(paths).encode()])
        tell(len(found.files), len(found.files))
        return Made(target, "my-data.zip", told)

    return make


MAKERS = {"my_data": Maker("zip", "application/zip", _collect)}
