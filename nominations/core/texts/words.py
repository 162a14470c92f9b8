"""Words that need an argument."""

from nominations.core.language import gettext, pgettext


def yes_no(value: bool) -> str:
    """Yes or no."""
    return gettext("Yes") if value else pgettext("answer", "No")


def stage_word(stage: str) -> str:
    """The time of the award's year that a demonstration shows."""
    match stage:
        case "call":
            return pgettext("time of the award's year", "Call")
        case "screening":
            return pgettext("time of the award's year", "Screening")
        case "review":
            return pgettext("time of the award's year", "Review")
        case "ranking":
            return pgettext("time of the award's year", "Ranking")
    return gettext("Award year")
