"""Folding: place for place, once and for all, and a prompt reads the same in either script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text import folding, shotlist
from onetake.animatic.text.folding import folded


@given(st.text(max_size=300))
def test_folding_keeps_every_place_and_is_done_once(text: str):
    made = folded(text)
    assert len(made) == len(text)
    assert folded(made) == made


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_plain_text_stays_as_it_is(text: str):
    assert folded(text) == text


def test_the_table_has_each_character_once():
    traditional, simplified = folding._TRADITIONAL, folding._SIMPLIFIED
    assert len(traditional) == len(simplified) == len(set(traditional))
    assert not set(traditional) & set(simplified)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("夜晚的海邊，一隻狗追著飛盤奔跑，鏡頭緩緩推進", "夜晚的海边，一只狗追着飞盘奔跑，镜头缓缓推进"),
        (
            "第１－３秒：雨夜的街道。第４－６秒：醫生說：「走吧」",
            "第1－3秒：雨夜的街道。第4－6秒：医生说：「走吧」",
        ),
        ("鏡頭一：龍在雲海上飛。鏡頭二：騎士舉劍", "镜头一：龙在云海上飞。镜头二：骑士举剑"),
    ],
)
def test_both_scripts_read_the_same(traditional: str, simplified: str):
    one, other = shotlist.read(traditional), shotlist.read(simplified)
    seen = [(s.setting, s.time, s.moves, [(x.kind, x.action) for x in s.subjects]) for s in one.shots]
    assert seen == [
        (s.setting, s.time, s.moves, [(x.kind, x.action) for x in s.subjects]) for s in other.shots
    ]


def test_what_is_said_stays_in_its_own_script():
    (shot,) = shotlist.read("女孩說：「再見，我會想你。」").shots
    assert shot.lines == ("再見，我會想你。",)
