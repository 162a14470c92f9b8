"""The commands of the administrator: exit status 0 only on success, errors on standard error in one sentence."""

import os
import sys

import click

from nominations import __version__
from nominations.cli.commands import COMMANDS
from nominations.core import database
from nominations.core.rules.errors import DomainError
from nominations.core.settings import BadSettings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="nominations")
def group() -> None:
    """Runs an award from the public call to the signed decision."""


for command in COMMANDS:
    group.add_command(command)


def main() -> None:
    """Run a command; what goes wrong by rule is one sentence and status 1."""
    os.umask(0o077)  # what any command writes holds what is confidential: it is for its owner alone
    try:
        status = group(standalone_mode=False)
        if isinstance(status, int) and status:  # a command printed its result and returned a status
            sys.exit(status)
    except click.ClickException as error:
        click.echo(f"nominations: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (BadSettings, DomainError) as error:
        click.echo(f"nominations: {error}", err=True)
        sys.exit(1)
    except database.DatabaseFailure as error:
        lines = str(getattr(error, "orig", None) or error).strip().splitlines()
        click.echo(f"nominations: The database does not answer (NOMINATIONS_DATABASE_URL): {lines[0]}.", err=True)
        sys.exit(1)
