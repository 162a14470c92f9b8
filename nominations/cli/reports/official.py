"""Official papers from the command line: asked for, made at once, and found by their code like those of the pages."""

import time
from pathlib import Path
from uuid import UUID

import click

from nominations.accounts.adapters.addresses import find_key
from nominations.accounts.queries import people
from nominations.cli.shared import open_output
from nominations.core.rules.policy_facts import Actor
from nominations.core.rules.vocabulary import JobState, Role
from nominations.core.services import jobs
from nominations.core.tables import Document, Job
from nominations.core.work import Work
from nominations.documents.queries import codes
from nominations.documents.texts import FAILURES
from nominations.editions.queries.editions import Pinned
from nominations.files.adapters.store import files

_MAY_SIGN = (Role.HEAD, Role.OFFICER)


def signed_by(work: Work, edition: Pinned, email: str) -> Actor:
    """Whoever of the secretariat the paper is made for, or one sentence."""
    held = [holder for holder in people.list_role_holders(work.session, edition.id)
            if holder.account.email_key == find_key(email) and holder.grant.role in _MAY_SIGN]
    for role in _MAY_SIGN:
        for holder in held:
            if holder.grant.role is role:
                return Actor(holder.account.id, role, edition.edition.code)
    raise click.ClickException(f"Nobody with the address {email} is of the secretariat of {edition.edition.code}.")


def make_official(work: Work, document: Document, output: Path) -> None:
    """Make what was asked for in this process, write it to `output`, and tell its code."""
    document_id, job_id = document.id, document.job_id
    jobs.run_job(work, job_id)
    trouble = _failure_of(work, job_id)
    if trouble is not None:
        raise click.ClickException(f"It could not be made. {FAILURES.get(trouble, FAILURES['broken'])}")
    work.session.expire_all()
    stored = work.session.get_one(Document, document_id)
    with open_output(output) as target:
        for piece in files(work.settings).open(stored.sha256 or ""):
            target.write(piece)
    code = codes.code_of_document(work.session, document_id)
    click.echo(f"{output}: {output.stat().st_size:,} bytes" + (f", code {code}." if code else "."))


def _failure_of(work: Work, job_id: UUID) -> str | None:
    """Why it failed, None where it did not; a worker that runs beside may have it in hand."""
    while True:
        work.session.rollback()
        job = work.session.get_one(Job, job_id, populate_existing=True)
        if job.state in (JobState.DONE, JobState.FAILED):
            return job.trouble if job.state is JobState.FAILED else None
        time.sleep(0.2)
