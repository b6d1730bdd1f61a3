"""Settings at the end of an Ark prompt (contract §1.3)."""

import time

import pytest

from onetake.core.catalogue import catalogue
from onetake.dialects import dialect
from onetake.dialects.ark_suffix import settings_in

ROUTE = catalogue().routes["volcengine"]


def read(prompt, **fields):
    message = {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": prompt}], **fields}
    return dialect("ark").read_request(message, ROUTE)


@pytest.mark.parametrize(
    ("suffix", "said"),
    [
        ("--rs 1080p --rt 16:9 --dur 9 --seed 11 --cf false --wm true", ("1080p", "16:9", 9, 11, True)),
        ("--resolution 480P --ratio 9:16 --duration 4 --watermark true", ("480p", "9:16", 4, None, True)),
        (
            "--dur -1 --seed -1 --camerafixed true --framespersecond 24",
            ("720p", "adaptive", "auto", None, False),
        ),
        # Loosely checked: what means nothing here falls back.
        ("--rs 8k --rt 2:1 --dur 60 --seed x --wm maybe", ("720p", "adaptive", 5, None, False)),
        ("--dur 5.5 --seed 4294967296 --rs", ("720p", "adaptive", 5, None, False)),
        ("--dur ９", ("720p", "adaptive", 5, None, False)),
    ],
)
def test_a_suffix_is_stripped_and_its_effective_values_used(suffix, said):
    request = read(f"a cat runs {suffix} ")
    assert request.prompt == "a cat runs"
    assert (request.resolution, request.ratio, request.duration, request.seed, request.watermark) == said


def test_the_body_wins_and_null_in_the_body_says_nothing():
    request = read("a cat --dur 9 --rs 480p --seed 3", duration=6, resolution=None, seed=-1)
    assert (request.duration, request.resolution, request.seed) == (6, "480p", None)


def test_a_tier_that_the_model_lacks_falls_back():
    request = read("a cat --rs 1080p", model="doubao-seedance-2-0-fast-260128")
    assert request.resolution == "720p"


@pytest.mark.parametrize(
    "prompt",
    [
        "a cat --runs fast",
        "a cat --wm on a hill",
        "a cat --dur 5 on a hill",
        "a cat--dur 5",
        "dash -- dash",
        "--durability 5",
        "a cat  ",
    ],
)
def test_other_dashes_are_text(prompt):
    assert settings_in(prompt) == (prompt, {})


def test_a_prompt_of_nothing_but_settings_is_no_prompt():
    assert settings_in("--dur 5") == ("", {"duration": "5"})


def test_the_last_part_of_a_name_wins_only_where_it_stands_first():
    assert settings_in("a cat --dur 5 --dur 6")[1] == {"duration": "5"}


@pytest.mark.parametrize("unit", ["--dur ", "--wm", " --", "--dur 5 ", "--seed \n"])
def test_a_long_prompt_takes_no_long_time(unit):
    prompt = "a" + unit * (32_000 // len(unit))
    start = time.process_time()
    settings_in(prompt)
    settings_in(prompt + " x")
    assert time.process_time() - start < 0.5
