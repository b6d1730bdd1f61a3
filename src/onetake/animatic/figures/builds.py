"""The proportions and coats of four-legged animals, as data."""

from dataclasses import dataclass

from onetake.animatic.colour import RGB


@dataclass(frozen=True, slots=True)
class Build:
    """Proportions in shoulder heights: the top of the back is near 1."""

    length: float = 1.15
    chest: float = 0.44
    waist: float = 0.34
    leg: float = 0.055
    neck: float = 0.36
    rise: float = 0.9
    head: float = 0.17
    snout: float = 0.26
    ear: str = "point"
    tail: str = "brush"
    coat: RGB = (150, 110, 80)
    under: RGB = (236, 226, 210)
    sock: RGB = (60, 44, 40)
    mark: str = ""
    hoof: bool = False
    horns: bool = False
    socks: float = 0.0
    size: float = 0.0
    """Stage units of a shoulder height, 0 that of its kind."""
    droop: float = -0.28
    """The slope of the face, in radians."""
    horn: bool = False
    """Whether its one horn is on its nose."""


BUILDS: dict[str, Build] = {
    "fox": Build(
        1.08,
        0.41,
        0.33,
        0.052,
        0.25,
        0.72,
        0.195,
        0.27,
        "tall",
        "brush",
        (214, 104, 44),
        (248, 236, 220),
        (58, 38, 36),
        "bib",
        socks=1.0,
    ),
    "wolf": Build(
        1.2,
        0.46,
        0.34,
        0.062,
        0.3,
        0.62,
        0.18,
        0.27,
        "point",
        "brush_low",
        (128, 126, 128),
        (206, 204, 200),
        (104, 102, 106),
        "bib",
    ),
    "dog": Build(
        1.08,
        0.44,
        0.34,
        0.066,
        0.28,
        0.95,
        0.185,
        0.2,
        "flop",
        "up",
        (196, 146, 92),
        (240, 226, 204),
        (226, 204, 176),
        "bib",
    ),
    "cat": Build(
        1.2,
        0.40,
        0.36,
        0.06,
        0.2,
        0.8,
        0.2,
        0.045,
        "tall",
        "snake",
        (120, 112, 110),
        (232, 226, 220),
        (222, 214, 208),
        "",
    ),
    "tiger": Build(
        1.35,
        0.46,
        0.40,
        0.085,
        0.26,
        0.45,
        0.205,
        0.1,
        "round",
        "snake",
        (222, 138, 56),
        (246, 234, 214),
        (214, 134, 60),
        "stripes",
    ),
    "lion": Build(
        1.3,
        0.48,
        0.38,
        0.08,
        0.28,
        0.6,
        0.205,
        0.12,
        "round",
        "tuft",
        (204, 162, 98),
        (232, 208, 166),
        (190, 148, 90),
        "mane",
    ),
    "horse": Build(
        1.1,
        0.36,
        0.32,
        0.05,
        0.56,
        1.25,
        0.13,
        0.31,
        "point",
        "flow",
        (128, 82, 52),
        (120, 76, 48),
        (52, 36, 32),
        "crest",
        hoof=True,
        socks=1.0,
        droop=-0.8,
    ),
    "deer": Build(
        1.0,
        0.34,
        0.28,
        0.042,
        0.52,
        1.15,
        0.13,
        0.22,
        "side",
        "stub",
        (168, 118, 76),
        (238, 222, 198),
        (140, 96, 62),
        "antlers",
        hoof=True,
        droop=-0.45,
    ),
    "bear": Build(
        1.2,
        0.62,
        0.58,
        0.11,
        0.24,
        0.25,
        0.22,
        0.18,
        "round",
        "stub",
        (96, 66, 48),
        (110, 78, 58),
        (74, 50, 38),
        "",
    ),
    "elephant": Build(
        1.15,
        0.54,
        0.5,
        0.1,
        0.2,
        0.5,
        0.27,
        0.1,
        "fan",
        "string",
        (132, 130, 136),
        (140, 138, 144),
        (116, 114, 120),
        "trunk",
        droop=-0.5,
    ),
    "cow": Build(
        1.3,
        0.54,
        0.5,
        0.065,
        0.3,
        0.35,
        0.17,
        0.26,
        "side",
        "string",
        (232, 226, 218),
        (236, 230, 222),
        (90, 72, 62),
        "patches",
        hoof=True,
        droop=-0.5,
    ),
    "rabbit": Build(
        0.95,
        0.44,
        0.46,
        0.06,
        0.16,
        1.0,
        0.2,
        0.1,
        "long",
        "puff",
        (168, 150, 132),
        (240, 234, 226),
        (190, 174, 158),
        "",
    ),
}
