"""The tables, one family per file."""

from nominations.models.account import Account, ClosedAccount, Grant, Profile, Session, SignInCode, SignInTry
from nominations.models.asked import Consent, Proposal, Referee, SubmissionLetter
from nominations.models.base import Base
from nominations.models.conflict import BlindRound, Decline, Finding, ReviewerInvitation, WithdrawnRecusal
from nominations.models.correction import CorrectionRequest
from nominations.models.desk import (
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
from nominations.models.edition import ClosingDate, Extension, OpenEdition
from nominations.models.link import PrivateLink
from nominations.models.nomination import (
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
from nominations.models.proof import CodedDocument, DocumentCode, PublicPaper
from nominations.models.ranking import Analysis, FrozenRanking
from nominations.models.record import Access, Document, Job, LedgerContent, LedgerHead, LedgerRecord, Letter
from nominations.models.reminder import ReminderSent, ReminderSwitch
from nominations.models.review import (
    Acceptance,
    Assessment,
    AssessmentVersion,
    Assignment,
    Conflict,
    Mark,
    Recusal,
    Round,
    RoundFile,
)
from nominations.models.routing import Lock, Plan
from nominations.models.screening import CategoryMove, EligibilityDecision, Message, Screening
from nominations.models.together import Collaborator, Comment, Presence, Reservation
from nominations.models.upload import Scan, Upload

__all__ = [
    "Acceptance", "Access", "Account", "Advice", "Analysis", "AnswerVersion", "Assessment", "AssessmentVersion",
    "Assignment", "Attachment", "Base", "BlindRound", "CategoryMove", "ClosedAccount", "ClosingDate", "CodedDocument",
    "Collaborator", "Comment", "Conflict", "Consent", "CorrectionRequest", "Decline", "Document", "DocumentCode",
    "EligibilityDecision", "Extension", "Finding", "Finished", "FrozenRanking", "Grant", "Job", "LateAttempt",
    "LedgerContent", "LedgerHead", "LedgerRecord", "Letter", "Lock", "Mark", "Message", "Nomination",
    "NominationCountry", "NominationNumber", "NotApplicable", "OpenEdition", "OpenTotals", "PeopleImport", "Plan",
    "Practice", "Preference", "Presence", "PrivateLink", "Profile", "Proposal", "PublicPaper", "Recusal", "Referee",
    "ReminderSent", "ReminderSwitch", "Reservation", "ReviewerInvitation", "Round", "RoundFile", "Scan", "Screening",
    "SectionAnswers", "SectionVersion", "Session", "SetAside", "Shadow", "SheetImport", "SignInCode", "SignInTry",
    "StoredFile", "Submission", "SubmissionLetter", "Upload",
    "WithdrawnRecusal",
]
