"""Who somebody is: roles, rights of collaborators, and what the demonstration's people are examples of."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import Right, Role, State
from nominations.core.texts.states import STATES

ROLES = {
    Role.VISITOR: _l("Visitor"),
    Role.APPLICANT: _l("Applicant"),
    Role.REVIEWER: _l("Reviewer"),
    Role.CHAIR: _l("Chair of the jury"),
    Role.OFFICER: _l("Officer"),
    Role.HEAD: _l("Head of the secretariat"),
    Role.OBSERVER: _l("Observer"),
    Role.AUDITOR: _l("Auditor"),
    Role.SYSTEM: _l("System"),
}
# What a collaborator may do, as a word of a choice.
RIGHTS = {
    Right.EDIT: _l("Can write"),
    Right.COMMENT: _l("Can comment"),
    Right.VIEW: _l("Can read"),
}


def role_word(role: Role) -> str:
    """The role as its holder reads it."""
    return str(ROLES[role])


# What somebody in the demonstration is an example of (accounts.queries.people.SPECIAL).
EXAMPLES = {
    "draft": STATES[State.DRAFT][0],
    "submitted": STATES[State.SUBMITTED][0],
    "withdrawn": STATES[State.WITHDRAWN][0],
    "move": _l("Move to the other category"),
    "extension": _l("Individual extension"),
    "late": _l("Late attempt"),
}
