"""`python -m tests.tools.report_pictures DATA`: every report of a demonstration, and pictures of their pages for docs/.

The reports go to DATA/reports; the pictures to docs/pictures, where docs/reports.md shows them.
"""

import subprocess
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[2]
EDITION = "natavan-2025"
WIDE = 1000  # pixels of the longer side
COLOURS = 48
# The picture, the report it is of, and the page.
PAGES = (
    ("report-cover-ar", "scoring-project-first-ar", 1), ("report-ar", "scoring-project-first-ar", 3),
    ("report-ranking-en", "scoring-project-first-en", 3), ("report-chances-fr", "scoring-project-first-fr", 6),
    ("report-sheet-ar", "score-sheets-project-first-ar", 3),
    ("report-statistics-ar", "statistics-ar", 1), ("report-register-en", "eligibility-en", 1),
    ("report-own-fr", "my-reviews-fr", 2), ("report-certificate-en", "certificate-en", 1),
)


def main(data: Path) -> None:
    """Make the reports where they are not there yet, then draw."""
    folder = data / "reports"
    if not folder.exists():
        words = ("report", "all", "--data", data, "--edition", EDITION, "--folder", folder)
        subprocess.run([sys.executable, "-m", "nominations", *map(str, words)], check=True, cwd=ROOT)
    for name, report, page in PAGES:
        draw(folder / f"{report}.pdf", page, ROOT / "docs" / "pictures" / f"{name}.png")


def draw(report: Path, page: int, target: Path) -> None:
    """One page in few colours: as much as paper has, and small enough to be kept."""
    with pypdfium2.PdfDocument(report) as document:
        sheet = document[page - 1]
        picture = sheet.render(scale=2 * WIDE / max(sheet.get_size())).to_pil().convert("RGB")
    picture.thumbnail((WIDE, WIDE), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    sys.stdout.write(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
