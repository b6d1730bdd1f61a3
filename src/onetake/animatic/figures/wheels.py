"""Casting of two wheels with their riders, and of what comes towards the camera on wheels."""

import re
from dataclasses import replace

from onetake.animatic.colour import RGB
from onetake.animatic.figures import fronts, rider, traits
from onetake.animatic.figures.outfit import Outfit, dress
from onetake.animatic.figures.part import Cast
from onetake.animatic.stage import Stage
from onetake.animatic.text.prompt import Subject

_MOTOR = r"motor|scooter|biker|摩托|电动"


def _worn(subject: Subject, stage: Stage) -> Outfit:
    """What the rider of two wheels wears, by the words about them."""
    who = replace(subject, kind="man", label="", about=(subject.about[0], ""))
    return dress(who, stage.chance(f"dress-{subject.label}"))


def rider_part(subject: Subject, stage: Stage) -> Cast:
    """Two wheels: their rider is drawn from the words about them."""
    wear = _worn(subject, stage)
    motor = re.search(_MOTOR, subject.label.lower()) is not None
    play = rider.motorbike if motor else rider.bicycle
    return Cast(
        lambda pen, phase, look: play(pen, phase, look, wear),
        rider.BOX,
        0.37,
        30 if not motor else 12,
        0.0 if subject.action in ("stand", "sit") else 3.7 if not motor else 1.7,
        "road",
        wear.cloth or (206, 92, 52),
        (60, 64, 82),
        skin=wear.skin,
        half=0.75,
    )


def coming(subject: Subject, stage: Stage, size: float, main: RGB) -> Cast:
    """What comes straight towards the camera on wheels, or goes away from it; `main` is its own colour."""
    back = traits.nearing(stage) < 0
    if subject.kind == "bicycle":
        side = rider_part(subject, stage)
        motor = re.search(_MOTOR, subject.label.lower()) is not None
        wear = _worn(subject, stage)
        return replace(
            side,
            draw=lambda pen, phase, look: fronts.bike(pen, phase, look, wear, back, motor),
            box=fronts.BIKE,
            stride=0.0,
            half=0.35,
        )
    play, box = (fronts.car, fronts.CAR) if subject.kind == "car" else (fronts.truck, fronts.TRUCK)
    return Cast(
        lambda pen, phase, look: play(pen, phase, look, back),
        box,
        size,
        12,
        0.0,
        "road",
        main,
        (70, 74, 92),
        half=0.8,
    )
