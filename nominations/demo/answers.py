"""The shape of answers: the parts of a line of the demonstration's files, and the questions of each section."""

from collections.abc import Mapping
from typing import Any

# A composite answer is one line per row in the files, its parts set apart by bars.
TABLES: Mapping[str, tuple[str, ...]] = {
    "partners": ("name", "country", "role"),
    "team": ("name", "role"),
    "funding": ("name", "funder", "share"),
    "indicators": ("indicator", "before", "after", "source"),
    "other_awards": ("name", "year", "result"),
    "links": ("title", "link"),
    "referees": ("name", "body", "email"),
    "key_works": ("title", "place", "years", "role", "result", "evidence"),
    "publications": ("title", "year", "publisher", "link"),
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "owner": ("name", "ownership"),
    "lead_org": ("name", "body", "country", "address", "web"),
    "lead_person": ("name", "position", "email"),
}
SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "project": {
        "nomination": ("entry_language", "nomination_kind", "nominator", "natcom", "heard"),
        "project": (
            "title",
            "title_en",
            "title_local",
            "heritage_type",
            "work_type",
            "countries",
            "place",
            "coordinates",
            "protection",
            "period",
            "owner",
            "owner_agrees",
        ),
        "lead": ("lead_org", "lead_person", "lead_nationality", "lead_gender", "partners", "team"),
        "time_money": ("start_date", "end_date", "status", "phase_done", "three_year_note", "budget", "funding"),
        "story": (
            "summary",
            "summary_en",
            "significance",
            "threats",
            "approach",
            "innovation",
            "community",
            "sustainability",
            "transfer",
            "indicators",
            "difficulties",
        ),
        "record": ("other_awards", "links", "referees"),
    },
    "individual": {
        "nomination": ("entry_language", "nomination_kind", "nominator", "relation", "natcom", "heard"),
        "nominee": (
            "name_latin",
            "name_native",
            "nationality",
            "residence",
            "birth_year",
            "gender",
            "position",
            "contact",
            "profession",
            "years_active",
            "work_countries",
        ),
        "achievement": (
            "summary",
            "summary_en",
            "contribution",
            "key_works",
            "excellence",
            "innovation",
            "impact",
            "transmission",
            "recent_work",
        ),
        "record": ("publications", "other_awards", "prize_use", "referees"),
    },
}


def answer(key: str, question: str, value: Any) -> Any:
    """The answer to one question of nomination `key` in the file, shaped as the edition wants it."""
    if question in TABLES:
        rows = [_parts(TABLES[question], row) for row in value]
        if question == "referees":
            for number, row in enumerate(rows, start=1):
                row["email"] = f"referee{number}.{key}@example.org"
        return rows
    if question in PARTS:
        parts = _parts(PARTS[question], value)
        return parts | {"email": f"lead.{key}@example.org"} if question == "lead_person" else parts
    if question == "coordinates":
        return _parts(("lat", "lon"), value.replace(",", "|"))
    if question == "contact":
        return {"email": f"{key}@example.org", "phone": "+212 537 55 09 00", "address": value}
    return value.strip() if isinstance(value, str) else list(value)


def _parts(keys: tuple[str, ...], line: str) -> dict[str, str]:
    values = (part.strip() for part in line.split("|"))
    return {part: value for part, value in zip(keys, values, strict=False) if value}
