"""Direction: who is in the frame and for how long, where the camera goes, what a cut shows."""

import os
import random
from itertools import pairwise

import numpy as np
import pytest

from onetake.animatic import coverage, director
from onetake.animatic.angle import Angle
from onetake.animatic.backdrop import Backdrop
from onetake.animatic.colour import to_rgb
from onetake.animatic.figures import blocking, passing
from onetake.animatic.figures.actor import Actor
from onetake.animatic.figures.perch import perched
from onetake.animatic.stage import Flat, Moment, Prop, Stage
from onetake.animatic.text import prompt, shotlist
from onetake.animatic.text.reading import Reading
from onetake.testing.wishes import wish

SIZES = ((864, 496), (496, 864), (992, 432))
WISHES = int(os.environ.get("ONETAKE_WISHES", "60"))
_SHARES = np.linspace(0, 1, 25)


def staged(text: str, seconds: float = 5.0, size: tuple[int, int] = SIZES[0], seed: int = 7) -> Stage:
    return director._stage(prompt.read(text), seconds, seed, size)


def at(stage: Stage, share: float) -> Moment:
    seconds = share * stage.seconds * stage.tempo
    return Moment(round(seconds * 24), seconds, share, stage.camera.pose(share))


def shown(stage: Stage, actor: Actor, share: float) -> float:
    """How much of the width of a figure is inside the frame."""
    view, _ = actor.view(at(stage, share))
    half = actor._part.half * actor._size * abs(view[0, 0])
    aim = actor._part.aim * actor._facing * actor._size * view[0, 0]
    middle = view[0, 2] + (aim if actor._part.focus else 0.0)
    seen = min(middle + half, stage.width) - max(middle - half, 0.0)
    return max(seen, 0.0) / min(2 * half, stage.width)


def in_frame(stage: Stage) -> float:
    """The share of the shot in which at least half of the first subject is in the frame."""
    actors = [one for one in blocking.actors(stage) if one._subject.label == stage.reading.subjects[0].label]
    if not actors:
        return 1.0
    return float(
        np.mean([max(shown(stage, one, float(share)) for one in actors) >= 0.5 for share in _SHARES])
    )


def filmed(text: str, seconds: float = 8.0, seed: int = 7) -> tuple[tuple[Reading, ...], coverage.Times]:
    listed = shotlist.read(text)
    return coverage.filmed(listed.shots, shotlist.timed(listed, seconds), seed)


@pytest.mark.parametrize("number", range(WISHES))
def test_nobody_leaves_the_frame_who_is_not_said_to(number: int) -> None:
    dice = random.Random(number)
    text, size = wish(dice), dice.choice(SIZES)
    shots, _ = filmed(text, 8.0, number)
    for shot in shots:
        stage = director._stage(shot, dice.choice((2.0, 4.0, 8.0)), number, size)
        if shot.subjects and not passing.crosses(stage):
            assert in_frame(stage) >= 0.8, shot


TALK = (
    'A man and a woman stand in a cafe. The man says: "Will you stay with me?" The woman answers: '
    '"Not tonight, I have to go." The man says: "Then tomorrow."'
)
"""A talk of two in one shot."""


@pytest.mark.parametrize("seed", range(6))
def test_a_talk_goes_back_and_forth_on_one_side_of_the_line(seed: int) -> None:
    shots, times = filmed(TALK, 10.0, seed)
    assert [shot.subjects[0].kind for shot in shots] == ["man", "woman", "man"]
    assert [shot.over.kind for shot in shots if isinstance(shot, Angle) and shot.over] == ["man", "woman"]
    assert times[0][0] == 0 and times[-1][1] == 10
    assert all(b[0] == a[1] and a[1] - a[0] >= 1.9 for a, b in pairwise(times))
    facing: dict[str, set[int]] = {}
    for shot in shots:
        for one in blocking.actors(director._stage(shot, 3.0, seed, SIZES[0])):
            facing.setdefault(one._subject.kind, set()).add(one._facing)
    assert facing["man"] != facing["woman"]
    assert len(facing["man"]) == len(facing["woman"]) == 1, "whoever looks to the right does so in all shots"


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("0-4秒：一个男人和一个女人在客厅里交谈。4-8秒：切到女人的特写，她回答：“一路平安。”", "woman"),
        ('0-3s: a king and a queen stand in a hall. 3-6s: close-up of the king, he says: "No."', "man"),
        ("0-3s: a man and a woman in a park. 3-6s: cut to a close-up of the woman.", "woman"),
    ],
)
def test_a_close_up_of_one_shows_that_one_alone(text: str, alone: str) -> None:
    last = filmed(text)[0][-1]
    (only,) = blocking.actors(director._stage(last, 4.0, 7, SIZES[0]))
    assert only._subject.kind == alone


