"""When a saved answer is a version of its own, and when it continues the version before."""

from datetime import datetime, timedelta

# How long continued typing is one version, and how many characters a continuation may remove at most.
STRETCH = timedelta(minutes=10)
LOST = 20


def goes_on(earlier: object, later: object) -> bool:
    """Whether `later` continues `earlier`: edited in one place, no shorter, with all but a few characters kept.

    Every step of a text that gets shorter is kept, so that deleting slowly does not lose it.
    """
    if not isinstance(earlier, str) or not isinstance(later, str) or not earlier or len(later) < len(earlier):
        return False
    most = min(len(earlier), len(later))
    before = next((at for at in range(most) if earlier[at] != later[at]), most)
    after = next((at for at in range(most - before) if earlier[-1 - at] != later[-1 - at]), most - before)
    return len(earlier) - before - after <= min(LOST, len(earlier) // 4)


def is_one_stretch(began_at: datetime, now: datetime) -> bool:
    """Whether typing that began then is still the same stretch."""
    return now - began_at < STRETCH
