"""Reads the demonstration's fictitious people and nominations from `config/demo/` into frozen dataclasses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nominations.core.settings import config_folder
from nominations.demo.answers import SECTIONS, answer

EDITION = "natavan-2025"
HOME = config_folder() / "demo" / EDITION
GROUPS = ("applicants", "reviewers", "chairs", "officers", "heads", "observers", "auditors")

DECLARATIONS = (
    "decl_truth",
    "decl_authority",
    "decl_photo_rights",
    "decl_publish",
    "decl_data",
    "decl_conflict",
    "decl_rules",
    "decl_ceremony",
)


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
    """A reviewer's languages, nationalities, severity, number of files, expertise and collaborators."""

    languages: tuple[str, ...]
    nationalities: tuple[str, ...]
    severity: float
    load: int
    expertise: Mapping[str, int]
    collaborators: tuple[str, ...]


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
        return {
            question: self.answers[question] for question in SECTIONS[self.category][key] if question in self.answers
        }


@cache
def people() -> Mapping[str, Person]:
    """Everybody, by key."""
    file = _read("people.toml")
    persons = {}
    for group in GROUPS:
        for key, line in file[group].items():
            persons[key] = Person(key, group.removesuffix("s"), *(part.strip() for part in line.split("|")))
    return persons


@cache
def profiles() -> Mapping[str, Profile]:
    """What is known of each reviewer, by key."""
    return {
        key: Profile(tuple(entry["languages"]), tuple(entry["nationalities"]), entry["severity"], entry["load"],
                     entry.get("expertise", {}), tuple(entry.get("collaborators", ())))
        for key, entry in _read("people.toml")["profiles"].items()
    }


@cache
def nominations() -> Mapping[str, Nomination]:
    """Every nomination, by key, in the order of the file names."""
    return {
        path.stem: _nomination(path.stem, _read(f"nominations/{path.name}"))
        for path in sorted((HOME / "nominations").glob("*.toml"))
    }


@cache
def sayings(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The sentences of reviewers in a language, by criterion and band."""
    return {
        criterion: {band: tuple(sentences) for band, sentences in bands.items()}
        for criterion, bands in _read(f"reviews/{language}.toml").items()
    }


@cache
def words_on_papers(language: str) -> Mapping[str, str]:
    """The words of captions, letters and papers in a language."""
    return _read("papers.toml")[language]


@cache
def long_name() -> str:
    """A long file name in Arabic, as real ones are."""
    return _read("papers.toml")["long_name"]


@cache
def story() -> Mapping[str, Any]:
    """The plot: who submits when, what the secretariat decides, which messages are written."""
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
            "name": owner.called,
            "position": owner.position,
            "body": owner.body,
            "email": owner.email,
            "phone": owner.phone,
            "country": owner.country,
        },
    }
    answers |= {question: answer(key, question, value) for question, value in file["answers"].items()}
    moved = None
    if "moved" in file:
        other = "individual" if file["category"] == "project" else "project"
        moved = _nomination(key, file["moved"] | {"category": other, "owner": owner.key, "language": file["language"]})
    return Nomination(
        key,
        file["category"],
        file["language"],
        owner.key,
        third,
        answers,
        file.get("scene", "portrait"),
        file.get("detail", ""),
        file.get("seed", file.get("portrait", 0)),
        moved,
    )
