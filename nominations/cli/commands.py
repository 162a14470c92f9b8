"""The commands, in the order in which an operator meets them."""

from nominations.cli import (
    backup,
    demo,
    doctor,
    dossier,
    edition,
    form,
    ledger,
    mail,
    people,
    report,
    rounds,
    routing,
    run,
    scores,
)

COMMANDS = (
    run.run, run.worker, demo.demo, edition.group, form.group, people.group, rounds.group, routing.group,
    report.group, scores.group, dossier.group, ledger.group, mail.group, doctor.doctor,
    backup.backup, backup.restore,
)
