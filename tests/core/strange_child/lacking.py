"""Misses a library: `look_inside` itself, with one of its libraries out of reach."""

import sys

from nominations.files.adapters import inspect_child

sys.modules["pikepdf"] = None
sys.exit(inspect_child.main())
