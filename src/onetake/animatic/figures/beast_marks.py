"""What a coat shows on the trunk; the other marks are on the head."""

from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen


def marked(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    """The marking of the build, where it has one on its trunk."""
    if build.mark in _MARKINGS:
        _MARKINGS[build.mark](pen, look, build, hip, shoulder)


def _bib(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    chest, waist = build.chest, build.waist
    middle, top = (hx + sx) / 2, (hy + sy) / 2
    pen.blob(
        [
            (sx + 0.15, sy - chest * 0.36),
            (sx + 0.165, sy - chest * 0.5),
            (sx + 0.08, sy - chest * 0.87),
            (sx - 0.16, sy - chest * 1.02),
            (middle, top - (chest * 0.6 + waist * 0.45)),
            (hx + 0.22, hy - waist * 0.97),
            (middle, top - (chest * 0.6 + waist * 0.32)),
            (sx - 0.08, sy - chest * 0.74),
        ],
        mix(look.main, look.light, 0.55),
    )


def _stripes(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    ink = scaled(look.main, 0.3) if build.mark == "stripes" else look.dark
    count = 8 if build.mark == "stripes" else 12
    for i in range(count):
        share = i / (count - 1)
        x = hip[0] - 0.08 + share * (shoulder[0] - hip[0] + 0.14)
        y = hip[1] + share * (shoulder[1] - hip[1])
        deep = (build.waist + share * (build.chest - build.waist)) * (0.56 if i % 2 else 0.74)
        slant = 0.05 * (0.5 - share)
        pen.sweep(
            [(x + slant, y - 0.035), (x + 0.028, y - deep * 0.5), (x - slant * 2, y - deep)],
            [0.02, 0.022, 0.004],
            ink,
        )


def _patches(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    middle = (hx + sx) / 2
    for x, y, r in (
        (hx + 0.08, hy - 0.14, 0.16),
        (middle + 0.1, hy - 0.2, 0.15),
        (sx - 0.06, sy - 0.13, 0.1),
    ):
        pen.blob(
            [
                (x - r, y),
                (x - r * 0.3, y + r * 0.7),
                (x + r, y + r * 0.3),
                (x + r * 0.6, y - r * 0.8),
                (x - r * 0.5, y - r * 0.7),
            ],
            look.second,
        )


def _spots(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    ink = scaled(look.main, 0.42) if build.mark == "spots" else mix(look.second, look.main, 0.15)
    big = 0.024 if build.mark == "spots" else 0.062
    columns = 11 if build.mark == "spots" else 6
    for i in range(columns):
        share = i / (columns - 1)
        x = hip[0] - 0.06 + share * (shoulder[0] - hip[0] + 0.12)
        top = hip[1] + share * (shoulder[1] - hip[1])
        deep = build.waist + share * (build.chest - build.waist)
        for j in range(3):
            y = top - deep * (0.16 + 0.28 * j + 0.12 * (i % 2))
            pen.disc((x + 0.02 * (j % 2), y), big * (1 - 0.12 * j), ink, squash=0.85)


def _saddle(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    """A dark band over the shoulders, as pandas have."""
    sx, sy = shoulder
    chest = build.chest
    pen.blob(
        [
            (sx - 0.2, sy + 0.01),
            (sx + 0.06, sy - 0.03),
            (sx + 0.16, sy - chest * 0.5),
            (sx + 0.04, sy - chest * 0.95),
            (sx - 0.2, sy - chest * 1.0),
            (sx - 0.14, sy - chest * 0.5),
        ],
        look.second,
    )


def _wool(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), sx = hip, shoulder[0]
    fleece = mix(look.main, look.light, 0.35)
    for i in range(8):
        x = hx - 0.1 + i * (sx - hx + 0.22) / 7
        for y, r in ((hy - 0.03, 0.12), (hy - 0.2, 0.13), (hy - 0.36, 0.12)):
            pen.disc(
                (x + 0.03 * (i % 2), y), r, fleece if (i + int(y * 10)) % 3 else mix(fleece, look.main, 0.5)
            )


def _humps(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    """The two humps of a camel, with tufts."""
    (hx, hy), (sx, sy) = hip, shoulder
    for share in (0.3, 0.72):
        x, y = hx + (sx - hx) * share, hy + (sy - hy) * share
        pen.blob(
            [(x - 0.2, y - 0.06), (x - 0.1, y + 0.2), (x + 0.05, y + 0.24), (x + 0.18, y - 0.06)], look.main
        )
        pen.limb([(x - 0.05, y + 0.19), (x + 0.05, y + 0.2)], [0.05, 0.04], look.second)


_MARKINGS: dict[str, Callable[[Pen, Look, Build, Point, Point], None]] = {
    "bib": _bib,
    "stripes": _stripes,
    "zebra": _stripes,
    "patches": _patches,
    "spots": _spots,
    "giraffe": _spots,
    "panda": _saddle,
    "wool": _wool,
    "humps": _humps,
}
