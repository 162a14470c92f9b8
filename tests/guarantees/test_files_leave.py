"""What lies in the store leaves it in few places, each of which asks the scanner or must not."""

import ast
import re

from tests.guarantees.sources import modules, short, tree

# Who may hold the store of files, and why that is safe.
MAY = {
    "nominations/files/views/downloads.py": "asks the scanner",
    "nominations/records/reports/dossier/stored.py": "packs what is ready",
    "nominations/documents/reports/export_attachment.py": "packs what its callers found ready",
    "nominations/files/adapters/thumbnails.py": "makes pictures, which are asked for by the two above",
    "nominations/attachments/services/scans.py": "hands content to the scanner",
    "nominations/documents/services/documents.py": "keeps what the system made itself",
    "nominations/official_form/services/public_papers.py": "keeps what the system made itself",
    "nominations/accounts/services/account_closure.py": "removes what nobody may keep",
    "nominations/accounts/reports/own_data.py": "packs what is ready",
    "nominations/attachments/services/uploads.py": "takes in",
    "nominations/attachments/views/attachments.py": "takes in",
    "nominations/attachments/views/uploads.py": "takes in",
    "nominations/outside_requests/views/letter.py": "takes in",
    "nominations/redaction/views/reviewer_copies.py": "takes in",
    "nominations/operation/adapters/backup.py": "the operator's copy",
    "nominations/cli/doctor.py": "the operator's check",
    "nominations/cli/reports/official.py": "gives the operator what the system made itself",
    "nominations/demo/fill.py": "invented files",
    "nominations/demo/run_outside_requests.py": "invented files",
}


def holders() -> set[str]:
    """Every module that imports the maker of the store."""
    importers = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "nominations.files.adapters.store":
                importers |= {short(path) for name in node.names if name.name == "files"}
    return importers


def test_the_store_is_held_only_by_those_who_ask_the_scanner_or_must_not():
    assert holders() <= MAY.keys(), (
        "Let attachments leave through files/views/downloads.py or ask files/queries/scans.py."
    )


# What reads the attachments of a submission for a reviewer. Everything else of these packages gets them from here.
FOR_REVIEWERS = {
    "nominations/nominations/queries/printed_nomination.py", "nominations/reviewing/queries/desk.py",
    "nominations/rounds/queries/assigned_files.py", "nominations/rounds/queries/blind.py",
}
REVIEWERS_READ = ("nominations/rounds/", "nominations/reviewing/", "nominations/conflicts/")


def test_whoever_reads_submissions_for_reviewers_asks_which_attachments_are_hidden_from_them():
    readers = {
        short(path) for path in modules()
        if short(path).startswith(REVIEWERS_READ)
        and re.search(r"Submission\.attachments|\(Submission, ", path.read_text("utf-8"))
    }
    asking = {short(path) for path in modules() if "reviewer_copies.copy_for_reviewers(" in path.read_text("utf-8")
              or "reviewer_copies.as_reviewers_have(" in path.read_text("utf-8")}

    assert readers <= FOR_REVIEWERS
    assert asking >= FOR_REVIEWERS
