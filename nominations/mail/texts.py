"""Letters: their states, and what each is for by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import LetterState

LETTER_STATES = {
    LetterState.WAITING: (_l("Waiting"), "amber"),
    LetterState.SENT: (_l("Sent"), "green"),
    LetterState.FAILED: (_l("Failed"), "red"),
    LetterState.KEPT: (_l("Not sent: no mail server"), "grey"),
}

# What each letter is for, by the name of its template. Packages register their own.
LETTER_KINDS: Registry[object] = Registry("kinds of letter")