@pytest.mark.parametrize("move", ["slow push in", "static shot", "orbit shot"])
def test_a_talk_that_is_told_how_it_is_filmed_stays_in_one_shot(move: str) -> None:
    assert len(filmed(f"{TALK} {move[0].upper()}{move[1:]}.")[0]) == 1


def test_a_mouth_moves_while_its_line_is_said_and_at_no_other_time() -> None:
    stage = staged(TALK, 10.0)
    man, woman = (
        next(one for one in blocking.actors(stage) if one._subject.kind == kind) for kind in ("man", "woman")
    )
    assert len(man._turns) == 2 and len(woman._turns) == 1
    for one in (man, woman):
        for share in np.linspace(0, 1, 41):
            said = any(a <= share < b for a, b in one._turns)
            one._pose(at(stage, float(share)))
            assert (True in {key[0] for key in one._poses}) == said
            one._poses.clear()
    assert all(a[1] <= b[0] for a, b in pairwise(sorted([*man._turns, *woman._turns])))


@pytest.mark.parametrize(
    ("text", "up"),
    [
        ("A clockwork owl sits on a desk in a library at dusk", True),
        ("A black cat sleeps on the kitchen table", True),
        ("书桌上的一只小机器人挥手", True),
        ("夜市里，一碗冒着热气的拉面特写", True),
        ("A cat sits on the roof of a house", False),
        ("A dog runs across a meadow", False),
        ("A woman sits at a table in a cafe", False),
        ("A red ball lies in the grass", False),
    ],
)
def test_what_is_on_a_table_is_given_one(text: str, up: bool) -> None:
    reading = prompt.read(text)
    assert perched(reading) == up
    stage, props = director.direct(reading, 4.0, 7, (320, 180), lambda _: [])
    (one,) = [prop for prop in props if isinstance(prop, Actor)]
    view, _ = one.view(at(stage, 0.0))
    tops = [
        p
        for p in _flats(props)
        if p.depth == 1.0 and stage.foot - 0.2 * stage.unit < p.layer.box.top < stage.foot
    ]
    assert bool(tops) == up
    if up:
        assert tops[0].layer.box.top < stage.foot < tops[0].layer.box.bottom
        assert view[1, 2] < 0.95 * stage.height


def _flats(props: list[Prop]) -> list[Flat]:
    """The flats of a set, out of their backdrops."""
    found = [sheet for prop in props if isinstance(prop, Backdrop) for sheet in prop._sheets]
    return [prop for prop in [*props, *found] if isinstance(prop, Flat)]


def test_a_voice_of_nobody_in_the_shot_moves_no_mouth() -> None:
    stage = staged('A woman stands at a window. Narrator: "She waited for years."')
    assert not blocking.actors(stage)[0]._turns


WAYS = {
    "enter": (
        "A man enters the frame in a hallway",
        "一辆卡车驶来，公路",
        "A train approaches us, meadow",
    ),
    "leave": ("A car leaves the frame, desert", "a dog leaves the frame, meadow", "一只鸟飞走了，出画"),
    "cross": ("A taxi passes by on a street at night", "雪原上一列高铁驶过", "a fox runs past in a forest"),
}


@pytest.mark.parametrize(("way", "text"), [(way, text) for way, texts in WAYS.items() for text in texts])
def test_who_enters_or_leaves_does_so_by_the_side_they_look_from_or_to(way: str, text: str) -> None:
    stage = staged(text)
    assert passing.way(stage) == way
    (one,) = blocking.actors(stage)
    first, last = shown(stage, one, 0.0), shown(stage, one, 1.0)
    assert one._travel * one._facing > 0
    assert (first < 0.5) == (way != "leave") and (last < 0.5) == (way != "enter")
    assert in_frame(stage) > 0.45


