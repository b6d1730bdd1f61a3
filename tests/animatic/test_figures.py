"""Figures: closed cycles, feet that stand still on the ground, poses that fit their sheet."""

import random
from dataclasses import fields

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.colour import from_rgb
from onetake.animatic.figures import held, manners, person, stances
from onetake.animatic.figures.light import Light, rounded, thrown
from onetake.animatic.figures.outfit import Outfit, dress, own
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body
from onetake.animatic.text import prompt

INK = (90, 90, 90)
LOOK = Look(INK, INK, INK, (20, 20, 20), (240, 240, 240), (255, 220, 140))
MANNERS = sorted(manners._MANNERS)


def numbers(value: object) -> list[float]:
    """Every number of a stance, in order."""
    if isinstance(value, bool | int | float):
        return [float(value)]
    if isinstance(value, tuple):
        return [n for part in value for n in numbers(part)]
    return [n for field in fields(value) for n in numbers(getattr(value, field.name))]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("how", MANNERS)
def test_a_cycle_ends_where_it_starts_and_never_jumps(how: str):
    steps = manners.CYCLES.get(how, manners.CALM) * 4
    poses = np.array([numbers(manners.stance(how, i / steps, 1.0)) for i in range(steps)])
    # A crawl turns its arms round and round, so that one number may run through a whole turn.
    jumps = np.abs(np.roll(poses, -1, 0) - poses) % (2 * np.pi)
    jumps = np.minimum(jumps, 2 * np.pi - jumps)
    assert jumps.max() < 0.6


@pytest.mark.parametrize("how", ["walk", "stroll", "run"])
def test_a_foot_on_the_ground_stays_where_it_is(how: str):
    stride, steps = stances.STRIDE[how], 200
    track = []
    for i in range(steps):
        foot = manners.stance(how, i / steps, 1.2).feet[0]
        track.append((foot.x + stride * i / steps, foot.y, foot.pitch))
    stand = [x for x, y, pitch in track[: int(steps * 0.22)] if y <= 0.0351]
    assert len(stand) > 15
    assert max(stand) - min(stand) < 0.004
    assert min(y for _, y, _ in track) > 0.03


@pytest.mark.parametrize("how", MANNERS)
@pytest.mark.parametrize("yaw", [0.0, 1.0, np.pi])
def test_every_pose_is_whole(how: str, yaw: float):
    for phase in (0.0, 0.62):
        pen = Pen(person.FLAT if how in ("sleep", "swim") else person.BOX, 40.0, INK)
        body = Body(manners.stance(how, phase, yaw))
        person.draw(pen, LOOK, Outfit(), body)
        alpha = pen.sprite(None, False).alpha
        assert alpha is not None and (alpha > 128).sum() > 150
        edges = np.concatenate([alpha[0], alpha[:, 0], alpha[:, -1]])
        assert edges.max() == 0, "cut off at the edge of its sheet"


@pytest.mark.parametrize("thing", sorted(held._BACK | held._FRONT))
def test_what_is_held_is_seen(thing: str):
    def ink(hold: str) -> np.ndarray:
        pen = Pen(person.BOX, 80.0, INK)
        person.draw(pen, LOOK, Outfit(), person.posed("hold", 0.2, 0.4, Outfit(), True), hold)
        return pen.rgb.astype(int)

    assert (np.abs(ink(thing) - ink("")).max(axis=2) > 20).sum() > 40


@pytest.mark.parametrize("hair", ["long", "bob", "tail", "bun", "short", "bald"])
def test_heads_in_every_turn(hair: str):
    for yaw, hat in ((0.0, "brim"), (0.5, "peak"), (0.8, "helmet"), (1.2, "crown"), (np.pi, "straw")):
        pen = Pen(person.CLOSE, 40.0, INK)
        wear = Outfit(hair=hair, hat=hat, beard=True, glasses=True, lashes=True, old=True, scarf=True)
        person.draw(pen, LOOK, wear, Body(manners.stance("talk", 0.3, yaw)))
        assert pen.sprite(None, False).alpha is not None


def test_words_about_another_are_not_about_them():
    reading = prompt.read("An old bride dances with a young man")
    first, second = (dress(subject, random.Random(1)) for subject in reading.subjects)
    assert (first.garment, first.old) == ("gown", True)
    assert second.garment != "gown" and not second.old
    assert "bride" not in own(reading.subjects[1])


def test_light_falls_on_the_side_it_comes_from():
    alpha = np.zeros((60, 60), np.uint8)
    alpha[10:50, 20:40] = 255
    grey = from_rgb(np.full((60, 60, 3), 120, np.uint8))
    for side in (1.0, -1.0):
        lit = rounded(grey, alpha, Light((255, 255, 255), (0, 0, 0), side), 60.0).y.astype(int)
        assert (lit[30, 39] - lit[30, 20]) * side > 20


