"""Animals at rest: on their haunches, or curled up on the ground."""

import math
from dataclasses import replace

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix
from onetake.animatic.figures import beast_ends as ends
from onetake.animatic.figures import tails
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen


def sitting(pen: Pen, phase: float, look: Look, build: Build) -> None:
    """Haunches on the ground, the forelegs straight, the head high."""
    build = replace(build, head=build.head * 1.2, snout=build.snout * 1.05, neck=min(build.neck, 0.4) * 0.8)
    turn = 2 * math.pi * phase
    breath = 0.008 * math.sin(2 * turn)
    hip, chest = (-0.26, 0.25), (0.12, 0.72 + breath)
    _tail(pen, look, build, hip, turn)
    fat = build.chest / 0.42
    pen.sweep(
        [(chest[0] - 0.02, chest[1] - 0.1), (0.14, 0.34), (0.2, 0.06)],
        [0.13, build.leg * 1.5, build.leg],
        look.far(look.main),
    )
    pen.sweep([(hip[0] - 0.02, hip[1]), (-0.12, 0.5), chest], [0.27 * fat, 0.26 * fat, 0.17 * fat], look.main)
    pen.sweep([(-0.24, 0.24), (-0.1, 0.2), (0.04, 0.1)], [0.22 * fat, 0.19 * fat, 0.07], look.main)
    pen.limb([(-0.04, 0.055), (0.12, 0.045)], [0.06, build.leg], look.second)
    pen.sweep(
        [(chest[0] + 0.04, chest[1] - 0.1), (0.2, 0.36), (0.27, 0.06)],
        [0.13, build.leg * 1.6, build.leg],
        look.main,
    )
    toes = [(0.27, 0.05), (0.27 + build.leg * 1.2, 0.042)]
    pen.limb(toes, [build.leg * 0.95, build.leg * 0.75], look.second)
    if build.mark == "bib":
        pen.sweep(
            [(chest[0] + 0.1, chest[1] - 0.02), (0.22, 0.52), (0.2, 0.36)],
            [0.09, 0.08, 0.03],
            mix(look.main, look.light, 0.7),
        )
    lids = max(0.0, *(1 - abs(phase - at) / 0.03 for at in (0.3, 0.8)))
    ends.head(
        pen,
        look,
        build,
        (chest[0] - 0.02, chest[1] + 0.02),
        max(build.rise, 1.2),
        0.03 * math.sin(turn),
        lids,
        (turn, 0.1),
    )


def lying(pen: Pen, phase: float, look: Look, build: Build) -> None:
    """Curled up: a breathing back, the head on the paws, eyes shut."""
    turn = 2 * math.pi * phase
    breath = 0.016 * math.sin(2 * turn)
    tails.tail(pen, look, build, (-0.52, 0.12), turn * 0.5, False)
    pen.limb([(0.2, 0.08), (0.62, 0.05)], [0.09, build.leg], look.far(look.main))
    pen.blob(
        [
            (-0.62, 0.08),
            (-0.6, 0.3),
            (-0.3, 0.47 + breath),
            (0.1, 0.45 + breath),
            (0.42, 0.3),
            (0.46, 0.06),
            (-0.1, 0.0),
        ],
        look.main,
    )
    pen.sweep([(-0.36, 0.2), (-0.16, 0.14), (-0.02, 0.05)], [0.19, 0.14, 0.06], look.main)
    pen.limb([(0.3, 0.07), (0.7, 0.05)], [0.08, build.leg], look.second)
    calm = replace(build, neck=0.06)
    ends.head(pen, look, calm, (0.4, 0.2 + breath * 0.4), 0.2, -0.1, 1.0, (turn, 0.0))


def _tail(pen: Pen, look: Look, build: Build, hip: Point, turn: float) -> None:
    """Laid round the haunches."""
    if build.tail.startswith("brush"):
        tip = look.light if build.tail == "brush" else look.second
        sway = 0.03 * math.sin(turn)
        pen.sweep(
            [(hip[0], 0.13), (-0.62, 0.1), (-0.92, 0.14), (-1.16, 0.26 + sway)],
            [0.09, 0.12, 0.14, 0.012],
            look.main,
        )
        pen.sweep([(-0.98, 0.15), (-1.06, 0.19), (-1.16, 0.26 + sway)], [0.11, 0.08, 0.012], tip)
    else:
        tails.tail(pen, look, build, (hip[0] - 0.08, 0.16), turn * 2, False)
