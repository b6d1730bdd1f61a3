"""Animals of common prompts: each has a figure of its own, in English and in Chinese."""

import pytest

from onetake.animatic import director
from onetake.animatic.figures import bestiary, casting, loong
from onetake.animatic.figures.blocking import actors
from onetake.animatic.text import prompt

_ENGLISH = """
panda tiger lion elephant monkey gorilla rabbit bear wolf penguin whale dolphin shark turtle eagle
crane peacock dragon dinosaur cow sheep pig duck chicken frog snake bee horse deer dog cat butterfly
octopus squirrel hedgehog camel crocodile koala flamingo unicorn owl jellyfish goldfish spider crab
snail giraffe zebra kangaroo rhino hippo parrot swan bird crow
"""
_CHINESE = """
熊猫 老虎 猴子 大猩猩 骆驼 恐龙 巨龙 青蛙 孔雀 章鱼 鳄鱼 刺猬 考拉 蜜蜂 鸭子 公鸡 企鹅 麻雀 海豚
"""


@pytest.mark.parametrize("name", (_ENGLISH + _CHINESE).split())
def test_no_card_stands_in_for_a_common_animal(name: str):
    text = f"A {name} in the open." if name.isascii() else f"一只{name}"
    (subject,) = prompt.read(text).subjects
    assert casting.known(subject), subject
    (actor,) = actors(director._stage(prompt.read(text), 4.0, 7, (320, 180)))
    assert actor._name is None


def test_a_chinese_dragon_has_no_wings_and_a_western_one_has():
    for text, eastern in (
        ("a Chinese dragon flies over the clouds", True),
        ("一条巨龙在云中飞舞", True),
        ("a dragon breathes fire over a castle", False),
        ("一只恐龙走过丛林", False),
        ("一条喷火龙飞过城堡", False),
    ):
        stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
        part = casting.cast(stage.reading.subjects[0], stage)
        assert (part.draw is loong.draw) is eastern, text


def test_names_of_the_table_are_lower_case_words():
    for row in bestiary.ROWS:
        assert row.names == row.names.lower().replace("\\W", "\\w")
