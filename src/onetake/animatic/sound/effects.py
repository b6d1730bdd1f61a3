"""Sounds that happen once: what a prompt names and what things do. Each is a short wave, peak about 1."""

from collections.abc import Callable

import numpy as np

from onetake.animatic.encode import RATE
from onetake.animatic.sound import modes
from onetake.animatic.sound.desk import Desk, Wave
from onetake.animatic.sound.fauna import glide

_TAU = 2 * np.pi


def burst(desk: Desk, name: str, low: float, high: float, seconds: float, rise: float, fall: float) -> Wave:
    """Noise between two frequencies that comes in `rise` seconds and dies by e in `fall`."""
    wave = desk.noise(name, low, high, -3)[: round(seconds * RATE)]
    t = np.arange(len(wave), dtype=np.float32) / RATE
    shape = np.minimum(t / rise, 1) * np.exp(-np.clip(t - rise, 0, None) / fall)
    shape *= np.minimum((seconds - t) / (0.2 * seconds), 1)
    return (wave * shape * 0.4).astype(np.float32)


def joined(*parts: tuple[float, float, Wave]) -> Wave:
    """One wave of several, each (seconds, gain, wave)."""
    out = np.zeros(max(round(at * RATE) + len(wave) for at, _, wave in parts), np.float32)
    for at, gain, wave in parts:
        start = round(at * RATE)
        out[start : start + len(wave)] += wave * np.float32(gain)
    return out


def thunder(desk: Desk) -> Wave:
    """A crack, then rolls from further and further off."""
    chance = desk.chance("thunder rolls")
    rolls = [(0.0, 0.5, burst(desk, "crack", 300, 3000, 0.5, 0.004, 0.09))]
    for number in range(5):
        roll = burst(desk, f"roll {number}", 32, 190 - 22 * number, 2.2, 0.05 + 0.05 * number, 0.6)
        rolls.append((number * 0.42 + chance.uniform(0, 0.2), 1.7 * 0.8**number, roll))
    return joined(*rolls)


def explosion(desk: Desk) -> Wave:
    low = burst(desk, "blast low", 28, 150, 2.6, 0.006, 0.6)
    return joined((0, 2.6, low), (0, 1.0, burst(desk, "blast", 150, 3000, 1.4, 0.003, 0.22)))


def shot(desk: Desk) -> Wave:
    tail = burst(desk, "shot tail", 120, 900, 1.2, 0.02, 0.25)
    return joined((0, 1.8, burst(desk, "shot", 300, 6000, 0.2, 0.001, 0.02)), (0.01, 0.7, tail))


def splash(desk: Desk) -> Wave:
    drops = [(0.16 + 0.06 * i, 0.12, glide(0.04, 500 + 90 * (i * 5 % 7), 1100)) for i in range(6)]
    body = burst(desk, "splash body", 160, 900, 0.6, 0.012, 0.11)
    return joined((0, 1.2, body), (0.02, 1.1, burst(desk, "splash", 900, 6000, 1.0, 0.03, 0.2)), *drops)


def door(desk: Desk) -> Wave:
    """A creak, the leaf into its frame, the latch."""
    creak = _creak(0.8, 210.0)
    thud = joined((0, 1.4, burst(desk, "thud", 50, 420, 0.4, 0.003, 0.06)), (0, 0.7, _knock(95)))
    return joined((0, 0.2, creak), (0.95, 1.0, thud), (1.0, 0.3, modes.struck(2100.0, modes.GLASS, 0.06, 50)))


def _creak(seconds: float, pitch: float) -> Wave:
    t = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    turn = _TAU * (pitch * t + 26 * np.sin(t * 5.1) * t)
    stick = np.clip(np.sin(_TAU * (17 * t + 6 * t * t)), 0, None) ** 2
    tone = sum(np.sin(k * turn) / k for k in range(1, 7))
    return (np.asarray(tone) * stick * np.sin(np.pi * t / seconds)).astype(np.float32)


def _knock(pitch: float) -> Wave:
    return modes.struck(pitch, modes.WOOD, 0.18, 16)


def glass(desk: Desk) -> Wave:
    chance = desk.chance("shards")
    parts = [(0.0, 0.9, burst(desk, "glass", 2500, 9000, 0.4, 0.002, 0.05))]
    for _ in range(16):
        shard = modes.struck(chance.uniform(2300, 6200), modes.GLASS, 0.25, 9)
        parts.append((chance.uniform(0, 0.55) ** 1.4, chance.uniform(0.1, 0.5), shard))
    return joined(*parts)


def bell(desk: Desk) -> Wave:
    toll = modes.struck(392.0, modes.BELL, 3.0, 0.55)
    return joined((0, 0.7, toll), (1.5, 0.6, toll))


def horn(desk: Desk) -> Wave:
    return joined((0, 0.5, _blown((415, 523), 0.28)), (0.42, 0.5, _blown((415, 523), 0.7)))


def whistle(desk: Desk) -> Wave:
    return joined((0, 0.45, _blown((311, 370, 466), 0.7)), (0.95, 0.45, _blown((311, 370, 466), 1.3)))


