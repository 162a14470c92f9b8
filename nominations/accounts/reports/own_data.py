"""Makes the archive of one person's own data: a ZIP with one JSON file and every file they uploaded."""

import json
from collections.abc import Callable, Mapping
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED

from nominations.accounts.queries import own_data
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import FileState
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.kinds import ZIP, DocumentKind, MadeDocument, Progress, Subject
from nominations.documents.reports.zip_writer import Package
from nominations.files.adapters.store import files
from nominations.files.queries import scans


def _collect(work: Work, document: Document) -> Callable[[Progress], MadeDocument]:
    data, settings, at = own_data.collect_own_data(work), work.settings, work.now
    states = scans.load_states(work.session, settings, [file.sha256 for file in data.files])

    def make(tell: Progress) -> MadeDocument:
        store = files(settings)
        content = json.dumps(data.content, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        target = TemporaryFile()  # noqa: SIM115 (whoever takes the document closes it)
        missing, unreleased = [], []
        with Package(target, at, ZIP_DEFLATED) as package:
            package.write("my-data.json", [content])
            for done, file in enumerate(data.files):
                tell(done, len(data.files))
                if states[file.sha256] is not FileState.READY:
                    unreleased.append(file.path)
                    continue
                if not store.exists(file.sha256):
                    missing.append(file.path)
                    continue
                package.write(file.path, store.open(file.sha256))
            for name, paths in (("files-that-are-gone.txt", missing), ("files-not-released.txt", unreleased)):
                if paths:
                    package.write(name, ["\n".join(paths).encode()])
        tell(len(data.files), len(data.files))
        return MadeDocument(target, "my-data.zip", content)

    return make


KINDS: Mapping[str, DocumentKind] = {
    # Needs no right: a document is found by its owner only.
    "my_data": DocumentKind(
        title=_l("My data"), extension="zip", media_type=ZIP, collect=_collect, subject=Subject.PERSON,
        back="account.data",
    ),
}
