"""A simple score: key, tempo and chords by the mood, a sparse melody, one arc over the whole clip."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetake.animatic.sound import effects, modes
from onetake.animatic.sound.desk import Curve, Desk, Wave
from onetake.animatic.text.reading import Reading

Chord = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a mood plays: chords in semitones over the root, tempo from and to (beats a minute), how often a
    half beat has a note (0..1), the instrument, the level of the pad, how a beat is marked."""

    chords: tuple[Chord, ...]
    tempo: tuple[float, float]
    busy: float
    lead: str
    pad: float
    pulse: str = ""


_I, _IV, _V, _VI = (0, 4, 7), (5, 9, 12), (7, 11, 14), (-3, 0, 4)
_MINOR = ((0, 3, 7), (-4, 0, 3), (3, 7, 10), (-2, 2, 5))
MANNERS = {
    "": Manner(
        ((0, 7, 14, 16), (5, 12, 16, 21), (-3, 4, 7, 12), (5, 9, 12, 19)), (62, 78), 0.16, "felt", 0.8
    ),
    "calm": Manner(
        ((0, 7, 14, 16), (5, 9, 12, 16), (-3, 4, 7, 11), (5, 12, 16)), (60, 74), 0.24, "felt", 0.8
    ),
    "joyful": Manner((_I, _V, _VI, _IV), (104, 124), 0.62, "bright", 0.35, "beat"),
    "sad": Manner(_MINOR, (52, 64), 0.24, "felt", 0.8),
    "tense": Manner(((0, 3, 7), (0, 3, 8), (1, 5, 8), (0, 3, 6)), (88, 108), 0.14, "felt", 0.7, "eighths"),
    "epic": Manner(_MINOR, (76, 94), 0.3, "felt", 1.0, "drums"),
    "mysterious": Manner(
        ((0, 3, 7, 14), (0, 3, 6, 9), (-2, 2, 5, 9), (1, 5, 8, 12)), (54, 68), 0.3, "dark", 0.7
    ),
    "romantic": Manner(
        ((0, 4, 7, 11), (-3, 0, 4, 7), (5, 9, 12, 16), (7, 11, 14, 17)), (62, 76), 0.5, "felt", 0.7
    ),
}
_NAMED, _FELT, _UNDER = 0.5, 0.34, 0.22
"""How loud the score is where the words ask for music, where they name a mood, and where it only carries the
picture."""


def mood(shots: Sequence[Reading]) -> str:
    """What most of the clip feels like; where nothing is said, storms are tense and space is a mystery."""
    said = [shot.mood for shot in shots if shot.mood in MANNERS and shot.mood]
    if said:
        return max(dict.fromkeys(said), key=said.count)
    first = shots[0]
    if first.weather == "storm":
        return "tense"
    return "mysterious" if first.setting in ("space", "underwater", "abstract") else ""


def play(desk: Desk, shots: Sequence[Reading], cuts: Sequence[float], level: Curve) -> None:
    """Put the score into the mix under `level`, which speech and silent shots take down."""
    feeling = mood(shots)
    manner = MANNERS[feeling]
    chance = desk.chance("score")
    own = Desk(desk.count, desk.seed, desk.side is not None)
    beat = 60 / tempo(manner.tempo, cuts, desk.seconds)
    low = feeling in ("sad", "tense", "epic", "mysterious")
    root = (110.0 if low else 130.81) * 2 ** (float(chance.integers(-2, 4)) / 12)
    bars = max(math.ceil(desk.seconds / (4 * beat)), 1)
    chords = [manner.chords[bar % len(manner.chords)] for bar in range(bars)]
    if bars > 1:
        chords[-1] = manner.chords[0]
    for bar, chord in enumerate(chords):
        _pad(own, root, chord, bar * 4 * beat, 4 * beat, manner.pad)
        _bass(own, manner.pulse, root, chord, bar * 4 * beat, beat)
    _melody(own, random.Random(f"melody:{desk.seed}"), manner, root, chords, beat)
    _hits(own, cuts, beat, root, feeling)
    loud = _FELT if any(shot.mood for shot in shots) else _UNDER
    if any("music" in shot.sounds for shot in shots):
        loud = _NAMED
    desk.take(own, level * _arc(desk) * np.float32(loud))


def tempo(free: tuple[float, float], cuts: Sequence[float], seconds: float) -> float:
    """The tempo of this range at which most cuts fall on a beat: whole and half beats a minute are tried."""
    middle = (free[0] + free[1]) / 2
    if not cuts:
        return middle
    tried = np.arange(free[0], free[1] + 0.1, 0.5)
    beats = np.asarray(cuts)[None] * tried[:, None] / 60
    missed = np.abs(beats - np.round(beats)).sum(axis=1) + 0.002 * np.abs(tried - middle)
    return float(tried[int(missed.argmin())])


