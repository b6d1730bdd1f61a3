"""Robots and astronauts: the joints of people in metal or in a pressure suit."""

import math
from dataclasses import replace

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body, Stance

_GLOW: RGB = (92, 232, 250)
"""The light that a robot has in its eyes, its breast and its joints."""


def draw(pen: Pen, look: Look, kind: str, stance: Stance) -> None:
    """One pose, one unit tall; `kind` is robot or astronaut."""
    body = Body(stance, 1.1)
    far, near = body.order()
    metal = kind == "robot"
    if metal:
        # Bare metal shows whatever light there is: paler than paint, above all at night.
        pale = 0.18 + 0.2 * look.night
        look = replace(
            look, main=mix(look.main, (226, 234, 244), pale), second=mix(look.second, (150, 164, 184), pale)
        )
    _pack(pen, look, body, metal)
    for index, back in ((far, True), (near, False)):
        _leg(pen, look, body, index, back, metal)
        if back:
            _arm(pen, look, body, index, True, metal)
    _trunk(pen, look, body, metal)
    (_metal_head if metal else _helmet)(pen, look, body)
    _arm(pen, look, body, near, False, metal)


def _pack(pen: Pen, look: Look, body: Body, metal: bool) -> None:
    if metal:
        return
    x, y = body.flat((body.chest[0] - 0.09, body.chest[1], body.chest[2]))
    wide = body.girth(0.11, 0.06)
    pen.box(x - wide, y - 0.24, x + wide, y + 0.05, look.far(look.second))


def _leg(pen: Pen, look: Look, body: Body, index: int, far: bool, metal: bool) -> None:
    hip, knee, ankle = (body.flat(j[index]) for j in (body.hips, body.knees, body.ankles))
    colour = look.far(look.main) if far else look.main
    dark = look.far(look.second) if far else look.second
    if metal:
        pen.limb([hip, knee], [0.03, 0.028], dark)
        pen.limb([knee, ankle], [0.05, 0.042], colour)
        pen.disc(knee, 0.042, dark)
        pen.disc(knee, 0.02, _GLOW)
        pen.limb(
            [(knee[0], knee[1] - 0.05), ((knee[0] + ankle[0]) / 2, (knee[1] + ankle[1]) / 2)],
            [0.008] * 2,
            _GLOW,
        )
    else:
        pen.sweep([hip, knee], [0.09, 0.078], colour)
        pen.sweep([knee, ankle], [0.078, 0.062], colour)
        pen.limb([(knee[0] - 0.07, knee[1]), (knee[0] + 0.07, knee[1])], [0.008, 0.008], dark)
    long = 0.05 + 0.05 * math.sin(body.stance.yaw)
    pitch = body.stance.feet[index].pitch
    toe = (ankle[0] + long * math.cos(pitch), ankle[1] - 0.012 + long * math.sin(pitch))
    pen.limb([(ankle[0] - 0.02, ankle[1] - 0.004), toe], [0.04, 0.03], dark)


def _trunk(pen: Pen, look: Look, body: Body, metal: bool) -> None:
    hip, chest = body.flat(body.pelvis), body.flat(body.chest)
    wide = body.girth(0.115, 0.08) if metal else body.girth(0.14, 0.11)
    if metal:
        pen.limb([hip, (chest[0], chest[1] - 0.2)], [0.055, 0.05], look.second)
        pen.blob(
            [
                (chest[0] - wide, chest[1] + 0.01),
                (chest[0] + wide, chest[1] + 0.01),
                (chest[0] + wide * 0.98, chest[1] - 0.12),
                (chest[0] + wide * 0.6, chest[1] - 0.21),
                (chest[0] - wide * 0.6, chest[1] - 0.21),
                (chest[0] - wide * 0.98, chest[1] - 0.12),
            ],
            look.main,
        )
        pen.disc((hip[0], hip[1]), 0.062, look.main, squash=0.7)
    else:
        pen.limb([hip, chest], [wide * 0.92, wide], look.main)
        pen.limb(
            [(hip[0] - wide * 0.9, hip[1] + 0.04), (hip[0] + wide * 0.9, hip[1] + 0.04)],
            [0.014, 0.014],
            look.second,
        )
    front = 0.06 * math.sin(body.stance.yaw)
    if metal:
        at = (chest[0] + front, chest[1] - 0.09)
        if look.night > 0.5:
            pen.disc(at, 0.1, _GLOW, 60)
        pen.disc(at, 0.04, scaled(look.second, 0.6))
        pen.disc(at, 0.029, _GLOW)
        pen.disc(at, 0.014, (240, 255, 255))
        for sign in (-1, 1):
            shoulder = (chest[0] + sign * wide * 0.7, chest[1] - 0.03)
            pen.limb([shoulder, (shoulder[0] - sign * 0.02, shoulder[1] - 0.1)], [0.006, 0.005], _GLOW)
        return
    panel = (chest[0] + front, chest[1] - 0.13)
    pen.box(panel[0] - 0.05, panel[1] - 0.035, panel[0] + 0.05, panel[1] + 0.035, look.second)
    for i, colour in enumerate(((206, 72, 60), (84, 150, 210), look.lamp)):
        pen.disc((panel[0] - 0.028 + 0.028 * i, panel[1]), 0.009, colour)


