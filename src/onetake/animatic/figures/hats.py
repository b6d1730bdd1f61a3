"""Hats, by the shape of the skull that they sit on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from onetake.animatic.colour import mix, scaled

if TYPE_CHECKING:
    from onetake.animatic.figures.head import Head


def put_on(head: Head) -> None:
    """The hat of the outfit, over the hair."""
    _HATS[head.wear.hat](head)


def _brim(head: Head) -> None:
    """A felt hat with a band."""
    pen, rx = head.pen, head.rx
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    a, b = head.spot(left, 0.48, 1.12), head.spot(right, 0.48, 1.12)
    top = head.ry * 0.85
    pen.blob([a, (a[0] + rx * 0.1, a[1] + top), (b[0] - rx * 0.1, b[1] + top), b], head.wear.felt)
    pen.limb(
        [(a[0], a[1] + rx * 0.12), (b[0], b[1] + rx * 0.12)], [rx * 0.13] * 2, scaled(head.wear.felt, 0.6)
    )
    pen.limb(
        [(a[0] - rx * 0.55, a[1] - rx * 0.02), (b[0] + rx * 0.55, b[1] - rx * 0.02)],
        [rx * 0.09] * 2,
        head.wear.felt,
    )


def _peak(head: Head) -> None:
    """A cap with a peak to the front."""
    pen, rx = head.pen, head.rx
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    pen.blob(
        [
            head.spot(left, 0.42, 1.1),
            head.spot(left, 0.85, 1.12),
            head.spot(0, 1.0, 1.16),
            head.spot(right, 0.85, 1.12),
            head.spot(right, 0.42, 1.1),
        ],
        head.wear.felt,
    )
    tip = head.spot(0.0, 0.46, 1.2)
    out = rx * 0.75 * math.sin(head.turn)
    pen.limb(
        [
            (tip[0] - out * 0.3 - rx * 0.4 * math.cos(head.turn), tip[1] - rx * 0.02),
            (tip[0] + out + rx * 0.4 * math.cos(head.turn), tip[1] - rx * 0.12),
        ],
        [rx * 0.12, rx * 0.1],
        scaled(head.wear.felt, 0.8),
    )


def _helmet(head: Head) -> None:
    pen = head.pen
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    ring = [
        head.spot(left, 0.3, 1.14),
        head.spot(left, 0.8, 1.2),
        head.spot(0, 1.0, 1.22),
        head.spot(right, 0.8, 1.2),
        head.spot(right, 0.3, 1.14),
    ]
    pen.blob(ring, head.wear.felt)
    pen.limb([ring[0], ring[-1]], [head.rx * 0.08] * 2, scaled(head.wear.felt, 0.7))


def _crown(head: Head) -> None:
    pen, gold = head.pen, (226, 184, 72)
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    a, b = head.spot(left, 0.66, 1.08), head.spot(right, 0.66, 1.08)
    wide, tall = (b[0] - a[0]) / 6, head.rx * 0.7
    spikes = [(a[0] + wide * i, a[1] + (tall if i % 2 == 0 else tall * 0.45)) for i in range(7)]
    pen.shape([a, *spikes, b], gold)


def _straw(head: Head) -> None:
    """A cone of straw, as worn in the fields."""
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    a, b = head.spot(left, 0.42, 1.0), head.spot(right, 0.42, 1.0)
    top, rx = head.spot(0.0, 1.0, 1.35), head.rx
    head.pen.shape(
        [
            (a[0] - rx * 0.9, a[1]),
            top,
            (b[0] + rx * 0.9, b[1]),
            (b[0], b[1] - rx * 0.12),
            (a[0], a[1] - rx * 0.12),
        ],
        (214, 184, 120),
    )


def behind(head: Head) -> None:
    """What of a hat hangs behind the shoulders: a veil of thin white cloth."""
    if head.wear.hat != "veil":
        return
    rx, (x, y) = head.rx, head.at
    back = -math.sin(head.turn)
    sway = 0.25 * head.stance.flow * back
    veil = [
        (x - rx * 0.9, y + rx * 0.7),
        (x + rx * 0.1 * back, y + rx * 1.42),
        (x + rx * 0.9, y + rx * 0.7),
        (x + rx * (1.7 + 1.4 * back + sway), y - rx * 3.6),
        (x + rx * (2.0 * back + 1.4 * sway), y - rx * 4.6),
        (x - rx * (1.7 - 1.4 * back - sway), y - rx * 3.6),
    ]
    head.pen.blob(veil, (250, 250, 252), 150)


def _wreath(head: Head) -> None:
    """Flowers on the crown, where the veil is pinned."""
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    for i in range(6):
        at = head.spot(left + (right - left) * i / 5, 0.72, 1.14)
        head.pen.disc(at, head.rx * 0.16, (250, 246, 240) if i % 2 else (244, 206, 214))


def _toque(head: Head) -> None:
    """A cook's tall white hat."""
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    a, b = head.spot(left, 0.5, 1.1), head.spot(right, 0.5, 1.1)
    rx, white = head.rx, head.look.shown((248, 248, 246))
    top = a[1] + rx * 0.95
    for x, r in ((a[0] + rx * 0.3, 0.5), (b[0] - rx * 0.3, 0.5), ((a[0] + b[0]) / 2, 0.62)):
        head.pen.disc((x, top), rx * r, white)
    head.pen.shape([a, (a[0] + rx * 0.05, top), (b[0] - rx * 0.05, top), b], white)
    head.pen.limb([(a[0], a[1] + rx * 0.12), (b[0], b[1] + rx * 0.12)], [rx * 0.14] * 2, scaled(white, 0.88))


