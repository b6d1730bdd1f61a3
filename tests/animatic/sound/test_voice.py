"""Spoken lines: with the library they are there, at the time of their caption; without it nothing changes."""

import numpy as np
import pytest

from onetake.animatic import captions
from onetake.animatic.sound import loudness, mix, voice
from onetake.animatic.text import shotlist
from onetake.animatic.text.prompt import read
from onetake.animatic.text.reading import Line

RATE = 48_000
LINES = {
    "en": "We should go home before the rain comes.",
    "zh": "我们回家吧，要下雨了。",
    "ja": "こんにちは、うちにかえりましょう。",
    "ko": "안녕하세요, 집에 갑시다.",
    "es": "Vamos a casa antes de la lluvia.",
    "fr": "Rentrons avant la pluie, mon ami.",
}
PROMPT = (
    'A man says "Good evening, my friend." The robot says "I have waited for you." Wide shot of a street.'
)
speaks = pytest.mark.skipif(not voice.there(), reason="needs the extra: onetake[voice]")


def said(prompt: str, seconds: float) -> list[voice.Said]:
    listed = shotlist.read(prompt)
    return voice.spoken(listed.shots, shotlist.timed(listed, seconds))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch):
    """As where the extra is not installed."""
    monkeypatch.setattr(voice, "_library", lambda: None)


def test_without_the_library_nothing_is_said_and_one_note_tells_why(alone: None):
    shots = shotlist.read(PROMPT).shots
    assert said(PROMPT, 6) == []
    assert len(voice.notes(shots)) == 1 and "onetake[voice]" in voice.notes(shots)[0]
    assert voice.notes(shotlist.read("A lake").shots) == []


def test_a_prompt_without_lines_loads_no_library(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(voice, "_library", lambda: pytest.fail("loaded"))
    assert said("A lake at dawn", 5) == [] and voice.notes(shotlist.read("A lake").shots) == []


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("the old man", "man"),
        ("Girl", "child"),
        ("robot", "robot"),
        ("Narrator", "narrator"),
        ("旁白", "narrator"),
        ("女人", "woman"),
        ("Anna", "woman"),
        (None, "woman"),
    ],
)
def test_the_voice_is_the_speakers(speaker: str | None, kind: str):
    assert voice.who(Line("Hello.", speaker, "en"), read("A woman stands on a street")) == kind


@speaks
@pytest.mark.parametrize("language", sorted(LINES))
def test_each_of_six_languages_is_spoken(language: str):
    wave = voice._fitting(Line(LINES[language], "woman", language), "woman", 0, 5.0)
    assert 0.7 < len(wave) / RATE < 5.0 and np.isfinite(wave).all()
    assert np.abs(wave).max() > 0.2 and abs(float(wave[0])) < 0.01 and abs(float(wave[-1])) < 0.01


@speaks
@pytest.mark.parametrize("seconds", [4, 6, 12])
def test_a_line_starts_with_its_caption_and_ends_before_it(seconds: int):
    listed = shotlist.read(PROMPT)
    times = shotlist.timed(listed, seconds)
    shown = [
        span
        for shot, (a, b) in zip(listed.shots, times, strict=True)
        for span in captions.timed(tuple(line.text for line in shot.spoken), a, b)
    ]
    heard = voice.spoken(listed.shots, times)
    assert len(heard) == len(shown) == 2
    for line, (_, start, end) in zip(heard, shown, strict=True):
        assert line.at == start and line.at + line.seconds <= end + 1e-3


@speaks
def test_speakers_differ_and_each_sounds_the_same_again():
    line = Line("Good evening.", None, "en")
    waves = {kind: voice._fitting(line, kind, 0, 3.0) for kind in voice._VOICES}
    kinds = list(waves)
    for kind in kinds:
        assert np.array_equal(waves[kind], voice._fitting(line, kind, 0, 3.0)), kind
    assert not any(
        len(waves[a]) == len(waves[b]) and np.allclose(waves[a], waves[b], atol=1e-3)
        for a in kinds
        for b in kinds
        if a < b
    )


@speaks
def test_what_is_said_stands_out_of_the_rest_and_the_level_holds():
    listed = shotlist.read(PROMPT)
    times = shotlist.timed(listed, 8)
    made = [mix.Scene(shot, a, b) for shot, (a, b) in zip(listed.shots, times, strict=True)]
    lines = voice.spoken(listed.shots, times)
    for music in (True, False):
        spoken = mix.track(made, 8, 7, music=music, said=lines)
        assert abs(loudness.integrated(spoken) + 16) < 1 and loudness.true_peak(spoken) <= -1
        a, b = (round(t * RATE) for t in (lines[0].at, lines[0].at + lines[0].seconds))
        own = lines[0].wave
        assert np.corrcoef(spoken[a : a + len(own)], own)[0, 1] > 0.7 and b <= len(spoken)


@speaks
def test_kanji_and_unknown_languages_stay_captions_and_are_told():
    shots = shotlist.read('A woman says "東京へ行きます。"').shots
    assert [line.language for shot in shots for line in shot.spoken] == ["ja"]
    assert voice.spoken(shots, [(0.0, 4.0)]) == []
    assert "東京" in voice.notes(shots)[0]


@speaks
def test_a_line_is_text_and_no_commands():
    odd = Line("<speak>[[h@'loU]] &amp; \0 %s </speak>", None, "en")
    assert len(voice._fitting(odd, "man", 0, 6.0)) > RATE // 2
    assert len(voice._fitting(Line("…", None, "en"), "man", 0, 2.0)) <= 2 * RATE
