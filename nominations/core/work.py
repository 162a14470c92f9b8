"""`Work`: who acts, when, and the transaction in which it happens.

Here is the only commit of the application, and what use cases write with it: a record in the ledger, letters in the
outbox, jobs for the worker.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Engine, Executable, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from nominations.core import withheld
from nominations.core.adapters import mail_templates
from nominations.core.rules import ledger
from nominations.core.rules.errors import ChangedElsewhere, Refused
from nominations.core.rules.events import LISTENERS, Event, Listeners
from nominations.core.rules.policy import refusal, refusal_by_role
from nominations.core.rules.policy_facts import Actor, PolicyFacts
from nominations.core.rules.vocabulary import Action, Refusal
from nominations.core.settings import Settings
from nominations.core.tables import Access, Job, LedgerContent, LedgerHead, LedgerRecord, Letter

# Tells the worker; its result does not matter, because the sweep finds what was missed.
Enqueue = Callable[[str, UUID], object]


# These must not lose a nomination because of who does them.
_OF_WHOLE_ROUNDS = frozenset({Action.OPEN_ROUND, Action.ADD_FILES, Action.PUBLISH, Action.CLOSE_ROUND, Action.FREEZE})


class NestedTransaction(RuntimeError):
    """A use case was called inside the transaction of another one: a mistake in the program."""


def enqueue_nothing(task: str, identity: UUID) -> None:
    """Enqueue nothing: the worker's periodic sweep finds what is waiting."""


