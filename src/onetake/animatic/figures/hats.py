"""Hats, by the shape of the skull that they sit on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from onetake.animatic.colour import scaled

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


_HATS = {"brim": _brim, "peak": _peak, "helmet": _helmet, "crown": _crown, "straw": _straw}
