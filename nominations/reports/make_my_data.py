"""Makes the archive of one person's own data: JSON for machines and people, and every file of theirs."""

import json
from collections.abc import Callable
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from nominations.adapters.files import files
from nominations.domain.vocabulary import FileState
from nominations.models import Document
from nominations.queries import my_data, scans
from nominations.reports.making import Made, Maker, Tell
from nominations.work import Work


def _collect(work: Work, document: Document) -> Callable[[Tell], Made]:
    found, settings, at = my_data.of(work), work.settings, work.now
    states = scans.states(work.session, settings, [file.sha256 for file in found.files])

    def make(tell: Tell) -> Made:
        store = files(settings)
        told = json.dumps(found.told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        target = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
        lost, held = [], []
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            archive.writestr(ZipInfo("my-data.json", at.timetuple()[:6]), told, ZIP_DEFLATED)
            for done, file in enumerate(found.files):
                tell(done, len(found.files))
                if states[file.sha256] is not FileState.READY:
                    held.append(file.path)
                    continue
                if not store.exists(file.sha256):
                    lost.append(file.path)
                    continue
                with archive.open(ZipInfo(file.path, at.timetuple()[:6]), "w", force_zip64=True) as entry:
                    for piece in store.open(file.sha256):
                        entry.write(piece)
            for name, paths in (("files-that-are-gone.txt", lost), ("files-not-released.txt", held)):
                if paths:
                    archive.writestr(ZipInfo(name, at.timetuple()[:6]), "\n".join(paths))
        tell(len(found.files), len(found.files))
        return Made(target, "my-data.zip", told)

    return make


MAKERS = {"my_data": Maker("zip", "application/zip", _collect)}
