"""The words that people read."""

from collections.abc import Mapping

from nominations.core.language import format_number, gettext, ngettext
from nominations.jury.rules.agenda import Dispute, Reason


def explain_dispute(dispute: Dispute, criteria: Mapping[str, str], places: int) -> str:
    """Why a nomination is disputed, in one sentence; `criteria` are their names by key."""
    low, high = format_number(dispute.low), format_number(dispute.high)
    if dispute.reason is Reason.LINE:
        return ngettext(
            "Its place can be anything from %(low)s to %(high)s: the scores do not show whether it is first.",
            "Its place can be anything from %(low)s to %(high)s: the scores do not show whether it is among the first "
            "%(num)s.", places, low=low, high=high,
        )
    if dispute.reason is Reason.TIE:
        return gettext("It shares place %(place)s with a nomination that would be left out.", place=low)
    if dispute.reason is Reason.SPREAD:
        return gettext("The totals of its reviewers range from %(low)s to %(high)s.", low=low, high=high)
    if dispute.reason is Reason.GAP:
        return gettext(
            "%(criterion)s: the scores range from %(low)s to %(high)s.",
            criterion=criteria.get(dispute.criterion, dispute.criterion), low=low, high=high,
        )
    return ngettext(
        "%(num)s review counts. The rules ask for at least %(least)s.",
        "%(num)s reviews count. The rules ask for at least %(least)s.", int(dispute.low), least=high,
    )
