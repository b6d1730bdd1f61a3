"""Hair: the cap on the skull, and what hangs behind the shoulders and follows every move late."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.outfit import Outfit

if TYPE_CHECKING:
    from onetake.animatic.figures.head import Head


def behind(head: Head) -> None:
    """What hangs behind the head, where there is any."""
    if head.wear.hair in _BEHIND:
        _BEHIND[head.wear.hair](head)


def cap(head: Head) -> None:
    """The hair on the skull, down to a hairline that runs from the brow over the ears to the nape."""
    count = 33
    around = [math.pi * (2 * i / (count - 1) - 1) for i in range(count)]
    line = [head.spot(a, _hairline(a, head.wear), 1.05) for a in around if head.seen(a) >= -0.02]
    line.sort(key=lambda p: p[0])
    left, right = -math.pi / 2 - head.turn, math.pi / 2 - head.turn
    full = head.wear.full
    over = [head.spot(right, h, full) for h in _steps(_hairline(right, head.wear), 0.98)]
    over += [head.spot(0.0, 1.0, full + 0.02)]
    over += [head.spot(left, h, full) for h in reversed(_steps(_hairline(left, head.wear), 0.98))]
    head.pen.shape([*line, *over], head.wear.tress)
    glint = mix(head.wear.tress, head.look.light, 0.22)
    a = 0.5 - head.turn
    head.pen.limb(
        [head.spot(a - 0.5, 0.86), head.spot(a, 0.8), head.spot(a + 0.3, 0.68)],
        [head.rx * 0.04, head.rx * 0.09, head.rx * 0.03],
        glint,
    )
    if head.wear.hair == "bun":
        head.pen.disc(head.spot(math.pi, 0.75, 1.25), head.rx * 0.5, head.wear.tress)


def _steps(low: float, high: float) -> list[float]:
    return [low + (high - low) * i / 6 for i in range(7)]


def _hairline(azimuth: float, wear: Outfit) -> float:
    """How far down the hair comes at an azimuth from the nose."""
    a = abs(azimuth)
    fringe = wear.fringe
    if a < 0.9:
        return fringe + (0.1 * (1 - (a / 0.9) ** 2) if fringe > 0.5 else 0.0)
    low = -0.05 if wear.hair in ("short", "crop", "bun", "tail") else -0.7
    if a < 1.35:
        return fringe + (low - fringe) * (a - 0.9) / 0.45
    return low + (-0.6 - low) * min((a - 1.35) / 1.0, 1.0)


def _long(head: Head) -> None:
    sway = head.stance.flow * 0.03
    back = -math.sin(head.turn)
    x, y = head.at
    rx = head.rx
    head.pen.blob(
        [
            (x - rx * 1.12, y + rx * 0.2),
            (x, y + rx * 1.25),
            (x + rx * 1.12, y + rx * 0.2),
            (x + rx * (0.95 + 0.4 * back) + sway * back, y - rx * 1.7),
            (x + rx * 0.9 * back + 1.5 * sway * back, y - rx * 2.9 + abs(sway) * 0.6),
            (x - rx * (0.95 - 0.4 * back) + sway * back, y - rx * 1.9),
        ],
        scaled(head.wear.tress, 0.86),
    )


def _bob(head: Head) -> None:
    sway = head.stance.flow * 0.012
    back = -math.sin(head.turn)
    x, y, rx = *head.at, head.rx
    head.pen.blob(
        [
            (x - rx * 1.15, y),
            (x, y + rx * 1.2),
            (x + rx * 1.15, y),
            (x + rx * (1.0 + 0.2 * back) + sway * back, y - rx * 1.25),
            (x - rx * (1.0 - 0.2 * back) + sway * back, y - rx * 1.25),
        ],
        scaled(head.wear.tress, 0.86),
    )


def _tail(head: Head) -> None:
    sway = head.stance.flow * 0.04
    back = -math.sin(head.turn) or -0.3
    at = head.spot(math.pi, 0.5, 1.05)
    rx = head.rx
    head.pen.sweep(
        [
            at,
            (at[0] + back * rx * 0.7 + sway * back * 0.5, at[1] - rx * 0.3),
            (at[0] + back * rx * 0.8 + sway * back * 1.6, at[1] - rx * 1.5),
            (at[0] + back * rx * 0.6 + sway * back * 2.6, at[1] - rx * 2.4 + abs(sway)),
        ],
        [rx * 0.28, rx * 0.42, rx * 0.36, rx * 0.08],
        scaled(head.wear.tress, 0.9),
    )


_BEHIND = {"long": _long, "bob": _bob, "tail": _tail}
