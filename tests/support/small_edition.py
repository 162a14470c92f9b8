"""A small fictitious edition, made in Python: enough of every kind of question to try a rule, quick to fill in."""

from datetime import date

from nominations.editions.rules.edition import (
    Band,
    Category,
    CheckItem,
    ClosingDate,
    ConflictOption,
    ConflictQuestion,
    ConsentWording,
    Criterion,
    Edition,
    MemberState,
    Organiser,
    Outcome,
    Passage,
    ReferenceMark,
    Rule,
    Sample,
    ScoringRules,
    Stage,
    Text,
)
from nominations.editions.rules.questions import (
    NOTHING,
    AttachmentKind,
    Condition,
    Declaration,
    Kind,
    LocalizedText,
    Option,
    Question,
    Section,
)
from nominations.editions.rules.reminders import Audience, Event, Reminder

CODE = "pearl-2025"


def say(text: str) -> LocalizedText:
    """The same words in three languages, distinguished by a mark."""
    return LocalizedText({"en": text, "fr": f"{text} (fr)", "ar": f"{text} (ع)"})


def _ask(key: str, kind: Kind, label: str, **more: object) -> Question:
    return Question(key, kind, say(label), **more)


def _options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key, say(key.capitalize())) for key in keys)


def _band(low: int, high: int) -> Band:
    return Band(low, high, say(f"Band {low} to {high}"))


def _criterion(key: str, label: str, weight: int) -> Criterion:
    bands = tuple(_band(low, low + 1) for low in (1, 3, 5, 7, 9))
    return Criterion(key, say(label), weight, say(f"How good is the {label.lower()}?"), bands)


ABOUT = Section("about", say("About the nomination"), say("Who nominates."), (
    _ask("entry_language", Kind.CHOICE, "Language of this nomination", required=True,
         options=_options("en", "fr", "ar")),
    _ask("nomination_kind", Kind.CHOICE, "Own or third-party", required=True, options=_options("own", "third")),
    _ask("nominator", Kind.GROUP, "Nominator", required=True, names_people=True, parts=(
        _ask("name", Kind.LINE, "Name", required=True), _ask("email", Kind.EMAIL, "Mail", required=True),
        _ask("country", Kind.COUNTRY, "Country"),
    )),
))
WORK = Section("work", say("The work"), say("What was done."), (
    _ask("title", Kind.LINE, "Title", required=True, max_chars=150),
    _ask("countries", Kind.COUNTRIES, "Countries of the work", required=True, least=1),
    _ask("place", Kind.PLACE, "Coordinates", seen_by=("officer", "head")),
    _ask("status", Kind.CHOICE, "Status", required=True, options=_options("completed", "ongoing"), counted=True),
    _ask("phase_done", Kind.TEXT, "Finished phase", required_when=Condition("status", is_="ongoing"), max_words=20),
    _ask("start_date", Kind.DATE, "Start", required=True), _ask("end_date", Kind.DATE, "End"),
    _ask("budget", Kind.MONEY, "Total cost", required=True),
    _ask("summary", Kind.TEXT, "Summary", required=True, max_words=30, read_for=("quality",)),
    _ask("kinds", Kind.CHOICES, "Kinds", options=_options("site", "museum", "other"), most=2, counted=True),
    _ask("funding", Kind.TABLE, "Funding", required=True, least=1, most=3, sum_part="share", sum_total=100, parts=(
        _ask("name", Kind.LINE, "Source", required=True), _ask("share", Kind.NUMBER, "Share", required=True),
    )),
))
PERSON = Section("person", say("The person"), say("Who is nominated."), (
    _ask("title", Kind.LINE, "Name of the nominee", required=True, max_chars=120, about_nominee=True,
         identity=True),
    _ask("nationality", Kind.COUNTRIES, "Nationality", required=True, least=1, about_nominee=True),
    _ask("birth_year", Kind.NUMBER, "Year of birth", required=True, minimum=1900, maximum=2020, whole=True,
         seen_by=("officer", "head"), about_nominee=True),
    _ask("summary", Kind.TEXT, "Summary", required=True, max_words=30, read_for=("quality",)),
))
DECLARATIONS = (
    Declaration("decl_truth", say("Facts are true"), say("The facts are true."), "1"),
    Declaration("decl_ceremony", say("Ceremony"), say("I will come."), "1", required=False),
)
CRITERIA = (
    _criterion("quality", "Quality", 50), _criterion("impact", "Impact", 30), _criterion("example", "Example", 20),
)
CHECKLIST = (CheckItem("tangible", say("Is it tangible?")), CheckItem("complete", say("Is it readable?")))


