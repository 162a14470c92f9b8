"""What reviewers and nominations share, for a whole edition at once: names by similarity, everything else exactly."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

from nominations.conflicts.analysis import names
from nominations.conflicts.analysis.names import Name, Shelf
from nominations.conflicts.rules import Hint, Place, Reviewer, Traces
from nominations.core.rules.vocabulary import Sign

Key = TypeVar("Key", bound=Hashable)
EVERY_SIGN = frozenset(Sign)
_ORDER = list(Sign)


class Register(Generic[Key]):
    """An index of nominations, so that a reviewer is compared only with those that may share something."""

    def __init__(self, files: Mapping[Key, Traces]) -> None:
        self._countries: dict[str, list[tuple[Key, Place]]] = {}
        self._domains: dict[str, list[tuple[Key, Place]]] = {}
        for key, file in files.items():
            for code, place in file.countries.items():
                self._countries.setdefault(code, []).append((key, place))
            for domain, place in file.domains.items():
                self._domains.setdefault(domain, []).append((key, place))
        lines = [(key, line, place) for key, file in files.items() for line, place in file.lines.items()]
        self._people = Shelf((line, names.person(line[1])) for line in lines)
        self._bodies = Shelf((line, names.institution(line[1])) for line in lines)

    def between(self, who: Reviewer, signs: Collection[Sign] = EVERY_SIGN) -> dict[Key, tuple[Hint, ...]]:
        """The hints between a reviewer and each nomination, in the order of `Sign`; without any it is left out."""
        hints: dict[Key, list[Hint]] = {}

        def note(key: Key, hint: Hint) -> None:
            if hint.sign in signs and hint not in hints.setdefault(key, []):
                hints[key].append(hint)

        for sign, codes in ((Sign.NATIONALITY, who.nationalities), (Sign.RESIDENCE, (who.country,))):
            for code in codes:
                for key, place in self._countries.get(code, ()):
                    note(key, Hint(sign, code, *place, own=code))
        for domain in who.domains:
            for key, place in self._domains.get(domain, ()):
                note(key, Hint(Sign.MAIL_DOMAIN, domain, *place, own=domain))
        wanted = (
            (Sign.INSTITUTION, who.institutions, self._bodies, names.institution, names.bodies_alike),
            (Sign.NAMED, (who.name,), self._people, names.person, names.people_alike),
            (Sign.COLLABORATOR, who.collaborators, self._people, names.person, names.people_alike),
        )
        for sign, texts, shelf, read, alike in wanted:
            if sign in signs:
                for own in texts:
                    _alike(sign, own, shelf, read, alike, note)
        return {
            key: tuple(sorted(hints, key=lambda hint: (_ORDER.index(hint.sign), hint.own, hint.shared)))
            for key, hints in hints.items() if hints
        }


def hints(who: Reviewer, file: Traces, signs: Collection[Sign] = EVERY_SIGN) -> tuple[Hint, ...]:
    """The hints between one reviewer and one nomination."""
    return Register({None: file}).between(who, signs).get(None, ())


def _alike(
    sign: Sign, own: str, shelf: Shelf[tuple[Key, str, Place]], read: Callable[[str], Name],
    alike: Callable[[Name, Name], int], note: Callable[[Key, Hint], None],
) -> None:
    """Note the line of each nomination that is most similar to the text of the reviewer, if it is similar enough."""
    name = read(own)
    best: dict[Key, tuple[int, str, Place]] = {}
    for (key, line, place), other in shelf.candidates(name):
        percent = alike(name, other)
        if percent >= names.THRESHOLD and (key not in best or percent > best[key][0]):
            best[key] = (percent, line, place)
    for key, (percent, line, place) in best.items():
        note(key, Hint(sign, line, *place, own=own, similarity=percent))
