"""Words planted in a nomination and in what was thought about it, and the search for them on every page."""

import re
from uuid import UUID, uuid4

from sqlalchemy import select

from nominations.core.tables import (
    Account,
    Assessment,
    Assignment,
    BlindRound,
    Mark,
    Message,
    Nomination,
    ReviewerMessage,
    SectionAnswers,
    Submission,
)
from tests.guarantees.matrix_requests import MATRIX, Site
from tests.support import make
from tests.support.extract_text import opened

GETS = [route for route in MATRIX if route.method == "GET"]
PLANT = "Zqplant"  # no other word begins with it
REVIEWERS = ("Rashid", "Kerimli", "Diop")


def planted(name: str) -> str:
    return f"{PLANT}{name}"


def find_words(text: str) -> set[str]:
    """The planted words in a page, whatever stands around them."""
    return set(re.findall(f"{PLANT}([a-z]+)", text))


def plant_in_the_file(site: Site) -> None:
    file_id = site.things.nominations["eligible"]
    with site.world.session(writes=True) as session:
        file = session.get_one(Nomination, file_id)
        submission = session.get_one(Submission, file.submission_id)
        file.title = planted("title")
        submission.answers = submission.answers | {"title": planted("title"), "summary": planted("answer")}
        submission.attachments = [
            attachment | {"name": planted("attachment") + ".png"} for attachment in submission.attachments
        ]
        for part in session.scalars(select(SectionAnswers).where(SectionAnswers.nomination_id == file_id)):
            part.answers = part.answers | {"summary": planted("answer")} if "summary" in part.answers else part.answers
        session.add(Message(nomination_id=file_id, author_id=file.owner_id, by_secretariat=False,
                            text=planted("message"), sent_at=make.START))
        session.add(ReviewerMessage(
            nomination_id=file_id, reviewer_id=site.world.person("assigned").id,
            author_id=site.world.person("assigned").id, by_secretariat=False, text=planted("question"),
            sent_at=make.START,
        ))
        assignment = session.scalars(select(Assignment).where(
            Assignment.nomination_id == file_id,
            Assignment.reviewer_id == site.world.person("assigned").id,
        )).one()
        card = Assessment(
            id=uuid4(), assignment_id=assignment.id, state="submitted", total=90, complete=True,
            comment=planted("reviewer"), strength=planted("reviewer"), weakness=planted("reviewer"),
            confidential_note=planted("reviewer"), recommendation="no", saved_at=make.START, submitted_at=make.START,
        )
        session.add(card)
        session.flush()
        session.add_all(Mark(assessment_id=card.id, criterion=criterion, score=9, reason=planted("mark"))
                        for criterion in ("quality", "impact", "example"))
        session.commit()


WHOSE = ("Zqplantada", "Zqplantbyron", "Zqplanttown", "zqplantmail")


def plant_whose_it_is(site: Site) -> None:
    """The owner, who nominates and whom they work for, said in answers, texts, captions, names and properties."""
    file_id = site.things.nominations["eligible"]
    with site.world.session(writes=True) as session:
        file = session.get_one(Nomination, file_id)
        owner = session.get_one(Account, file.owner_id)
        owner.name, owner.email = "Zqplantada Zqplantbyron", "zqplantmail@museum.example"
        file.title = "The quay of Zqplantbyron"
        submission = session.get_one(Submission, file.submission_id)
        submission.answers = submission.answers | {
            "title": file.title,
            "nominator": {"name": "Zqplantada ZQPLANTBYRON", "email": "zqplantmail@museum.example"},
            "summary": "As Zqplantada  Zqplantbyron wrote to zqplantmail@museum.example, call +212 600 000 001 for "
                       "www.zqplantmail.example; وZqplantbyron.",
        }
        submission.attachments = [
            attachment | {"name": "Zqplantbyron.png", "caption": "Seen by Zqplantada", "photographer": "Zqplantbyron",
                          "alternative": "Zqplantbyron's quay", "rights": "Zqplanttown"}
            for attachment in submission.attachments
        ]
        session.add(BlindRound(round_id=site.things.rounds["open"], at=make.START,
                               by_id=site.world.person("head").id))
        session.commit()


def seen_by(site: Site, persona: str, files: list[UUID]) -> tuple[str, list[str]]:
    """All that the persona is answered at every address of the site, and at those of these files; where a word was."""
    client, _ = site.kept_browser(persona)
    everything, where = [], []
    for route in GETS:
        if route.endpoint.startswith("invited."):
            continue  # whoever holds a private link is its bearer, whatever their account may see
        own = site.address(route.place)
        others = {site.address(route.place, nomination_id=file) for file in files}
        for address in sorted({own, *others}):
            answer = client.get(address, follow_redirects=True)
            text = f"{opened(answer.get_data())}\n{answer.headers}"
            answer.close()
            everything.append(text)
            if PLANT in text:
                where.append(f"{route} {address}: {sorted(find_words(text))}")
    return "\n".join(everything), where
