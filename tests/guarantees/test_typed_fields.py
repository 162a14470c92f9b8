"""Every field in which a person types more than words reads each spelling of the corpus alike.

To add a spelling, write a line into tests/typed_corpus/<kind>.tsv; to add a field, a line into FIELDS. Both run at the
lowest layer that reads the field. From end to end: codes in tests/accounts/test_account_pages.py, answers in
tests/nominations/test_autosave.py, the form on paper in tests/official_form/test_paper_form_pages.py.
"""

import re
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from nominations.accounts.adapters.addresses import parse_address
from nominations.core.rules.errors import Invalid
from nominations.core.rules.text.places import split_pair
from nominations.core.rules.text.typed import parse_instant, parse_line
from nominations.core.rules.text.understand import TypedKind, understand
from nominations.editions.rules.answers import PLACE_PARTS, find_problems, understand_answer
from nominations.editions.rules.questions import Kind, LocalizedText, Question, Section
from nominations.nominations.views import form_fields
from nominations.official_form.rules import paper_form
from nominations.panel.rules import people_table
from nominations.panel.rules.profiles import ProfileAnswers
from nominations.reviewing.rules import offline
from tests.support.small_edition import edition
from tests.support.typed_corpus import FOLDER, list_spellings

Reader = Callable[[str], object]
PROJECT = edition().categories[0]


def entry(kind: TypedKind) -> Reader:
    """The one way in, as commands and use cases call it."""
    def read(text: str) -> object:
        meant = understand(kind, text)
        return f"?{meant.problem}" if meant.problem else meant.value
    return read


def answer(kind: Kind, **limits) -> Reader:
    """A box of a section of the form."""
    question = Question("q", kind, LocalizedText({"en": "Q"}), **limits)

    def read(text: str) -> object:
        typed = form_fields.read(Section("s", LocalizedText({}), questions=(question,)), MultiDict({"q": text}))
        return judge(question, typed.get("q", ""))
    return read


def on_paper(name: str) -> Reader:
    """A field of the form on paper, which is read as an answer of the draft."""
    def read(text: str) -> object:
        held = paper_form.read_answers(PROJECT, {name: text}).answers
        key, _, part = name.partition("/")
        question = PROJECT.question(key)
        value = held.get(key, "")
        if question.kind is Kind.GROUP:
            question, value = question.part(part), value.get(part, "") if value else ""
        return judge(question, value)
    return read


def judge(question: Question, value: str) -> object:
    if wrong := find_problems(question, value):
        return f"?{wrong[0].code}"
    return understand_answer(question, value).value


def angle(axis: str) -> Reader:
    question = Question("q", Kind.PLACE, LocalizedText({"en": "Q"}))

    def read(text: str) -> object:
        other = "lon" if axis == "lat" else "lat"
        problems = [wrong for wrong in find_problems(question, {axis: text, other: "1"}) if wrong.part == axis]
        return f"?{problems[0].code}" if problems else understand(PLACE_PARTS[axis], text).value
    return read


def deadline(text: str) -> object:
    try:
        return parse_instant("day", text, "time", "00:00", "UTC").astimezone(UTC).date()
    except Invalid as wrong:
        return f"?{wrong.problems['day'][0]}"


def address(text: str) -> object:
    try:
        return parse_address(text).email
    except Invalid as wrong:
        return f"?{wrong.problems['email'][0]}"


def sheet_score(text: str) -> object:
    card, fault, _where = offline.read_card({"score-quality": ["s", text]}, ("quality",), {})
    return "?not_number" if fault or not text else card.scores["quality"]


def most_files(text: str) -> object:
    count = people_table.read_cells({"most_files": text}, ProfileAnswers()).most_files
    return "?not_number" if count is None or (count == 0 and text != "0") else count


def pair(text: str) -> object:
    return " ".join(split_pair(text) or ("?",))


# Each field, the kind of its corpus, and how it is read. Problems that a field words in its own way are in its reader.
FIELDS: dict[str, tuple[str, Reader]] = {
    "sign-in code, code of a new address": ("code", entry(TypedKind.CODE)),
    "answer: number": ("number", answer(Kind.NUMBER)),
    "answer: share": ("share", answer(Kind.NUMBER, minimum=0, maximum=100)),
    "answer: amount": ("money", answer(Kind.MONEY)),
    "answer: date": ("date", answer(Kind.DATE)),
    "answer: telephone": ("phone", answer(Kind.PHONE)),
    "answer: address of mail": ("email", answer(Kind.EMAIL)),
    "answer: web address": ("link", answer(Kind.LINK)),
    "answer: latitude": ("latitude", angle("lat")),
    "answer: longitude": ("longitude", angle("lon")),
    "answer: both coordinates in one box": ("pair", pair),
    "form on paper: date": ("date", on_paper("start_date")),
    "form on paper: amount": ("money", on_paper("budget")),
    "form on paper: address of mail": ("email", on_paper("nominator/email")),
    "deadline, extension, reopening, correction": ("date", deadline),
    "account, invitation, referee, collaborator, heir, role, table of reviewers": ("email", address),
    "offline sheet: score": ("mark", sheet_score),
    "table of reviewers, profile: most nominations": ("mark", most_files),
    "name of an account, a role, a referee": ("name", lambda text: parse_line("name", text, most=200)),
    "reference: table of assignments, ledger": ("reference", entry(TypedKind.REFERENCE)),
}


def same(kind: str, value: object, wanted: str) -> bool:
    if wanted.startswith("?") or str(value).startswith("?"):
        return str(value) == wanted
    if kind == "phone":
        return re.sub(r"[^+0-9 ext.]|(?<! ext)[ .](?!ext)", "", str(value)).replace(" ext.", " ext. ") == wanted or (
            re.sub(r"[^+0-9]", "", str(value)) == re.sub(r"[^+0-9]", "", wanted)
        )
    if isinstance(value, Decimal):
        return value == Decimal(wanted)
    return str(value) == wanted


@pytest.mark.parametrize("field", FIELDS)
def test_each_spelling_is_understood_alike_in_every_field(field):
    kind, read = FIELDS[field]
    wrong = []
    for spelling in list_spellings(kind):
        # An empty answer is not wrong, only missing; a blank form of paper says nothing.
        if not spelling.text.strip() and field.startswith(("answer", "form")) and kind != "pair":
            continue
        value = read(spelling.text)
        if not same(kind, value, spelling.value):
            wrong.append((spelling.text, value, spelling.value))
    assert wrong == []


def test_every_kind_has_a_corpus_and_a_field():
    kinds = {path.stem for path in FOLDER.glob("*.tsv")}

    assert kinds == {kind.value for kind in TypedKind} | {"pair"} == {kind for kind, _read in FIELDS.values()}


@pytest.mark.parametrize("kind", ["date", "phone"])
def test_the_corpus_has_a_spelling_of_each_member_state(kind):
    states = {state.code for state in edition().member_states} if hasattr(edition(), "member_states") else set()

    assert len({spelling.country for spelling in list_spellings(kind)} - {""}) == 53
    assert states <= {spelling.country for spelling in list_spellings(kind)}