@pytest.mark.parametrize(
    "text",
    [
        "A woman walks by the lake",
        "A fox trots past tall pines",
        "A man sits by the window",
        "一匹马跑过草原",
    ],
)
def test_who_goes_along_something_does_not_leave(text: str) -> None:
    stage = staged(text)
    assert not passing.crosses(stage) and in_frame(stage) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "A woman walks towards the camera in a park",
        "A man walks away from us",
        "A car drives away",
        "一匹马朝镜头跑来",
    ],
)
def test_who_comes_or_goes_in_depth_changes_in_size_and_stays_in_the_middle(text: str) -> None:
    stage = staged(text)
    (one,) = blocking.actors(stage)
    first, last = (one.view(at(stage, share))[0] for share in (0.0, 1.0))
    nearer = "towards" in text or "朝" in text
    assert (last[0, 0] > 1.4 * first[0, 0]) if nearer else (last[0, 0] < 0.72 * first[0, 0])
    assert in_frame(stage) == 1.0


@pytest.mark.parametrize("text", ["A girl turns around and smiles in a street", "一位女子在花园里转身"])
def test_who_turns_round_shows_the_back_and_then_the_face(text: str) -> None:
    stage = staged(text)
    (one,) = blocking.actors(stage)
    skin = np.array(one._look.skin)

    def face(share: float) -> int:
        """Pixels of the upper third that are of the colour of skin."""
        pose = one._pose(at(stage, share))[0]
        rgb = to_rgb(pose.picture)[: pose.picture.y.shape[0] // 4].astype(int)
        return int((np.abs(rgb - skin).max(axis=2) < 40).sum())

    assert face(0.95) > 2 * face(0.05)


@pytest.mark.parametrize("seed", range(5))
def test_who_is_circled_looks_to_the_right_first_and_then_to_the_left(seed: int) -> None:
    """For the camera goes round them to the right, and they stand still."""
    stage = staged("close-up of a girl, orbit shot, beach", seed=seed)
    (one,) = blocking.actors(stage)
    weights = []
    for share in (0.02, 0.98):
        pose = one._pose(at(stage, share))[0]
        assert pose.alpha is not None
        skin = np.abs(to_rgb(pose.picture).astype(int) - np.array(one._look.skin)).max(axis=2) < 40
        rows = slice(0, pose.alpha.shape[0] * 2 // 5)
        middle = np.nonzero(pose.alpha[rows])[1].mean()
        weights.append(np.nonzero(skin[rows])[1].mean() - middle)
    assert weights[0] > 0 > weights[1]


_GOERS = ("a horse gallops across a meadow", "一辆汽车在公路上行驶", "a dog runs on a beach", "a boat sails")
_GOING = ("tracking shot", "drone shot", "pan left", "pan right", "crane up", "handheld", "orbit shot")


@pytest.mark.parametrize("number", range(0, 400, 20))
def test_the_camera_carries_nothing_across_the_frame_that_it_follows(number: int) -> None:
    dice = random.Random(number)
    stage = staged(
        f"{dice.choice(_GOERS)}, {dice.choice(_GOING)}",
        dice.choice((4.0, 9.0, 15.0)),
        dice.choice(SIZES),
        number,
    )
    assert in_frame(stage) >= 0.95


_ONES = ("a man", "a boy", "a woman", "a dog", "a horse", "a robot", "a cat")
_DO = (
    "walk through a park", "run across a meadow", "walk along the street at night", "talk in a cafe",
    "chase each other on a beach", "dance in a hall",
)  # fmt: skip
_MOVES = ("", "tracking shot", "static shot", "slow push in", "pan right", "drone shot", "close-up")


@pytest.mark.parametrize("number", range(60))
def test_both_of_two_are_in_the_frame(number: int) -> None:
    dice = random.Random(number)
    one, other = dice.sample(_ONES, 2)
    text = f"{one} and {other} {dice.choice(_DO)}, {dice.choice(_MOVES)}"
    stage = staged(text, dice.choice((3.0, 5.0, 10.0)), dice.choice(SIZES), number)
    for actor in blocking.actors(stage):
        assert np.mean([shown(stage, actor, float(share)) >= 0.5 for share in _SHARES]) >= 0.75, text


def test_the_slow_are_seen_though_they_only_begin_to_come() -> None:
    stage = staged("A boat approaches us on a lake")
    assert passing.way(stage) == "enter" and in_frame(stage) > 0.9
