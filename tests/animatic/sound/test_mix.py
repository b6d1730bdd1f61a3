"""Laws of the track: level, peaks, length, what runs through and what gives way, what is asked for."""

import random

import numpy as np
import pytest

from onetake.animatic.sound import ambience, foley, loudness, wishes
from onetake.animatic.sound.desk import Desk
from onetake.animatic.sound.mix import Scene, asked, compose, track, with_bed
from onetake.animatic.text import shotlist
from onetake.animatic.text.prompt import read

RATE = 48_000
PLACES = [
    "a lake at dawn",
    "a city street in the rain at night",
    "a stormy sea",
    "a forest at night",
    "a room",
    "outer space",
    "a coral reef",
    "a bottle of perfume on a plinth, product shot",
    "a cup of coffee in the kitchen",
    "hot air balloons in the sky",
]
WHO = [
    "a man walks",
    "a horse gallops",
    "a car drives by",
    "a plane flies over",
    "a bird flies",
    "two women talk",
]
HEARD = [
    "",
    "thunder",
    "applause",
    "footsteps echo",
    "glass shatters",
    "a door slams",
    "heartbeat",
    "keyboard clicks",
]
MOODS = ["", "tense", "joyful", "sad", "epic", "mysterious", "romantic", "calm"]


def scenes(prompt: str, seconds: float) -> list[Scene]:
    listed = shotlist.read(prompt)
    times = shotlist.timed(listed, seconds)
    feet = [0.4 + 0.5 * i for i in range(4)]
    return [Scene(shot, a, b, feet) for shot, (a, b) in zip(listed.shots, times, strict=True)]


def wished(seed: int) -> tuple[str, float]:
    chance = random.Random(seed)
    parts = [chance.choice(PLACES), chance.choice(WHO), chance.choice(HEARD), f"{chance.choice(MOODS)} music"]
    first = ", ".join(part for part in parts if part)
    if chance.random() < 0.5:
        return first + ".", chance.choice((4, 5, 7))
    return f"0-2s: {first}. 2-5s: {chance.choice(WHO)}, {chance.choice(PLACES)}.", 5


@pytest.mark.parametrize("seed", range(12))
def test_any_request_is_loud_enough_never_too_loud_and_exactly_as_long(seed: int):
    prompt, seconds = wished(seed)
    made = track(scenes(prompt, seconds), seconds, seed, stereo=seed % 3 == 0)
    assert made.shape[-1] == seconds * RATE and made.dtype == np.float32
    assert abs(loudness.integrated(made) + 16) < 1, prompt
    assert loudness.true_peak(made) <= -1, prompt
    assert np.isfinite(made).all()


@pytest.mark.parametrize("prompt", PLACES)
def test_beds_neither_click_nor_stand_still(prompt: str):
    """No sample is further from the one before than the bed's own texture explains."""
    desk = Desk(4 * RATE, 7)
    reading = read(prompt)
    ambience.air(desk, [reading], ambience.shares(desk, [(0.0, 4.0, "cut")]))
    steps = np.abs(np.diff(desk.middle))
    worst = np.sort(steps)[-5:].mean() / np.sqrt(np.mean(steps**2))
    assert worst < 30, worst
    assert np.abs(desk.middle).max() < 12 * desk.middle.std() and desk.middle[-RATE:].std() > 0.004


def test_a_bed_runs_through_a_cut_in_one_place():
    one = scenes("a meadow in the wind", 6)
    two = [Scene(one[0].reading, 0.0, 3.0), Scene(one[0].reading, 3.0, 6.0)]
    apart = Desk(6 * RATE, 7)
    ambience.air(apart, [s.reading for s in two], ambience.shares(apart, [(0, 3, "cut"), (3, 6, "cut")]))
    whole = Desk(6 * RATE, 7)
    ambience.air(whole, [one[0].reading], ambience.shares(whole, [(0, 6, "cut")]))
    assert np.allclose(apart.middle, whole.middle, atol=1e-4)


@pytest.mark.parametrize("entry", ["cut", "dissolve", "fade", "whip", "match"])
def test_at_a_change_of_place_both_are_heard_at_one_power(entry: str):
    desk = Desk(6 * RATE, 7)
    shares = ambience.shares(desk, [(0, 2, "cut"), (2, 4, entry), (4, 6, entry)])
    assert np.allclose(sum(share**2 for share in shares), 1, atol=1e-5)


def test_a_seam_between_places_does_not_click():
    made = track(scenes("0-2s: outer space. 2-4s: a beach at noon.", 4), 4, 3)
    steps = np.abs(np.diff(made))
    seam = steps[round(1.95 * RATE) : round(2.05 * RATE)].max()
    assert seam <= steps.max() and seam < 0.35


def test_it_starts_and_ends_in_silence():
    made = compose(read("a lake"), 4, 7)
    assert np.abs(made[:8]).max() < 1e-3 and np.abs(made[-8:]).max() < 1e-3