def _hairpin(head: Head) -> None:
    """A knot on the crown with a pin of gold and a blossom, two pearls hanging from it."""
    pen, rx = head.pen, head.rx
    x, y = head.spot(0.0, 1.0, 1.08)
    back = -math.sin(head.turn) * rx * 0.4
    pen.disc((x + back, y + rx * 0.22), rx * 0.5, head.wear.tress, squash=0.8)
    gold = head.look.shown((230, 190, 96))
    pen.limb(
        [(x + back - rx * 0.8, y + rx * 0.34), (x + back + rx * 0.8, y + rx * 0.2)], [rx * 0.06] * 2, gold
    )
    at = (x + back + rx * 0.66, y + rx * 0.18)
    for i in range(5):
        a = 2 * math.pi * i / 5
        pen.disc(
            (at[0] + rx * 0.15 * math.cos(a), at[1] + rx * 0.15 * math.sin(a)),
            rx * 0.12,
            head.look.shown((244, 150, 166)),
        )
    pen.disc(at, rx * 0.08, gold)
    swing = rx * 0.14 * head.stance.flow
    for i, drop in enumerate((0.4, 0.62)):
        pen.disc(
            (at[0] + swing * (i + 1) * 0.5, at[1] - rx * drop), rx * 0.07, head.look.shown((250, 244, 236))
        )


def _visor(head: Head) -> None:
    """A knight's helm with the visor up and a plume."""
    pen, rx, steel = head.pen, head.rx, head.look.main
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    x, y = head.spot(0.0, 1.0, 1.14)
    back = -math.sin(head.turn)
    sway = rx * 0.2 * head.stance.flow
    pen.sweep(
        [(x, y), (x + back * rx * 0.6, y + rx * 0.5), (x + back * (rx * 1.6 + sway), y - rx * 0.2)],
        [rx * 0.14, rx * 0.26, rx * 0.08],
        head.look.shown((196, 48, 48)),
    )
    ring = [
        head.spot(left, -0.75, 1.14),
        head.spot(left, 0.2, 1.18),
        head.spot(left, 0.8, 1.2),
        head.spot(0, 1.0, 1.2),
        head.spot(right, 0.8, 1.2),
        head.spot(right, 0.2, 1.18),
        head.spot(right, -0.75, 1.14),
    ]
    inner = [head.spot(right * 0.86, -0.7, 1.0), head.spot(right * 0.8, 0.42, 1.02)]
    inner += [head.spot(left * 0.8, 0.42, 1.02), head.spot(left * 0.86, -0.7, 1.0)]
    pen.shape([*ring, *inner], steel)
    pen.limb([ring[2], head.spot(0, 0.62, 1.24), ring[4]], [rx * 0.16] * 3, mix(steel, head.look.light, 0.35))


def _officer(head: Head) -> None:
    """A peaked cap with a badge."""
    _peak(head)
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    a, b, rx = head.spot(left, 0.9, 1.14), head.spot(right, 0.9, 1.14), head.rx
    navy = scaled(head.look.main, 0.7)
    head.pen.limb([(a[0] - rx * 0.2, a[1]), (b[0] + rx * 0.2, b[1])], [rx * 0.26] * 2, navy)
    if head.seen(0.0) > 0.0:
        head.pen.disc(head.spot(0.0, 0.74, 1.2), rx * 0.14, head.look.shown((230, 190, 96)))


def _hood(head: Head) -> None:
    """Cloth over all but the eyes."""
    cloth = scaled(head.look.main, 0.9)
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    over = [
        head.spot(a, h, 1.1)
        for a, h in ((left, 0.28), (left, 0.85), (0.0, 1.0), (right, 0.85), (right, 0.28))
    ]
    head.pen.blob([*over, head.spot(0.0, 0.36, 1.08)], cloth)
    under = [
        head.spot(a, h, 1.08)
        for a, h in ((left, -0.1), (left, -0.7), (0.0, -1.0), (right, -0.7), (right, -0.1))
    ]
    head.pen.blob([*under, head.spot(0.0, -0.18, 1.1)], cloth)


_HATS = {
    "brim": _brim,
    "peak": _peak,
    "helmet": _helmet,
    "crown": _crown,
    "straw": _straw,
    "veil": _wreath,
    "toque": _toque,
    "hairpin": _hairpin,
    "visor": _visor,
    "officer": _officer,
    "hood": _hood,
}