def test_what_is_seen_through_lies_over_what_is_there_and_stands_where_nothing_is():
    pen = Pen((-1.0, -1.0, 1.0, 1.0), 40.0, INK)
    pen.box(-0.5, -0.5, 0.0, 0.5, (200, 0, 0))
    for left in (-0.4, 0.1):
        pen.box(left, -0.2, left + 0.3, 0.2, (0, 0, 200), 128)
    middle, units = pen.rgb.shape[0] // 2, pen.rgb.shape[1] / (2 * 40 + 8)
    over, alone = (round(pen.rgb.shape[1] / 2 + x * 40 * units) for x in (-0.25, 0.25))
    assert np.abs(pen.rgb[middle, over].astype(int) - (100, 0, 100)).max() <= 2
    assert tuple(pen.rgb[middle, alone]) == (0, 0, 200)
    assert (pen.alpha[middle, over], pen.alpha[middle, alone]) == (255, 128)


def staged(text: str):
    reading = prompt.read(text)
    return director._stage(reading, 4.0, 7, (320, 180))


def actors(text: str):
    from onetake.animatic.figures import blocking

    return blocking.actors(staged(text))


def test_two_who_talk_look_at_each_other():
    left, right = sorted(actors("A man and a woman talk to each other in a park"), key=lambda a: a._offset)
    assert left._facing == 1 and right._facing == -1
    assert left._travel == right._travel == 0


def test_the_chased_runs_ahead():
    behind, ahead = actors("A dog chases a cat in a meadow, from left to right")
    if behind._subject.kind == "cat":
        behind, ahead = ahead, behind
    assert (behind._subject.kind, ahead._subject.kind) == ("dog", "cat")
    assert ahead._offset > behind._offset and ahead._travel == behind._travel > 0


def test_a_rider_is_one_figure_with_the_horse():
    (pair,) = actors("A woman rides a horse through a forest")
    assert pair._subject.kind == "horse"
    assert pair._part.box[3] > 2.2


def test_who_goes_away_gets_smaller_and_shows_the_back():
    (gone,) = actors("A man walks away into the distance")
    assert gone._nearing == -1
    from onetake.animatic.figures.actor import _distance

    assert _distance(0.0, -1) == 1 > _distance(0.5, -1) > _distance(1.0, -1)
    assert _distance(1.0, 1) == 1


@pytest.mark.parametrize("moves", ["static shot", "tracking shot", "push in", "pan left"])
@pytest.mark.parametrize("who", ["a woman walks", "a dog runs", "a car drives"])
def test_steps_match_the_ground_that_is_covered(moves: str, who: str):
    (one,) = actors(f"{who} in a meadow, {moves}")
    ground = abs(one._travel) / (one._part.stride * one._size / one._stage.unit)
    assert one._cycles == pytest.approx(ground, rel=0.01)


@pytest.mark.parametrize(
    ("text", "kinds", "count"),
    [
        ("An old fisherman rows a boat on a lake", {"boat"}, 1),
        ("A man drives a red car through the city", {"car"}, 1),
        ("A woman holds a cup of coffee", {"woman"}, 1),
        ("A dog runs after a ball in a park", {"dog", "ball"}, 2),
        ("Two people talk in a cafe", {"man", "woman"}, 2),
        ("A monk holds a lantern in the fog at night", {"man"}, 1),
    ],
)
def test_who_is_on_stage(text: str, kinds: set[str], count: int):
    on = actors(text)
    assert {actor._subject.kind for actor in on} == kinds
    assert len(on) == count


def test_a_colour_of_what_is_carried_does_not_dye_the_coat():
    (boy,) = actors("A boy with a red balloon walks in a park")
    (plain,) = actors("A boy with a balloon walks in a park")
    assert boy._look.main == plain._look.main
    assert boy._look.extra[0] > boy._look.extra[1] * 1.5


def test_a_shadow_falls_away_from_the_light():
    pen = Pen(person.BOX, 100.0, INK)
    person.draw(pen, LOOK, Outfit(), Body(manners.stance("stand", 0.0, 0.5)))
    pose = pen.sprite(None, False)
    for side in (1.0, -1.0):
        shadow = thrown(pose, side, 0.5, (10, 10, 20), 0.3)
        assert shadow.alpha is not None and 0 < shadow.alpha.max() <= 77
        weight = shadow.alpha.sum(axis=0)
        middle = (weight * np.arange(len(weight))).sum() / weight.sum() / shadow.res + shadow.box.left
        assert middle * side < 0
        assert -16 < shadow.box.top < 8 < shadow.box.bottom
