"""What every test may use."""

import os

# One thread, as the children of the application have it (core/adapters/sandbox.py): test processes share the cores, and
# threads of OpenBLAS that wait for each other spin, which took six times as long. Read when NumPy is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from nominations import registration
from tests.support import scratch

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch.folder()))  # where `tmp_path` lies

pytest_plugins = [
    "tests.support.no_network",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.statements",
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
