"""The words of these rooms: what is wrong with a field, how far screening is, what a finding says."""

from nominations.call.queries.deadlines import Told
from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.editions.rules.eligibility import Met
from nominations.screening.queries.nomination_filters import Eligibility

PROBLEMS = {
    "missing": _l("Fill this in."),
    "refused_characters": _l("Some characters cannot be stored: %(characters)s. Delete them."),
    "too_many_characters": _l("Use %(most)s characters or fewer; you have used %(count)s."),
    "not_an_option": _l("Choose one of the answers offered."),
    "not_email": _l("Give a mail address, such as name@example.org."),
    "not_date": _l("Give a day that exists, such as 2025-11-30."),
    "not_time": _l("Give a time of day, such as 18:00."),
    "no_such_hour": _l("The clocks go forward in that night: this hour does not exist. Choose another time."),
    "not_later": _l("Choose a later close than the one that holds now. It is never moved forward."),
    "nothing_named": _l("Choose at least one question or kind of attachment of this form."),
    "no_more_rounds": _l("The edition provides for %(most)s requests at the most."),
    "in_the_past": _l("Choose an instant that is still to come."),
    "no_such_reference": _l("There is no nomination with this reference."),
    "itself": _l("That is this nomination itself."),
    "no_such_account": _l("Nobody has an account with this address. Ask the person to sign in once."),
    "judges_here": _l("This person judges in this edition and cannot own a nomination in it."),
    "owns_it_already": _l("This person owns the nomination already."),
}
ELIGIBILITY = {
    Eligibility.OPEN: (_l("To be screened"), "blue"),
    Eligibility.PROPOSED: (_l("To be confirmed"), "amber"),
    Eligibility.ELIGIBLE: (_l("Eligible"), "green"),
    Eligibility.INELIGIBLE: (_l("Not eligible"), "red"),
}
METS = {
    Met.YES: (_l("Met"), "green"),
    Met.NO: (_l("Not met"), "red"),
    Met.LOOK: (_l("To be looked at"), "amber"),
}
CHECKS = {"yes": _l("Yes"), "no": _l("No"), "unclear": _l("Unclear")}
TOLD = {
    Told.DRAFTS: _l("The owners of drafts"),
    Told.ALL: _l("All owners of nominations"),
    Told.NOBODY: _l("Nobody: the pages alone"),
}

# Why the chain does not hold, by the reason that core/rules/ledger.py gives.
FAULTS = {
    "missing": _l("it is missing"),
    "does not follow the record before it": _l("it does not follow the record before it"),
    "is missing at the end, or the head was changed": _l("it is missing at the end, or the head was changed"),
    "was changed": _l("it was changed"),
    "its content was changed": _l("its content was changed"),
    "is not what the head says": _l("it is not what the head says"),
}


def count(given: str) -> int:
    """The number that a page put into a hidden field; 0 for what no page ever put there."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def problems(no: Invalid) -> dict[str, str]:
    """The sentence for each field."""
    return {field: str(PROBLEMS[code]) % params for field, (code, params) in no.problems.items()}


def wordings() -> dict[str, tuple[str, str]]:
    """Messages to begin with: a name for the choice, and the words, in the language that is being spoken."""
    return {
        "clarify": (gettext("Ask for a clarification"), gettext(
            "While reading your nomination we came upon a question. Please explain:\n\n\n\n"
            "You can answer on the page of your nomination."
        )),
        "thanks": (gettext("Thank for an answer"), gettext(
            "Thank you for your answer. We have added it to your file."
        )),
        "help": (gettext("Offer help with a draft"), gettext(
            "Your nomination is still a draft. If something keeps you from finishing it, tell us here and we will help."
        )),
    }


# The reports of the whole edition, in the order of its year, and what each holds.
REPORTS = {
    "statistics": _l("For the press, without names: by day, category, country, region, language and kind."),
    "late_attempts": _l("Submissions that arrived after the close and were refused, with their instants."),
    "eligibility": _l("Every decision of the screening with its reason, who made it and who confirmed it."),
    "corrections": _l("What applicants were asked to correct, until when, and when they answered."),
    "progress": _l("How far each reviewer is in each round; no score is in it."),
    "conflicts": _l("What reviewers declared, what was decided, and who stands aside from what."),
    "communications": _l("Every letter that was written, to whom, and what became of it."),
    "ledger": _l("Every act on record, as people read it; the spreadsheet holds the whole hashes."),
}