def _blown(pitches: tuple[float, ...], seconds: float) -> Wave:
    t = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    shape = np.clip(np.minimum(t / 0.04, (seconds - t) / 0.09), 0, 1)
    tone = sum(np.sin(_TAU * p * k * t) / k**1.4 for p in pitches for k in range(1, 7))
    return (np.asarray(tone) * shape / len(pitches)).astype(np.float32)


def siren(desk: Desk) -> Wave:
    t = np.arange(round(3.6 * RATE), dtype=np.float32) / RATE
    turn = _TAU * (900 * t - 320 * np.cos(_TAU * t / 1.8) * 1.8 / _TAU)
    shape = np.clip(np.minimum(t / 0.4, (3.6 - t) / 0.6), 0, 1)
    return ((np.sin(turn) + 0.3 * np.sin(2 * turn)) * shape * 0.35).astype(np.float32)


def phone(desk: Desk) -> Wave:
    notes = [(0.13 * i, 0.35, modes.ring([p], [9], [1], 0.2)) for i, p in enumerate((988, 1319, 988, 1319))]
    return joined(*notes, *[(at + 1.1, gain, wave) for at, gain, wave in notes])


def laughter(desk: Desk) -> Wave:
    """Three who laugh: bursts of vowels that fall."""
    parts: list[tuple[float, float, Wave]] = []
    for number, pitch in enumerate((155.0, 232.0, 268.0)):
        for ha in range(6):
            size = 0.3 * 0.86**ha
            parts.append((0.12 * number + ha * (0.17 + 0.012 * number), size, _vowel(pitch * 0.96**ha, 0.12)))
    return joined(*parts)


def _vowel(pitch: float, seconds: float) -> Wave:
    """An open vowel: partials of a voice under two formants."""
    k = np.arange(1, int(3600 / pitch))
    f = k * pitch
    level = (np.exp(-(((f - 760) / 260) ** 2)) + 0.5 * np.exp(-(((f - 1350) / 320) ** 2)) + 0.06) / k**0.3
    return modes.ring(f, np.full(len(k), 11.0), level, seconds, attack=700)


def bark(desk: Desk) -> Wave:
    noise = burst(desk, "bark", 400, 2400, 0.16, 0.012, 0.05)
    one = joined((0, 1.0, glide(0.17, 620, 290, 0.7)), (0, 1.0, noise))
    return joined((0, 0.8, one), (0.34, 0.9, one))


def meow(desk: Desk) -> Wave:
    return joined((0, 0.55, glide(0.32, 520, 760, 0.6)), (0.22, 0.6, glide(0.5, 760, 430, 0.6)))


def breath(desk: Desk) -> Wave:
    out = burst(desk, "breath out", 350, 1700, 1.0, 0.35, 0.25)
    return joined((0, 0.7, burst(desk, "breath in", 700, 2800, 0.9, 0.5, 0.1)), (1.1, 0.9, out))


def heart(desk: Desk) -> Wave:
    beat = modes.ring([48, 61, 92], [17, 19, 30], [1, 0.7, 0.4], 0.3, attack=300)
    return joined((0, 1.2, beat), (0.27, 0.8, beat))


def key(desk: Desk) -> Wave:
    return joined((0, 0.3, burst(desk, "key", 1200, 6000, 0.03, 0.001, 0.006)), (0, 0.25, _knock(420)))


def pour(desk: Desk) -> Wave:
    """Into a cup whose hollow grows smaller, so that it sings higher."""
    wave = desk.noise("pour", 500, 4200, -3)[: round(2.4 * RATE)]
    t = np.arange(len(wave), dtype=np.float32) / RATE
    sing = np.sin(_TAU * (420 * t + 110 * t * t)) * (
        0.4 + 0.6 * np.abs(desk.noise("gurgle", 4, 18)[: len(t)])
    )
    shape = np.clip(np.minimum(t / 0.2, (2.4 - t) / 0.4), 0, 1)
    return ((0.2 * wave + 0.2 * sing) * shape).astype(np.float32)


def flap(desk: Desk) -> Wave:
    return burst(desk, "flap", 140, 1100, 0.13, 0.045, 0.03)


ONCE: dict[str, tuple[Callable[[Desk], Wave], float]] = {
    "thunder": (thunder, 1.0),
    "explosion": (explosion, 1.8),
    "gunshot": (shot, 1.3),
    "door": (door, 0.8),
    "glass": (glass, 0.8),
    "bell": (bell, 0.8),
    "horn": (horn, 0.7),
    "train": (whistle, 0.7),
    "siren": (siren, 0.6),
    "phone": (phone, 0.6),
    "laughter": (laughter, 0.9),
    "dog": (bark, 0.7),
    "cat": (meow, 0.6),
    "breath": (breath, 0.7),
}
"""Cues that are heard at one moment of their shot, and how loud."""
EACH: dict[str, tuple[Callable[[Desk], Wave], float, float]] = {
    "heartbeat": (heart, 1.0, 0.95),
    "typing": (key, 0.6, 0.14),
}
"""Cues that go on through their shot: how loud, and how many seconds apart."""
