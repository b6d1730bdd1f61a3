"""Who is on stage, how many, in which colour and what they do: laws first, then sentences that mislead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text import names, vocabulary
from onetake.animatic.text.number import number
from onetake.animatic.text.shotlist import read
from onetake.animatic.text.subject import subjects

COLOURS = {rgb: name for name, _, _, rgb in vocabulary.COLOURS}


def cast(text: str, shot: int = 0) -> list[str]:
    """ "kind:action:count:colour" of everybody in a shot, without what is not said."""
    seen = read(text).shots[shot]
    made = []
    for one in (*seen.subjects, *seen.others):
        facts = [one.action if one.action != "none" else "", str(one.count) if one.count > 1 else ""]
        colour = COLOURS[one.colour] if one.colour else ""
        made.append(":".join((one.kind, *facts, colour)).rstrip(":"))
    return made


BEASTS = st.sampled_from(["dog", "cat", "horse", "fox", "deer", "tiger"])
VERBS = st.sampled_from([("runs", "run"), ("sits", "sit"), ("walks", "walk"), ("dances", "dance")])


@given(BEASTS, BEASTS, VERBS, VERBS)
def test_each_verb_belongs_to_the_noun_before_it(one: str, two: str, first: tuple, second: tuple):
    if one != two:
        made = cast(f"A {one} {first[0]} in a park, while a {two} {second[0]} nearby.")
        assert made == [f"{one}:{first[1]}", f"{two}:{second[1]}"]


@given(BEASTS, BEASTS, VERBS)
def test_what_is_joined_shares_its_verb(one: str, two: str, verb: tuple):
    if one != two:
        assert cast(f"A {one} and a {two} {verb[0]} on a hill") == [f"{one}:{verb[1]}", f"{two}:{verb[1]}"]


@given(BEASTS, st.integers(2, 9), st.sampled_from(["", "big ", "small white "]))
def test_a_number_is_that_of_its_own_phrase(beast: str, count: int, said: str):
    plural = beast if beast == "deer" else "foxes" if beast == "fox" else f"{beast}s"
    text = f"{count} {said}{plural} and a child"
    first, second = subjects(text)
    assert (first.count, second.count) == (count, 1)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_number_is_a_small_one_for_any_text(text: str, one: int, other: int):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    assert 1 <= number(text, start, end, "dog") <= 9


@given(st.text(max_size=300))
def test_any_text_has_few_names(text: str):
    assert len(names.known(text)) <= names.MOST


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A bear hug between two old friends", ["man::2"]),
        ("She runs like a cheetah", ["woman:run"]),
        ("A bus driver waves to a child", ["man:wave", "child"]),
        ("A man loses his train of thought", ["man"]),
        ("He rose from the chair", ["man:stand", "card:stand"]),
        ("A soldier ducks behind the wall", ["man"]),
        ("A boy flies a kite on the beach", ["child:stand"]),
        ("A jet-black stallion gallops", ["horse:run::black"]),
        ("She seals the envelope", ["woman"]),
        ("Turkey sandwich on a plate", []),
        ("A mother cat and her kitten sleep", ["cat:sit", "cat:sit"]),
        ("A dog trainer throws a ball to three puppies and a cat", ["man", "dog::3", "cat", "ball"]),
        ("A knight fights a dragon while a princess watches", ["man", "card", "woman:stand"]),
        ("A knight runs while a wizard and a princess watch", ["man:run", "man:stand", "woman:stand"]),
        ("A man drives a red car, a police car follows", ["man:walk", "car:::red", "car"]),
        ("An archer draws her bow, wind in her red cloak", ["woman:::red"]),
        ("Two cars race along the coast, a helicopter above", ["car:run:2", "plane"]),
        ("An elderly couple dances", ["man:dance:2"]),
        ("Waves roll, gulls cry, soft piano", []),
        ("两只猫和一只狗在沙发上睡觉", ["cat:sit:2", "dog:sit"]),
        ("一只正在睡觉的橘猫", ["cat:sit::orange"]),
        ("他像一只豹子一样冲出去", ["man:run"]),
        ("一群鸟飞过麦田，两个孩子在追", ["bird:fly:5", "child:run:2"]),
        ("车水马龙的路口，一位老人慢慢走过", ["man:walk"]),
        ("模特走着猫步，身穿黑色长裙", ["woman:walk::black"]),
        ("将视频1中的狗替换成机器人", ["robot"]),
        ("女医生和男护士站在病房里", ["woman:stand", "man:stand"]),
        ("天上白云飘过，草原上羊群吃草", ["cow:walk:5"]),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, wanted: list[str]):
    assert cast(text) == wanted


@pytest.mark.parametrize(
    ("text", "shot", "wanted"),
    [
        ("Shot 1: a robot named Bolt rolls in. Shot 2: Bolt sits down.", 1, ["robot:sit"]),
        ("Biscuit the corgi runs. Cut to Biscuit asleep by the fire.", 1, ["dog:sit"]),
        ("镜头一：白云背着吉他走进教室。镜头二：白云坐下，她微笑", 1, ["woman:sit"]),
        ("镜头一：小马盯着电脑。镜头二：小马冲出写字楼", 1, ["man:run"]),
        ("镜头一：一匹小马在草原上吃草。镜头二：小马奔跑", 1, ["horse:run"]),
        ("Shot 1: a barista steams milk. Shot 2: she smiles.", 0, ["woman"]),
    ],
)
def test_a_name_is_who_bears_it_in_every_shot(text: str, shot: int, wanted: list[str]):
    assert cast(text, shot) == wanted


def test_a_name_is_no_word_inside_another():
    assert names.named("Bolted doors, Bolt!", {"Bolt": "robot"}, []) == [(14, 18, "robot")]
