"""Materials: found right before a name, seen in the figure, and on nobody else."""

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.figures import casting, materials
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.text import prompt

LOOK = Look((180, 90, 60), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))


def finish(text: str) -> str:
    of = materials.material(prompt.read(text).subjects[0])
    return of.finish if of else ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a clockwork owl sits on a desk", "gears"),
        ("一只机械猫头鹰站在书桌上", "gears"),
        ("a crystal dragon hovers over a desert", "sparks"),
        ("a wooden horse stands", "grain"),
        ("an origami crane flies", "folds"),
        ("a robotic dog runs", "bolts"),
        ("a dog runs past a stone wall", ""),
        ("a woman in a glass house", ""),
        ("an owl sits on a branch", ""),
        ("an ice cream cone on a table", ""),
        ("石头旁有一只猫", ""),
    ],
)
def test_a_material_is_what_the_words_before_the_name_say(text: str, found: str):
    assert finish(text) == found


@pytest.mark.parametrize("name", ["clockwork", "crystal", "wooden", "origami", "plush"])
@pytest.mark.parametrize("animal", ["horse", "owl", "fish"])
def test_what_it_is_made_of_is_seen_and_goes_round(name: str, animal: str):
    sheets = []
    for text in (f"a {animal} stands", f"a {name} {animal} stands"):
        stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
        part = casting.cast(stage.reading.subjects[0], stage)
        for phase in (0.0, 1.0 - 1e-6):
            pen = Pen((-2.0, -1.3, 2.0, 3.0), 40.0, LOOK.main)
            part.draw(pen, phase, LOOK)
            sheets.append(pen.sprite(None, False).picture)
    plain, _, start, end = (picture.y.astype(int) for picture in sheets)
    if plain.shape == start.shape:
        assert (np.abs(plain - start) > 12).mean() > 0.02
    assert start.shape == end.shape and (np.abs(start - end) > 50).mean() < 0.01
