"""People: a jointed body in clothes, drawn from far to near."""

import math
from dataclasses import replace

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures import deeds, garments, held, manners, props
from onetake.animatic.figures.head import Head
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Arm, Body, Foot

BOX = (-0.62, -0.03, 0.62, 1.24)
FLAT = (-0.8, -0.3, 0.9, 0.75)
"""The sheet of those who lie or swim."""
HIGH = (-0.66, -0.03, 0.66, 1.56)
"""The sheet of those who leap."""
WIDE = (-0.8, -0.05, 0.98, 1.42)
"""The sheet of those whose deed takes room."""
CLOSE = (-0.62, 0.46, 0.62, 1.3)
"""What of a person is drawn when the camera sees the face: from the waist up."""


def draw(pen: Pen, look: Look, wear: Outfit, body: Body, hold: str = "", seat: str = "") -> None:
    """One pose, one unit tall. `hold` is in the right hand, `seat` what they sit on or stand before."""
    if body.stance.lying:
        pen = pen.laid((-0.5, 0.075))
    if seat:
        props.behind(pen, look, seat, body)
    garments.behind(pen, look, wear, body)
    far, near = body.order()
    head = Head(pen, look, wear, body)
    away = body.near((1.0, 0.0, 0.0)) < -0.2
    if not away:
        head.draw_back()
    _arm(pen, look, wear, body, far, True)
    _leg(pen, look, wear, body, far, abs(math.sin(body.stance.yaw)) > 0.45)
    _leg(pen, look, wear, body, near, False)
    _trunk(pen, look, wear, body)
    if away:
        head.draw_back()
    head.draw()
    if wear.scarf:
        _scarf(pen, look, body)
    if hold:
        held.draw(pen, look, hold, body, 1)
    _arm(pen, look, wear, body, near, False)
    if hold:
        held.draw_front(pen, look, hold, body, 1)
    if seat:
        props.before(pen, look, seat, body)


def sheet(how: str, close: bool, hold: str = "") -> tuple[float, float, float, float]:
    """The box that holds every pose of a cycle."""
    if how in ("sleep", "swim", *deeds.LYING):
        return FLAT
    if how == "jump" or hold == "kite":
        return HIGH
    return WIDE if how in deeds.WIDE else CLOSE if close else BOX


def posed(how: str, phase: float, turn: float, wear: Outfit, holding: bool) -> Body:
    """The body of somebody at a phase of what they do; a hand that holds a thing keeps it up."""
    pose = manners.stance(how, phase, turn)
    if wear.mood != (0.5, 0.0) and how not in ("cry", "laugh"):
        pose = replace(pose, smile=wear.mood[0], brow=wear.mood[1])
    if holding and how not in ("hold", "reach", "read", *deeds.DEEDS) and "+" not in how:
        pose = replace(pose, arms=(pose.arms[0], Arm(0.5, 0.1, 1.45, 0.1)))
    elif how == "hold" or how == "reach":
        pose = replace(pose, arms=(pose.arms[1], pose.arms[0]))
    if wear.old and how not in ("sleep", "lotus"):
        pose = replace(pose, lean=pose.lean + 0.09, nod=pose.nod - 0.05)
    return Body(pose, wear.broad)


def _tone(look: Look, colour: RGB, far: bool) -> RGB:
    return look.far(colour) if far else colour


def _leg(pen: Pen, look: Look, wear: Outfit, body: Body, index: int, far: bool) -> None:
    cloth = look.skin if wear.bare else look.second
    colour = _tone(look, cloth, far)
    hip, knee, ankle = (body.flat(j[index]) for j in (body.hips, body.knees, body.ankles))
    fat = wear.broad * (0.84 if wear.bare else 1.0)
    pen.sweep([hip, _between(hip, knee, 0.55), knee], [0.068 * fat, 0.062 * fat, 0.047 * fat], colour)
    pen.sweep([knee, _between(knee, ankle, 0.4), ankle], [0.047 * fat, 0.045 * fat, 0.027 * fat], colour)
    if wear.garment == "shorts":
        pen.limb([hip, _between(hip, knee, 0.7)], [0.078 * fat, 0.072 * fat], _tone(look, look.second, far))
    _shoe(pen, _tone(look, look.dark, far), ankle, body.stance.feet[index], body.stance.yaw)


