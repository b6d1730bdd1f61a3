"""What goes by on wheels, wings or fire: an engine and its air, with distance and Doppler.

A source that goes past at speed v, d metres off, is heard at time t as it was at t - r/c. That alone bends
its pitch. Its level goes with d/r and its side with the angle.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE
from onetake.animatic.sound import modes
from onetake.animatic.sound.desk import HOP, Curve, Desk, Wave
from onetake.animatic.text.reading import Reading

_SOUND = 343.0
_TABLE = 2048
_NEAR = 0.45
"""How loud what passes is beside what happens in front."""


@dataclass(frozen=True, slots=True)
class Engine:
    """pitch: Hz of its slowest partial, 0 for none; partials: how each falls off; tone, air: their levels;
    band: (low, high, tilt) of its noise; speed in m/s and distance in m as it goes by; beat: seconds between
    the joints of its rails, 0 for none."""

    pitch: float
    rolloff: float
    tone: float
    air: float
    band: tuple[float, float, float]
    speed: float
    distance: float
    beat: float = 0.0


ENGINES = {
    "car": Engine(52, 0.9, 0.30, 0.5, (160, 1500, -3), 15, 6),
    "truck": Engine(36, 0.8, 0.42, 0.5, (110, 1100, -3), 13, 7),
    "train": Engine(48, 1.1, 0.22, 0.32, (90, 1300, -3), 24, 9, 0.62),
    "bicycle": Engine(0, 1, 0.0, 0.16, (700, 3200, -3), 6, 3),
    "boat": Engine(30, 1.0, 0.16, 0.2, (200, 1400, -4), 5, 8),
    "plane": Engine(96, 1.2, 0.22, 0.7, (150, 2200, -3), 60, 90),
    "rocket": Engine(0, 1, 0.0, 1.2, (35, 700, -3), 40, 60),
    "balloon": Engine(0, 1, 0.0, 0.1, (300, 1500, -3), 1, 10),
}


def passes(desk: Desk, kind: str, share: Curve, start: float, end: float, reading: Reading, way: int) -> None:
    """Let it go by in the middle of its shot, `way` +1 to the right; one that is followed stays near."""
    engine = ENGINES[kind]
    along = "tracking" in reading.moves or reading.framing == "close"
    turns, level, pan = _course(desk, engine, (start + end) / 2, way, along)
    level = (level * share * np.float32(_NEAR)).astype(np.float32)
    if engine.tone:
        rev = desk.sway(f"rev {kind}", 3.1, 0.12)
        table = _voice(engine, desk.chance(f"engine {kind}"))
        index = _spread64(turns * engine.pitch, desk.count) % 1.0 * _TABLE
        desk.lay(table[index.astype(np.int32)], level * rev * np.float32(engine.tone), pan)
    noise = desk.noise(f"air {kind}", *engine.band)
    desk.lay(np.resize(noise, desk.count), level * np.float32(engine.air), pan)
    if engine.beat:
        _joints(desk, engine, level, pan, start, end)
    if kind == "bicycle":
        _freewheel(desk, level, pan, start, end)


def _course(
    desk: Desk, engine: Engine, middle: float, way: int, along: bool
) -> tuple[NDArray[np.float64], Curve, Curve]:
    """(the source's own time as it is heard, level, side) over the clip."""
    clock = desk.clock.astype(np.float64)
    if along:
        flat = np.ones_like(desk.clock)
        return clock, flat * np.float32(0.8), flat * np.float32(0.15 * way)
    gone = engine.speed * (clock - middle)
    far = np.hypot(gone, engine.distance)
    level = (engine.distance / far) ** 0.8
    return clock - far / _SOUND, level.astype(np.float32), (0.85 * way * gone / far).astype(np.float32)


def _voice(engine: Engine, chance: np.random.Generator) -> Wave:
    """One turn of the engine: partials that fall off, odd ones a little uneven, no step at its ends."""
    turn = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = np.zeros(_TABLE)
    for k in range(1, 17):
        wave += chance.uniform(0.4, 1) / k**engine.rolloff * np.sin(k * turn + chance.uniform(0, 6.28))
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


def _joints(desk: Desk, engine: Engine, level: Curve, pan: Curve, start: float, end: float) -> None:
    clack = modes.struck(520.0, modes.WOOD, 0.1, 20)
    for beat in np.arange(start, end, engine.beat):
        for late, loud in ((0.0, 1.0), (0.11, 0.8)):
            knot = min(int((beat + late) * RATE / HOP), len(level) - 1)
            desk.place(clack, beat + late, 7.0 * loud * float(level[knot]), float(pan[knot]))


def _freewheel(desk: Desk, level: Curve, pan: Curve, start: float, end: float) -> None:
    tick = modes.struck(3100.0, (1.0, 1.7), 0.012, 200)
    for moment in np.arange(start, end, 0.072):
        knot = min(int(moment * RATE / HOP), len(level) - 1)
        desk.place(tick, float(moment), 0.22 * float(level[knot]), float(pan[knot]))


def _spread64(curve: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    steps = (curve[1:] - curve[:-1])[:, None] * (np.arange(HOP) / HOP)[None] + curve[:-1, None]
    return steps.reshape(-1)[:count]
