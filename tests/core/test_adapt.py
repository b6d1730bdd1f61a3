"""What adaptive becomes: the prompt, the first frame, the first video or the first image decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.adapt import ratio_for, ratio_in
from onetake.core.catalogue import catalogue
from onetake.core.geometry import nearest_ratio
from onetake.core.request import Request

RATIOS = catalogue().ratios
PICTURES = st.one_of(st.none(), st.tuples(st.integers(300, 6000), st.integers(300, 6000)))
MODES = ["text", "first_frame", "first_last", "reference"]


def wish(mode: str, prompt: str = "a fox in the snow", ratio: str = "adaptive") -> Request:
    return Request(prompt=prompt, model="m", model_name="m", mode=mode, ratio=ratio)


@given(st.sampled_from(MODES), st.sampled_from(RATIOS), PICTURES, PICTURES)
def test_a_fixed_ratio_is_kept(mode: str, ratio: str, image: tuple | None, video: tuple | None) -> None:
    assert ratio_for(wish(mode, "vertical video 1:1", ratio), image, video) == ratio


@given(st.sampled_from(MODES), st.text("vertical :16:9竖屏,", max_size=30), PICTURES, PICTURES)
def test_the_answer_is_always_one_of_the_six(
    mode: str, prompt: str, image: tuple | None, video: tuple | None
) -> None:
    assert ratio_for(wish(mode, prompt), image, video) in RATIOS


@pytest.mark.parametrize("mode", ["first_frame", "first_last"])
def test_frames_follow_the_first_frame_and_not_the_prompt(mode: str) -> None:
    assert ratio_for(wish(mode, "21:9 cinemascope"), (1080, 1920), (1920, 1080)) == "9:16"
    assert ratio_for(wish(mode, "9:16"), None, None) == "16:9"


def test_references_follow_the_prompt_then_the_video_then_the_image() -> None:
    square, tall = (1000, 1000), (1080, 1920)
    assert ratio_for(wish("reference", "竖屏，像图1那样"), square, (1920, 1080)) == "9:16"
    assert ratio_for(wish("reference", "横屏"), tall, tall) == "16:9"
    assert ratio_for(wish("reference"), square, tall) == "9:16"
    assert ratio_for(wish("reference"), square, None) == "1:1"
    assert ratio_for(wish("reference"), None, None) == "16:9"


@given(PICTURES, PICTURES)
def test_text_never_looks_at_pictures(image: tuple | None, video: tuple | None) -> None:
    assert ratio_for(wish("text"), image, video) == "16:9"
    assert ratio_for(wish("text", "a fox, 3:4"), image, video) == "3:4"


@given(st.integers(300, 6000), st.integers(300, 6000))
def test_a_first_frame_gets_the_nearest_of_the_six(width: int, height: int) -> None:
    assert ratio_for(wish("first_frame"), (width, height), None) == nearest_ratio(width, height)


SAID = {
    "9:16": [
        "a fox, 9:16", "aspect ratio 9：16", "画幅 9 比 16", "竖屏，一只狐狸", "竖版短片", "竖构图",
        "a vertical video of a cat", "vertical phone video", "shot in portrait", "portrait mode, a girl",
        "a cat, vertical, neon", "Vertical", "for TikTok", "16 cats in a 9:16 frame",
    ],
    "1:1": ["square format", "a cup, square", "1:1", "方形画面", "正方形构图", "一只杯子，方形"],
    "21:9": [
        "21:9", "2.39:1 film look", "ultrawide shot of dunes", "ultra-wide screen", "CinemaScope",
        "anamorphic format", "宽银幕", "超宽屏的沙漠",
    ],
    "16:9": ["16:9", "1.85:1", "widescreen", "landscape orientation", "横屏", "横版视频", "宽屏"],
    "4:3": ["4:3", "academy ratio"],
    "3:4": ["3:4 poster"],
}  # fmt: skip


@pytest.mark.parametrize(("ratio", "prompt"), [(r, p) for r, prompts in SAID.items() for p in prompts])
def test_prompts_that_say_a_ratio(ratio: str, prompt: str) -> None:
    assert ratio_in(prompt) == ratio


@pytest.mark.parametrize(
    "prompt",
    [
        "", "a fox in the snow", "一只狐狸", "a portrait of a king", "dancing in a town square",
        "a vertical cliff", "square-jawed sailor", "in a square of light", "a landscape with a river",
        "at 4:30 in the morning", "19:16", "1:10", "16:90", "a 1:1 scale model of a ship",
        "an ultra-wide angle lens", "方形的桌子", "a tower on the horizon", "T-minus 0:16:9",
    ],
)  # fmt: skip
def test_prompts_that_say_nothing_about_the_frame(prompt: str) -> None:
    assert ratio_in(prompt) is None


def test_figures_win_over_words_and_the_first_word_over_later_ones() -> None:
    assert ratio_in("vertical video, 4:3") == "4:3"
    assert ratio_in("横屏，不要竖屏") == "16:9"
    assert ratio_in("vertical video, not widescreen") == "9:16"
