"""What is heard of what happens: steps by gait and ground, wings, wheels, and what the words name."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetake.animatic.sound import effects, modes, passing
from onetake.animatic.sound.desk import Curve, Desk, Wave
from onetake.animatic.sound.fauna import at
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject


@dataclass(frozen=True, slots=True)
class Scene:
    """One shot as it sounds: what it asks for, from when to when (seconds of the clip), and the seconds of
    the shot at which a foot falls."""

    reading: Reading
    start: float
    end: float
    steps: Sequence[float] = ()


_PEOPLE = ("man", "woman", "child", "robot", "astronaut")
_HOOVED = ("horse", "deer", "cow")
_HARD = ("street", "city", "interior", "studio", "abstract")
_SILENT = ("space", "underwater")
_POURED = re.compile(r"\bpour(?:s|ed|ing)?\b|倒(?:入|进|出|酒|茶|水|咖啡)|斟", re.IGNORECASE)
_SPLASHED = re.compile(r"\b(?:splash|div|jump|leap|breach)\w*|跃|跳入|溅|跳进", re.IGNORECASE)
_PARKED = ("stand", "sit")


def perform(desk: Desk, scene: Scene, share: Curve) -> None:
    """Everything that happens in a shot, in its part of the clip."""
    reading = scene.reading
    way = _way(desk, reading)
    named = dict.fromkeys(reading.sounds)
    if "silence" not in named:
        for subject in reading.subjects[:2]:
            _acts(desk, scene, subject, share, way)
        if reading.weather == "storm" and reading.setting not in _SILENT:
            named["thunder"] = None
    if "engine" in named and not any(subject.kind in passing.ENGINES for subject in reading.subjects):
        passing.passes(desk, "car", share, scene.start, scene.end, reading, way)
    if "footsteps" in named and not scene.steps:
        _walked(desk, scene, np.arange(0.3, scene.end - scene.start, 0.56).tolist(), 1.0, way)
    _cued(desk, scene, [cue for cue in named if cue in effects.ONCE])
    for cue in named:
        if cue in effects.EACH:
            _repeated(desk, scene, cue)


def _acts(desk: Desk, scene: Scene, subject: Subject, share: Curve, way: int) -> None:
    reading, length = scene.reading, scene.end - scene.start
    about = " ".join((*subject.about, subject.label))
    first = subject is reading.subjects[0]
    if subject.kind in passing.ENGINES:
        if subject.action not in _PARKED:
            passing.passes(desk, subject.kind, share, scene.start, scene.end, reading, way)
    elif subject.kind == "bird" and subject.action in ("fly", "none", "run", "walk"):
        flap = effects.flap(desk)
        for moment in np.arange(scene.start + 0.1, scene.end, 0.31):
            desk.place(flap, float(moment), 0.22 * at(share, float(moment)), 0.4 * way)
    elif subject.kind in ("whale", "fish", "ball") or reading.setting in _SILENT:
        pass
    elif first and scene.steps:
        _walked(desk, scene, scene.steps, 1.5 if subject.action == "run" else 1.0, way)
    if _SPLASHED.search(about) and reading.setting in ("sea", "lake", "beach"):
        desk.place(effects.splash(desk), scene.start + 0.5 * length, 1.0, 0.3 * way)
    if _POURED.search(about):
        desk.place(effects.pour(desk), scene.start + 0.25 * length, 0.9, 0.1 * way)


def _walked(desk: Desk, scene: Scene, steps: Sequence[float], force: float, way: int) -> None:
    """Feet from one side to the other. The first subject's feet say what they are."""
    reading = scene.reading
    kind = reading.subjects[0].kind if reading.subjects else "man"
    feet = _feet(desk, kind, "rain" if reading.weather in ("rain", "storm") else reading.setting, force)
    length = max(scene.end - scene.start, 0.1)
    near = {"close": 0.8, "medium": 1.0, "wide": 0.6}[reading.framing]
    chance = desk.chance(f"steps {scene.start}")
    for index, step in enumerate(steps):
        pan = way * (step / length - 0.5) * 1.2
        size = near * force * chance.uniform(0.75, 1.1)
        foot = feet[int(chance.integers(0, len(feet)))]
        for late, loud in _gait(kind, force, index):
            desk.place(foot, scene.start + step + late, size * loud, pan)


