"""Sets: each builds the props of one kind of place, back to front, behind and before the subject."""

import random

from onetake.animatic.scenes import (
    abstract,
    aloft,
    city,
    deep,
    forest,
    land,
    room,
    shore,
    space,
    street,
    studio,
    theatre,
    verge,
)
from onetake.animatic.scenes.indoors import in_studio, room_kind
from onetake.animatic.scenes.turning import turning
from onetake.animatic.stage import Prop, Stage

HORIZON = {
    "lake": 0.50,
    "sea": 0.50,
    "beach": 0.47,
    "interior": 0.66,
    "studio": 0.66,
    "city": 0.60,
    "street": 0.60,
    "desert": 0.58,
    "forest": 0.60,
    "sky": 0.92,
    "space": 0.98,
    "underwater": 0.84,
    "abstract": 0.7,
}
"""The row of the horizon, as a share of the frame's height; 0.56 elsewhere."""


def horizon(setting: str, seed: int) -> float:
    """The row of the horizon as a share of the height: the place's own, a little higher or lower by seed."""
    free = (
        0.0
        if setting in ("interior", "sky", "space", "underwater", "street", "studio", "abstract")
        else 0.045
    )
    return HORIZON.get(setting, 0.56) + random.Random(f"horizon:{seed}").uniform(-1, 1) * free


def build(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, in front of it) for the setting of the stage's reading, and for its hours."""
    return turning(stage, _set)


def _set(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    setting = stage.reading.setting
    if setting == "lake":
        return shore.lake(stage), shore.lake_front(stage)
    if setting == "sea":
        return shore.sea(stage), shore.sea_front(stage)
    if setting == "beach":
        return shore.beach(stage), verge.front(stage, "beach")
    if setting == "forest":
        return forest.back(stage), forest.front(stage)
    if setting == "city":
        return city.skyline(stage), []
    if setting == "street":
        return street.back(stage), street.front(stage)
    if setting in ("interior", "studio") and in_studio(stage):
        return studio.back(stage), studio.front(stage)
    if setting == "interior" and room_kind(stage) == "theatre":
        return theatre.back(stage), theatre.front(stage)
    if setting == "interior":
        return room.back(stage), room.front(stage)
    if setting == "sky":
        return aloft.clouds(stage)
    if setting == "abstract":
        return abstract.abstract(stage)
    if setting == "space":
        return space.space(stage)
    if setting == "underwater":
        return deep.underwater(stage)
    return land.build(stage), verge.front(stage, setting)
