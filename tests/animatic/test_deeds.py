"""Deeds: found by the words about somebody, with what they take, and wholly on their sheet."""

import random
from itertools import pairwise

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.figures import casting, deeds, doing, manners, person, props, traits
from onetake.animatic.figures.outfit import Outfit, dress
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body
from onetake.animatic.text import prompt
from onetake.animatic.text.prompt import Subject

LOOK = Look((180, 60, 50), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))


def drawn(how: str, phase: float, hold: str = "", around: str = "") -> Pen:
    pen = Pen(person.sheet(how, False, hold), 60.0, LOOK.main)
    body = Body(manners.stance(how, phase, doing.TURNS.get(how, 0.5)))
    person.draw(pen, LOOK, Outfit(), body, hold, around)
    return pen


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("a man plays the guitar", "strum"),
        ("a girl is playing the violin", "fiddle"),
        ("一个女孩弹钢琴", "piano"),
        ("a man types on a laptop", "type"),
        ("a woman sits and drinks coffee", "sit+drink"),
        ("厨师在厨房炒菜", "stir"),
        ("a boy kicks a football", "kick"),
        ("two men fight with kung fu", "fight"),
        ("a samurai swings his sword", "slash"),
        ("a man climbs a cliff", "climb"),
        ("两个恋人拥抱", "hug"),
        ("小女孩在哭", "cry"),
        ("a man laughs", "laugh"),
        ("a superhero flies over the city", "soar"),
        ("a skier skis down the slope", "glide"),
        ("a woman runs and laughs", "run"),
        ("a woman walks in a park", "walk"),
    ],
)
def test_a_deed_is_found_by_its_words(text: str, how: str):
    stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
    assert traits.manner(casting.played(stage.reading.subjects[0]), stage) == how


@pytest.mark.parametrize("how", sorted(deeds.DEEDS))
def test_a_deed_stays_on_its_sheet_and_shows(how: str):
    hold = doing.TOOLS.get(how, "")
    around = doing.around(how, Subject("man", "skier", "none"))
    sheets = [drawn(how, phase, hold, around) for phase in np.linspace(0, 0.9, 8)]
    for sheet in sheets:
        alpha = sheet.alpha
        assert alpha is not None
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "cut off at the edge"
    seen = [sheet.rgb.astype(int) * (sheet.alpha > 128)[..., None] for sheet in sheets]  # pyright: ignore[reportOptionalOperand]
    moved = max(float((np.abs(a - seen[0]).max(axis=2) > 30).sum()) for a in seen[1:])
    assert moved > 12, "it does not move"


@pytest.mark.parametrize("prop", sorted(props._BEHIND | props._BEFORE))
def test_what_somebody_is_at_is_seen(prop: str):
    bare, full = (drawn("stand", 0.2, "", name).alpha for name in ("", prop))
    assert bare is not None and full is not None
    assert (full > 128).sum() > (bare > 128).sum() + 20


def test_what_is_in_hand_is_not_drawn_beside_as_well():
    for text in ("a boy throws a ball", "a boy kicks a football", "a man types on a laptop"):
        stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
        one, other = stage.reading.subjects
        assert traits.carries(one, other, stage)


def test_a_lamp_beside_somebody_stays_there():
    stage = director._stage(prompt.read("a man in a hat stands under a street lamp"), 4.0, 7, (320, 180))
    assert traits.holds(stage.reading.subjects[0], stage) == ""


def test_a_mood_is_seen_in_a_face():
    smiles = [
        doing.mood(prompt.read(text).subjects[0]) for text in ("a sad man", "a man", "a man smiles happily")
    ]
    assert smiles[0][0] < smiles[1][0] < smiles[2][0]
    faces = []
    for face in smiles:
        pen = Pen(person.CLOSE, 200.0, LOOK.main)
        person.draw(pen, LOOK, Outfit(), person.posed("stand", 0.3, 0.2, Outfit(mood=face), False))
        faces.append(pen.rgb.astype(int))
    assert all((np.abs(a - b).max(axis=2) > 30).sum() > 60 for a, b in pairwise(faces))


def test_a_dance_has_more_than_one_figure():
    """The second half of the cycle is no repeat of the first."""
    halves = [
        [
            arm.pitch
            for at in np.linspace(start, start + 0.5, 9)
            for arm in manners.stance("dance", at, 0.5).arms
        ]
        for start in (0.0, 0.5)
    ]
    assert max(abs(a - b) for a, b in zip(*halves, strict=True)) > 0.8


@pytest.mark.parametrize(
    ("text", "hair", "tress"),
    [
        ("a girl with long blonde hair", "long", (216, 176, 102)),
        ("一位长发女子", "long", None),
        ("a woman with short black hair", "bob", (34, 30, 38)),
        ("a man with a shaven head", "bald", None),
        ("a girl with pigtails", "tail", None),
        ("a woman with pink hair in a bun", "bun", (236, 130, 178)),
    ],
)
def test_hair_is_as_it_is_said(text: str, hair: str, tress: tuple[int, int, int] | None):
    for seed in range(4):
        wear = dress(prompt.read(text).subjects[0], random.Random(seed))
        assert wear.hair == hair
        assert tress is None or wear.tress == tress


@pytest.mark.parametrize("who", ["robot", "astronaut"])
@pytest.mark.parametrize(
    "does", ["flies over the city", "swims", "sleeps", "jumps", "plays the guitar", "fights"]
)
def test_who_is_in_a_suit_stays_on_the_sheet(who: str, does: str):
    stage = director._stage(prompt.read(f"a {who} {does}"), 4.0, 7, (320, 180))
    part = casting.cast(stage.reading.subjects[0], stage)
    for phase in np.linspace(0, 0.9, 7):
        pen = Pen(part.box, 60.0, LOOK.main)
        part.draw(pen, phase, LOOK)
        alpha = pen.sprite(None, False).alpha
        assert alpha is not None
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "cut off at the edge"
