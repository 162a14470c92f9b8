"""The commands, in the order in which the help lists them."""

from nominations.cli import backup, demo, doctor, edition, form, ledger, mail, people, rounds, routing, run
from nominations.cli.reports import dossier, report, scores

COMMANDS = (
    run.run, run.run_worker, demo.demo, edition.group, form.group, people.group, rounds.group, routing.group,
    report.group, scores.group, dossier.group, ledger.group, mail.group, doctor.doctor,
    backup.back_up, backup.restore,
)
