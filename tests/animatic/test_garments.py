"""Garments: each is told from the others, and stays on whoever wears it."""

import random

import numpy as np
import pytest

from onetake.animatic.figures import garments, manners, person
from onetake.animatic.figures.outfit import Outfit, dress
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body
from onetake.animatic.text import prompt

LOOK = Look((180, 60, 50), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))


def ink(wear: Outfit, how: str = "stand", phase: float = 0.2, yaw: float = 0.5) -> Pen:
    pen = Pen(person.sheet(how, False), 70.0, LOOK.main)
    person.draw(pen, LOOK, wear, Body(manners.stance(how, phase, yaw), wear.broad))
    return pen


@pytest.mark.parametrize(
    ("text", "garment"),
    [
        ("a woman in a red hanfu stands in a garden", "hanfu"),
        ("一位穿红色汉服的女子在花园里转身", "hanfu"),
        ("a woman in a kimono walks", "kimono"),
        ("穿旗袍的女人走在街上", "qipao"),
        ("an Indian woman in a sari dances", "sari"),
        ("a knight in armour stands", "armour"),
        ("a soldier in uniform marches", "uniform"),
        ("a schoolgirl in school uniform runs", "school"),
        ("a scientist in a lab coat stands", "labcoat"),
        ("a bride in a white wedding dress walks", "gown"),
        ("a chef in an apron cooks", "apron"),
        ("a man in a suit walks", "suit"),
    ],
)
def test_a_garment_is_found_by_its_name(text: str, garment: str):
    who = prompt.read(text).subjects[0]
    assert dress(who, random.Random(3)).garment == garment


def test_no_two_garments_look_alike():
    pictures = {
        name: ink(Outfit(garment=name, hem=0.44 if name in garments.HANGING else 0.0)).rgb.astype(int)
        for name in sorted(garments._FRONTS)
    }
    for one, first in pictures.items():
        for other, second in pictures.items():
            if one < other and garments._FRONTS[one] is not garments._FRONTS[other]:
                assert (np.abs(first - second).max(axis=2) > 25).sum() > 60, f"{one} is {other}"


@pytest.mark.parametrize("hat", ["veil", "toque", "hairpin", "visor", "officer", "hood"])
def test_what_is_worn_on_the_head_stays_on_the_sheet(hat: str):
    for how in ("walk", "dance", "jump"):
        for phase in (0.1, 0.45, 0.7):
            alpha = ink(Outfit(hat=hat), how, phase).alpha
            assert alpha is not None
            assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "cut off at the edge"
