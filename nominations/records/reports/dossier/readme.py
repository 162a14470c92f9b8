"""The README of a dossier: what each file holds and how to check them."""

from collections.abc import Iterable

from nominations.core.language import gettext as _
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.rules.dossier import MANIFEST


def write_readme(dossier: Dossier, names: Iterable[str], award: str, code: str, checked_at: str) -> str:
    """The text in the current language; explains only files in `names`. `code` and `checked_at` are the package's."""
    explanations = {
        "dossier.pdf": _("the documents, attachments and letters of reference in one volume, with bookmarks"),
        "answers.json": _("the answers of every version, with their questions, as data"),
        "attachments/": _("the files of the version that counts"),
        "letters/": _("the letters of reference that were received by private link"),
        "letters.json": _("who wrote each letter of reference, and when it arrived"),
        "messages.json": _("the messages between the applicant and the secretariat"),
        "screening.json": _("the checklist of the screening, and what was found when the nomination was submitted"),
        "decisions.json": _(
            "decisions: eligibility, moves, corrections, extensions, late attempts, consents, rounds, official places"
        ),
        "reviews/": _("the score sheet of each round, as a document and as data"),
        "NOT-RELEASED.txt": _("files that are not here because they are still being checked or are blocked"),
        "NOT-BOUND.txt": _("files that are here but not in the volume, because they cannot be added to it"),
        MANIFEST: _("the fingerprint (SHA-256) of every file"),
    }
    there = [*names, MANIFEST]
    proof = [
        _("This shows only that the files agree with the list. To check that this package is ours, open this page and "
          "compare the file SHA256SUMS:"),
        f"    {checked_at}", f"{_('Verification code')}: {code}",
    ] if code else [_("This shows only that the files agree with the list. The package has no verification code.")]
    lines = [
        f"{_('Nomination package')} {dossier.nomination.reference}", dossier.nomination.title, award, "",
        _("This package contains what its reader was allowed to see when it was made."), "",
        *(
            f"{name}: {words}" for name, words in explanations.items()
            if any(entry == name or (name.endswith("/") and entry.startswith(name)) for entry in there)
        ), "",
        _("To check that nothing is missing or changed, run this in the folder with the unpacked files:"),
        f"    sha256sum -c {MANIFEST}",
        _("or this for the ZIP itself:"), "    nominations dossier verify FILE.zip", "", *proof, "",
    ]
    return "\n".join(lines)
