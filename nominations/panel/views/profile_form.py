"""The form of a reviewer's profile: the same for the reviewer and for the head."""

from flask import request

from nominations.core.language import current_language, gettext
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.stored_text import clean
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.core.tables import Profile
from nominations.panel import texts
from nominations.panel.rules.profiles import LEVELS, TOP, ProfileAnswers
from nominations.web.countries import country_choices
from nominations.web.request import edition

_LINES = ("institutions", "domains", "collaborators")


def read_profile() -> ProfileAnswers:
    """The profile as typed; options that the page does not offer are left out."""
    form, here = request.form, edition()
    known = {code for code, _name in country_choices()}
    return ProfileAnswers(
        nationalities=tuple(code for code in form.getlist("nationalities") if code in known),
        country=form.get("country", "") if form.get("country", "") in known else "",
        languages={key: level for key in here.entry_languages if (level := form.get(f"language-{key}", "")) in LEVELS},
        expertise={theme.key: int(level) for theme in here.themes
                   if (level := form.get(f"theme-{theme.key}", "")) in tuple(map(str, range(TOP + 1)))},
        most_files=_count(form.get("most_files", "")),
        **{name: tuple(clean(form.get(name, "")).split("\n")) for name in _LINES},
    )


def profile_form(profile: Profile, wrong: Invalid | None) -> dict[str, object]:
    """The values of the form: the stored profile, or the typed one if it was refused."""
    return {
        "held": _typed_values() if wrong else _stored_values(profile), "countries": country_choices(),
        "levels": _levels(),
        "degrees": _degrees(),
        "themes": [(theme.key, theme.label.in_(current_language())) for theme in edition().themes],
        "entry_languages": edition().entry_languages,
        "errors": texts.problems(wrong.problems) if wrong else [],
    }


def _stored_values(profile: Profile) -> dict[str, object]:
    return {
        "nationalities": profile.nationalities, "country": profile.country, "languages": profile.languages,
        "expertise": {key: str(level) for key, level in (profile.expertise or {}).items()},
        "most_files": str(profile.most_files or ""),
        **{name: "\n".join(getattr(profile, name) or ()) for name in _LINES},
    }


def _typed_values() -> dict[str, object]:
    form = request.form
    return {
        "nationalities": form.getlist("nationalities"), "country": form.get("country", ""),
        "languages": {key: form.get(f"language-{key}", "") for key in edition().entry_languages},
        "expertise": {theme.key: form.get(f"theme-{theme.key}", "") for theme in edition().themes},
        "most_files": form.get("most_files", ""), **{name: form.get(name, "") for name in _LINES},
    }


def _count(typed: str) -> int | None:
    """A whole number in the digits of any script; 0, which is never valid, for anything else."""
    if not typed.strip():
        return None
    number = understand(TypedKind.MARK, typed).value
    return number if number is not None and number < 10**8 else 0


def _levels() -> list[tuple[str, str]]:
    return [("native", gettext("native")), ("fluent", gettext("fluent")), ("reading", gettext("reading"))]


def _degrees() -> list[tuple[str, str]]:
    words = (gettext("0: none"), gettext("1: basic"), gettext("2: good"), gettext("3: expert"))
    return [(str(degree), word) for degree, word in enumerate(words)]
