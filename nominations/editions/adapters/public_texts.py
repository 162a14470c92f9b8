"""Reads the edition's list of member states (CSV) and its public texts (Markdown with a version at the top)."""

import csv
from pathlib import Path

from babel import Locale

from nominations.core.rules.text.stored_text import refused_characters
from nominations.core.rules.text.words import LocalizedText
from nominations.editions.adapters.toml_nodes import Mistake, Table
from nominations.editions.rules.edition import MemberState, Text

MEMBERS = "member-states.csv"
TEXTS = ("rules", "privacy", "undertaking", "accessibility")


def read_member_states(folder: Path, main: Table, regions: set[str]) -> tuple[MemberState, ...]:
    """The member states, one for each row: code, region, and the formal and short names in every language."""
    try:
        with (folder / MEMBERS).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except FileNotFoundError:
        main.mistakes.append(Mistake(MEMBERS, 1, "This file is missing."))
        return ()
    columns = ["code", "region", *(f"{what}_{language}" for what in ("name", "short") for language in main.languages)]
    states: dict[str, MemberState] = {}
    territories = Locale("en").territories
    for line, row in enumerate(rows, start=2):
        if lacking := [column for column in columns if not (row.get(column) or "").strip()]:
            main.mistakes.append(Mistake(MEMBERS, line, f"{', '.join(lacking)}: nothing is written here."))
            continue
        code = row["code"]
        if len(code) != 2 or code not in territories:
            main.mistakes.append(Mistake(MEMBERS, line, f"“{code}” is not the code of a country."))
        if code in states:
            main.mistakes.append(Mistake(MEMBERS, line, f"“{code}” is there twice."))
        if row["region"] not in regions:
            main.mistakes.append(Mistake(MEMBERS, line, f"“{row['region']}” is not a region of edition.toml."))
        if unknown := [column for column in row if column not in columns]:
            main.mistakes.append(Mistake(MEMBERS, line, f"{', '.join(map(str, unknown))}: not a column known here."))
        names, shorts = (
            LocalizedText({language: row[f"{what}_{language}"] for language in main.languages})
            for what in ("name", "short")
        )
        states[code] = MemberState(code, names, shorts, row["region"])
    if not rows:
        main.mistakes.append(Mistake(MEMBERS, 1, "The list is empty."))
    return tuple(states.values())


def read_texts(folder: Path, main: Table) -> tuple[Text, ...]:
    """Every public text in every language; all languages of one text must have the same version."""
    return tuple(_text(folder, main, key) for key in TEXTS)


def _text(folder: Path, main: Table, key: str) -> Text:
    versions, titles, bodies = {}, {}, {}
    for language in main.languages:
        name = f"texts/{key}.{language}.md"
        head, body = _parts(folder, main, name)
        versions[language], titles[language], bodies[language] = head.get("version", ""), head.get("title", ""), body
    if len(set(versions.values())) > 1:
        listing = ", ".join(f"{language} {version or 'none'}" for language, version in versions.items())
        file = f"texts/{key}.{main.languages[0]}.md"
        main.mistakes.append(Mistake(file, 1, f"The languages of this text differ in version: {listing}."))
    return Text(key, next(iter(versions.values()), ""), LocalizedText(titles), LocalizedText(bodies))


def _parts(folder: Path, main: Table, name: str) -> tuple[dict[str, str], str]:
    """The values between the two `---` at the top of a file, and the text after them."""
    try:
        content = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        main.mistakes.append(Mistake(name, 1, "This file is missing."))
        return {}, ""
    except UnicodeDecodeError:
        main.mistakes.append(Mistake(name, 1, "This file is not UTF-8 text."))
        return {}, ""
    opening, _, rest = content.partition("---\n")
    front, _, body = rest.partition("\n---\n")
    head = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in front.splitlines())}
    if opening.strip() or not head.get("version") or not head.get("title"):
        main.mistakes.append(Mistake(name, 1, "The file begins with “version” and “title” between two lines of “---”."))
    if unknown := sorted(set(head) - {"version", "title"}):
        main.mistakes.append(Mistake(name, 1, f"{', '.join(unknown)}: not known before the text."))
    if not body.strip():
        main.mistakes.append(Mistake(name, 1, "There is no text."))
    if refused := refused_characters(content):
        main.mistakes.append(Mistake(name, 1, f"Characters that may not be stored: {', '.join(refused)}."))
    return head, body.strip() + "\n"
