"""What every test may use."""

pytest_plugins = [
    "tests.no_network", "tests.postgres", "tests.databases", "tests.browse", "tests.browser", "tests.worlds",
    "tests.mailbox", "tests.clamd", "tests.line", "tests.house.doors", "tests.served",
]