def _gait(kind: str, force: float, index: int) -> tuple[tuple[float, float], ...]:
    """(seconds later, how loud) for each foot that one fall stands for: animals have four."""
    if kind not in _HOOVED:
        return ((0.0, 1.0),)
    if force > 1:
        return ((0.0, 1.0), (0.075, 0.8)) if index % 2 else ((0.0, 0.7),)
    return ((0.0, 1.0), (0.13, 0.7))


def _feet(desk: Desk, kind: str, ground: str, force: float) -> list[Wave]:
    """Four slightly different falls of a foot."""
    made: list[Wave] = []
    for number in range(4):
        name, bend = f"foot {number}", 1 + 0.05 * number
        if kind in _HOOVED:
            clop = modes.struck((330 if ground in _HARD else 170) * bend, modes.WOOD, 0.11, 30)
            made.append(
                effects.joined(
                    (0, 0.9, clop), (0, 0.6, effects.burst(desk, name, 200, 1200, 0.08, 0.003, 0.02))
                )
            )
        elif kind not in _PEOPLE:
            made.append(effects.burst(desk, name, 130, 900, 0.09, 0.012, 0.02) * np.float32(0.45))
        else:
            made.append(_shoe(desk, name, bend, ground, force))
    return made


def _shoe(desk: Desk, name: str, bend: float, ground: str, force: float) -> Wave:
    heel = modes.ring([72 * bend, 118 * bend], [34, 42], [0.8, 0.4], 0.12, attack=120)
    if ground == "snow":
        crunch = effects.burst(desk, name, 700, 3200, 0.24, 0.06, 0.05)
        return effects.joined((0, 0.4, heel), (0, 0.9, crunch))
    if ground == "rain":
        wet = effects.burst(desk, name, 700, 5200, 0.2, 0.012, 0.05)
        return effects.joined((0, 0.8, heel), (0.012, 0.8, wet))
    if ground in _HARD:
        tap = modes.struck(230 * bend, modes.WOOD, 0.08, 34)
        sole = effects.burst(desk, name, 500, 2600, 0.06, 0.002, 0.012)
        return effects.joined((0, 0.9, heel), (0, 0.5, tap), (0.03 / force, 0.5, sole))
    low, high = {"desert": (350, 1800), "beach": (350, 1800)}.get(ground, (500, 2800))
    soft = effects.burst(desk, name, low, high, 0.18, 0.025, 0.04)
    return effects.joined((0, 0.7, heel), (0.01, 0.7, soft))


def _cued(desk: Desk, scene: Scene, cues: Sequence[str]) -> None:
    """One after the other through the shot, in the order of the words."""
    length = scene.end - scene.start
    for index, cue in enumerate(cues):
        make, gain = effects.ONCE[cue]
        when = scene.start + length * (0.12 + 0.7 * index / max(len(cues), 1))
        pan = float(desk.chance(f"side {cue}").uniform(-0.5, 0.5))
        desk.place(make(desk), when, gain, pan)


def _repeated(desk: Desk, scene: Scene, cue: str) -> None:
    make, gain, apart = effects.EACH[cue]
    wave, chance = make(desk), desk.chance(f"each {cue}")
    loose = 0.4 * apart if cue == "typing" else 0.0
    for moment in np.arange(scene.start + 0.15, scene.end - 0.1, apart):
        late = chance.uniform(-loose, loose)
        desk.place(wave, float(moment + late), gain * chance.uniform(0.7, 1.0), 0.0)


def _way(desk: Desk, reading: Reading) -> int:
    """+1 when what moves goes to the right: by the words, else by the chance that places the actors."""
    if reading.direction:
        return 1 if reading.direction == "right" else -1
    return 1 if random.Random(f"side:{desk.seed}").random() < 0.7 else -1
