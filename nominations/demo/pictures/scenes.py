"""Every scene of the demonstration's pictures by its name."""

from collections.abc import Callable, Mapping
from random import Random

from nominations.demo.pictures import interiors, monuments, streets
from nominations.demo.pictures.buildings import Canvas

SCENES: Mapping[str, Callable[[Random, tuple[int, int], bool], Canvas]] = {
    "portal": monuments.portal,
    "courtyard": monuments.courtyard,
    "earthen": monuments.earthen,
    "fort": monuments.fort,
    "hall": interiors.hall,
    "panel": interiors.panel,
    "folio": interiors.folio,
    "street": streets.street,
    "timber": streets.timber,
    "canal": streets.canal,
}
