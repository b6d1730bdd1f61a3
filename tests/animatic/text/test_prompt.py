import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text.prompt import Reading, read

DEMO = (
    "A red fox trots along a misty lake shore at dawn, pine forest behind. Slow tracking shot. "
    '"Morning comes quietly."'
)


def test_the_demo_prompt_is_understood():
    reading = read(DEMO)
    assert (reading.setting, reading.time, reading.weather) == ("lake", "dawn", "fog")
    assert reading.moves == ("tracking",)
    assert reading.pace == "slow"
    assert "forest" in reading.also
    assert reading.lines == ("Morning comes quietly.",)
    (fox,) = reading.subjects
    assert (fox.kind, fox.action, fox.count) == ("fox", "trot", 1)
    assert fox.colour is not None


def test_a_chinese_prompt_is_understood():
    reading = read(
        "夜晚的上海街头下着雨，一位撑伞的女人慢慢走过霓虹灯，镜头缓缓推进。她说：“我们还会再见吗？”"
    )
    assert (reading.setting, reading.time, reading.weather) == ("street", "night", "rain")
    assert reading.moves == ("push_in",)
    assert reading.lines == ("我们还会再见吗？",)
    assert [(s.kind, s.action) for s in reading.subjects] == [("woman", "walk")]


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("a man walks through the desert", "desert"),
        ("waves at the beach", "beach"),
        ("a boat on the open sea", "sea"),
        ("the skyline of a city", "city"),
        ("a busy street in Tokyo", "street"),
        ("a cat in the kitchen", "interior"),
        ("deep in the forest", "forest"),
        ("above the clouds", "sky"),
        ("a coral reef", "underwater"),
        ("an astronaut in outer space", "space"),
        ("snow-covered plain", "snow"),
        ("a wheat field", "meadow"),
        ("森林深处", "forest"),
        ("教室里", "interior"),
        ("沙漠", "desert"),
    ],
)
def test_settings(prompt: str, setting: str):
    assert read(prompt).setting == setting


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("the camera pans left over the town", ("pan_left",)),
        ("camera slowly pans right", ("pan_right",)),
        ("slow pan across the valley", ("pan_right",)),
        ("tilt up to the sky", ("tilt_up",)),
        ("slow push in on her face", ("push_in",)),
        ("dolly out", ("pull_back",)),
        ("the camera orbits the statue", ("orbit",)),
        ("handheld, tracking shot", ("handheld", "tracking")),
        ("crane up over the trees", ("crane_up",)),
        ("zoom in", ("zoom_in",)),
        ("static shot, no pan", ("static",)),
        ("镜头缓缓推进", ("push_in",)),
        ("镜头向左平移", ("pan_left",)),
        ("环绕镜头", ("orbit",)),
        ("固定镜头", ("static",)),
        ("手持跟拍", ("handheld", "tracking")),
    ],
)
def test_camera_moves(prompt: str, moves: tuple[str, ...]):
    assert read(prompt).moves == moves


@pytest.mark.parametrize(
    "prompt",
    [
        "a pan of soup on the stove",
        "Peter Pan on a roof",
        "a frying pan on the fire",
        "her tracking number is lost",
        "a zoom call at the office",
        "static electricity in her hair",
        "construction cranes over the harbour",
    ],
)
def test_words_that_only_look_like_camera_moves(prompt: str):
    assert read(prompt).moves == ()


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("A girl and her dog run through a field", ["child", "dog"]),
        ("a school of fish", ["fish"]),
        ("two horses gallop", ["horse"]),
        ("a boy rides a bicycle", ["bicycle"]),
        ("a hot dog on a plate", ["card"]),
        ("waves roll onto the beach", []),
        ("A red train to the north", ["train"]),
        ("a train in the snow", ["train"]),
        ("Train a dog to sit", ["dog"]),
        ("A boxer trains in a dark gym", ["man"]),
        ("a runner's shoes on asphalt", ["shoe"]),
        ("An empty street, no people, no cars", []),
        ("街上没有人，没有车", []),
        ("Do not show people. A lake.", []),
        ("The clockwork beetle crawls over an old desk", ["card"]),
        ("一台复古打字机在桌上自动打字", ["card"]),
        ("一只橘猫坐在窗边", ["cat"]),
    ],
)
def test_subjects(prompt: str, kinds: list[str]):
    assert [subject.kind for subject in read(prompt).subjects] == kinds


def test_an_unknown_subject_keeps_its_name():
    assert read("The clockwork beetle crawls over an old desk").subjects[0].label == "clockwork beetle"
    assert read("一台复古打字机在桌上自动打字").subjects[0].label == "复古打字机"


def test_counts_and_colours():
    assert read("two horses gallop").subjects[0].count == 2
    assert read("a red car").subjects[0].colour == read("the red car").subjects[0].colour
    assert read("a red car").subjects[0].colour != read("a blue car").subjects[0].colour
    assert read("a woman in a red coat walks").subjects[0].colour == read("a red car").subjects[0].colour


def test_length_grows_with_what_there_is_to_say():
    short = read("a fox")
    long = read(
        'A fox runs. Then it stops. "' + "many words to be read aloud here, " * 5 + '" Then it sleeps.'
    )
    assert short.seconds == 4
    assert long.seconds > 8


@given(st.text(max_size=400))
def test_any_text_gives_a_reading(prompt: str):
    reading = read(prompt)
    assert isinstance(reading, Reading)
    assert 4 <= reading.seconds <= 15
    assert len(reading.moves) <= 3 and len(reading.subjects) <= 2
    assert not reading.others or len(reading.subjects) == 2 >= len(reading.others)
    assert reading == read(prompt)
