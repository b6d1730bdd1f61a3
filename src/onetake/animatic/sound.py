"""Sound by synthesis: the air of the place, what lives and falls in it, a quiet pad; or a given bed.

Mono float32 at 48 kHz. All noise comes from one seeded source in a fixed order, so a job sounds the same
every time. The mix peaks below -1 dBFS with room for the coder's overshoot.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetake.animatic import ambience
from onetake.animatic.desk import Desk, Wave
from onetake.animatic.encode import RATE
from onetake.animatic.prompt import Reading

_PEAK = 0.80
_LEVEL = 0.062
"""The loudness that the mix is brought to, as RMS: about -24 dBFS."""
_JOIN = 0.25
"""Seconds on either side of a cut in which both shots are heard."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One shot as it sounds: what it asks for, from when to when (seconds of the clip), and the seconds of
    the shot at which a foot falls."""

    reading: Reading
    start: float
    end: float
    steps: Sequence[float] = ()


def track(scenes: Sequence[Scene], seconds: float, seed: int) -> Wave:
    """The whole track of a clip: each shot's sound in its time, one running into the next."""
    if len(scenes) == 1:
        return compose(scenes[0].reading, seconds, seed, scenes[0].steps)
    mix = np.zeros(round(seconds * RATE), np.float32)
    for number, scene in enumerate(scenes):
        first, last = number == 0, number == len(scenes) - 1
        lead = 0.0 if first else _JOIN
        length = scene.end - scene.start + lead + (0.0 if last else _JOIN)
        made = _laid(scene.reading, length, seed + number, [lead + step for step in scene.steps])
        ramp = np.sin(np.linspace(0, np.pi / 2, round(2 * _JOIN * RATE), dtype=np.float32))
        ramp = ramp[: len(made)]
        if not first:
            made[: len(ramp)] *= ramp
        if not last:
            made[-len(ramp) :] *= ramp[::-1]
        at = max(round((scene.start - lead) * RATE), 0)
        room = len(mix) - at
        mix[at : at + len(made)] += made[:room]
    return finish(mix)


def compose(reading: Reading, seconds: float, seed: int, steps: Sequence[float] = ()) -> Wave:
    """The whole track of a shot; `steps` are the seconds at which a foot falls."""
    return finish(_laid(reading, seconds, seed, steps))


def _laid(reading: Reading, seconds: float, seed: int, steps: Sequence[float]) -> Wave:
    """Everything that is heard in a shot, one over the other, at no level yet."""
    desk = Desk(round(seconds * RATE), seed)
    for name, gain in ambience.beds(reading):
        ambience.BEDS[name](desk, gain)
    if reading.subjects:
        ambience.engine(desk, reading)
    if steps:
        ambience.footsteps(
            desk,
            steps,
            0.055 if reading.setting in ("street", "interior", "city") else 0.035,
            reading.setting,
        )
    _pad(desk, reading.time, reading.weather, 0.030)
    return desk.mix


def with_bed(track: Wave, bed: Wave) -> Wave:
    """A given recording over the ambience: looped or trimmed to length, the ambience well below it."""
    count = len(track)
    level = float(np.sqrt(np.mean(bed**2)))
    bed = bed * np.float32(min(0.1 / level, 8.0) if level > 1e-5 else 0.0)
    if len(bed) < count:
        join = min(RATE // 10, len(bed) // 4)
        bed = _looped(bed, count, join)
    return finish((bed[:count] + track * np.float32(0.22)).astype(np.float32))


def finish(mix: Wave) -> Wave:
    """Level, soft limit and fades."""
    level = float(np.sqrt(np.mean(mix**2)))
    if level > 1e-6:
        mix = mix * np.float32(_LEVEL / level)
    loud = np.abs(mix) > _PEAK * 0.7
    if loud.any():
        knee = _PEAK * 0.7
        over = np.abs(mix[loud]) - knee
        mix[loud] = np.sign(mix[loud]) * (knee + (_PEAK - knee) * np.tanh(over / (_PEAK - knee)))
    rise, fall = min(RATE // 5, len(mix) // 4), min(RATE * 3 // 5, len(mix) // 4)
    mix[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    mix[len(mix) - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return np.ascontiguousarray(mix, np.float32)


def _looped(bed: Wave, count: int, join: int) -> Wave:
    out = np.zeros(count + len(bed), np.float32)
    ramp = np.linspace(0, 1, join, dtype=np.float32) if join else np.zeros(0, np.float32)
    piece = bed.copy()
    if join:
        piece[:join] *= ramp
        piece[-join:] *= ramp[::-1]
    at = 0
    while at < count:
        out[at : at + len(piece)] += piece
        at += max(len(piece) - join, 1)
    if join:
        out[:join] += bed[:join] * (1 - ramp)
    return out[:count]


_CHORDS: dict[str, tuple[tuple[int, ...], ...]] = {
    "dawn": ((0, 7, 14, 16), (5, 12, 16, 21)),
    "day": ((0, 7, 12, 16), (-3, 7, 12, 16)),
    "dusk": ((0, 7, 10, 15), (-4, 3, 8, 15)),
    "night": ((0, 7, 14, 15), (-2, 5, 14, 17)),
}


def _pad(desk: Desk, time: str, weather: str, gain: float) -> None:
    """Two chords that breathe into each other."""
    root = 110.0 * 2 ** (int(desk.chance.integers(-3, 4)) / 12)
    if weather == "storm":
        root /= 2
    chords = _CHORDS[time]
    span = desk.seconds / len(chords)
    for index, chord in enumerate(chords):
        centre = (index + 0.5) * span
        level = (
            np.clip(1.25 - np.abs(desk.clock - np.float32(centre)) / np.float32(span) * np.float32(1.4), 0, 1)
            ** 2
        )
        for note in chord:
            pitch = root * 2 ** (note / 12)
            start, drift = desk.chance.uniform(0, 2 * math.pi, 2)
            turn = np.float32(2 * math.pi * pitch) * desk.clock + np.float32(start)
            slow = 1 + np.float32(0.25) * np.sin(desk.clock * np.float32(0.9) + np.float32(drift))
            voice = (
                np.sin(turn)
                + np.float32(0.3) * np.sin(2 * turn)
                + np.float32(0.12) * np.sin(np.float32(3.003) * turn)
            )
            desk.mix += (voice * level * slow * np.float32(gain / len(chord) * 1.6)).astype(np.float32)
