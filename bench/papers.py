"""The small papers of an applicant: the blank form, its reading, and the receipt, one after the other."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nominations.core.settings import Settings
from nominations.documents.adapters.render import Limits, render_pdf
from nominations.documents.reports.frame import Front
from nominations.editions.adapters.folder import read_folder
from nominations.nominations.reports import receipt
from nominations.nominations.reports.receipt import Receipt, ReceivedFile
from nominations.official_form.adapters import form_reader
from nominations.official_form.reports import blank_form

TIMES = 5
LANGUAGES = ("en", "ar")
_EDITION = Path(__file__).parents[1] / "config" / "editions" / "natavan-2025"
_ADDRESS = "https://award.example.org"


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: how many a second one process makes, with its child each time, and how large one is."""

    name: str
    a_second: float
    octets: int


def measure(settings: Settings) -> Iterator[Paper]:
    """The form of the projects and a receipt with twelve files, in two languages; and the reading of a form."""
    edition = read_folder(_EDITION)
    category = edition.categories[0]
    for language in LANGUAGES:
        form, paper = _time(
            lambda spoken=language: blank_form.render_form(edition, category, spoken, _ADDRESS, Limits())
        )
        yield Paper(f"blank form, {language}", form, len(paper))
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            Path(file.name).write_bytes(paper)
            reading, _ = _time(lambda path=Path(file.name): form_reader.look(path, settings))
        yield Paper(f"form read, {language}", reading, len(paper))
        made, paper = _time(lambda spoken=language: render_pdf(receipt.render_receipt(_receipt(), spoken)))
        yield Paper(f"receipt, {language}", made, len(paper))


def _time(make: Callable[[], object]) -> tuple[float, bytes]:
    made = make()  # the first one fills the caches, as the worker's first one does
    began = time.perf_counter()
    for _ in range(TIMES):
        made = make()
    return TIMES / (time.perf_counter() - began), made if isinstance(made, bytes) else b""


def _receipt() -> Receipt:
    at = datetime(2025, 11, 30, 22, 59, tzinfo=UTC)
    front = Front("The award", ("One", "Two"), at, "Somebody", "Africa/Casablanca", code="7K4M-9QXT-2HVB-W3DN",
                  checked_at=f"{_ADDRESS}/check/7K4M9QXT2HVBW3DN")
    files = tuple(ReceivedFile(f"صورة {number}.jpg", "Photograph", 4_000_000, f"{number:064x}") for number in range(12))
    return Receipt(front, "NHA-2025-P-0042", "ترميم سبيل الحي", "Projects", "Somebody", at, 1, "a" * 64, files)
