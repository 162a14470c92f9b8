"""What every test may use."""

pytest_plugins = [
    "tests.support.no_network", "tests.support.postgres", "tests.support.databases", "tests.support.browse", "tests.support.browser", "tests.support.worlds",
    "tests.support.mailbox", "tests.support.clamd", "tests.support.slow_line", "tests.guarantees.matrix_requests", "tests.support.served",
]