def _arm(pen: Pen, look: Look, body: Body, index: int, far: bool, metal: bool) -> None:
    shoulder, elbow, hand = (body.flat(j[index]) for j in (body.shoulders, body.elbows, body.hands))
    colour = look.far(look.main) if far else scaled(look.main, 0.94)
    dark = look.far(look.second) if far else look.second
    if metal:
        pen.limb([shoulder, elbow], [0.026, 0.024], dark)
        pen.limb([elbow, hand], [0.038, 0.032], colour)
        pen.disc(shoulder, 0.05, colour)
        pen.disc(elbow, 0.03, dark)
        pen.disc(hand, 0.036, dark)
        return
    pen.sweep([shoulder, elbow, hand], [0.072, 0.06, 0.048], colour)
    pen.disc(hand, 0.046, dark)


def _metal_head(pen: Pen, look: Look, body: Body) -> None:
    neck = body.flat(body.neck)
    turn = body.stance.yaw + body.stance.glance * 0.4
    x, y = neck[0] + 0.01, neck[1] + 0.1
    pen.limb([(neck[0], neck[1] - 0.03), (x, y)], [0.028, 0.028], look.second)
    pen.limb([(x - 0.035, y - 0.01), (x + 0.035, y - 0.01)], [0.075, 0.075], look.main)
    pen.limb([(x - 0.03, y + 0.045), (x + 0.03, y + 0.045)], [0.05, 0.05], look.main)
    face = 0.045 * math.sin(turn)
    wide = 0.05 + 0.02 * math.cos(turn)
    pen.limb(
        [(x + face - wide, y + 0.008), (x + face + wide, y + 0.008)],
        [0.036, 0.036],
        scaled(look.second, 0.35),
    )
    for sign in (-1, 1):
        at = (x + face + sign * 0.034 * abs(math.cos(turn * 0.7)), y + 0.01)
        pen.disc(at, 0.02, _GLOW, squash=max(1 - body.stance.lids, 0.12))
        pen.disc((at[0] + 0.005, at[1] + 0.005), 0.006, look.light)
    pen.limb([(x, y + 0.09), (x, y + 0.15)], [0.006, 0.005], look.second)
    pen.disc((x, y + 0.155), 0.016, (226, 84, 66))


def _helmet(pen: Pen, look: Look, body: Body) -> None:
    neck = body.flat(body.neck)
    turn = body.stance.yaw + body.stance.glance * 0.3
    x, y = neck[0] + 0.008, neck[1] + 0.095
    pen.disc((x, y), 0.13, look.main)
    face = 0.04 * math.sin(turn)
    glass = mix((40, 52, 84), look.lamp, 0.22)
    pen.disc((x + face, y), 0.095, look.second, squash=0.86)
    pen.disc((x + face, y), 0.084, glass, squash=0.84)
    pen.blob(
        [
            (x + face - 0.055, y + 0.035),
            (x + face - 0.01, y + 0.06),
            (x + face + 0.02, y + 0.055),
            (x + face - 0.03, y + 0.02),
        ],
        mix(glass, look.light, 0.65),
    )
    pen.disc((x + face + 0.035, y - 0.03), 0.014, mix(glass, look.light, 0.45))
