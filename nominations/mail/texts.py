"""The words for the states of letters, and for what each letter is about."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.registry import Registry
from nominations.core.rules.vocabulary import LetterState

LETTER_STATES = {
    LetterState.WAITING: (_l("Waiting"), "amber"),
    LetterState.SENT: (_l("Sent"), "green"),
    LetterState.FAILED: (_l("Failed"), "red"),
    LetterState.KEPT: (_l("Not sent: no mail server"), "grey"),
}

# What each letter is about, by the name of its template in templates/mail. Packages register their own.
LETTER_KINDS: Registry[object] = Registry("kinds of letter")
