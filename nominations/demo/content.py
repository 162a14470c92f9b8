"""Reads the demonstration's fictitious people and nominations from `config/demo/` into frozen dataclasses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

EDITION = "natavan-2025"
HOME = Path(__file__).parents[2] / "config" / "demo" / EDITION
GROUPS = ("applicants", "reviewers", "chairs", "officers", "heads", "observers", "auditors")

# A composite answer is one line per row in the files, its parts set apart by bars.
TABLES: Mapping[str, tuple[str, ...]] = {
    "partners": ("name", "country", "role"), "team": ("name", "role"), "funding": ("name", "funder", "share"),
    "indicators": ("indicator", "before", "after", "source"), "other_awards": ("name", "year", "result"),
    "links": ("title", "link"), "referees": ("name", "body", "email"),
    "key_works": ("title", "place", "years", "role", "result", "evidence"),
    "publications": ("title", "year", "publisher", "link"),
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "owner": ("name", "ownership"), "lead_org": ("name", "body", "country", "address", "web"),
    "lead_person": ("name", "position", "email"),
}
SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "project": {
        "nomination": ("entry_language", "nomination_kind", "nominator", "natcom", "heard"),
        "project": ("title", "title_en", "title_local", "heritage_type", "work_type", "countries", "place",
                    "coordinates", "protection", "period", "owner", "owner_agrees"),
        "lead": ("lead_org", "lead_person", "lead_nationality", "lead_gender", "partners", "team"),
        "time_money": ("start_date", "end_date", "status", "phase_done", "three_year_note", "budget", "funding"),
        "story": ("summary", "summary_en", "significance", "threats", "approach", "innovation", "community",
                  "sustainability", "transfer", "indicators", "difficulties"),
        "record": ("other_awards", "links", "referees"),
    },
    "individual": {
        "nomination": ("entry_language", "nomination_kind", "nominator", "relation", "natcom", "heard"),
        "nominee": ("name_latin", "name_native", "nationality", "residence", "birth_year", "gender", "position",
                    "contact", "profession", "years_active", "work_countries"),
        "achievement": ("summary", "summary_en", "contribution", "key_works", "excellence", "innovation", "impact",
                        "transmission", "recent_work"),
        "record": ("publications", "other_awards", "prize_use", "referees"),
    },
}
DECLARATIONS = ("decl_truth", "decl_authority", "decl_photo_rights", "decl_publish", "decl_data", "decl_conflict",
                "decl_rules", "decl_ceremony")


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist, with the role they have in the edition."""

    key: str
    role: str
    name: str
    native: str
    language: str
    zone: str
    position: str
    body: str
    country: str
    phone: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"

    @property
    def called(self) -> str:
        """The name as its bearer writes it."""
        return self.native if self.native and self.language == "ar" else self.name


@dataclass(frozen=True)
class Profile:
    """What a reviewer reads, their nationalities, how severe they are and how many files they take."""

    languages: tuple[str, ...]
    nationalities: tuple[str, ...]
    severity: float
    load: int


@dataclass(frozen=True)
class Nomination:
    """One file: its answers in full, shaped as the edition's questions want them."""

    key: str
    category: str
    language: str
    owner: str
    third: bool
    answers: Mapping[str, Any]
    scene: str
    detail: str
    seed: int
    moved: "Nomination | None" = None

    @property
    def title(self) -> str:
        return self.answers["title"] if self.category == "project" else self.answers["name_latin"]

    def section(self, key: str) -> dict[str, Any]:
        """The answers of one section."""
        return {question: self.answers[question] for question in SECTIONS[self.category][key] if question in self.answers}


@cache
def people() -> Mapping[str, Person]:
    """Everybody, by key."""
    file = _read("people.toml")
    found = {}
    for group in GROUPS:
        for key, line in file[group].items():
            found[key] = Person(key, group.removesuffix("s"), *(part.strip() for part in line.split("|")))
    return found


@cache
def profiles() -> Mapping[str, Profile]:
    """What is known of each reviewer, by key."""
    return {
        key: Profile(tuple(entry["languages"]), tuple(entry["nationalities"]), entry["severity"], entry["load"])
        for key, entry in _read("people.toml")["profiles"].items()
    }


@cache
def nominations() -> Mapping[str, Nomination]:
    """Every nomination, by key, in the order of the file names."""
    return {path.stem: _nomination(path.stem, _read(f"nominations/{path.name}")) for path in sorted(
        (HOME / "nominations").glob("*.toml"))}


@cache
def sayings(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What reviewers say in a language: criterion -> band -> sentences."""
    return {
        criterion: {band: tuple(sentences) for band, sentences in bands.items()}
        for criterion, bands in _read(f"reviews/{language}.toml").items()
    }


@cache
def story() -> Mapping[str, Any]:
    """The plot: who hands in when, what the secretariat finds, what is written to and fro."""
    return _read("story.toml")


def _read(name: str) -> dict[str, Any]:
    with (HOME / name).open("rb") as file:
        return tomllib.load(file)


def _nomination(key: str, file: Mapping[str, Any]) -> Nomination:
    owner = people()[file["owner"]]
    third = file.get("third", False)
    answers: dict[str, Any] = {
        "entry_language": file["language"],
        "nomination_kind": "third" if third else "own",
        "nominator": {
            "name": owner.called, "position": owner.position, "body": owner.body, "email": owner.email,
            "phone": owner.phone, "country": owner.country,
        },
    }
    answers |= {question: _answer(key, question, value) for question, value in file["answers"].items()}
    moved = None
    if "moved" in file:
        other = "individual" if file["category"] == "project" else "project"
        moved = _nomination(key, file["moved"] | {"category": other, "owner": owner.key, "language": file["language"]})
    return Nomination(key, file["category"], file["language"], owner.key, third, answers, file.get("scene", "portrait"),
                      file.get("detail", ""), file.get("seed", file.get("portrait", 0)), moved)


def _answer(key: str, question: str, value: Any) -> Any:
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
