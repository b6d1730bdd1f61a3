"""Coverage and continuity: what a cut changes and what it leaves as it was."""

import random
from itertools import pairwise

import pytest

from onetake.animatic import coverage, director
from onetake.animatic.angle import Angle
from onetake.animatic.figures import blocking
from onetake.animatic.figures.outfit import dress
from onetake.animatic.stage import Moment
from onetake.animatic.text import shotlist
from onetake.animatic.text.reading import Reading
from onetake.testing.wishes import wish


def filmed(text: str, seconds: float = 9.0, seed: int = 7) -> tuple[Reading, ...]:
    listed = shotlist.read(text)
    return coverage.filmed(listed.shots, shotlist.timed(listed, seconds), seed)[0]


@pytest.mark.parametrize(
    "text",
    [
        "0-3s: an old woman in a red coat and a black hat walks in a park. 3-6s: close-up of the woman.",
        "0-3秒：一位穿红色汉服的女子在花园里走。3-6秒：女子特写。",
        "Shot 1: a boy wearing a blue cap runs on a beach. Shot 2: close-up of the boy.",
        '0-4s: a chef and a woman, the chef says: "Taste it." 4-8s: the woman says: "Too much salt!"',
    ],
)
def test_who_is_named_again_wears_what_they_wore(text: str) -> None:
    worn: dict[str, set[str]] = {}
    for shot in filmed(text):
        stage = director._stage(shot, 3.0, 7, (320, 180))
        for one in shot.subjects:
            if one.kind in ("woman", "man", "child"):
                wear = dress(one, stage.chance(f"dress-{one.label}"))
                worn.setdefault(one.label, set()).add(repr(wear))
    assert worn and all(len(looks) == 1 for looks in worn.values())


def test_a_new_description_is_worn_from_then_on() -> None:
    first, second = filmed("0-3s: a woman in a red dress dances. 3-6s: the woman in a black coat walks away.")
    assert "red dress" not in second.subjects[0].about[1] and "black coat" in second.subjects[0].about[1]
    assert "red dress" in first.subjects[0].about[1]


def test_what_nobody_told_the_size_of_differs_and_a_close_up_stays_one() -> None:
    shots = filmed("Shot 1: a knight in a hall. Shot 2: the knight turns. Shot 3: close-up of the knight.")
    assert [shot.framing for shot in shots] == ["medium", "wide", "close"]
    plain = filmed("0-2s: a man in a forest. 2-4s: the man runs. 4-6s: the man stops.")
    assert all(a.framing != b.framing for a, b in pairwise(plain))


def test_over_the_shoulder_of_one_the_other_is_seen() -> None:
    last = filmed("Shot 1: a man and a woman. Shot 2: over the shoulder of the man, the woman smiles.")[-1]
    assert isinstance(last, Angle) and last.over is not None
    assert (last.over.kind, [one.kind for one in last.subjects]) == ("man", ["woman"])
    (seen,) = blocking.actors(director._stage(last, 3.0, 7, (320, 180)))
    assert seen._subject.kind == "woman"


def test_a_clip_that_begins_with_a_whip_pan_has_one() -> None:
    assert "whip" in filmed("Whip pan to a lion roaring in the savanna")[0].moves


def test_a_close_up_in_slow_motion_goes_on_with_what_was_done() -> None:
    shots = filmed("Shot 1: wide, a dog runs across a meadow. Shot 2: close-up of the dog, slow motion.")
    assert [shot.subjects[0].action for shot in shots] == ["run", "run"]


def test_who_sits_is_seen_by_the_face_in_a_close_up() -> None:
    """From the waist up nobody sees the seat, and the face is where the frame is."""
    assert filmed("Close-up of a woman sitting in a cafe")[0].subjects[0].action == "stand"
    assert filmed("Close-up of a woman sitting in a cafe, reading a book")[0].subjects[0].action == "sit"
    assert filmed("A woman sitting in a cafe")[0].subjects[0].action == "sit"


@pytest.mark.parametrize("text", ["A butterfly rests on a rose, close-up", "一只蝴蝶落在花上，微距特写"])
def test_a_butterfly_is_before_its_flower_and_both_stay(text: str) -> None:
    flower, visitor = blocking.actors(director._stage(filmed(text)[0], 4.0, 7, (320, 180)))
    assert (flower._subject.kind, visitor._subject.kind) == ("flower", "butterfly")
    assert flower._travel == visitor._travel == 0


def test_a_group_that_is_followed_keeps_together() -> None:
    """Whoever is farther off goes by as much slower as the camera passes them slower."""
    shot = filmed("Three friends walk along a beach, tracking shot")[0]
    stage = director._stage(shot, 6.0, 7, (640, 360))
    rows = []
    for share in (0.0, 1.0):
        now = Moment(0, 6 * share, share, stage.camera.pose(share))
        rows.append([one.view(now)[0][0, 2] for one in blocking.actors(stage)])
    assert len(rows[0]) == 3
    assert all(abs(a - b) < 0.02 * 640 for a, b in zip(*rows, strict=True))


@pytest.mark.parametrize("number", range(40))
def test_nobody_stands_above_or_below_the_frame(number: int) -> None:
    """Most of the height of the nearest figure is seen, once a tilt or a crane has arrived."""
    dice = random.Random(number)
    shot, size = filmed(wish(dice), 8.0, number)[-1], dice.choice(((864, 496), (496, 864), (992, 432)))
    stage = director._stage(shot, 4.0, number, size)
    for one in blocking.actors(stage)[-1:]:
        bottom, top = one._part.focus or (one._part.box[1], one._part.box[3])
        seen = []
        for share in (0.5, 0.7, 0.85, 1.0):
            view, _ = one.view(Moment(0, 4 * share, share, stage.camera.pose(share)))
            high, low = (view[1, 2] - at * one._size * view[1, 1] for at in (top, bottom))
            inside = max(min(low, stage.height) - max(high, 0.0), 0.0)
            seen.append(inside / min(low - high, stage.height) >= 0.6)
        assert sum(seen) >= 3
