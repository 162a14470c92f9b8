"""Makes the title page of a report from the edition and the actor."""

from uuid import UUID

from nominations.core.language import gettext as _
from nominations.core.language import use_language
from nominations.core.queries import accounts, ledger_chain
from nominations.core.texts.people import role_word
from nominations.core.withheld import withheld_from
from nominations.core.work import Work
from nominations.documents.reports import code_mark
from nominations.documents.reports.frame import Front
from nominations.editions.rules.edition import Edition


def make_front(
    work: Work, edition: Edition, language: str, rule_set: str = "", document_id: UUID | None = None
) -> Front:
    """The facts of the title page, with the current head of the ledger and the code of `document_id`, where it has one.
    """
    code, checked_at = code_mark.code_and_address(work, document_id) if document_id else ("", "")
    number, head = ledger_chain.ledger_head(work)
    with use_language(language):
        by = _name_and_role(work) if work.actor.id else _("the command line")
    return Front(
        award=edition.title.in_(language),
        organisers=tuple(organiser.name.in_(language) for organiser in edition.organisers),
        made_at=work.now, made_by=by, zone=edition.zone, zone_name=edition.zone_name.in_(language), rule_set=rule_set,
        ledger_number=number, ledger_head=head, contact=edition.contact, withheld=len(withheld_from(work.session)),
        code=code, checked_at=checked_at,
    )


def _name_and_role(work: Work) -> str:
    name = work.actor.name or accounts.account_name(work, work.actor.id)
    return _("%(name)s, %(role)s", name=name, role=role_word(work.actor.role))
