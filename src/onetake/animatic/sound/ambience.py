"""The air of a place: which beds of sound a shot has, and how loud each is over the whole clip.

A bed sounds from the first shot that has it to the last, and its level follows the shots. So it runs through
a cut in the same place without a restart, and gives way to another one where the place changes.
"""

from collections.abc import Sequence

import numpy as np

from onetake.animatic.sound import beds, fauna
from onetake.animatic.sound.desk import Curve, Desk
from onetake.animatic.text.reading import Reading

JOINS = {"cut": 0.06, "match": 0.12, "whip": 0.10, "dissolve": 0.35, "fade": 0.5}
"""Seconds on either side of a change of shots in which both are heard, by how the second one enters."""
_AIR, _LIFE = 0.2, 0.7
"""How loud beds, and what calls and ticks in them, are beside what happens in front of them."""
_HUSHED = 0.12
_INDOORS = ("interior", "studio")
_PRODUCTS = ("bottle", "phone", "shoe", "ball", "flower")

_PLACES: dict[str, tuple[tuple[str, float], ...]] = {
    "lake": (("lapping", 1.0), ("wind", 0.16)),
    "sea": (("waves", 1.0), ("wind", 0.35)),
    "beach": (("waves", 1.0), ("wind", 0.12)),
    "forest": (("leaves", 0.32), ("wind", 0.2)),
    "meadow": (("leaves", 0.2), ("wind", 0.24)),
    "mountains": (("wind", 0.8), ("whistle", 0.3)),
    "desert": (("wind", 0.6), ("sand", 0.6)),
    "snow": (("wind", 0.45), ("whistle", 0.22)),
    "sky": (("wind", 0.7), ("rush", 0.3)),
    "city": (("hum", 0.45), ("traffic", 0.8)),
    "street": (("hum", 0.4), ("traffic", 0.8), ("steps", 0.3)),
    "interior": (("room", 0.28), ("clock", 0.22)),
    "kitchen": (("room", 0.25), ("fridge", 0.3)),
    "studio": (("room", 0.08),),
    "space": (("drone", 0.8), ("shimmer", 0.12)),
    "underwater": (("deep", 0.9), ("bubbles", 0.4)),
    "abstract": (("drone", 0.5), ("shimmer", 0.25)),
}
_GREEN = ("lake", "forest", "meadow", "mountains")
_CUES = {
    "rain": ("rain", 0.8),
    "birds": ("birds", 0.5),
    "waves": ("waves", 0.8),
    "wind": ("wind", 0.8),
    "water": ("stream", 0.6),
    "bubbles": ("bubbles", 0.6),
    "insects": ("crickets", 0.4),
    "fire": ("fire", 0.8),
    "sizzle": ("sizzle", 0.5),
    "steam": ("steam", 0.4),
    "clock": ("clock", 0.5),
    "chatter": ("chatter", 0.5),
    "crowd": ("cheers", 0.8),
    "applause": ("applause", 0.8),
}
"""Cues of a prompt that last: heard as a bed of the shot."""


def room(reading: Reading) -> str:
    """The setting, with rooms by use: "kitchen" where food or drink is, "studio" for a product alone."""
    if reading.setting != "interior":
        return reading.setting
    kinds = [subject.kind for subject in reading.subjects]
    if "sizzle" in reading.sounds or "cup" in kinds:
        return "kitchen"
    return "studio" if kinds and kinds[0] in _PRODUCTS else "interior"


def wanted(reading: Reading) -> dict[str, float]:
    """The beds of a shot and their levels; what its words name comes to what its place brings."""
    place, weather, time = room(reading), reading.weather, reading.time
    made = dict(_PLACES.get(place, (("wind", 0.5),)))
    indoors = reading.setting in _INDOORS
    if weather in ("rain", "storm") and place not in ("space", "underwater"):
        made["pane" if indoors else "rain"] = 1.0 if weather == "storm" else 0.75
    if weather == "storm" and not indoors:
        made["wind"] = 0.9
    if weather == "snow":
        made["wind"] = max(made.get("wind", 0.0), 0.4)
        made.pop("leaves", None)
    if place in _GREEN and weather in ("clear", "fog", "cloudy"):
        loud = {"mountains": 0.25}.get(place, 0.8 if time == "dawn" else 0.55)
        made |= {"birds": loud} if time in ("dawn", "day") else {"crickets": 0.3}
    if place in ("sea", "beach") and time != "night" and weather != "storm":
        made["gulls"] = 0.16
    if place in ("city", "street") and time == "night":
        made["traffic"] = made.get("traffic", 0.5) * 0.6
        made["electric"] = 0.07
    if "silence" in reading.sounds:
        made = {name: level * _HUSHED for name, level in made.items() if name in beds.BEDS}
    for cue in reading.sounds:
        if cue in _CUES:
            name, level = _CUES[cue]
            made[name] = max(made.get(name, 0.0), level)
    return made


def shares(desk: Desk, spans: Sequence[tuple[float, float, str]]) -> list[Curve]:
    """How much each shot is heard over the clip, given (start, end, entry). Their squares add up to 1."""
    made: list[Curve] = []
    for number, (start, end, entry) in enumerate(spans):
        share = np.ones_like(desk.clock)
        if number:
            share *= _rise(desk.clock, start, JOINS[entry])
        if number + 1 < len(spans):
            share *= np.sqrt(np.maximum(1 - _rise(desk.clock, end, JOINS[spans[number + 1][2]]) ** 2, 0))
        made.append(share)
    return made


def air(desk: Desk, shots: Sequence[Reading], heard: Sequence[Curve]) -> None:
    """Every bed of the clip, once, at the level its shots ask for."""
    levels: dict[str, Curve] = {}
    for reading, share in zip(shots, heard, strict=True):
        for name, level in wanted(reading).items():
            levels[name] = levels.get(name, np.zeros_like(share)) + (np.float32(level) * share) ** 2
    for name in sorted(levels):
        level = np.sqrt(levels[name])
        if name in beds.BEDS:
            beds.BEDS[name](desk, level * np.float32(_AIR))
        else:
            fauna.LIVES[name](desk, level * np.float32(_LIFE))


def _rise(clock: Curve, at: float, join: float) -> Curve:
    return np.sin(np.pi / 2 * np.clip((clock - (at - join)) / (2 * join), 0, 1)).astype(np.float32)
