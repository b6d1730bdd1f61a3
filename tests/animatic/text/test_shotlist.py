"""The shot list: laws for any text and any time codes, then how people really write beats."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text import prompt
from onetake.animatic.text.reading import TRANSITIONS, Line
from onetake.animatic.text.shotlist import ShotList, read, timed, to_json
from onetake.animatic.text.tags import Tag

CUES = [
    "0-3s: ",
    "3-6s：",
    "[00:04-00:09] ",
    "At 5s: ",
    "First 3 seconds: ",
    "Shot 1: ",
    "镜头2：",
    "第3秒：",
]
CUTS = ["Cut to ", "切到", "Then ", "然后", ", ", ". ", "。", "\n", "(", "“", '"', "@Image1 ", "图2"]
WORDS = [
    "a red fox runs",
    "她坐下",
    'he says: "go"',
    "她说：“走”",
    "no people",
    "没有音乐",
    "雨夜的街道",
    "航拍",
]
PIECES = st.sampled_from(CUES + CUTS + WORDS)
PROMPTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map("".join))


@given(PROMPTS, st.integers(4, 15))
def test_any_text_gives_shots_that_fill_the_clip(text: str, seconds: int):
    found = read(text)
    spans = timed(found, seconds)
    assert 1 <= len(found.shots) == len(spans) <= 12
    assert 4 <= found.seconds <= 15
    assert spans[0][0] == 0 and spans[-1][1] == seconds
    assert all(start < end for start, end in spans)
    assert all(one[1] == other[0] for one, other in pairwise(spans)), "no gap, no overlap"
    assert all((end * 24).is_integer() for _, end in spans), "cuts fall on frames"
    assert {shot.transition for shot in found.shots} <= set(TRANSITIONS)
    assert read(text) == found


CLAUSES = st.sampled_from(
    [
        "a red fox runs",
        "她坐在窗边",
        "at night in the rain",
        "雨夜的街道",
        "close-up",
        "航拍",
        "film noir",
        "没有人",
        "a sad song",
    ]
)


@given(st.lists(CLAUSES, min_size=1, max_size=8).map(", ".join))
def test_a_prompt_without_beats_is_one_shot_that_one_reading_gives(text: str):
    assert read(text).shots == (prompt.read(text),)


@given(PROMPTS, st.integers(4, 15))
def test_json_has_plain_types_and_the_same_keys_for_every_shot(text: str, seconds: int):
    made = to_json(read(text), seconds)
    assert json.loads(json.dumps(made)) == made
    assert set(made) == {"seconds", "shots", "tags"}
    assert len({tuple(sorted(shot)) for shot in made["shots"]}) == 1


CODES = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 14)).map(sorted).filter(lambda pair: pair[0] < pair[1]),
    min_size=2,
    max_size=6,
    unique_by=lambda pair: pair[0],
)


@given(CODES, st.sampled_from(["{a}-{b}s: ", "[00:{a:02}-00:{b:02}] ", "{a}-{b}秒：", "({a}s–{b}s) "]))
def test_time_codes_in_any_order_come_out_in_the_order_of_the_clip(codes: list[list[int]], form: str):
    text = ". ".join(form.format(a=a, b=b) + f"the number {a} glows" for a, b in codes)
    found = read(text)
    assert [(shot.start, shot.end) for shot in found.shots] == sorted((float(a), float(b)) for a, b in codes)
    assert found.seconds == max(4, max(b for _, b in codes))


@given(CODES)
def test_a_cut_is_where_its_time_code_says_when_nothing_contradicts(codes: list[list[int]]):
    starts = sorted({0, *(a for a, _ in codes)})
    text = " ".join(f"{a}-{b}s: a fox runs." for a, b in zip(starts, [*starts[1:], 15], strict=True))
    assert [start for start, _ in timed(read(text), 15)] == starts


def test_codes_beyond_the_clip_are_scaled_into_it():
    found = read("0-5s: a fox. 5-10s: a lake.")
    assert timed(found, 10) == ((0, 5), (5, 10))
    assert timed(found, 5) == ((0, 2.5), (2.5, 5))
    assert timed(found, 15)[0] == (0, 5), "a longer clip holds the last shot"


@pytest.mark.parametrize(
    ("text", "beats"),
    [
        ("0-3s: a fox runs. 3-6s: it sits.", 2),
        ("[00:00-00:05] a lake [00:05-00:10] a boat", 2),
        ("Shot 1: a lake. Shot 2: a boat.", 2),
        ("Shot 1 (0-3s): a lake. Shot 2 (3-8s): a boat.", 2),
        ("**Scene 1** – a lake\n**Scene 2** – a boat", 2),
        ("1. a lake\n2. a boat\n3. a fox", 3),
        ("镜头1：湖。镜头2：船。", 2),
        ("镜头一：湖。镜头二：船。", 2),
        ("第一个镜头：湖。第二个镜头：船。", 2),
        ("第0-3秒：湖边。第3-6秒：山顶。", 2),
        ("【0-3秒】湖边【3-6秒】山顶", 2),
        ("前3秒：湖边。后4秒：山顶。", 2),
        ("A fox runs. Cut to a lake at night.", 2),
        ("狐狸奔跑，切到夜晚的湖面。", 2),
        ("A fox runs, then it sits down.", 2),
        ("A fox runs through a forest.", 1),
        ("3-5 dancers in a 5-8 second clip, shot on 35mm.", 1),
        ("A 10s video of a lake.", 1),
        ("9:16 vertical video. A lake. Tokyo, 2:30 am, rain.", 1),
        ("0:00 a lake 0:05 a boat", 1),
        ("0:00 a lake\n0:05 a boat", 2),
        ("00:00 - a lake. 00:05 - a boat.", 2),
        ("She says: \"Cut to the chase. Shot 2: now.\"", 1),
        ("他说：“镜头1：开始。切到下一个。”", 1),
        ("One continuous take: he walks, then sits, then sleeps.", 1),
        ("The camera pushes in, then zooms in.", 1),
        ("a two-shot of friends; act 2 posters on the wall", 1),
    ],
)  # fmt: skip
def test_beats_as_people_write_them(text: str, beats: int):
    assert len(read(text).shots) == beats


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("A 10s video of a lake.", 10),
        ("a 5-second clip of a fox", 5),
        ("9:16 vertical, 8s. A fox.", 8),
        ("Total: 12 seconds. A fox.", 12),
        ("一段5秒的视频：一只狗在草地上奔跑", 5),
        ("时长15秒，大海", 15),
        ("a 60 second film about a lake", 4),
        ("an 1890s video camera on a table", 4),
        ("0-3s: a lake. 3-9s: a boat.", 9),
        ('He says: "A 10s video."', 5),
    ],
)
def test_the_length_that_is_asked_for(text: str, seconds: int):
    assert read(text).seconds == seconds


def test_what_is_not_said_again_carries_over():
    first, second, third = read(
        "Shot 1: a woman in a red coat walks along a rainy street at night. "
        "Shot 2: she sits down. Shot 3: the camera rises over a sunny beach at noon. Style: film noir."
    ).shots
    assert (second.setting, second.time, second.weather) == (first.setting, "night", "rain")
    (woman,) = second.subjects
    assert (woman.kind, woman.action, woman.colour) == ("woman", "sit", first.subjects[0].colour)
    assert (third.setting, third.time) == ("beach", "day")
    assert {shot.style for shot in (first, second, third)} == {"film_noir"}
    assert second.moves == (), "a move belongs to its shot"


@pytest.mark.parametrize("weather", ("while it snows", "as it is getting dark", "while it starts to rain"))
def test_the_it_of_the_weather_is_nobody(weather: str):
    listed = read(f"Shot 1: a bowl of ramen. Shot 2: a girl waits at a lake {weather}.")
    assert [one.kind for one in listed.shots[1].subjects] == ["child"]
    listed = read("Shot 1: a bowl of ramen. Shot 2: a girl waits while it gets hot.")
    assert "cup" in [one.kind for one in listed.shots[1].subjects]


def test_a_chinese_pronoun_carries_over():
    shots = read("镜头1：一只红色的狐狸在湖边奔跑。镜头2：它停下。镜头3：一个男孩走来，它坐下。").shots
    assert [shot.subjects[0].kind for shot in shots] == ["fox", "fox", "fox"]
    assert shots[1].subjects[0].colour == shots[0].subjects[0].colour
    assert {subject.kind for subject in shots[2].subjects} == {"fox", "child"}


def test_transitions_have_their_names():
    shots = read(
        "A lake. Dissolve to a desert. Match cut to a forest. Whip pan to a street. Fade in on a beach."
    ).shots
    assert [shot.transition for shot in shots] == ["cut", "dissolve", "match", "whip", "fade"]


def test_speech_has_a_speaker_and_a_language_and_signs_have_neither():
    (shot,) = read(
        'A woman points at a sign reading "OPEN" and says: "At last." '
        'The old man whispers, "Ya era hora, gracias."'
    ).shots
    assert shot.spoken == (Line("At last.", "woman", "en"), Line("Ya era hora, gracias.", "old man", "es"))
    assert shot.lines == ("At last.", "Ya era hora, gracias.")
    assert shot.signs == ("OPEN",)
    (shot,) = read("招牌写着“营业中”，她低声说：“走吧。”旁白：“夜深了。”").shots
    assert [line.text for line in shot.spoken] == ["走吧。", "夜深了。"]
    assert shot.spoken[1].speaker == "旁白"
    assert shot.signs == ("营业中",)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("@Image1 as the first frame", [("image", 1, "first_frame")]),
        ("@Image2 as last frame", [("image", 2, "last_frame")]),
        ("[image 1] is the product", [("image", 1, "product")]),
        ("图1作为首帧，参考@视频1的运镜", [("image", 1, "first_frame"), ("video", 1, "camera")]),
        ("in the style of @Image3, music from @Audio1", [("image", 3, "style"), ("audio", 1, "music")]),
        ("图一中的女孩", [("image", 1, "character")]),
        ("@Image1 then @image1 as background", [("image", 1, "background")]),
        ("an image of a fox", []),
    ],
)  # fmt: skip
def test_tags_have_their_job(text: str, tags: list[tuple[str, int, str]]):
    assert list(read(text).tags) == [Tag(*tag) for tag in tags]


def test_the_parts_of_the_list_are_frozen():
    found = read("a fox")
    assert isinstance(found, ShotList)
    with pytest.raises(AttributeError):
        found.seconds = 9  # pyright: ignore[reportAttributeAccessIssue]