def edition() -> Edition:
    """The Pearl Prize of 2025: two categories, closing at the end of 30 November 2025 in Rabat."""
    plan = AttachmentKind("plan", say("Plan"), say("One plan."), 1, 2, ("pdf", "png", "jpg"), 2_000_000)
    photo = AttachmentKind("photo", say("Photograph"), say("A picture."), 0, 3, ("jpg", "png"), 5_000_000,
                           min_long_side=100, per_picture=True)
    identity = AttachmentKind("leader_id", say("Identity paper"), say("Later."), 0, 1, ("pdf",), seen_by=("head",),
                              asked_from="shortlist")
    letter = AttachmentKind("ref_letter", say("Letter of reference"), say("Signed."), 0, 2, ("pdf", "docx"), 2_000_000,
                            required_when=Condition("nomination_kind", is_="third"), by_link=True)
    consent = AttachmentKind("consent", say("Consent"), say("Signed."), 0, 1, ("pdf",), 2_000_000, seen_by=("head",),
                             required_when=Condition("nomination_kind", is_="third"))
    return Edition(
        code=CODE, year=2025, title=say("The Pearl Prize"), short_title=say("Pearl"), reference_prefix="PRL-2025",
        organisers=(Organiser("sea", say("The Sea Society"), say("Sea Society")),),
        zone="Africa/Casablanca", second_zone="Asia/Baku", zone_name=say("Rabat time"),
        languages=("en", "fr", "ar"), entry_languages=("en", "fr", "ar"), contact="pearl@example.org",
        address=say("1 Shore Road"), currency="USD",
        categories=(
            Category("project", say("Projects"), "P", 1000, 1, 2, say("For projects."), say("Everybody."),
                     (ABOUT, WORK), (plan, photo, identity), DECLARATIONS, CRITERIA,
                     (Rule("deadline", Outcome.BLOCK, "before_close", say("In time")),
                      Rule("project_country", Outcome.BLOCK, "member_state", say("In a Member State"),
                           params={"question": "countries"}),
                      Rule("one_per_nominee", Outcome.FLAG, "one_per_nominee", say("One nomination of one work"),
                           params={"question": "title"}),
                      Rule("insiders", Outcome.FLAG, "insiders", say("No insiders"))),
                     CHECKLIST, "title", 3,
                     ("tangible", "countries", "start_date", "summary", "nomination_kind", "entry_language")),
            Category("individual", say("Individuals"), "I", 500, 1, 2, say("For people."), say("Everybody."),
                     (ABOUT, PERSON), (photo, letter, consent), DECLARATIONS, CRITERIA,
                     (Rule("deadline", Outcome.BLOCK, "before_close", say("In time")),
                      Rule("nominee_consent", Outcome.BLOCK, "nominee_consent", say("The nominee agrees"),
                           params={"question": "nomination_kind", "option": "third", "attachment": "consent"}),
                      ), CHECKLIST, "title", 3,
                     ("tangible", "nationality", "birth_year", "nomination_kind", "entry_language")),
        ),
        member_states=tuple(
            MemberState(code, say(f"State of {name}"), say(name), "shore")
            for code, name in (("MA", "Morocco"), ("AZ", "Azerbaijan"), ("EG", "Egypt"), ("UZ", "Uzbekistan"))
        ),
        regions=_options("shore"), themes=_options("site", "museum"),
        texts=tuple(Text(key, "1", say(key.capitalize()), say(f"# {key.capitalize()}\n\nThe words of the {key}."))
                    for key in ("rules", "privacy", "undertaking", "accessibility")),
        call=(Passage("about", say("What it is"), say("A prize for pearls.")),),
        opens_on=date(2025, 7, 1),
        closing_dates=(
            ClosingDate(date(2025, 10, 30), date(2025, 7, 1), say("The call.")),
            ClosingDate(date(2025, 11, 30), date(2025, 10, 31), say("Many asked for more time.")),
        ),
        stages=(Stage("call", say("Call"), date(2025, 7, 1), date(2025, 11, 30)),
                Stage("review", say("Review"), date(2025, 12, 25), date(2026, 1, 23))),
        scoring=ScoringRules(say("Pearl rules"), "1"),
        samples=(
            Sample(
                "quay", "project", say("A quay"), (Passage("work", say("The work"), say("Mended in a sample.")),),
                tuple(ReferenceMark(key, score, say(f"Because of the {key}"))
                      for key, score in (("quality", 8), ("impact", 5), ("example", 2))),
            ),
        ),
        conflict=ConflictQuestion(
            say("Do you have an interest in this file?"), say("Family, money, work."),
            tuple(ConflictOption(key, say(key.capitalize())) for key in ("none", "possible", "real")),
            tuple(ConflictOption(key, say(key.capitalize())) for key in
                  ("family", "money", "work", "authorship", "nationality", "other")),
        ),
        letters_until=date(2025, 12, 14), consent=ConsentWording("7", say("I agree to be nominated.")),
        reminders=tuple(
            Reminder(f"close_{hours}", Event.CLOSE, -hours, Audience.UNFINISHED_DRAFTS, "draft_reminder")
            for hours in (336, 72, 24)
        ) + tuple(
            Reminder(key, Event.DUE, hours, Audience.UNFINISHED_REVIEWS, "review_reminder",
                     text=say("Ask us.") if hours < 0 else NOTHING)
            for key, hours in (("reviews_48", -48), ("reviews_late", 24))
        ),
    )


PROJECT_ANSWERS: dict[str, object] = {
    "entry_language": "en", "nomination_kind": "own",
    "nominator": {"name": "Ada Byron", "email": "ada@example.org", "country": "MA"},
    "title": "The quay of pearls", "countries": ["MA"], "place": {"lat": "33.97", "lon": "-6.85"},
    "status": "completed", "start_date": "2021-01-01", "end_date": "2024-12-31", "budget": "125000",
    "summary": "A quay was mended by its own town.", "kinds": ["site"],
    "funding": [{"name": "Town", "share": "60"}, {"name": "Guild", "share": "40"}],
}
INDIVIDUAL_ANSWERS: dict[str, object] = {
    "entry_language": "ar", "nomination_kind": "own", "nominator": {"name": "مريم", "email": "maryam@example.org"},
    "title": "مريم البحر", "nationality": ["EG"], "birth_year": "1970", "summary": "غوّاصة علّمت جيلاً كاملاً.",
}
