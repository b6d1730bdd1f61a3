"""Beds of sound that last: air, water, towns, rooms, crowds. Each adds itself to the desk at a level."""

from collections.abc import Callable

import numpy as np

from onetake.animatic.encode import RATE
from onetake.animatic.sound.desk import Curve, Desk, Wave

Bed = Callable[[Desk, Curve], None]
_TAU = 2 * np.pi


def _flat(
    low: float, high: float, tilt: float, gain: float, period: float, depth: float, width: float
) -> Bed:
    """A bed that is one noise under a moving level."""

    def pour(desk: Desk, level: Curve) -> None:
        name = f"{low}-{high}"
        moving = desk.sway(f"sway {name}", period, depth)
        desk.pour(desk.noise(name, low, high, tilt), level * moving * np.float32(gain), width)

    return pour


def _waves(desk: Desk, level: Curve) -> None:
    """A surge that breaks each few seconds, no two alike: the body first, then the hiss of its foam."""
    chance = desk.chance("waves")
    surge, foam = np.zeros_like(desk.clock), np.zeros_like(desk.clock)
    at = -chance.uniform(0.5, 4)
    while at < desk.seconds:
        size, rise = chance.uniform(0.6, 1.0), chance.uniform(1.3, 2.0)
        age = desk.clock - np.float32(at)
        swell = np.where(age < rise, np.clip(age / rise, 0, 1) ** 2, np.exp(-(age - rise) / 0.9))
        wash = np.clip((age - rise * 0.8) / 0.35, 0, 1) * np.exp(-np.clip(age - rise, 0, None) / 1.3)
        surge += np.float32(size) * swell.astype(np.float32)
        foam += np.float32(size) * wash.astype(np.float32)
        at += chance.uniform(3.6, 5.4)
    desk.pour(desk.noise("waves low", 70, 420, -2), level * (0.14 + 0.5 * surge))
    desk.pour(desk.noise("waves high", 900, 5200, -4), level * (0.05 + 0.6 * foam), 0.8)


def _lapping(desk: Desk, level: Curve) -> None:
    chance = desk.chance("lapping")
    laps = np.zeros_like(desk.clock)
    for at in np.arange(0, desk.seconds, 0.85) + chance.uniform(-0.3, 0.3, int(np.ceil(desk.seconds / 0.85))):
        age = np.clip(desk.clock - np.float32(at), 0, None) / np.float32(chance.uniform(0.08, 0.2))
        laps += np.float32(chance.uniform(0.2, 1)) * age * np.exp(1 - age)
    desk.pour(desk.noise("lapping", 280, 1500, -3), level * (0.07 + 0.4 * laps))


def _traffic(desk: Desk, level: Curve) -> None:
    """Cars that pass somewhere behind."""
    chance = desk.chance("traffic")
    passing = np.full_like(desk.clock, 0.1)
    for _ in range(max(2, int(desk.seconds / 2.4))):
        at, wide = chance.uniform(0, desk.seconds), chance.uniform(0.5, 1.1)
        passing += np.float32(chance.uniform(0.4, 1)) * np.exp(-(((desk.clock - np.float32(at)) / wide) ** 2))
    desk.pour(desk.noise("traffic", 120, 1000, -3), level * passing.astype(np.float32) * np.float32(0.5))


def _hummed(pitches: tuple[float, ...], gain: float) -> Bed:
    """A steady tone of several partials, as of mains and motors: a seamless tile of whole turns."""

    def pour(desk: Desk, level: Curve) -> None:
        clock = np.arange(RATE * 2, dtype=np.float32) / RATE
        tone = sum(np.sin(_TAU * round(pitch * 2) / 2 * clock) / (k + 1) for k, pitch in enumerate(pitches))
        wave = np.asarray(tone, np.float32)
        moving = desk.sway(f"hum {pitches[0]}", 5.0, 0.2)
        desk.pour(wave, level * moving * np.float32(gain), 0.0)

    return pour


def _drone(desk: Desk, level: Curve) -> None:
    """Low and wide, two fifths that beat against each other."""
    _flat(34, 140, -3, 0.5, 6.0, 0.3, 0.7)(desk, level)
    _hummed((55.0, 82.5, 110.5, 164.0), 0.22)(desk, level)


def _crackling(name: str, rate: float, low: float, high: float) -> Bed:
    """Grains at random over a soft noise: fire, frying, drops."""

    def pour(desk: Desk, level: Curve) -> None:
        desk.pour(grains(desk, name, rate, low, high), level)
        desk.pour(desk.noise(f"{name} air", low * 0.2, high * 0.5, -5), level * np.float32(0.16))

    return pour


