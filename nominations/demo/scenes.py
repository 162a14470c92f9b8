"""Every scene of the demonstration's pictures by its name."""

from collections.abc import Callable, Mapping
from random import Random

from nominations.demo import scenes_built, scenes_lived_in, scenes_near
from nominations.demo.masonry import Canvas

SCENES: Mapping[str, Callable[[Random, tuple[int, int], bool], Canvas]] = {
    "portal": scenes_built.portal,
    "courtyard": scenes_built.courtyard,
    "earthen": scenes_built.earthen,
    "fort": scenes_built.fort,
    "hall": scenes_near.hall,
    "panel": scenes_near.panel,
    "folio": scenes_near.folio,
    "street": scenes_lived_in.street,
    "timber": scenes_lived_in.timber,
    "canal": scenes_lived_in.canal,
}