def _shoe(pen: Pen, colour: RGB, ankle: Point, foot: Foot, yaw: float) -> None:
    long = 0.085 * math.sin(yaw)
    x, y = ankle
    c, s = math.cos(foot.pitch), math.sin(foot.pitch)
    front = abs(math.cos(yaw))

    def spot(dx: float, dy: float) -> Point:
        return x + dx * c - dy * s, y + dx * s + dy * c

    heel, toe = spot(-0.22 * long, -0.012), spot(long * 0.85, -0.016)
    pen.limb([spot(0.0, 0.012), heel], [0.028, 0.022], colour)
    pen.limb([heel, toe], [0.022, 0.018 + 0.012 * front], colour)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _trunk(pen: Pen, look: Look, wear: Outfit, body: Body) -> None:
    hip, chest, neck = (body.flat(j) for j in (body.pelvis, body.chest, body.neck))
    wide, deep = body.half
    main = look.main
    rows = [
        (neck, body.girth(0.04, 0.036)),
        (_between(neck, chest, 0.7), body.girth(wide * 0.6, deep * 0.75)),
        (_between(chest, hip, 0.06), body.girth(wide * 0.98, deep * 1.0)),
        (_between(chest, hip, 0.3), body.girth(wide * 0.96, deep * 1.14)),
        (_between(chest, hip, 0.62), body.girth(wide * (0.72 if wear.lashes else 0.84), deep * 0.92)),
        (hip, body.girth(wide * 0.86, deep * 1.02)),
        ((hip[0], hip[1] - 0.035), body.girth(wide * 0.8, deep * 0.9)),
    ]
    if wear.garment in ("top", "jacket", "shorts", "suit", "apron", "uniform", "hero", "armour"):
        rows[-1] = ((hip[0], hip[1] + 0.0), body.girth(wide * 0.88, deep * 1.06))
        pen.blob(
            _sides([*rows[4:5], (hip, rows[5][1]), ((hip[0], hip[1] - 0.05), rows[5][1] * 0.8)]), look.second
        )
    pen.blob(_sides(rows), main)
    if wear.hem:
        _skirt(pen, look, wear, body, hip)
    if wear.hem and wear.garment not in ("coat", "labcoat", *garments.HANGING, "sari", "qipao", "school"):
        a, b = _between(chest, hip, 0.66), rows[4][1]
        pen.limb([(a[0] - b * 0.96, a[1]), (a[0] + b * 0.96, a[1])], [0.014] * 2, scaled(main, 0.7))
    garments.put_on(pen, look, wear, body)


