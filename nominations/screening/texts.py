"""The words of screening: problems of fields, states of eligibility, results of rules."""

from nominations.core.language import gettext
from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.errors import Invalid
from nominations.core.texts.problems import describe_problems
from nominations.editions.rules.eligibility import Met
from nominations.screening.queries.nomination_filters import Eligibility

PROBLEMS = {
    "checklist_unanswered": _l("Answer every question of the checklist first."),
    "is_assigned": _l("Reviewers are assigned to this nomination. Remove their assignments first."),
    "nothing_named": _l("Choose at least one question or kind of attachment from this form."),
    "no_more_rounds": _l("You have reached the limit of correction requests: %(most)s."),
    "itself": _l("This is the same nomination. Enter the reference of another one."),
    "no_such_account": _l("No one has an account with this address. Ask the person to sign in once."),
    "judges_here": _l("This person reviews in this edition and cannot own a nomination in it."),
    "owns_it_already": _l("This person already owns the nomination."),
}
ELIGIBILITY = {
    Eligibility.OPEN: (_l("To be screened"), "blue"),
    Eligibility.PROPOSED: (_l("To be confirmed"), "amber"),
    Eligibility.ELIGIBLE: (_l("Eligible"), "green"),
    Eligibility.INELIGIBLE: (_l("Ineligible"), "red"),
}
METS = {
    Met.YES: (_l("Met"), "green"),
    Met.NO: (_l("Not met"), "red"),
    Met.LOOK: (_l("To be checked"), "amber"),
}
CHECKS = {"yes": _l("Yes"), "no": _l("No"), "unclear": _l("Unclear")}



def problems(wrong: Invalid) -> dict[str, str]:
    """The sentence for each field of a screening form."""
    return describe_problems(wrong, PROBLEMS)


def wordings() -> dict[str, tuple[str, str]]:
    """Templates for messages, by key: a label for the choice and the text, in the current language."""
    return {
        "clarify": (gettext("Ask for a clarification"), gettext(
            "We have a question about your nomination. Please explain:\n\n\n\nYou can answer on the page of your "
            "nomination."
        )),
        "thanks": (gettext("Give thanks for an answer"), gettext(
            "Thank you for your answer. We have added it to your nomination."
        )),
        "help": (gettext("Offer help with a draft"), gettext(
            "Your nomination is still a draft. If something keeps you from finishing it, tell us here and we will help."
        )),
    }
