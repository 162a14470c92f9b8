"""Misses a library: `look_inside` itself, with one of its libraries out of reach."""

import sys

from nominations.adapters import look_inside

sys.modules["pikepdf"] = None
sys.exit(look_inside.main())