def test_the_same_job_sounds_the_same_and_another_seed_does_not():
    reading = read("waves at the beach")
    assert np.array_equal(compose(reading, 4, 7), compose(reading, 4, 7))
    assert not np.array_equal(compose(reading, 4, 7), compose(reading, 4, 8))


def test_a_negative_seed_is_a_seed():
    assert np.abs(compose(read("a room"), 4, -3)).max() > 0


def test_places_sound_different():
    def bright(prompt: str) -> float:
        spectrum = np.abs(np.fft.rfft(compose(read(prompt), 4, 7)))
        return float(spectrum[len(spectrum) // 8 :].sum() / spectrum.sum())

    assert bright("heavy rain in a meadow") > 2 * bright("outer space")


def test_two_channels_differ_and_lose_nothing_on_one_speaker():
    for prompt in PLACES[:5]:
        made = track(scenes(prompt, 4), 4, 7, stereo=True)
        alone = track(scenes(prompt, 4), 4, 7)
        middle = made.mean(axis=0)
        assert made.shape == (2, 4 * RATE) and not np.allclose(*made)
        assert np.corrcoef(*made)[0, 1] > 0, prompt
        assert loudness.integrated(middle) > -16 - 6.5, prompt
        assert np.corrcoef(middle, alone)[0, 1] > 0.97, prompt


def side(prompt: str) -> tuple[float, float]:
    """How far left (-) or right (+) the first and the last third of a shot sound."""
    left, right = track(scenes(prompt, 6), 6, 7, stereo=True, music=False)
    share = [
        np.mean(right[a:b] ** 2) / np.mean(left[a:b] ** 2) for a, b in ((48000, 96000), (192000, 240000))
    ]
    return float(np.log(share[0])), float(np.log(share[1]))


def test_what_goes_to_the_right_is_heard_from_left_to_right():
    start, end = side("a truck drives from left to right along an empty desert")
    assert start < 0 < end
    start, end = side("a truck drives from right to left along an empty desert")
    assert start > 0 > end


def test_an_asked_silence_is_the_air_of_the_place_alone_and_no_sound_is_none():
    hush = track(scenes("a desert, complete silence", 4), 4, 7)
    assert loudness.integrated(hush) == pytest.approx(-46, abs=1)
    prompt = "a man walks down a street, no sound"
    assert not asked(prompt, scenes(prompt, 4), 4, 7).any()
    assert asked(prompt, scenes(prompt, 4), 4, 7, stereo=True).shape == (2, 4 * RATE)


@pytest.mark.parametrize(
    ("prompt", "music", "heard"),
    [
        ("A meadow, no music, only wind", False, True),
        ("A meadow without any background music", False, True),
        ("草地，没有背景音乐", False, True),
        ("一只猫，不要配乐", False, True),
        ("Sad piano music over a street", True, True),
        ('A poster reads "no music"', True, True),
        ("A kitchen, no sound", True, False),
        ("无声的厨房", True, True),
        ("A muted colour palette", True, True),
        ("No sound effects, just music", True, True),
    ],
)
def test_what_the_words_rule_out(prompt: str, music: bool, heard: bool):
    assert (wishes.music(prompt), wishes.sound(prompt)) == (music, heard)


def test_without_music_no_score_plays():
    prompt = "a desert, no music"
    with_it, without = (asked(p, scenes(p, 4), 4, 7) for p in ("a desert", prompt))
    assert not np.allclose(with_it, without)
    assert np.allclose(without, track(scenes(prompt, 4), 4, 7, music=False))


@pytest.mark.parametrize("cue", sorted({*foley.effects.ONCE, *foley.effects.EACH, *ambience._CUES}))
def test_every_named_cue_is_heard(cue: str):
    from dataclasses import replace

    plain = replace(read("a room"), sounds=())
    named = replace(plain, sounds=(cue,))
    quiet, loud = (track([Scene(r, 0, 4)], 4, 7, music=False) for r in (plain, named))
    assert not np.allclose(quiet, loud, atol=1e-3)
    assert abs(loudness.integrated(loud) + 16) < 1 and loudness.true_peak(loud) <= -1


@pytest.mark.parametrize("seconds", [0.05, 0.3, 2.0, 9.0])
def test_a_given_recording_is_looped_or_trimmed_and_leads(seconds: float):
    t = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    bed = (0.9 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
    mixed = with_bed(scenes("a room", 4), 4, 7, bed)
    assert mixed.shape == (4 * RATE,)
    assert loudness.true_peak(mixed) <= -1 and abs(loudness.integrated(mixed) + 16) < 1
    spectrum = np.abs(np.fft.rfft(mixed))
    assert abs(int(spectrum.argmax()) / 4 - 440) < (20 if seconds < 0.1 else 3)


def test_a_silent_recording_is_no_accident():
    mixed = with_bed(scenes("a room", 4), 4, 7, np.zeros(RATE, np.float32), stereo=True)
    assert mixed.shape == (2, 4 * RATE) and np.isfinite(mixed).all() and np.abs(mixed).max() > 0
