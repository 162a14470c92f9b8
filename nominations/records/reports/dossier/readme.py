"""What a dossier says of itself to whoever unpacks it: what lies where, and how it is checked."""

from collections.abc import Iterable

from nominations.core.language import gettext as _
from nominations.records.queries.dossier_pieces import Dossier
from nominations.records.rules.dossier import MANIFEST


def readme(found: Dossier, names: Iterable[str], award: str) -> str:
    """In the language of the moment; names only what is there."""
    told = {
        "dossier.pdf": _("the papers, attachments and letters bound into one volume, with bookmarks"),
        "answers.json": _("the answers of every version, with their questions, as data"),
        "attachments/": _("the files of the version that counts"),
        "letters/": _("the letters of reference that came by a private link"),
        "letters.json": _("who wrote a letter of reference, and when it came"),
        "messages.json": _("the messages between the applicant and the secretariat"),
        "screening.json": _("the checklist of the screening, and what was found when the nomination was handed in"),
        "decisions.json": _(
            "decisions: eligibility, moves, corrections, extensions, late attempts, consents, rounds, official places"
        ),
        "reviews/": _("the score sheet of each round, on paper and as data"),
        "NOT-RELEASED.txt": _("files that are not here because they are still being checked, or were blocked"),
        "NOT-BOUND.txt": _("files that are here but not in the volume, because they cannot be bound"),
        MANIFEST: _("the SHA-256 of every file"),
    }
    there = [*names, MANIFEST]
    lines = [
        f"{_('Dossier of the nomination')} {found.nomination.reference}", found.nomination.title, award, "",
        _("This dossier holds what its reader may see, as it stood when it was made."), "",
        *(
            f"{name}: {words}" for name, words in told.items()
            if any(each == name or (name.endswith("/") and each.startswith(name)) for each in there)
        ), "",
        _("To check that nothing is missing or changed, in the folder it was unpacked into:"),
        f"    sha256sum -c {MANIFEST}",
        _("or, for the ZIP itself:"), "    nominations dossier verify FILE.zip", "",
    ]
    return "\n".join(lines)
