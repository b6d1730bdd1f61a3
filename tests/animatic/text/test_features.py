"""Features: which room, which land, what is in the air; by the words, in two languages."""

import pytest

from onetake.animatic.text.features import AIR
from onetake.animatic.text.places import LANDS, ROOMS
from onetake.animatic.text.prompt import read


@pytest.mark.parametrize(
    ("prompt", "named"),
    [
        ("A clockwork owl sits on a desk in a library at dusk", {"library"}),
        ("教室里，老师在黑板前写字", {"classroom"}),
        ("A bartender pours a drink in a crowded bar", {"bar"}),
        ("A woman in hanfu turns in the garden, petals fall", {"garden", "petals"}),
        ("樱花飘落，一个女孩走过石桥", {"cherry", "bridge", "petals"}),
        ("一朵莲花在湖面绽放，萤火虫飞舞", {"lotus", "fireflies"}),
        ("An astronaut on the moon, the Earth rises behind", {"earth"}),
        ("银色飞船掠过行星环", {"rings"}),
        ("A lighthouse in the storm, waves crash", {"lighthouse"}),
        ("长城上，烟花绽放", {"wall", "fireworks"}),
        ("A castle hall with a throne", {"hall"}),
        ("A dog in a living room", set()),
        ("A library without petals", {"library"}),
    ],
)
def test_what_the_words_name(prompt: str, named: set[str]):
    assert named <= set(read(prompt).features)
    assert bool(read(prompt).features) == bool(named)


def test_what_is_ruled_out_is_not_there():
    assert "petals" not in read("A garden, no petals").features
    assert "fireworks" not in read("夜晚的城市，没有烟花").features


def test_a_shot_that_names_no_place_keeps_the_one_before():
    before = read("A man reads in a library")
    assert "library" in read("Close-up of his hands", "", before).features
    assert "library" not in read("Cut to a meadow", "", before).features


def test_names_are_one_word_each_and_of_one_table():
    names = [name for table in (ROOMS, LANDS, AIR) for name, *_ in table]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)
