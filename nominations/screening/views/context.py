"""Words and small functions that every template of the secretariat may use."""

from nominations.call.texts import RECIPIENTS
from nominations.core.language import LANGUAGES
from nominations.core.texts.ledger import act_word
from nominations.core.texts.people import ROLES
from nominations.core.texts.states import STATES
from nominations.mail.texts import LETTER_KINDS, LETTER_STATES
from nominations.screening.reports.eligibility_register import OUTCOMES
from nominations.screening.texts import CHECKS, ELIGIBILITY, METS
from nominations.screening.views.listing import language_word
from nominations.web.areas.secretariat import bp
from nominations.web.countries import country_name
from nominations.web.urls import language_url


@bp.context_processor
def words() -> dict[str, object]:
    """The tables of words and the functions, by their names in templates."""
    return {
        "STATES": STATES, "ELIGIBILITY": ELIGIBILITY, "METS": METS, "OUTCOMES": OUTCOMES, "CHECKS": CHECKS,
        "LETTER_KINDS": LETTER_KINDS, "LETTER_STATES": LETTER_STATES, "ROLES": ROLES, "RECIPIENTS": RECIPIENTS,
        "country_name": country_name, "language_word": language_word, "act_word": act_word,
        # Changing the language keeps the filters of the list.
        "language_links": {code: language_url(code) for code in LANGUAGES},
    }
