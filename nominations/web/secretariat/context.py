"""Words and small functions that every template of these rooms may use."""

from nominations.acts import act_word
from nominations.language import LANGUAGES
from nominations.reports.registers.eligibility import OUTCOMES
from nominations.terms.files import STATES
from nominations.terms.letters import LETTER_KINDS, LETTER_STATES
from nominations.terms.people import ROLES
from nominations.web.countries import country_name
from nominations.web.secretariat import bp
from nominations.web.secretariat.listing import language_word
from nominations.web.secretariat.words import CHECKS, ELIGIBILITY, METS, TOLD
from nominations.web.urls import language_url


@bp.context_processor
def words() -> dict[str, object]:
    """One table of words each, as the code that decides has them."""
    return {
        "STATES": STATES, "ELIGIBILITY": ELIGIBILITY, "METS": METS, "OUTCOMES": OUTCOMES, "CHECKS": CHECKS,
        "LETTER_KINDS": LETTER_KINDS, "LETTER_STATES": LETTER_STATES, "ROLES": ROLES, "TOLD": TOLD,
        "country_name": country_name, "language_word": language_word, "act_word": act_word,
        # The list somebody looks at stays the same list in another language.
        "language_links": {code: language_url(code) for code in LANGUAGES},
    }