def _arc(desk: Desk) -> Curve:
    """One rise and one fall: the height is at two thirds."""
    share = desk.clock / np.float32(max(desk.seconds, 0.1))
    return (
        0.5 + 0.5 * np.sin(np.pi / 2 * np.clip(np.minimum(share / 0.66, (1.15 - share) / 0.49), 0, 1))
    ).astype(np.float32)


def _pad(desk: Desk, root: float, chord: Chord, start: float, length: float, gain: float) -> None:
    """The chord as strings that swell into the next one: each note twice, a little apart."""
    lead, tail = min(0.5, length / 4), min(1.0, length / 3)
    pitches = [root * 2 ** (note / 12) * bend for note in chord for bend in (0.9988, 1.0014)]
    partials = [
        (pitch * k, level) for pitch in pitches for k, level in ((1, 1.0), (2, 0.34), (3, 0.12), (4, 0.05))
    ]
    whole = lead + length + tail
    wave = modes.ring([f for f, _ in partials], np.zeros(len(partials)), [a for _, a in partials], whole)
    t = np.arange(len(wave), dtype=np.float32)
    shape = np.clip(np.minimum(t / ((lead + 0.4) * 48000), (len(wave) - t) / (tail * 48000)), 0, 1)
    desk.place(wave * (shape * shape * (3 - 2 * shape)), start - lead, gain * 0.5 / len(pitches), 0.0)


def _bass(desk: Desk, pulse: str, root: float, chord: Chord, start: float, beat: float) -> None:
    """What marks the beat."""
    low = root / 2 * 2 ** (chord[0] / 12)
    if pulse == "eighths":
        note = modes.pluck(low, 0.5, 0.25)
        for half in range(8):
            desk.place(note, start + half * beat / 2, 0.75 if half % 4 == 0 else 0.42, 0.15 * (-1) ** half)
    elif pulse == "beat":
        for number in range(4):
            desk.place(
                modes.pluck(low * (1 if number % 2 == 0 else 1.5), 0.6, 0.3), start + number * beat, 0.6
            )
    elif pulse == "drums":
        boom = _drum(desk)
        for when, loud in ((0.0, 1.0), (1.5, 0.5), (2.0, 0.8), (3.0, 0.5), (3.5, 0.6)):
            desk.place(boom, start + when * beat, loud)
        desk.place(modes.pluck(low, 1.4, 0.2), start, 0.6)
    else:
        desk.place(modes.felt(low, 2.5), start, 0.5)


def _drum(desk: Desk) -> Wave:
    skin = modes.ring([52, 83, 121], [6, 9, 14], [1.0, 0.5, 0.3], 0.7, attack=160)
    return effects.joined((0, 0.9, skin), (0, 0.25, effects.burst(desk, "drum", 80, 700, 0.15, 0.003, 0.03)))


def _melody(
    desk: Desk, chance: random.Random, manner: Manner, root: float, chords: Sequence[Chord], beat: float
) -> None:
    """Steps among the notes of the chord, with rests; the last note comes home. A phrase is said twice."""
    rhythm = [chance.random() < manner.busy or half in (0, 8) for half in range(16)]
    made: dict[int, Wave] = {}
    last = 19
    for index in range(len(chords) * 8):
        chord = chords[index // 8]
        home = index == len(chords) * 8 - 8
        if not rhythm[index % 16] and not home:
            continue
        tones = sorted({note % 12 + octave for note in chord for octave in (12, 24)})
        near = [tone for tone in tones if 0 < abs(tone - last) <= 7] or tones
        last = 12 + chords[0][0] % 12 if home else chance.choice(near)
        if last not in made:
            made[last] = _note(manner.lead, root * 2 ** (last / 12))
        size, pan = chance.uniform(0.5, 0.85), chance.uniform(-0.35, 0.35)
        when = index * beat / 2 + chance.uniform(0, 0.012)
        desk.place(made[last], when, size, pan)
        desk.place(made[last], when + 0.75 * beat, size * 0.28, -pan)
        if home:
            break


def _note(lead: str, pitch: float) -> Wave:
    if lead == "felt":
        return modes.felt(pitch, 2.2)
    return modes.pluck(pitch, 1.1, 0.75) if lead == "bright" else modes.pluck(pitch, 2.0, 0.3, 0.35)


def _hits(desk: Desk, cuts: Sequence[float], beat: float, root: float, feeling: str) -> None:
    """A low note on each cut that falls on a beat."""
    for cut in cuts:
        beats = cut / beat
        if abs(beats - round(beats)) * beat < 0.07:
            wave = _drum(desk) if feeling in ("epic", "tense", "joyful") else modes.felt(root / 2, 2.5)
            desk.place(wave, cut, 1.1)
