"""Answers are shown in the order of the form, by name, and only to whom the edition says."""

from dataclasses import replace
from types import SimpleNamespace

from nominations.editions.rules.display import show_answers, show_names
from nominations.editions.rules.questions import Kind, LocalizedText, Option, Question, Section


def say(text):
    return LocalizedText({"en": text, "ar": f"ع {text}"})


LINE = Question("name", Kind.LINE, say("Name"))
SECTIONS = (
    Section("one", say("One"), questions=(
        Question("kinds", Kind.CHOICES, say("Kinds"), options=(Option("a", say("A")), Option("b", say("B")))),
        Question("where", Kind.COUNTRIES, say("Where")),
        Question("born", Kind.NUMBER, say("Born"), seen_by=("officer",)),
        Question("owner", Kind.GROUP, say("Owner"), parts=(LINE, Question("email", Kind.EMAIL, say("E-mail")))),
        Question("team", Kind.TABLE, say("Team"), parts=(LINE, Question("land", Kind.COUNTRY, say("Land")))),
        Question("spot", Kind.PLACE, say("Spot")),
        Question("later", Kind.LINE, say("Later"), asked_from="shortlist"),
    )),
    Section("secret", say("Secret"), questions=(Question("id", Kind.LINE, say("Id"), seen_by=("officer",)),)),
)  # fmt: skip
ANSWERS = {
    "kinds": ["b", "a"], "where": ["MA"], "born": "1970", "owner": {"name": "Ada"}, "spot": {"lat": "1", "lon": "2"},
    "team": [{"name": "Bo", "land": "AZ"}, {"name": "", "land": ""}], "id": "X1",
}  # fmt: skip


def shown_items(role, language="en"):
    sections = show_answers(
        SimpleNamespace(sections=SECTIONS), ANSWERS, language, role, country={"MA": "Morocco", "AZ": "Azerbaijan"}.get
    )
    return {item.key: item for section in sections for item in section.items}


def test_options_and_countries_are_shown_by_name_in_the_order_they_were_given():
    items = shown_items("officer", "ar")

    assert (items["kinds"].label, items["kinds"].lines, items["where"].lines) == (
        "ع Kinds",
        ("ع B", "ع A"),
        ("Morocco",),
    )


def test_a_group_shows_its_answered_parts_and_a_table_its_filled_rows():
    items = shown_items("officer")

    assert [(part.label, part.lines) for part in items["owner"].parts] == [("Name", ("Ada",))]
    assert items["team"].header == ("Name", "Land")
    assert [[cell.lines for cell in row] for row in items["team"].rows] == [[("Bo",), ("Azerbaijan",)]]
    assert items["spot"].lines == ("1, 2",)


def test_an_answer_kept_for_some_is_shown_to_them_and_to_who_gave_it_and_to_nobody_else():
    assert [sorted({"born", "id"} & set(shown_items(role))) for role in ("officer", "applicant", "reviewer")] == [
        ["born", "id"], ["born", "id"], [],
    ]  # fmt: skip


def test_a_section_of_which_nothing_may_be_seen_is_left_out():
    category = SimpleNamespace(sections=SECTIONS)

    assert [section.key for section in show_answers(category, ANSWERS, "en", "reviewer")] == ["one"]


def test_what_is_not_asked_yet_is_not_shown():
    assert "later" not in shown_items("officer")


def test_an_answer_whose_option_is_gone_is_shown_as_it_was_stored():
    category = SimpleNamespace(sections=SECTIONS)

    assert show_answers(category, {"kinds": ["z"]}, "en", "officer")[0].items[0].lines == ("z",)


def test_a_part_that_a_role_may_not_see_is_left_out_of_its_group():
    question = Question("owner", Kind.GROUP, say("Owner"), names_people=True, parts=(
        LINE, Question("alias", Kind.LINE, say("Alias"), seen_by=("officer",)),
    ))  # fmt: skip
    category = SimpleNamespace(sections=(Section("one", say("One"), questions=(question,)),))
    answers = {"owner": {"name": "Ada", "alias": "Bo"}}

    def parts(role, read):
        return [part.key for item in read(category, answers, "en", role) for part in item.parts]

    assert parts("officer", show_names) == ["name", "alias"]
    assert parts("reviewer", show_names) == ["name"]
    assert [part.key for part in show_answers(category, answers, "en", "reviewer")[0].items[0].parts] == ["name"]


def test_the_people_of_a_nomination_are_shown_without_contact_data():
    owner = replace(SECTIONS[0].questions[3], names_people=True)
    category = SimpleNamespace(sections=(Section("one", say("One"), questions=(owner, LINE)),))
    answers = {"owner": {"name": "Ada", "email": "ada@example.org"}, "name": "Not marked"}

    names = show_names(category, answers, "en", "reviewer")

    assert [(item.key, [part.key for part in item.parts]) for item in names] == [("owner", ["name"])]
