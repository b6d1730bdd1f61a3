"""The cycles of people by name."""

from collections.abc import Callable
from dataclasses import replace

from onetake.animatic.figures import deeds, rest, stances
from onetake.animatic.figures.skeleton import Stance

CYCLES = {
    "walk": 26,
    "stroll": 32,
    "march": 24,
    "run": 15,
    "dance": 64,
    "jump": 26,
    "ride": 18,
    "swim": 36,
    "row": 40,
    **deeds.CYCLES,
}
"""Frames of a cycle; what is not here is calm and takes `CALM`."""

CALM = 96


def stance(manner: str, phase: float, yaw: float) -> Stance:
    """The body at a phase of its cycle, facing `yaw`; "sit+drink" sits with the hands of "drink"."""
    base, _, over = manner.partition("+")
    made = _MANNERS.get(base, stances.stand)(phase, yaw)
    if over:
        deed = _MANNERS[over](phase, yaw)
        face = {name: getattr(deed, name) for name in _UPPER}
        made = replace(made, arms=(made.arms[0] if over in _ONE_HAND else deed.arms[0], deed.arms[1]), **face)
    return made if manner in ("sleep",) else replace(made, lids=max(made.lids, _blink(phase, manner)))


_UPPER = ("nod", "tilt", "mouth", "lids", "smile", "brow", "tears")
_ONE_HAND = ("drink", "selfie", "cry")


def cycle(manner: str) -> int:
    """Frames of the cycle of a manner."""
    return CYCLES.get(manner.partition("+")[2] or manner, CALM)


def _blink(phase: float, manner: str) -> float:
    if manner in CYCLES:
        return 0.0
    return max(0.0, *(1 - abs(phase - at) / 0.022 for at in (0.16, 0.47, 0.52, 0.83)))


_MANNERS: dict[str, Callable[[float, float], Stance]] = {
    "walk": stances.walk,
    "stroll": stances.stroll,
    "march": stances.walk,
    "run": stances.run,
    "talk": stances.talk,
    "wave": stances.wave,
    "hold": stances.hold,
    "reach": stances.reach,
    "sit": rest.sit,
    "chat": rest.chat,
    "lotus": rest.lotus,
    "sleep": rest.sleep,
    "read": rest.read,
    "dance": stances.dance,
    "jump": stances.jump,
    "ride": rest.ride,
    "row": rest.row,
    "float": stances.drift,
    "swim": stances.swim,
    **deeds.DEEDS,
}
"""The cycles by name; whatever else somebody does, they stand."""
