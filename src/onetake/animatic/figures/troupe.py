"""Casting of people: what they wear, what they do, how they are turned, what they ride."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from onetake.animatic.colour import RGB
from onetake.animatic.figures import craft, deeds, doing, held, manners, person, suited, traits
from onetake.animatic.figures.outfit import Outfit, dress
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.stage import Stage
from onetake.animatic.text.prompt import Subject

_COATS: tuple[tuple[RGB, RGB], ...] = (
    ((178, 66, 58), (52, 58, 84)),
    ((214, 150, 62), (58, 62, 72)),
    ((64, 110, 136), (44, 48, 66)),
    ((86, 122, 92), (64, 54, 52)),
    ((210, 196, 176), (78, 84, 104)),
    ((120, 78, 122), (48, 50, 70)),
)


SUITS: dict[str, tuple[RGB, RGB]] = {
    "robot": ((150, 160, 170), (94, 102, 114)),
    "astronaut": ((232, 232, 228), (180, 184, 190)),
}
"""Those who wear no coat: (main, second)."""


def person_part(subject: Subject, stage: Stage) -> Cast:
    """A woman, a man or a child, in clothes."""
    how, wear = traits.manner(subject, stage), dress(subject, stage.chance(f"dress-{subject.label}"))
    deed = how.split("+")[-1]
    wear = replace(wear, mood=doing.mood(subject))
    hold = traits.holds(subject, stage) if how not in _BUSY else ""
    hold = doing.TOOLS.get(deed, "" if deed in deeds.DEEDS else hold)
    how = {"stand": held.POSES.get(hold, how)}.get(how, how) if hold else how
    turn = traits.yaw(subject, stage, how)
    if traits.nearing(stage) < 0:
        turn = math.pi
    seat = _seat(how, subject, stage)
    main, second = _coat(subject, stage)
    main, second = wear.cloth or wear.legs or main, wear.legs or second
    close = stage.reading.framing == "close" and how not in (*_BUSY, *_WHOLE)
    still = manners.cycle(how)
    tall = {"child": 0.36}.get(subject.kind, 0.46)
    return Cast(
        lambda pen, phase, look: person.draw(
            pen, look, wear, person.posed(how, phase, turn, wear, bool(hold)), hold, seat
        ),
        person.sheet(how, close, hold),
        tall * (0.97 if wear.lashes or wear.old else 1.0),
        still,
        traits.stride(how, turn),
        _place(how, stage),
        main,
        second,
        skin=wear.skin,
        half=_HALVES.get(how, 0.26),
        focus=_FACE if close else None,
    )


_BUSY = ("run", "jump", "dance", "sleep", "swim")
"""What leaves no hand free to hold a thing, and is seen whole even from near."""
_WHOLE = ("fight", "slash", "kick", "throw", "glide", "soar", "climb", "dig", "tree", "piano", "type")
_HALVES = {"hug": 0.1, "fight": 0.36, "slash": 0.42, "piano": 0.4, "type": 0.4, "soar": 0.6, "glide": 0.4}
"""About half of how wide somebody is at what they do, where it is not the width of a body."""


def _place(how: str, stage: Stage) -> str:
    """Swimmers and surfers are on the water, who flies is in the air."""
    if how == "swim" or (how == "glide" and stage.reading.setting in ("sea", "beach", "lake")):
        return "water"
    return "air" if how == "soar" else "ground"


def _coat(subject: Subject, stage: Stage) -> tuple[RGB, RGB]:
    """Cloth by chance, another one for another name."""
    return _COATS[(stage.chance("coat").randrange(len(_COATS)) + sum(map(ord, subject.label))) % len(_COATS)]


_FACE = (0.5, 1.14)
"""What of a person a close shot shows."""


def _seat(how: str, subject: Subject, stage: Stage) -> str:
    if how in deeds.DEEDS:
        return doing.around(how, subject)
    if how.split("+")[0] not in ("sit", "chat", "read"):
        return ""
    return "chair" if stage.reading.setting == "interior" else "bench"


def suited_part(subject: Subject, stage: Stage) -> Cast:
    """Robots and astronauts: no clothes, no hair, the gaits of people."""
    kind, how = subject.kind, traits.manner(subject, stage)
    how = {"soar": "float", "swim": "float", "sleep": "sit"}.get(how, how)
    turn = traits.yaw(subject, stage, how)
    main, second = SUITS[kind]
    close = stage.reading.framing == "close" and how not in (*_BUSY, *_WHOLE, "float")
    return Cast(
        lambda pen, phase, look: suited.draw(pen, look, kind, manners.stance(how, phase, turn)),
        person.sheet(how, close),
        0.46,
        manners.cycle(how),
        traits.stride(how, turn),
        "ground" if how != "float" else "air",
        main,
        second,
        half=0.26,
        focus=(_FACE[0], _FACE[1] + 0.12) if close else None,
    )


def rideable(subjects: Sequence[Subject]) -> bool:
    """Whether the first can sit on the second."""
    return subjects[0].kind in (*traits.PEOPLE, *SUITS) and subjects[1].kind in (
        "horse",
        "elephant",
        "cow",
        "deer",
        "tiger",
    )


Across = Callable[[Pen, float, Look, Callable[[], None]], None]
"""How an animal that comes or goes is painted with its rider: between its far parts and its near ones."""


def mounted(rider: Subject, under: Cast, stage: Stage, across: Across | None = None) -> Cast:
    """An animal with somebody on its back; `across` paints one that comes or goes."""
    yaw = 0.0 if traits.nearing(stage) > 0 else math.pi
    wear = dress(rider, stage.chance(f"dress-{rider.label}"))
    coat = rider.colour or wear.cloth or _coat(rider, stage)[0]
    tall = 0.46 / under.size * (0.8 if rider.kind == "child" else 1.0)

    def play(pen: Pen, phase: float, look: Look) -> None:
        bounce = 0.02 * math.sin(2 * math.pi * phase)
        x, seat = (-0.12, 0.93) if across is None else (0.0, 1.06)
        saddle = pen.inner((x, seat - 0.3 * tall + bounce), tall)
        if across is not None:
            across(pen, phase, look, lambda: _seated(saddle, phase, look, rider, coat, wear, yaw=yaw))
            return
        under.draw(pen, phase, look)
        _seated(saddle, phase, look, rider, coat, wear)

    left, bottom, right, top = under.box
    return replace(under, draw=play, box=(left, bottom, right, top + tall * 0.62))


def _seated(
    pen: Pen,
    phase: float,
    look: Look,
    who: Subject,
    coat: RGB,
    wear: Outfit,
    how: str = "ride",
    yaw: float = 1.25,
) -> None:
    """Somebody in a saddle or on a thwart, in the light of what carries them."""
    if who.kind in SUITS:
        own = replace(look, main=look.shown(SUITS[who.kind][0]), second=look.shown(SUITS[who.kind][1]))
        suited.draw(pen, own, who.kind, manners.stance(how, phase, yaw))
        return
    own = replace(look, main=look.shown(coat), second=look.shown((66, 62, 78)), skin=look.shown(wear.skin))
    person.draw(pen, own, wear, person.posed(how, phase, yaw, wear, False))


def rowing(who: Subject, stage: Stage) -> Cast:
    """Somebody in a small boat, at the oars."""
    wear = dress(who, stage.chance(f"dress-{who.label}"))
    coat = who.colour or wear.cloth or _coat(who, stage)[0]

    def play(pen: Pen, phase: float, look: Look) -> None:
        _seated(pen.inner((-0.2, -0.22), 1.25), phase, look, who, coat, wear, "row")
        craft.rowboat(pen, phase, look)

    return Cast(
        play, (-1.2, -0.35, 1.25, 1.0), 0.42, 40, 0.55, "water", (142, 92, 58), (70, 74, 92), half=1.0
    )


def aboard(subjects: Sequence[Subject]) -> bool:
    """Whether the first is in or on the second, a vehicle, and not beside it."""
    one, other = subjects
    if one.kind not in (*traits.PEOPLE, *SUITS) or other.kind not in _CARRIES:
        return False
    return traits.first(_ABOARD, one.about[1]) != ""


_CARRIES = ("boat", "car", "truck", "train", "plane", "rocket", "balloon", "bicycle")
_ABOARD = (
    (
        "in",
        r"rows?|rowing|rid(?:es|ing)|driv(?:es|ing)|sail(?:s|ing)?|steer(?:s|ing)?|pilots?|fl(?:ies|ying)|"
        r"paddl(?:es|ing)|sits? in|sitting in|aboard|"
        r"in (?:a|the|his|her|an) (?:\w+ )?(?:boat|car|truck|balloon|canoe)",
        "划|开着|驾驶|乘|坐在.{0,4}[船车]|骑",
    ),
)
