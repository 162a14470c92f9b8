"""Misses a library: `inspect_child` itself, without one of its libraries."""

import sys

from nominations.files.adapters import inspect_child

sys.modules["pikepdf"] = None
sys.exit(inspect_child.main())
