"""Where a reviewer and a file may be too close: what the machine notices, with its evidence, for an officer to judge.

A hint bars nobody. Names and institutions are compared whole, without titles, accents, vowel marks and word order.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from nominations.domain.edition import Category
from nominations.domain.form import Answers, Kind, Question, all_questions


class Sign(StrEnum):
    """What was noticed."""

    NATIONALITY = "nationality"
    MAIL_DOMAIN = "mail_domain"
    INSTITUTION = "institution"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing noticed: `shared` is what both have, `question` and `part` say where the file has it."""

    sign: Sign
    shared: str
    question: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What a reviewer says of themselves, ready to be compared."""

    countries: frozenset[str]
    domain: str
    institutions: Mapping[str, str]  # folded -> as written
    name: str  # folded


Place = tuple[str, str]  # question, part


@dataclass(frozen=True, slots=True)
class Traces:
    """What a file's answers hold that a reviewer may share: each with the place where it stands first."""

    countries: Mapping[str, Place]
    domains: Mapping[str, Place]
    lines: Mapping[str, tuple[str, Place]]  # folded -> as written, place


_TITLES = frozenset((
    "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "eng", "engineer", "arch", "architect", "haji",
    "hajji", "sheikh", "shaykh", "m", "mme", "mlle", "pr", "ing", "د", "ا", "أ", "م", "دكتور", "دكتورة", "الدكتور",
    "الدكتورة", "استاذ", "استاذة", "الاستاذ", "الاستاذة", "مهندس", "مهندسة", "المهندس", "المهندسة", "السيد",
    "السيدة", "الشيخ",
))
_LITTLE = frozenset((
    "the", "of", "for", "and", "a", "an", "le", "la", "les", "l", "de", "des", "du", "d", "et", "pour", "e", "i",
))
# Domains that say nothing of where somebody works: open to everybody, or kept for examples (RFC 2606).
_EVERYBODYS = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.fr", "live.com", "live.fr", "msn.com",
    "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net",
    "gmx.de", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "proton.me", "protonmail.com", "zoho.com",
    "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "menara.ma", "box.az", "bk.ru", "inbox.ru",
    "list.ru", "example.com", "example.org", "example.net", "facebook.com", "instagram.com", "youtube.com",
    "linkedin.com",
))
_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})


def reviewer(
    name: str, email: str, nationalities: list[str], country: str, institutions: list[str]
) -> Reviewer:
    """A reviewer from their account and profile."""
    return Reviewer(
        countries=frozenset(code for code in (*nationalities, country) if code), domain=_domain_of_mail(email),
        institutions={folded(each): each for each in institutions if folded(each)}, name=folded_name(name),
    )


def traces(category: Category, answers: Answers) -> Traces:
    """What the answers hold. Countries of tables (partners and the like) are left out: they are many and say little."""
    countries: dict[str, Place] = {}
    domains: dict[str, Place] = {}
    lines: dict[str, tuple[str, Place]] = {}
    for question, place, value, in_table in _leaves(category, answers):
        if question.kind in (Kind.COUNTRY, Kind.COUNTRIES):
            if not in_table:
                countries.setdefault(value, place)
        elif question.kind in (Kind.EMAIL, Kind.LINK):
            of = _domain_of_mail if question.kind is Kind.EMAIL else _domain_of_link
            if domain := of(value):
                domains.setdefault(domain, place)
        elif question.kind is Kind.LINE:
            lines.setdefault(folded(value), (value, place))
            lines.setdefault(folded_name(value), (value, place))
    return Traces(countries, domains, lines)


def hints(who: Reviewer, file: Traces) -> tuple[Hint, ...]:
    """Everything noticed between a reviewer and a file, in the order of `Sign`."""
    found = [
        Hint(Sign.NATIONALITY, code, *file.countries[code]) for code in sorted(who.countries & file.countries.keys())
    ]
    if who.domain and who.domain in file.domains:
        found.append(Hint(Sign.MAIL_DOMAIN, who.domain, *file.domains[who.domain]))
    for key in sorted(who.institutions.keys() & file.lines.keys()):
        found.append(Hint(Sign.INSTITUTION, who.institutions[key], *file.lines[key][1]))
    # A single word is too little to be somebody's name.
    if " " in who.name and who.name in file.lines:
        written, place = file.lines[who.name]
        found.append(Hint(Sign.NAMED, written, *place))
    return tuple(found)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The words of a name of an institution: no accents, vowel marks, capitals, punctuation, little words, order."""
    return " ".join(sorted(word for word in _words(text) if word not in _LITTLE))


@lru_cache(maxsize=20_000)
def folded_name(text: str) -> str:
    """The same for a person, without titles and initials."""
    return " ".join(sorted(word for word in _words(text) if word not in _TITLES and len(word) > 1))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:500].translate(_ALIKE)).casefold().replace("ı", "i")
    kept = "".join(" " if unicodedata.category(mark)[0] in "PSZC" else mark for mark in plain
                   if not unicodedata.combining(mark))
    return kept.translate(_ALIKE).split()


def _leaves(category: Category, answers: Answers) -> Iterator[tuple[Question, Place, str, bool]]:
    for question in all_questions(category.sections):
        value = answers.get(question.key)
        rows = value if question.kind is Kind.TABLE and isinstance(value, list) else [value]
        if question.kind not in (Kind.GROUP, Kind.TABLE):
            for each in _texts(value):
                yield question, (question.key, ""), each, False
            continue
        for row in rows:
            if isinstance(row, Mapping):
                for part in question.parts:
                    for each in _texts(row.get(part.key)):
                        yield part, (question.key, part.key), each, question.kind is Kind.TABLE


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [each for each in given if isinstance(each, str) and each.strip()]


def _domain_of_mail(address: str) -> str:
    return _employer(address.rpartition("@")[2]) if "@" in address else ""


def _domain_of_link(link: str) -> str:
    try:
        return _employer(urlsplit(link.strip()).hostname or "")
    except ValueError:
        return ""


def _employer(host: str) -> str:
    domain = re.sub(r"^(?:www|mail)\.", "", host.strip().rstrip(".").casefold())
    return "" if "." not in domain or domain in _EVERYBODYS else domain
