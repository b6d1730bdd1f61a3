"""What lives and moves in a place, one call after the other: birds, gulls, crickets, bubbles, clocks."""

from collections.abc import Callable

import numpy as np

from onetake.animatic.encode import RATE
from onetake.animatic.sound import modes
from onetake.animatic.sound.desk import HOP, Curve, Desk, Wave

_TAU = 2 * np.pi


def glide(length: float, low: float, high: float, overtone: float = 0.0) -> Wave:
    """A call: a tone from one pitch to another that swells and fades."""
    t = np.arange(int(length * RATE), dtype=np.float32) / RATE
    turn = _TAU * (low * t + (high - low) / (2 * length) * t * t)
    tone = np.sin(turn)
    if overtone:
        tone += overtone * np.sin(2 * turn) + overtone**2 * np.sin(3 * turn)
    return (tone * np.sin(np.pi * t / length) ** 2).astype(np.float32)


def at(level: Curve, seconds: float) -> float:
    """A level at a moment."""
    return float(level[min(max(int(seconds * RATE) // HOP, 0), len(level) - 1)])


def _birds(desk: Desk, level: Curve) -> None:
    """A few birds, each with a place and a phrase of its own that it says again; they answer each other."""
    chance = desk.chance("birds")
    for bird in range(4):
        base, pan, far = chance.uniform(2300, 4200), chance.uniform(-0.8, 0.8), chance.uniform(0.4, 1.0)
        notes = [
            glide(
                chance.uniform(0.05, 0.14), base * chance.uniform(0.8, 1.1), base * chance.uniform(0.8, 1.3)
            )
            for _ in range(int(chance.integers(2, 6)))
        ]
        gap, when = chance.uniform(0.1, 0.17), 0.3 + 0.9 * bird + chance.uniform(0, 0.6)
        while when < desk.seconds:
            for number, note in enumerate(notes):
                moment = when + number * gap
                desk.place(note, moment, 0.34 * far * at(level, moment), pan)
            when += chance.uniform(1.8, 4.0)


def _gulls(desk: Desk, level: Curve) -> None:
    chance = desk.chance("gulls")
    when = chance.uniform(0.3, 2.5)
    while when < desk.seconds:
        pan, base = chance.uniform(-0.7, 0.7), chance.uniform(1050, 1400)
        for number in range(int(chance.integers(2, 5))):
            moment = when + 0.33 * number
            call = glide(0.27, base * 1.25, base * 0.86, 0.5)
            desk.place(call, moment, 0.5 * at(level, moment) * 0.85**number, pan)
        when += chance.uniform(3.0, 6.5)


def _crickets(desk: Desk, level: Curve) -> None:
    for number, (pitch, rate, pan) in enumerate(((4150, 2.1, -0.5), (4480, 1.7, 0.6))):
        chance = desk.chance(f"cricket {number}")
        chirp = np.concatenate([glide(0.021, pitch, pitch * 0.99), np.zeros(570, np.float32)] * 4)
        when = chance.uniform(0, 1)
        while when < desk.seconds:
            desk.place(chirp, when, 0.34 * chance.uniform(0.8, 1) * at(level, when), pan)
            when += 1 / rate * chance.uniform(0.96, 1.04)


def _bubbles(desk: Desk, level: Curve) -> None:
    chance = desk.chance("bubbles")
    for _ in range(int(desk.seconds * 1.1)):
        when, pan = chance.uniform(0, desk.seconds), chance.uniform(-0.7, 0.7)
        for number in range(int(chance.integers(2, 6))):
            low = chance.uniform(260, 800)
            moment = when + number * 0.09
            bubble = glide(chance.uniform(0.03, 0.08), low, low * 1.7)
            desk.place(bubble, moment, 0.5 * chance.uniform(0.2, 1) * at(level, moment), pan)


def _clock(desk: Desk, level: Curve) -> None:
    tick, tock = (modes.struck(pitch, modes.WOOD, 0.08, 26) for pitch in (1900.0, 1500.0))
    for beat in range(int(desk.seconds * 2)):
        moment = beat * 0.5 + 0.2
        desk.place(tock if beat % 2 else tick, moment, 0.6 * at(level, moment), 0.3)


def _shimmer(desk: Desk, level: Curve) -> None:
    """Glass far off, now and then."""
    chance = desk.chance("shimmer")
    when = chance.uniform(0.4, 1.2)
    while when < desk.seconds:
        pitch = 880 * 2 ** (float(chance.choice((0, 3, 5, 7, 10, 12))) / 12)
        note = modes.struck(pitch, (1.0, 2.0, 3.01), 2.2, 0.6)
        desk.place(note, when, 0.8 * at(level, when) * chance.uniform(0.4, 1), chance.uniform(-0.8, 0.8))
        when += chance.uniform(0.8, 1.9)


def _passers(desk: Desk, level: Curve) -> None:
    """Steps of people nobody sees."""
    chance = desk.chance("passers")
    when = chance.uniform(0.5, 2)
    while when < desk.seconds:
        pan = chance.uniform(-0.8, 0.8)
        for number in range(int(chance.integers(4, 9))):
            moment = when + number * 0.53
            knock = modes.struck(chance.uniform(150, 190), modes.WOOD, 0.07, 40)
            desk.place(knock, moment, 0.7 * at(level, moment), pan)
        when += chance.uniform(4, 8)


LIVES: dict[str, Callable[[Desk, Curve], None]] = {
    "birds": _birds,
    "gulls": _gulls,
    "crickets": _crickets,
    "bubbles": _bubbles,
    "clock": _clock,
    "shimmer": _shimmer,
    "steps": _passers,
}
