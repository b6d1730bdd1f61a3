"""People, and what walks like them: robots and astronauts."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen, bend, step

BOX = (-0.5, -0.03, 0.52, 1.24)
STRIDE = {"walk": 0.62, "run": 1.35, "trot": 1.0}


def draw(pen: Pen, phase: float, look: Look, kind: str) -> None:
    """One pose, one unit tall; `kind` is man, woman, child, robot or astronaut."""
    action = look.action if look.action in ("walk", "run", "sit", "dance", "wave") else "stand"
    if look.action in ("trot", "fly", "swim"):
        action = "run" if look.action == "trot" else "stand"
    turn = 2 * math.pi * phase
    stride = STRIDE.get(action, 0.0)
    lean = {"walk": 0.025, "run": 0.10}.get(action, 0.0)
    bob = -0.011 * math.cos(2 * turn) if stride else 0.004 * math.sin(turn)
    if action == "run":
        bob = 0.028 * math.cos(2 * turn + 0.6)
    if action == "dance":
        bob, lean = 0.035 * abs(math.sin(turn)), 0.05 * math.sin(turn)
    seat = -0.22 if action == "sit" else 0.0
    hip = (0.0, 0.505 + bob + seat)
    neck = (lean + 0.006, 0.815 + bob + seat)
    if action == "sit":
        pen.box(-0.16, 0.0, 0.1, 0.235, look.far(look.second))
    _legs(pen, phase, look, hip, action, stride, True, kind)
    _arm(pen, phase, look, neck, action, True, kind)
    _legs(pen, phase, look, hip, action, stride, False, kind)
    if kind == "woman" and look.variant % 3 != 2:
        _hair_back(pen, look, neck, turn)
    _torso(pen, look, hip, neck, kind, turn, stride)
    _head(pen, look, neck, lean, kind)
    _arm(pen, phase, look, neck, action, False, kind)
    if look.rain and kind in ("man", "woman", "child"):
        _umbrella(pen, look, neck)


def _legs(
    pen: Pen,
    phase: float,
    look: Look,
    hip: tuple[float, float],
    action: str,
    stride: float,
    far: bool,
    kind: str,
) -> None:
    colour = look.second if kind != "astronaut" else look.main
    if kind in ("woman", "child") and look.variant % 2:
        colour = mix(look.skin, look.second, 0.25)
    colour = look.far(colour) if far else colour
    shoe = look.far(look.dark) if far else look.dark
    thick = {"robot": 1.15, "astronaut": 1.5, "child": 1.1, "woman": 0.9}.get(kind, 1.0)
    foot = _foot(phase + (0.5 if far else 0.0), action, stride, far)
    top = (hip[0] + (0.012 if far else -0.008), hip[1])
    knee = bend(top, foot, 0.247, 0.247, 1.0)
    pen.limb([top, knee, foot], [0.062 * thick, 0.046 * thick, 0.031 * thick], colour)
    tilt = 0.03 if foot[1] > 0.06 else 0.0
    pen.limb(
        [(foot[0] - 0.012, foot[1] - 0.008), (foot[0] + 0.07, foot[1] - 0.012 - tilt)],
        [0.03 * thick, 0.02 * thick],
        shoe,
    )


def _foot(phase: float, action: str, stride: float, far: bool) -> tuple[float, float]:
    if action == "sit":
        return (0.3 if far else 0.26, 0.03)
    if stride:
        dx, dy = step(phase, stride, 0.075 if action == "walk" else 0.24, 0.58 if action == "walk" else 0.36)
        if action == "run":
            dy += 0.03
        return dx, dy + 0.03
    if action == "dance":
        turn = 2 * math.pi * phase
        return (0.13 * math.sin(turn) + (0.05 if far else -0.05), 0.03 + 0.08 * max(0.0, math.sin(turn)))
    return (0.055 if far else -0.045, 0.03)


def _torso(pen: Pen, look: Look, hip: Point, neck: Point, kind: str, turn: float, stride: float) -> None:
    if kind == "robot":
        return _chassis(pen, look, hip, neck)
    _trunk(pen, look, hip, neck, {"astronaut": 1.35, "child": 0.95, "woman": 0.88}.get(kind, 1.0))
    if kind == "astronaut":
        pen.box(neck[0] - 0.22, hip[1] + 0.05, neck[0] - 0.08, neck[1] + 0.02, look.far(look.main))
    elif kind in ("woman", "child") and look.variant % 2:
        _skirt(pen, look, hip, 0.02 * math.sin(2 * turn) if stride else 0.006 * math.sin(turn))
    elif look.variant % 3 == 0:
        _coat(pen, look, hip, 0.02 * math.sin(2 * turn) if stride else 0.0)
    return None


def _chassis(pen: Pen, look: Look, hip: Point, neck: Point) -> None:
    (hx, hy), (nx, ny) = hip, neck
    pen.shape([(nx - 0.11, ny), (nx + 0.11, ny), (hx + 0.075, hy), (hx - 0.075, hy)], look.main)
    pen.box(nx - 0.03, ny - 0.16, nx + 0.08, ny - 0.08, look.lamp)


def _trunk(pen: Pen, look: Look, hip: Point, neck: Point, wide: float) -> None:
    (hx, hy), (nx, ny) = hip, neck
    shoulders = 0.095 * wide
    pen.blob(
        [
            (nx - shoulders * 0.75, ny - 0.005),
            (nx + shoulders * 0.6, ny - 0.01),
            (nx + shoulders * 0.95, ny - 0.1),
            (hx + 0.068 * wide, hy + 0.09),
            (hx + 0.072 * wide, hy - 0.03),
            (hx - 0.078 * wide, hy - 0.03),
            (hx - 0.07 * wide, hy + 0.1),
            (nx - shoulders * 1.08, ny - 0.11),
        ],
        look.main,
    )


def _skirt(pen: Pen, look: Look, hip: Point, flare: float) -> None:
    hx, hy = hip
    pen.blob(
        [
            (hx - 0.07, hy + 0.1),
            (hx + 0.066, hy + 0.1),
            (hx + 0.15 + flare, hy - 0.17),
            (hx + 0.02, hy - 0.19),
            (hx - 0.15 + flare, hy - 0.16),
        ],
        look.main,
    )


def _coat(pen: Pen, look: Look, hip: Point, sway: float) -> None:
    hx, hy = hip
    pen.blob(
        [
            (hx - 0.085, hy + 0.12),
            (hx + 0.075, hy + 0.12),
            (hx + 0.085, hy - 0.12),
            (hx - 0.10 - sway, hy - 0.14),
        ],
        look.main,
    )


def _arm(
    pen: Pen, phase: float, look: Look, neck: tuple[float, float], action: str, far: bool, kind: str
) -> None:
    sleeve = look.far(look.main) if far else scaled(look.main, 0.9)
    skin = look.far(look.skin) if far else look.skin
    turn = 2 * math.pi * phase + (math.pi if far else 0.0)
    at = (neck[0] + (0.02 if far else -0.02), neck[1] - 0.05)
    swing = {"walk": 0.5, "run": 0.95}.get(action, 0.05)
    angle = -math.pi / 2 - swing * math.cos(turn + 0.25) * 0.75
    fold = {"walk": 0.35, "run": 1.45}.get(action, 0.12)
    if action == "dance":
        angle, fold = 0.9 + 0.5 * math.sin(turn), 0.5
        angle = angle if not far else math.pi - angle
    if action == "wave" and not far:
        angle, fold = 0.75, 0.75 + 0.35 * math.sin(2 * turn)
    if action == "sit":
        angle, fold = -1.05, 0.8
    if look.rain and not far and kind in ("man", "woman", "child"):
        angle, fold = -0.75, 1.9
    thick = {"astronaut": 1.5, "robot": 1.1, "woman": 0.85}.get(kind, 1.0)
    upper, lower = 0.155, 0.15
    elbow = (at[0] + upper * math.cos(angle), at[1] + upper * math.sin(angle))
    hand = (elbow[0] + lower * math.cos(angle + fold), elbow[1] + lower * math.sin(angle + fold))
    pen.limb([at, elbow, hand], [0.042 * thick, 0.034 * thick, 0.026 * thick], sleeve)
    pen.disc(hand, 0.028 * thick, skin if kind not in ("robot", "astronaut") else look.second)


def _head(pen: Pen, look: Look, neck: tuple[float, float], lean: float, kind: str) -> None:
    size = 0.098 if kind == "child" else 0.076
    x, y = neck[0] + 0.012 + lean * 0.3, neck[1] + 0.035 + size
    if kind == "astronaut":
        pen.disc((x, y - 0.005), 0.115, look.main)
        pen.disc((x + 0.03, y), 0.08, scaled(look.lamp, 0.75), squash=0.85)
        pen.disc((x + 0.055, y + 0.03), 0.02, look.light)
        return
    if kind == "robot":
        pen.limb([(x, neck[1] - 0.01), (x, y)], [0.03, 0.03], look.dark)
        pen.box(x - 0.075, y - 0.06, x + 0.085, y + 0.075, look.main)
        pen.box(x + 0.01, y - 0.005, x + 0.087, y + 0.035, look.lamp)
        pen.limb([(x - 0.02, y + 0.07), (x - 0.03, y + 0.13)], [0.008, 0.014], look.second)
        return
    hair = look.dark
    pen.limb([(neck[0], neck[1] - 0.02), (x, y - 0.02)], [0.034, 0.032], mix(look.skin, look.dark, 0.2))
    pen.disc((x, y), size, look.skin, squash=1.1)
    pen.disc((x + size * 0.92, y - size * 0.12), size * 0.16, look.skin)
    crown = [
        (x + size * 0.75, y + size * 0.62),
        (x + size * 0.1, y + size * 0.38),
        (x - size * 0.25, y - size * 0.25),
        (x - size * 0.75, y - size * 0.75),
        (x - size * 1.12, y + size * 0.1),
        (x - size * 0.62, y + size * 1.12),
        (x + size * 0.2, y + size * 1.26),
    ]
    pen.blob(crown, hair)
    if look.variant % 4 == 1 and kind == "man":
        pen.shape(
            [
                (x - size * 1.1, y + size * 0.62),
                (x + size * 1.7, y + size * 0.5),
                (x + size * 1.68, y + size * 0.64),
                (x + size * 0.85, y + size * 0.75),
                (x + size * 0.5, y + size * 1.5),
                (x - size * 0.8, y + size * 1.45),
            ],
            look.second,
        )


def _hair_back(pen: Pen, look: Look, neck: tuple[float, float], turn: float) -> None:
    sway = 0.018 * math.sin(2 * turn + 0.7)
    x, y = neck[0] - 0.035, neck[1] + 0.11
    pen.limb(
        [(x + 0.02, y), (x - 0.04 - sway, y - 0.12), (x - 0.06 - 2 * sway, y - 0.23)],
        [0.07, 0.058, 0.022],
        look.dark,
    )


def _umbrella(pen: Pen, look: Look, neck: tuple[float, float]) -> None:
    x, y = neck[0] + 0.11, neck[1] + 0.2
    pen.limb([(x, y - 0.3), (x, y + 0.2)], [0.008, 0.007], look.dark)
    dome = [
        (x + 0.36 * math.cos(a), y + 0.02 + 0.2 * math.sin(a)) for a in (i * math.pi / 16 for i in range(17))
    ]
    cloth = look.lamp if look.variant % 2 else mix(look.main, look.light, 0.15)
    pen.shape(dome, cloth)
    for i in range(4):
        cx = x - 0.27 + i * 0.18
        pen.disc((cx, y + 0.018), 0.09, scaled(cloth, 0.82), squash=0.22)
    pen.limb([(x, y + 0.2), (x, y + 0.25)], [0.01, 0.004], look.dark)