def grains(desk: Desk, name: str, rate: float, low: float, high: float, long: float = 0.004) -> Wave:
    """A tile of clicks, `rate` a second, each a short die-away of noise between two frequencies."""
    noise = desk.noise(f"{name} grains", low, high, -2)
    chance = desk.chance(f"{name} places")
    count = int(rate * len(noise) / RATE)
    at = np.sort(chance.integers(0, len(noise), count))
    size = chance.uniform(0.0, 1.0, count).astype(np.float32) ** 3 * 2.4
    length = int(long * 7 * RATE)
    gate = np.zeros(len(noise) + length, np.float32)
    age = np.arange(length, dtype=np.float32) / RATE
    shape = np.exp(-age / long) * np.minimum(age / 0.0006, 1) * np.linspace(1, 0, length, dtype=np.float32)
    for place, loud in zip(at, size, strict=True):
        gate[place : place + length] += loud * shape
    gate[:length] += gate[len(noise) :]
    return noise * gate[: len(noise)]


def _rain(desk: Desk, level: Curve) -> None:
    moving = desk.sway("rain", 3.7, 0.15)
    desk.pour(desk.noise("rain", 900, 7500, -3), level * moving * np.float32(0.42), 0.8)
    desk.pour(grains(desk, "drops", 60, 1800, 6000, 0.003), level * np.float32(0.55), 0.9)


def _pane(desk: Desk, level: Curve) -> None:
    moving = desk.sway("pane", 3.7, 0.15)
    desk.pour(desk.noise("pane", 240, 1300, -4), level * moving * np.float32(0.3), 0.5)
    desk.pour(grains(desk, "taps", 22, 700, 2200, 0.005), level * np.float32(0.5), 0.8)


def _chatter(desk: Desk, level: Curve) -> None:
    """Voices without words: noise in the bands of vowels, each talker in syllables of their own."""
    for talker in range(4):
        chance = desk.chance(f"talker {talker}")
        rate, low = chance.uniform(3.4, 5.2), chance.uniform(280, 620)
        said = np.clip(np.sin(_TAU * rate * desk.clock + chance.uniform(0, 6)), 0, None)
        phrase = np.clip(np.sin(_TAU * desk.clock / chance.uniform(2.2, 4) + chance.uniform(0, 6)) * 2, 0, 1)
        moving = (said * phrase).astype(np.float32) * np.float32(0.2)
        desk.pour(desk.noise(f"talker {talker}", low, low * 3.2, -4), level * moving, 0.8)
    desk.pour(desk.noise("talk", 200, 1500, -5), level * np.float32(0.1))


def _applause(desk: Desk, level: Curve) -> None:
    desk.pour(grains(desk, "claps", 110, 700, 3200, 0.008), level * np.float32(0.9), 0.9)
    desk.pour(desk.noise("many claps", 800, 4000, -3), level * np.float32(0.12), 0.9)


def _cheers(desk: Desk, level: Curve) -> None:
    moving = desk.sway("cheers", 2.3, 0.5)
    desk.pour(desk.noise("cheers", 420, 1900, -3), level * moving * np.float32(0.36), 0.9)
    _chatter(desk, level)


BEDS: dict[str, Bed] = {
    "wind": _flat(90, 560, -3, 0.5, 4.3, 0.5, 0.8),
    "whistle": _flat(620, 980, 0, 0.4, 3.3, 0.9, 0.5),
    "rush": _flat(300, 2400, -4, 0.45, 5.1, 0.4, 0.9),
    "sand": _flat(1800, 6000, -3, 0.3, 3.3, 0.8, 0.9),
    "leaves": _flat(1300, 5000, -3, 0.4, 3.1, 0.6, 0.9),
    "stream": _flat(400, 2600, -3, 0.4, 0.9, 0.35, 0.7),
    "hum": _flat(42, 240, -2, 0.5, 5.0, 0.2, 0.6),
    "room": _flat(60, 380, -4, 0.3, 7.0, 0.15, 0.4),
    "deep": _flat(45, 330, -3, 0.5, 3.7, 0.4, 0.6),
    "steam": _flat(2200, 7000, -2, 0.35, 2.9, 0.5, 0.6),
    "electric": _hummed((100.0, 200.0, 300.0, 500.0), 0.6),
    "fridge": _hummed((50.0, 100.0, 150.0), 0.24),
    "waves": _waves,
    "lapping": _lapping,
    "traffic": _traffic,
    "drone": _drone,
    "rain": _rain,
    "pane": _pane,
    "fire": _crackling("fire", 16, 500, 5000),
    "sizzle": _crackling("sizzle", 90, 1800, 8000),
    "chatter": _chatter,
    "applause": _applause,
    "cheers": _cheers,
}
