"""Somebody who is seen from more than one side: they turn round to us, or the camera goes round them."""

import math
import re

from onetake.animatic.easing import eased
from onetake.animatic.figures import manners, person, traits
from onetake.animatic.figures.outfit import dress
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.stage import Stage
from onetake.animatic.text.subject import Subject

_TURNS = re.compile(
    r"\bturns? (?:around|round|back|about|to (?:the |face|us|look|her|him))|"
    r"\bturns? towards? (?:the camera|us)|\bturning (?:around|back|round)|\bspins around|"
    r"\blook(?:s|ing) back\b|"
    r"转身|转过[身头脸来]|回头|回眸|转向镜头|扭头",
)
_FROM, _TO = 0.14, 0.36
"""The shares of the shot between which they turn."""
_BACK, _FRONT = math.pi * 0.94, 0.3
"""How far they are turned from the camera before and after, in radians."""
_PICTURES = 120


def comes_about(subject: Subject, stage: Stage) -> bool:
    """Whether somebody turns, or is circled, while they do nothing that would need their feet."""
    standing = traits.manner(subject, stage) in ("stand", "talk", "hold")
    turns = _TURNS.search(subject.about[1]) is not None or "orbit" in stage.reading.moves
    return subject.kind in traits.PEOPLE and standing and turns and len(stage.reading.subjects) == 1


def turner(part: Cast, subject: Subject, stage: Stage, facing: int) -> Cast:
    """The part of that subject with the turn in it, played once over the shot; they look to that side."""
    how, wear = traits.manner(subject, stage), dress(subject, stage.chance(f"dress-{subject.label}"))
    hold = traits.holds(subject, stage)
    about = _TURNS.search(subject.about[1]) is not None
    cycles = stage.seconds * stage.tempo * 24 / manners.CALM

    def draw(pen: Pen, phase: float, look: Look) -> None:
        body = person.posed(
            how, phase * cycles % 1.0, _yaw(phase) if about else facing * _circled(phase), wear, bool(hold)
        )
        person.draw(pen, look, wear, body, hold)

    return Cast(
        draw,
        part.box,
        part.size,
        _PICTURES,
        0.0,
        part.place,
        part.main,
        part.second,
        skin=part.skin,
        half=part.half,
        focus=part.focus,
        once=True,
    )


def _yaw(share: float) -> float:
    """How far they are turned away at that share of the shot."""
    done = eased(min(max((share - _FROM) / (_TO - _FROM), 0.0), 1.0))
    return _BACK + (_FRONT - _BACK) * done


def _circled(share: float) -> float:
    """The same as the camera goes round them to the right: first they look to the right, then to the left."""
    return _SWEEP * (1 - 2 * share)


_SWEEP = 0.9
