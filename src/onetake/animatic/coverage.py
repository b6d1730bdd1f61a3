"""Coverage: which shots a scene is filmed in, how large each is seen, and from which side.

Two shots of one size in one place would look like a mistake; a close-up of one of two shows that one alone;
a talk goes back and forth between those who speak. All of it stays on one side of the line between two
people: whoever looks to the right in one shot looks to the right in all.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onetake.animatic import captions, continuity
from onetake.animatic.angle import Angle
from onetake.animatic.figures import blocking, dialogue
from onetake.animatic.figures.traits import PEOPLE
from onetake.animatic.text.reading import Reading

_LEAST = 1.9
"""Seconds that a shot of a talk lasts at least."""

Times = Sequence[tuple[float, float]]


def filmed(shots: Sequence[Reading], times: Times, seed: int) -> tuple[tuple[Reading, ...], Times]:
    """The shots of a clip and their times as they are filmed: talks cut up, singles singled out."""
    cut: list[tuple[Reading, tuple[float, float]]] = []
    for shot, span in zip(continuity.continued(shots), times, strict=True):
        cut += _talk(shot, span, seed)
    made = covered(_sided([shot for shot, _ in cut], seed))
    if made[0].transition == "whip" and "whip" not in made[0].moves:  # there is nothing to whip from
        made = (replace(made[0], moves=(*made[0].moves, "whip")), *made[1:])
    return tuple(map(_upright, made)), [span for _, span in cut]


_LOW = re.compile(
    r"\bread|sleep|\bnap|\bl(?:ies|ying)\b|medita|lotus|pray|睡|躺|卧|读|看书|打坐|冥想|弹", re.IGNORECASE
)


def _upright(shot: Reading) -> Reading:
    """A close-up of who sits and does nothing else with it: from the waist up, as of who stands."""
    if shot.framing != "close":
        return shot
    cast = tuple(
        replace(one, action="stand")
        if one.kind in PEOPLE and one.action == "sit" and not _LOW.search(" ".join(one.about))
        else one
        for one in shot.subjects
    )
    return replace(shot, subjects=cast)


def covered(shots: Sequence[Reading]) -> tuple[Reading, ...]:
    """The shots, each framed differently from the one before it where both show the same in one place.

    Only a shot that is not told how near it is changes; one that is followed by a close-up of the same opens.
    """
    made: list[Reading] = []
    for index, shot in enumerate(shots):
        before = made[-1] if made else None
        if before and shot.framing == "medium" and _look(before) == _look(shot):
            follows = shots[index + 1] if index + 1 < len(shots) else None
            opens = follows is not None and _look(follows) == _look(replace(shot, framing="close"))
            shot = replace(shot, framing="wide" if opens else "close")
        made.append(shot)
    return tuple(made)


def _look(shot: Reading) -> tuple[str, str, tuple[str, ...]]:
    """What tells two shots apart: where they are, how large, and whom they show."""
    return shot.setting, shot.framing, tuple(one.kind for one in shot.subjects)


def _sided(shots: Sequence[Reading], seed: int) -> list[Reading]:
    """Close-ups of one of two as singles, and the two in their order in every shot they share."""
    made: list[Reading] = []
    pair: Reading | None = None
    for shot in shots:
        if pair is not None and pair.setting != shot.setting:
            pair = None
        if isinstance(shot, Angle):
            made.append(shot)
            continue
        if _two(shot):
            if pair is not None and _names(shot) == _names(pair)[::-1]:
                shot = replace(shot, subjects=shot.subjects[::-1])
            pair = pair or shot
            listens = dialogue.shouldered(shot)
            if listens is not None:
                made.append(single(shot, 1 - listens, seed))
                continue
            meant = dialogue.singled(shot)
            shot = shot if meant is None else single(shot, meant, seed, False)
        elif pair is not None and shot.framing == "close" and not shot.moves:
            shot = _alone(shot, pair, seed)
        made.append(shot)
    return made


def _alone(shot: Reading, pair: Reading, seed: int) -> Reading:
    """A close-up that names one person, as a single of the pair that was seen before."""
    kinds = [one.kind for one in pair.subjects]
    if len(shot.subjects) != 1 or shot.subjects[0].kind not in kinds or shot.direction is not None:
        return shot
    looks = _looks(pair, kinds.index(shot.subjects[0].kind), seed)
    return replace(Angle.of(shot), direction=looks, pace="slow")


def single(shot: Reading, who: int, seed: int, over: bool = True) -> Reading:
    """A close-up of one of two people, who looks where that one looked when both were seen."""
    other = shot.subjects[1 - who]
    return replace(
        Angle.of(shot),
        subjects=(shot.subjects[who],),
        framing="close",
        pace="slow",
        direction=_looks(shot, who, seed),
        over=other if over else None,
    )


def _looks(shot: Reading, who: int, seed: int) -> str:
    """To which side the first or the second of two looks."""
    way = blocking.heading(shot, seed) * (1 if who == 0 else -1)
    return "right" if way > 0 else "left"


def _talk(shot: Reading, span: tuple[float, float], seed: int) -> list[tuple[Reading, tuple[float, float]]]:
    """A talk of two in one shot as several: both, then each who speaks, over the shoulder of the other."""
    who = [dialogue.speaker(line, shot.subjects) for line in shot.spoken]
    if not _two(shot) or shot.moves or len({one for one in who if one is not None}) < 2 or None in who:
        return [(shot, span)]
    starts = [a for _, a, _ in captions.timed(shot.lines, *span)]
    cuts = [span[0], *(start - 0.12 for start in starts[1:]), span[1]]
    if min(b - a for a, b in pairwise(cuts)) < _LEAST:
        return [(shot, span)]
    made = []
    for index, (line, speaks) in enumerate(zip(shot.spoken, who, strict=True)):
        part = shot if index == 0 else single(shot, speaks or 0, seed)
        part = replace(part, spoken=(line,), lines=(line.text,))
        if index:
            part = replace(part, transition="cut")
        made.append((part, (cuts[index], cuts[index + 1])))
    return made


def _two(shot: Reading) -> bool:
    """Whether it shows two people, each by name."""
    return len(shot.subjects) == 2 and all(one.kind in PEOPLE and one.count == 1 for one in shot.subjects)


def _names(shot: Reading) -> list[str]:
    return [one.kind for one in shot.subjects]
