"""What every test may use."""

from nominations import registration

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


def pytest_configure() -> None:
    """Tests call use cases without an application, as the worker and the commands do."""
    registration.register()
