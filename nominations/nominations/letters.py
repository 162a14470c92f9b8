"""The letters of this package: what each is for, by the name of its template in templates/mail."""

from nominations.core.language import lazy_gettext as _l

LETTERS = {
    "collaborator_ended": _l("Collaborator removed by the owner"),
    "collaborator_invited": _l("Collaborator invited"),
    "collaborator_joined": _l("Invitation accepted by a collaborator"),
    "collaborator_left": _l("Collaborator left"),
    "file_withdrawn": _l("Nomination withdrawn during review"),
    "message_from_owner": _l("Message from an owner"),
    "move_answered": _l("Answer to the proposed move"),
    "nomination_came_in": _l("Nomination submitted"),
    "nomination_handed_over": _l("Nomination handed over"),
    "nomination_handed_to_you": _l("Nomination received from its owner"),
    "nomination_received": _l("Receipt of a nomination"),
    "nomination_restored": _l("Withdrawal undone"),
    "nomination_withdrawn": _l("Nomination withdrawn"),
}