def _skirt(pen: Pen, look: Look, wear: Outfit, body: Body, hip: Point) -> None:
    """Cloth below the waist: it opens as far as the knees need and trails behind the step."""
    knees = [body.flat(j)[0] - hip[0] for j in body.knees]
    seated = body.stance.hip < 0.4
    wide, deep = body.half
    flare = wear.hem * garments.FLARES.get(wear.garment, 0.5)
    cloth = look.second if wear.garment == "school" else look.main
    trail = -0.03 * body.stance.flow * math.sin(body.stance.yaw)
    half = body.girth(wide * 0.9, deep) + flare
    left, right = min(-half, min(knees) - 0.055) + trail, max(half, max(knees) + 0.055) + trail * 0.6
    top = body.girth(wide * 0.76, deep * 0.95)
    low = hip[1] - (wear.hem if not seated else min(wear.hem, 0.1))
    if seated:
        left = -half * 0.75
    x = hip[0]
    wave = 0.008 * math.sin(3 * body.stance.flow)
    edge = [(x + top, hip[1] + 0.1), (x + top * 1.2 + 0.012, hip[1] + 0.01)]
    back = [(x - top * 1.2 - 0.012, hip[1] + 0.01), (x - top, hip[1] + 0.1)]
    if wear.hem > 0.25 and not seated:
        # Long cloth has room for the knees half way down too.
        middle = (hip[1] + low) / 2
        edge.append((x + max(half * 0.9, max(knees) + 0.05), middle))
        back.insert(0, (x + min(-half * 0.9, min(knees) - 0.05), middle))
    foot = [(right, 0.012 + wave), (right * 0.4, -0.01), (left * 0.4, -0.006 - wave), (left, 0.016)]
    pen.blob([*edge, *((x + dx, low + dy) for dx, dy in foot), *back], cloth)
    fold = scaled(cloth, 0.84)
    for share in (-0.45, 0.1, 0.55):
        foot = x + (right if share > 0 else -left) * share
        pen.limb([(x + top * share * 0.8, hip[1] - 0.01), (foot, low + 0.02)], [0.003, 0.009], fold)


def _sides(rows: list[tuple[Point, float]]) -> list[Point]:
    return [(x + r, y) for (x, y), r in rows] + [(x - r, y) for (x, y), r in reversed(rows)]


def _arm(pen: Pen, look: Look, wear: Outfit, body: Body, index: int, far: bool) -> None:
    shoulder, elbow, hand = (body.flat(j[index]) for j in (body.shoulders, body.elbows, body.hands))
    side = abs(math.sin(body.stance.yaw)) > 0.45
    sleeve = look.far(look.main) if far and side else scaled(look.main, 0.9)
    skin = look.far(look.skin) if far and side else look.skin
    fat = wear.broad * (1.0 if wear.lashes or wear.head > 1.2 else 1.08)
    bare = not wear.sleeves
    cloth = skin if bare else sleeve
    pen.sweep(
        [elbow, _between(elbow, hand, 0.45), hand],
        [0.031 * fat, 0.03 * fat, 0.021 * fat],
        skin if bare or wear.garment in ("shorts", "skirt") else sleeve,
    )
    pen.sweep(
        [shoulder, _between(shoulder, elbow, 0.5), elbow], [0.039 * fat, 0.038 * fat, 0.032 * fat], cloth
    )
    if bare:
        pen.limb([shoulder, _between(shoulder, elbow, 0.35)], [0.047 * fat, 0.043 * fat], sleeve)
    elif wear.garment == "armour":
        pen.disc(shoulder, 0.058, mix(sleeve, look.light, 0.25), squash=0.85)
        pen.disc(elbow, 0.036, mix(sleeve, look.light, 0.2))
    reach = (hand[0] - elbow[0], hand[1] - elbow[1])
    long = math.hypot(*reach) or 1.0
    palm = (hand[0] + reach[0] / long * 0.022, hand[1] + reach[1] / long * 0.022)
    pen.limb([hand, palm], [0.022, 0.026], skin)
    tip = (palm[0] + reach[0] / long * 0.03, palm[1] + reach[1] / long * 0.03)
    pen.limb([palm, tip], [0.022, 0.012], skin)
    if wear.garment in garments.HANGING:
        garments.sleeve(pen, wear, (shoulder, elbow, hand), body.stance.flow, sleeve)


def _scarf(pen: Pen, look: Look, body: Body) -> None:
    x, y = body.flat(body.neck)
    red = (186, 60, 54)
    pen.limb([(x - 0.045, y + 0.005), (x + 0.05, y + 0.005)], [0.028, 0.028], red)
    back = -math.sin(body.stance.yaw) * 0.05 * (1 + body.stance.flow)
    pen.sweep(
        [(x, y), (x + back, y - 0.07), (x + back * 2, y - 0.15)], [0.022, 0.024, 0.02], scaled(red, 0.86)
    )
