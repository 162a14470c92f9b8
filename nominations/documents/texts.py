"""Documents: titles, states, and what went wrong with them."""

from nominations.core.language import lazy_gettext as _l
from nominations.core.rules.vocabulary import JobState

JOB_STATES = {
    JobState.WAITING: (_l("Waiting"), "grey"),
    JobState.RUNNING: (_l("In progress"), "blue"),
    JobState.DONE: (_l("Ready"), "green"),
    JobState.FAILED: (_l("Failed"), "red"),
}
# The papers that everybody may have before the first line is written.
PAPERS = {"questions": _l("All questions as PDF"), "form": _l("Blank form to fill in (PDF)")}
# What is the matter with a form that was sent, by official_form.rules.form_reading.Trouble.
FORM_TROUBLES = {
    "not_a_pdf": _l("This file is no PDF."),
    "encrypted": _l(
        "This PDF is protected by a password, so it cannot be read, or not as it should. Save it without one."
    ),
    "damaged": _l("This PDF is damaged; only what could still be read is shown."),
    "not_ours": _l("This PDF is not a form of this award, or it no longer says what it is."),
    "flattened": _l(
        "This form was printed or flattened: its fields are gone. Send the file that you saved while filling it in."
    ),
    "other_edition": _l("This is the form of another edition; answers to the same questions are offered."),
    "other_category": _l("This is the form of another category; answers to the same questions are offered."),
    "other_version": _l(
        "This is another version of the form; answers to the questions that are still asked are offered."
    ),
    "strangers": _l("Some fields belong to no question of this form; they are left out."),
    "ambiguous": _l("Of a choice between several answers, more than one is ticked; it is left out."),
    "empty": _l("Nothing is filled in."),
}
# Why the worker could not make a document, by the reason it gives.
FAILURES = {
    "time": _l("It took too long and was ended. Ask for it again; if that fails too, write to us."),
    "memory": _l("It needed too much memory and was ended. Ask for it again; if that fails too, write to us."),
    "nesting": _l("Its texts are nested too deeply to be set. Write to us."),
    "refused": _l("It asked for something from outside, which no document may do. Write to us."),
    "broken": _l("The program that sets documents stopped. Ask for it again; if that fails too, write to us."),
    "not_found": _l("Your rights to it ended while it was being made."),
}
