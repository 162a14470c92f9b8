"""What lies in the store leaves it in few places, each of which asks the scanner or must not."""

import ast

from tests.house.sources import modules, short, tree

# Who may hold the store of files, and why that is safe.
MAY = {
    "nominations/web/downloads.py": "asks the scanner",
    "nominations/reports/dossier/stored.py": "packs what is ready",
    "nominations/reports/given_out.py": "packs what its callers found ready",
    "nominations/adapters/thumbnails.py": "makes pictures, which are asked for by the two above",
    "nominations/services/scans.py": "hands content to the scanner",
    "nominations/services/documents.py": "keeps what the house made itself",
    "nominations/services/public_papers.py": "keeps what the house made itself",
    "nominations/services/closing.py": "removes what nobody may keep",
    "nominations/reports/make_my_data.py": "packs what is ready",
    "nominations/services/uploads.py": "takes in", "nominations/web/applicant/attachments.py": "takes in",
    "nominations/web/applicant/uploads.py": "takes in", "nominations/web/invited/letter.py": "takes in",
    "nominations/adapters/backup.py": "the operator's copy", "nominations/cli/doctor.py": "the operator's check",
    "nominations/cli/official.py": "gives the operator what the house made itself",
    "nominations/demo/fill.py": "invented files", "nominations/demo/play_asking.py": "invented files",
}


def holders() -> set[str]:
    """Every module that imports the maker of the store."""
    found = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "nominations.adapters.files":
                found |= {short(path) for each in node.names if each.name == "files"}
    return found


def test_the_store_is_held_only_by_those_who_ask_the_scanner_or_must_not():
    assert holders() <= MAY.keys(), "Let attachments leave through web/downloads.py or ask queries/scans.py."
