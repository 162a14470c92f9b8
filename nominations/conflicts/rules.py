"""Where a reviewer and a file may be too close: what each says of itself, what is noticed, for an officer to judge."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from nominations.core.rules import codec
from nominations.core.rules.vocabulary import Sign
from nominations.editions.rules.edition import Category, ConflictQuestion
from nominations.editions.rules.form import Answers, Kind, Question, all_questions


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing noticed: `own` is what the reviewer says, `shared` what the file says at `question` and `part`.

    `similarity` is in percent: 100 for what is the same, less for names written alike.
    """

    sign: Sign
    shared: str
    question: str
    part: str = ""
    own: str = ""
    similarity: int = 100

    @property
    def fingerprint(self) -> str:
        """The same evidence has the same one, wherever in the file it stands: it is decided once."""
        return hashlib.sha256("\0".join((self.sign, self.own, self.shared)).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What a reviewer says of themselves, as far as a file may share it."""

    name: str
    nationalities: tuple[str, ...] = ()
    country: str = ""
    domains: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()


Place = tuple[str, str]  # question, part
# Those whom no answer names: the file's owner, who writes it with them, the nominee who is asked to agree.
OWNER: Place = ("owner", "")
WRITER: Place = ("writer", "")
NOMINEE: Place = ("nominee", "")


@dataclass(frozen=True, slots=True)
class Traces:
    """What a file holds that a reviewer may share: each with the place where it stands first."""

    countries: Mapping[str, Place]
    domains: Mapping[str, Place]
    lines: Mapping[str, Place]


# Domains that say nothing of where somebody works: open to everybody, or kept for examples (RFC 2606).
_EVERYBODYS = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.fr", "live.com", "live.fr", "msn.com",
    "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net",
    "gmx.de", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "proton.me", "protonmail.com", "zoho.com",
    "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "menara.ma", "box.az", "bk.ru", "inbox.ru",
    "list.ru", "example.com", "example.org", "example.net", "facebook.com", "instagram.com", "youtube.com",
    "linkedin.com",
))


def reviewer(
    name: str, email: str, nationalities: list[str], country: str, institutions: list[str],
    domains: list[str] | None = None, collaborators: list[str] | None = None,
) -> Reviewer:
    """A reviewer from their account and profile; an institution's line may be a mail domain."""
    hosts = (_domain_of_mail(email), *map(domain_of, (*institutions, *(domains or ()))))
    return Reviewer(
        name, tuple(filter(None, nationalities)), country, tuple(dict.fromkeys(filter(None, hosts))),
        tuple(institution for institution in institutions if institution.strip()),
        tuple(collaborator for collaborator in collaborators or () if collaborator.strip()),
    )


def traces(category: Category, answers: Answers) -> Traces:
    """What the answers hold. Countries of tables (partners and the like) are left out: they are many and say little."""
    countries: dict[str, Place] = {}
    domains: dict[str, Place] = {}
    lines: dict[str, Place] = {}
    for question, place, value, in_table in _leaves(category, answers):
        if question.kind in (Kind.COUNTRY, Kind.COUNTRIES):
            if not in_table:
                countries.setdefault(value, place)
        elif question.kind in (Kind.EMAIL, Kind.LINK):
            of = _domain_of_mail if question.kind is Kind.EMAIL else _domain_of_link
            if domain := of(value):
                domains.setdefault(domain, place)
        elif question.kind is Kind.LINE:
            lines.setdefault(value.strip(), place)
    return Traces(countries, domains, lines)


def with_person(file: Traces, place: Place, name: str, email: str) -> Traces:
    """The same with somebody whom no answer names: the owner of the file, a referee."""
    domain = _domain_of_mail(email)
    return Traces(
        file.countries, {domain: place, **file.domains} if domain else file.domains,
        {name.strip(): place, **file.lines} if name.strip() else file.lines,
    )


def domain_of(text: str) -> str:
    """The mail domain that a line names (museum.example, @museum.example, a link), or nothing."""
    name = text.strip().removeprefix("@")
    if "://" in name:
        return _domain_of_link(name)
    return _employer(name) if re.fullmatch(r"[^\s@/]+\.[^\s@/.\d]{2,}", name) else ""


def _leaves(category: Category, answers: Answers) -> Iterator[tuple[Question, Place, str, bool]]:
    for question in all_questions(category.sections):
        value = answers.get(question.key)
        groups = value if question.kind is Kind.TABLE and isinstance(value, list) else [value]
        if question.kind not in (Kind.GROUP, Kind.TABLE):
            for leaf in _texts(value):
                yield question, (question.key, ""), leaf, False
            continue
        for group in groups:
            if isinstance(group, Mapping):
                for part in question.parts:
                    for leaf in _texts(group.get(part.key)):
                        yield part, (question.key, part.key), leaf, question.kind is Kind.TABLE


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item.strip()]


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


def wording_version(question: ConflictQuestion) -> str:
    """The version of the question that was answered: a hash of its wording, so that every change makes a new one."""
    return hashlib.sha256(codec.dumps(question).encode()).hexdigest()[:16]
