"""The profile of a reviewer and its checks, for the profile page and for tables of people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from nominations.conflicts.rules import domain_of
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean, refused_characters

LEVELS = ("native", "fluent", "reading")
MOST_LINES, LONGEST_LINE = 20, 200
MOST_FILES = 9_999
TOP = 3  # expertise goes from 0 to this


@dataclass(frozen=True, slots=True)
class ProfileAnswers:
    """A profile; countries are codes, `languages` maps a code to one of `LEVELS`, `expertise` a theme to 0 to 3."""

    nationalities: tuple[str, ...] = ()
    country: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    expertise: Mapping[str, int] = field(default_factory=dict)
    institutions: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()
    most_files: int | None = None


def check_answers(
    answers: ProfileAnswers, *, countries: Collection[str], languages: Collection[str], themes: Collection[str]
) -> ProfileAnswers:
    """The profile without blanks and duplicates; raises `Invalid` by field with every problem."""
    wrong: dict[str, Any] = {}
    lines = {}
    for name in ("institutions", "domains", "collaborators"):
        lines[name] = tuple(dict.fromkeys(line for text in getattr(answers, name) if (line := clean(text).strip())))
        if problem := _lines_problem(lines[name]):
            wrong[name] = problem
    if "domains" not in wrong and (strange := [domain for domain in lines["domains"] if not domain_of(domain)]):
        wrong["domains"] = ("not_domain", {"typed": strange[0]})
    if answers.country and answers.country not in countries:
        wrong["country"] = ("not_country", {"typed": answers.country})
    if strange := [code for code in answers.nationalities if code not in countries]:
        wrong["nationalities"] = ("not_country", {"typed": strange[0]})
    if strange := [code for code, level in answers.languages.items() if code not in languages or level not in LEVELS]:
        wrong["languages"] = ("not_language", {"typed": strange[0]})
    if strange := [theme for theme, level in answers.expertise.items() if theme not in themes or not 0 <= level <= TOP]:
        wrong["expertise"] = ("not_expertise", {"typed": strange[0], "top": TOP})
    if answers.most_files is not None and not 0 < answers.most_files <= MOST_FILES:
        wrong["most_files"] = ("not_files", {"most": MOST_FILES})
    if wrong:
        raise Invalid(**wrong)
    return ProfileAnswers(
        tuple(dict.fromkeys(answers.nationalities)), answers.country, dict(sorted(answers.languages.items())),
        dict(sorted(answers.expertise.items())), lines["institutions"], tuple(map(domain_of, lines["domains"])),
        lines["collaborators"], answers.most_files,
    )


def _lines_problem(lines: tuple[str, ...]) -> object:
    if refused := refused_characters("\n".join(lines)):
        return ("refused_characters", {"characters": ", ".join(refused)})
    if len(lines) > MOST_LINES:
        return ("too_many_lines", {"most": MOST_LINES})
    if any(len(line) > LONGEST_LINE for line in lines):
        return ("line_too_long", {"most": LONGEST_LINE})
    return None
