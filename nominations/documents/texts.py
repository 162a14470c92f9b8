"""The texts for documents: titles, states and errors."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import JobState

JOB_STATES = {
    JobState.WAITING: (_l("Waiting"), "grey"),
    JobState.RUNNING: (_l("In progress"), "blue"),
    JobState.DONE: (_l("Ready"), "green"),
    JobState.FAILED: (_l("Failed"), "red"),
}
# The documents that everybody may have before writing a nomination.
PAPERS = {"questions": _l("All questions as PDF"), "form": _l("Blank form to fill in (PDF)")}
# What is wrong with an uploaded form, by official_form.rules.form_reading.Trouble.
FORM_TROUBLES = {
    "not_a_pdf": _l("This file is not a PDF."),
    "encrypted": _l(
        "This PDF is protected by a password, so it cannot be read properly. Save it without a password."
    ),
    "damaged": _l("This PDF is damaged. Only what could still be read is shown."),
    "not_ours": _l("This PDF is not a form of this award, or the information that identifies it is gone."),
    "flattened": _l(
        "This form was printed or flattened, so its fields are gone. Upload the file that you saved when you filled it "
        "in."
    ),
    "other_edition": _l("This form is from another edition. You can use its answers to the same questions."),
    "other_category": _l("This form is from another category. You can use its answers to the same questions."),
    "other_version": _l(
        "This is another version of the form. You can use its answers to the questions that are still asked."
    ),
    "strangers": _l("Some fields do not belong to any question of this form. They are ignored."),
    "ambiguous": _l("More than one answer is ticked where only one is allowed. This question is ignored."),
    "empty": _l("The form is empty."),
}
# Why the worker could not make a document, by the reason it gives.
FAILURES = {
    "time": _l("Making the document took too long and was stopped. Ask for it again. If that fails too, write to us."),
    "memory": _l(
        "Making the document needed too much memory and was stopped. Ask for it again. If that fails too, write to us."
    ),
    "nesting": _l("The texts in the document are nested too deeply for it to be made. Write to us."),
    "refused": _l("The document asked for content from outside this service, which is not allowed. Write to us."),
    "broken": _l(
        "The program that makes documents has stopped. Ask for the document again. If that fails too, write to us."
    ),
    "not_found": _l("Your access to the document ended while it was being made."),
}
