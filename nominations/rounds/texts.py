"""The words for rounds."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import RoundCode

ROUNDS = {RoundCode.FIRST: _l("First round"), RoundCode.FINAL: _l("Final round")}
