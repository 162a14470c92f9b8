"""The tables, one family per file."""

from nominations.core.tables.account import (
    Account,
    ClosedAccount,
    Grant,
    Profile,
    Session,
    SignInCode,
    SignInTry,
)
from nominations.core.tables.base import Base
from nominations.core.tables.collaboration import Collaborator, Comment, Presence, Reservation
from nominations.core.tables.conflict import (
    BlindRound,
    ConflictStatement,
    Decline,
    Finding,
    ReviewerInvitation,
    WithdrawnRecusal,
)
from nominations.core.tables.correction import CorrectionRequest
from nominations.core.tables.desk import (
    Advice,
    Finished,
    NotApplicable,
    OpenTotals,
    PeopleImport,
    Practice,
    Preference,
    SetAside,
    Shadow,
    SheetImport,
)
from nominations.core.tables.edition import ClosingDate, Extension, OpenEdition
from nominations.core.tables.nomination import (
    AnswerVersion,
    Attachment,
    LateAttempt,
    Nomination,
    NominationCountry,
    NominationNumber,
    SectionAnswers,
    SectionVersion,
    StoredFile,
    Submission,
)
from nominations.core.tables.outside_requests import Consent, Proposal, Referee, SubmissionLetter
from nominations.core.tables.private_link import PrivateLink
from nominations.core.tables.proof import CodedDocument, DocumentCode, PublicPaper
from nominations.core.tables.ranking import Analysis, FrozenRanking
from nominations.core.tables.record import (
    Access,
    Document,
    IncompleteDocument,
    Job,
    LedgerContent,
    LedgerHead,
    LedgerRecord,
    Letter,
)
from nominations.core.tables.redaction import RedactionCheck, RedactionMark, ReviewerCopy
from nominations.core.tables.reminder import ReminderSent, ReminderSwitch
from nominations.core.tables.review import (
    Acceptance,
    Assessment,
    AssessmentVersion,
    Assignment,
    AssignmentException,
    Conflict,
    Mark,
    Recusal,
    Round,
    RoundFile,
)
from nominations.core.tables.routing import Lock, Plan
from nominations.core.tables.screening import CategoryMove, EligibilityDecision, Message, ReviewerMessage, Screening
from nominations.core.tables.upload import Scan, Upload

__all__ = [
    "Acceptance", "Access", "Account", "Advice", "Analysis", "AnswerVersion", "Assessment", "AssessmentVersion",
    "Assignment", "AssignmentException", "Attachment", "Base", "BlindRound", "CategoryMove", "ClosedAccount",
    "ClosingDate", "CodedDocument", "Collaborator", "Comment", "Conflict", "ConflictStatement", "Consent",
    "CorrectionRequest", "Decline", "Document", "DocumentCode", "EligibilityDecision", "Extension", "Finding",
    "Finished", "FrozenRanking", "Grant", "IncompleteDocument", "Job", "LateAttempt", "LedgerContent", "LedgerHead",
    "LedgerRecord", "Letter", "Lock", "Mark", "Message", "Nomination", "NominationCountry", "NominationNumber",
    "NotApplicable", "OpenEdition", "OpenTotals", "PeopleImport", "Plan", "Practice", "Preference", "Presence",
    "PrivateLink", "Profile", "Proposal", "PublicPaper", "Recusal", "RedactionCheck", "RedactionMark", "Referee",
    "ReminderSent", "ReminderSwitch", "Reservation", "ReviewerCopy", "ReviewerInvitation", "ReviewerMessage",
    "Round", "RoundFile", "Scan", "Screening", "SectionAnswers", "SectionVersion", "Session", "SetAside", "Shadow",
    "SheetImport", "SignInCode", "SignInTry", "StoredFile", "Submission", "SubmissionLetter", "Upload",
    "WithdrawnRecusal",
]
