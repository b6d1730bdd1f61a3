"""From a mark to the figures that play on it: one, or a group under one name."""

from dataclasses import dataclass, replace

from onetake.animatic.figures import dialogue, passing, traits
from onetake.animatic.figures.actor import Actor
from onetake.animatic.figures.casting import cast
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.sizes import half, row_of
from onetake.animatic.figures.turner import comes_about, turner
from onetake.animatic.stage import Stage
from onetake.animatic.text.subject import Subject


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one subject plays: units off the middle, where it looks, units it goes in the clip."""

    subject: Subject
    part: Cast
    offset: float = 0.0
    facing: int = 1
    travel: float = 0.0
    lag: float = 0.0


def placed(stage: Stage, mark: Mark, near: float, index: int) -> list[Actor]:
    """The figures of the mark of that number, `near` times as large as life."""
    part, chance = mark.part, stage.chance(f"group{index}")
    count = min(max(mark.subject.count, traits.many(mark.subject)), 7)
    speaks = count == 2 and part.place == "ground" and not part.stride
    spread = _spread(stage, mark, near, count) * (1.3 if speaks and not part.focus else 1.0)
    made: list[Actor] = []
    for member in range(count):
        row = row_of(stage, part, near, mark.subject.kind == "whale")
        offset, scale, facing, travel = mark.offset, near, mark.facing, mark.travel
        if count > 1:
            offset += (member - (count - 1) / 2) * spread + chance.uniform(-0.1, 0.1) * spread
        if count > 1 and part.place == "air":
            row += chance.uniform(-0.16, 0.14) * stage.unit
            scale *= chance.uniform(0.6, 0.95)
        elif speaks:
            facing = 1 if member == 0 else -1
        elif member:
            back = chance.uniform(0.0, 0.16)
            row -= back * (stage.foot - stage.horizon)
            scale *= 1 - back
            # Beside a camera that follows they stay only if they go by their depth.
            travel *= 1 - back * (stage.camera.travel != 0)
        if part.focus:
            offset -= part.aim * facing * part.size * near
        lag = mark.lag + member * 0.37
        coming = passing.deep(stage) if part.place in ("ground", "road") else 0
        subject = mark.subject
        if member and subject.kind in traits.PEOPLE:
            subject = _another(subject, member)
            part = cast(subject, stage)
        if about := comes_about(subject, stage):
            part = turner(part, subject, stage, facing)
        one = Actor(stage, part, subject, row, offset, scale, lag, travel, facing, coming)
        if subject.kind in traits.PEOPLE and stage.reading.spoken:
            _voiced(stage, one, mark.subject, subject, member, about * facing)
        made.append(one)
    return made


def _spread(stage: Stage, mark: Mark, near: float, count: int) -> float:
    """How far apart the members of a group are, in units: side by side, as far as the frame has room."""
    apart = half(mark.part) * near * (2.1 if mark.part.place != "air" else 1.3)
    wide = stage.width / stage.unit / max(stage.camera.closest(1.0), 1.0)
    return min(apart, (0.9 * wide - abs(mark.travel) * (stage.camera.travel == 0)) / count)


def _another(subject: Subject, member: int) -> Subject:
    """Somebody else under the same name; of people of either kind every other one is a woman."""
    mixed = subject.kind == "man" and member % 2 and traits.mixed(subject)
    return replace(subject, kind="woman" if mixed else subject.kind, label=f"{subject.label} {member}")


def _voiced(stage: Stage, one: Actor, named: Subject, subject: Subject, member: int, about: int) -> None:
    """Let somebody who would talk all the time do so while a line of theirs is said, and listen else."""
    if traits.manner(subject, stage) not in ("talk", "chat"):
        return
    labels = [other.label for other in stage.reading.subjects]
    who = labels.index(named.label) if named.label in labels else -1
    hushed = dialogue.silent(subject, stage)
    quiet = cast(*hushed)
    one.speak(turner(quiet, *hushed, about) if about else quiet, dialogue.turns(stage, who, member))
