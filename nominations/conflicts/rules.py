"""Signs of a conflict of interest: what a reviewer and a nomination contain that may be the same."""

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
    """One sign: `own` is the text of the reviewer, `shared` that of the nomination at `question` and `part`.

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
        """The same for the same evidence, wherever in the nomination it is, so that it is decided once."""
        return hashlib.sha256("\0".join((self.sign, self.own, self.shared)).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The parts of a reviewer's profile that a nomination may share."""

    name: str
    nationalities: tuple[str, ...] = ()
    country: str = ""
    domains: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()


Place = tuple[str, str]  # question, part
# People who are in no answer: the owner, collaborators, and the nominee who is asked for consent.
OWNER: Place = ("owner", "")
WRITER: Place = ("writer", "")
NOMINEE: Place = ("nominee", "")


@dataclass(frozen=True, slots=True)
class Traces:
    """The parts of a nomination that a reviewer may share, each with the first place where it occurs."""

    countries: Mapping[str, Place]
    domains: Mapping[str, Place]
    lines: Mapping[str, Place]


# Domains that do not show where somebody works: public services, and those reserved for examples (RFC 2606).
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
    """The traces in the answers. Countries in tables, such as those of partners, are left out."""
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


# Parts of a group or a row that hold a name; the others say what somebody does or where they are.
_NAMES = ("name", "title", "body")


def list_names(category: Category, answers: Answers, owner: str, viewer_role: str) -> tuple[str, ...]:
    """Who is behind a nomination, by name alone: the owner of the account and whom the answers name, each once."""
    names = {" ".join(owner.split()): None}
    for question in all_questions(category.sections):
        if (question.names_people or question.identity) and question.may_be_seen_by(viewer_role):
            names |= {" ".join(line.split()): None for line in _lines_of_names(question, answers.get(question.key))}
    return tuple(filter(None, names))


def _lines_of_names(question: Question, value: object) -> Iterator[str]:
    if question.kind not in (Kind.GROUP, Kind.TABLE):
        yield from _texts(value) if question.kind is Kind.LINE else ()
        return
    lines = [part.key for part in question.parts if part.kind is Kind.LINE]
    # An edition that calls its parts otherwise shows every line: one word too many is better than a name too few.
    keys = [key for key in lines if key.startswith(_NAMES)] or lines
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, Mapping):
            yield from (text for key in keys for text in _texts(row.get(key)))


def with_person(file: Traces, place: Place, name: str, email: str) -> Traces:
    """The same traces with a person who is in no answer: the owner, a referee."""
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
    domain = re.sub(r"^(?:www|mail)\.", "", _readable(host.strip().rstrip(".").casefold()))
    return "" if "." not in domain or domain in _EVERYBODYS else domain


def _readable(host: str) -> str:
    """A domain as people write it: `xn--mnchen-3ya.de` is münchen.de."""
    if not host.isascii() or "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def wording_version(question: ConflictQuestion) -> str:
    """The version of the question that was answered: a hash of its wording, so that every change makes a new one."""
    return hashlib.sha256(codec.dumps(question).encode()).hexdigest()[:16]
