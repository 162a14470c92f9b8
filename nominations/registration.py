"""Puts the packages together: each adds what it offers. Nothing below the top lists them."""

import pkgutil
from functools import cache
from importlib import import_module

# In the order of the year.
PACKAGES = (
    "access", "files", "mail", "documents", "call", "accounts", "rounds", "nominations", "attachments",
    "outside_requests", "official_form", "screening", "redaction", "correspondence", "conflicts", "panel", "routing",
    "reviewing", "reminders", "ranking", "jury", "records",
)


@cache
def register() -> None:
    """Let every package add what it offers, once in a process: kinds of document, tasks, letters, listeners, pages."""
    for name in PACKAGES:
        if "registration" in _modules(name):
            import_module(f"nominations.{name}.registration").register()


def load_views() -> None:
    """Import every view, so that it attaches itself to the blueprint of its area."""
    for name in PACKAGES:
        if "views" in _modules(name):
            views = import_module(f"nominations.{name}.views")
            for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
                import_module(module.name)


def _modules(name: str) -> list[str]:
    return [module.name for module in pkgutil.iter_modules(import_module(f"nominations.{name}").__path__)]