class Addressee(Protocol):
    """Whom a letter goes to: an account, or the mailbox of the secretariat."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...


class Row(Protocol):
    """A row that an act is about: it has an id."""

    __tablename__: str

    @property
    def id(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Work:
    """One request's or one command's work: same person, same instant in every rule."""

    session: Session
    actor: Actor
    now: datetime
    settings: Settings
    enqueue: Enqueue = enqueue_nothing
    listeners: Listeners = LISTENERS
    _afterwards: list[tuple[str, UUID]] = field(default_factory=list)

    def require(self, action: Action, case: PolicyFacts) -> None:
        """Go on, or raise `Refused` with the first reason of the policy."""
        if no := refusal(self.actor, action, case):
            raise Refused(no)

    def may_ever(self, action: Action) -> bool:
        """Whether the actor's role has `action` at all, whatever the case."""
        return refusal_by_role(self.actor, action) is None

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[Session]:
        """The only commit of the application. `keep=False` tries it out and rolls it back.

        Where somebody saved the same row first, it raises `ChangedElsewhere`. Jobs and letters are enqueued after the
        commit; if that fails, the worker's sweep finds it. Inside another transaction of the same
        session it raises `NestedTransaction`: its commit would commit half of the outer one.
        """
        if withheld.TRANSACTION_IS_OPEN in self.session.info:
            raise NestedTransaction(
                "A transaction is open in this session already. A use case does not call another use case: "
                "move what both need into a function that is part of its caller's transaction."
            )
        self.session.info[withheld.TRANSACTION_IS_OPEN] = True
        self._afterwards.clear()
        try:
            yield self.session
            self.session.flush()
            self.session.commit() if keep else self.session.rollback()
        except StaleDataError:
            self.session.rollback()
            raise ChangedElsewhere from None
        except BaseException:
            self.session.rollback()
            raise
        finally:
            del self.session.info[withheld.TRANSACTION_IS_OPEN]
        if not keep:
            return
        for task, identity in self._afterwards:
            self.enqueue(task, identity)
        self._afterwards.clear()

    def announce(self, event: Event) -> None:
        """Call the listeners of a change, now and in this transaction: what fails there undoes the change.

        Call it after the change and before `record`. Raises `NobodyListens` where nothing is registered.
        """
        if withheld.TRANSACTION_IS_OPEN not in self.session.info:
            raise RuntimeError("A change is announced inside the transaction that makes it.")
        for listener in self.listeners.of(event):
            listener(self, event)

    def record(self, act: Action | str, subject: Row | str, content: Mapping[str, Any]) -> int:
        """Write the act into the ledger and return its number. Call it last: it locks the head until the commit.

        `subject` is a row with an id, or text; `content` is what the act changed, stored with its salt.
        Raises `Refused` for an act on a nomination that is withheld from the actor, so that no use case can forget it.
        """
        if act not in _OF_WHOLE_ROUNDS and self._is_about_withheld(subject, content):
            raise Refused(Refusal.NOT_FOUND)
        # Read again, now that it is locked: this session may have read it before.
        newest = select(LedgerHead).with_for_update().execution_options(populate_existing=True)
        head = self.session.execute(newest).scalar_one()
        salt = secrets.token_hex(16)
        full_content = {"act": str(act), **content}
        record = ledger.next_record(
            head.number + 1, self.now, str(self.actor.id or "system"), self.actor.role.value, str(act),
            _subject_text(subject), self.actor.edition, ledger.commitment(salt, full_content), head.hash,
        )
        self.session.add(LedgerRecord(
            number=record.number, at=record.at, actor=record.actor, role=record.role, act=record.act,
            subject=record.subject, edition=record.edition, commitment=record.commitment,
            previous=record.previous, hash=record.hash,
        ))
        self.session.flush()
        self.session.add(LedgerContent(number=record.number, salt=salt, content=ledger.plain(full_content)))
        head.number, head.hash = record.number, record.hash
        self.session.flush()
        return record.number

    def _is_about_withheld(self, subject: Row | str, content: Mapping[str, Any]) -> bool:
        # Nearly nobody has anything withheld, and every act comes here: only then is the content written out.
        if not withheld.withheld_from(self.session):
            return False
        return withheld.is_mentioned(self.session, f"{_subject_text(subject)} {ledger.plain(content)}")

    def send_mail(
        self, template: str, to: Addressee, *, edition_id: UUID | None = None, nomination_id: UUID | None = None,
        address: str | None = None, secret: bool = False, **values: object,
    ) -> Letter:
        """Put a mail into the outbox, in the language of its reader; the worker sends it after the commit.

        `templates/mail/<template>.txt` gets `values`, `person` and `address_of` (paths become links). A letter with a
        code or a private link is `secret`: its body is blanked once it was sent.
        """
        written = mail_templates.render_mail(
            template, to.language, self.settings.public_address, {"person": to.name, "now": self.now, **values}
        )
        letter = Letter(
            id=uuid4(), edition_id=edition_id, nomination_id=nomination_id, account_id=to.id, template=template,
            language=to.language, address=address or to.email, subject=written.subject, text=written.text,
            html=written.html, message_id=mail_templates.message_id(self.settings.public_address), secret=secret,
            written_at=self.now, next_try_at=self.now,
        )
        self.session.add(letter)
        self._afterwards.append(("secret_letter" if secret else "letter", letter.id))
        return letter

    def enqueue_job(self, task: str, *, total: int = 0, **arguments: Any) -> Job:
        """Ask the worker for slow work: a row committed with the act, enqueued after the commit."""
        job = Job(
            id=uuid4(), task=task, arguments=ledger.plain(arguments), total=total, made_at=self.now,
            made_by_id=self.actor.id,
        )
        self.session.add(job)
        self._afterwards.append(("job", job.id))
        return job

    def wake_worker(self, task: str, identity: UUID) -> None:
        """Tell the worker, after the commit, of a row that waits for it."""
        self._afterwards.append((task, identity))


def write_rows(engine: Engine, *statements: Executable) -> None:
    """Write the rows that a GET may write: `session` and `access`, nothing else (decision 24)."""
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(statement)


def access_row(work: Work, nomination_id: UUID, what: str) -> Executable:
    """The row of `access` that says who opened which part of a nomination, for `write_rows`."""
    return insert(Access).values(
        id=uuid4(), account_id=work.actor.id, role=work.actor.role.value, nomination_id=nomination_id, what=what,
        at=work.now,
    )


def _subject_text(subject: Row | str) -> str:
    return subject if isinstance(subject, str) else f"{subject.__tablename__}:{subject.id}"
