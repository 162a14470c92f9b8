"""What every test may use."""

from nominations import registration

# What a command, a page or the worker does first.
registration.register()

pytest_plugins = [
    "tests.support.no_network",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.browse",
    "tests.support.browser",
    "tests.support.worlds",
    "tests.support.mailbox",
    "tests.support.clamd",
    "tests.support.slow_line",
    "tests.guarantees.matrix_requests",
    "tests.support.served",
]
