"""What is a subject to the words but part of the set to the eye: a lighthouse, fireworks, cherry trees."""

from dataclasses import replace

from onetake.animatic.figures.casting import known
from onetake.animatic.text.features import named
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.shotlist import ShotList
from onetake.animatic.text.subject import Subject


def staged(listed: ShotList) -> ShotList:
    """The shots without the subjects that their sets show; no card stands in for a lighthouse.

    Who is named after them moves up into their places.
    """
    return replace(listed, shots=tuple(_left(shot) for shot in listed.shots))


def _left(shot: Reading) -> Reading:
    whole = (*shot.subjects, *shot.others)
    kept = tuple(one for one in whole if not _scenery(one, shot))
    if len(kept) == len(whole):
        return shot
    count = max(len(shot.subjects), 1)
    return replace(shot, subjects=kept[:count], others=kept[count:])


def _scenery(one: Subject, shot: Reading) -> bool:
    features = shot.features
    if shot.setting == "interior" and "carriage" in features and one.kind in ("train", "truck", "car"):
        return True
    if one.kind == "flower":
        return "cherry" in (*named(one.label), *features) and "lotus" not in features
    if one.kind == "balloon":
        return "lantern" in one.label.lower() or "灯" in one.label
    return not known(one) and bool(named(one.label))
