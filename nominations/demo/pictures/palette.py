"""The colours of the demonstration's buildings."""

from nominations.demo.pictures.textures import Colour

SAND: Colour = (206, 174, 128)
BRICK: Colour = (190, 128, 88)
ROSE: Colour = (196, 128, 100)
LIME: Colour = (232, 224, 206)
MUD: Colour = (178, 128, 86)
GREYSTONE: Colour = (176, 168, 152)
TURQUOISE: Colour = (44, 138, 146)
COBALT: Colour = (32, 62, 130)
TILE = ((228, 218, 192), TURQUOISE, (20, 50, 84), COBALT)
TILE_WARM = ((238, 226, 196), (46, 104, 132), (92, 42, 28), (178, 82, 44))
