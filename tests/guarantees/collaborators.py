"""Several people at one file: somebody invited to one of the owner's; the owner in, and invited to, the stranger's."""

from datetime import timedelta

from sqlalchemy import select

from nominations.core.rules.vocabulary import Right
from nominations.core.tables import Account, AnswerVersion, Collaborator, Comment, Letter, Nomination
from nominations.nominations.services.collaborators import send_invitation
from tests.support import make

# Who takes part in every file of the owner's, each with one right.
PEOPLE = {"Elif Demir": Right.EDIT, "Cheng Wu": Right.COMMENT, "Vera Rossi": Right.VIEW}


def furnish(world, things) -> None:
    """Put them there; the token of the owner's invitation goes to `things`."""
    for who, file, address in (
        ("owner", "submitted", "somebody.invited@example.org"), ("stranger", "other", "ada.byron@example.org"),
    ):
        work = world.work(who)
        send_invitation(work, things.nominations[file], address, "edit")
        work.session.close()
    with world.session(writes=True) as session:
        owner, stranger = (session.get_one(Account, world.person(who).id) for who in ("owner", "stranger"))
        joined = things.nominations["joined"] = make.nomination(session, stranger).id
        make.collaborator(session, joined, owner, Right.VIEW, stranger)
        people = {right: make.account(session, name) for name, right in PEOPLE.items()}
        owned = session.scalars(select(Nomination.id).where(Nomination.owner_id == owner.id)).all()
        for file in owned:
            for right, person in people.items():
                make.collaborator(session, file, person, right, owner)
        waiting = session.scalars(select(Collaborator).where(
            Collaborator.nomination_id == things.nominations["submitted"], Collaborator.accepted_at.is_(None)
        )).one()
        waiting.sent_at -= timedelta(hours=1)
        things.others["collaborator"] = waiting.id
        text = session.scalars(select(Letter.text).where(
            Letter.template == "collaborator_invited", Letter.address == owner.email
        )).one()
        things.invitation = text.partition("/invitations/")[2].partition("?")[0]
        draft = things.nominations["draft"]
        session.add_all([
            AnswerVersion(nomination_id=draft, question="title", number=1, answer="Another", began_at=make.START,
                          saved_at=make.START, saved_by_id=owner.id),
            Comment(nomination_id=draft, question="title", author_id=owner.id, text="Said <planted-mark>.",
                    written_at=make.START),
        ])
        session.commit()
