"""Sound by synthesis: the air of the place, what happens in it, a score, and the lines that are said.

48 kHz, mono or left and right. All chance comes from the seed by name, so a job sounds the same every time
and a mono track is what its stereo one is in the middle. Every track is brought to -16 LUFS.
"""

from collections.abc import Sequence

import numpy as np

from onetake.animatic.encode import RATE
from onetake.animatic.sound import ambience, foley, mastering, score, wishes
from onetake.animatic.sound.desk import HOP, Curve, Desk, Wave
from onetake.animatic.sound.foley import Scene
from onetake.animatic.sound.voice import Said
from onetake.animatic.text.reading import Reading

__all__ = ["Scene", "asked", "compose", "track", "with_bed"]

_DUCKED, _UNDER = 0.55, 0.35
"""How much of the air and of the score is left while somebody speaks."""
_ABOVE = 14.0
"""How much louder than the rest a voice of RMS 0.3 is played: 12 dB over it."""
_AIR = 0.22
"""How loud a given recording leaves the air of the place."""


def track(
    scenes: Sequence[Scene],
    seconds: float,
    seed: int,
    *,
    stereo: bool = False,
    music: bool = True,
    said: Sequence[Said] = (),
) -> Wave:
    """The whole track of a clip: (n,), or (2, n) in stereo.

    The air runs through cuts in one place. `music` is whether there may be a score, `said` what is spoken.
    """
    desk = _mixed(scenes, seconds, seed, stereo, music, said)
    hushed = all("silence" in scene.reading.sounds for scene in scenes) and not said
    named = any(cue != "silence" for scene in scenes for cue in scene.reading.sounds)
    return mastering.master(desk, mastering.HUSH if hushed and not named else mastering.TARGET)


def asked(
    prompt: str,
    scenes: Sequence[Scene],
    seconds: float,
    seed: int,
    *,
    stereo: bool = False,
    said: Sequence[Said] = (),
) -> Wave:
    """The same for a prompt, which may rule out the score or all sound."""
    if not wishes.sound(prompt) and not said:
        count = round(seconds * RATE)
        return np.zeros((2, count) if stereo else count, np.float32)
    return track(scenes, seconds, seed, stereo=stereo, music=wishes.music(prompt), said=said)


def compose(reading: Reading, seconds: float, seed: int, steps: Sequence[float] = ()) -> Wave:
    """The track of one shot alone; `steps` are the seconds at which a foot falls."""
    return track([Scene(reading, 0.0, seconds, steps)], seconds, seed)


def with_bed(
    scenes: Sequence[Scene],
    seconds: float,
    seed: int,
    bed: Wave,
    *,
    stereo: bool = False,
    said: Sequence[Said] = (),
) -> Wave:
    """A given recording over the air of the place: looped or trimmed to length, the air well below it.

    It has its own music, so there is no score; what is said lies over it.
    """
    desk = _mixed(scenes, seconds, seed, stereo, False, ())
    own = mastering.looped(bed, desk.count)
    level = float(np.sqrt(np.mean(own**2)))
    air = float(np.sqrt(np.mean(desk.middle**2)))
    if level > 1e-5:
        scale = np.float32(_AIR * level / air if air > 1e-9 else 0.0)
        desk.middle *= scale
        if desk.side is not None:
            desk.side *= scale
        desk.lay(own, 1 - 0.6 * _speech(desk, said))
    _speak(desk, said)
    return mastering.master(desk)


def _mixed(
    scenes: Sequence[Scene], seconds: float, seed: int, stereo: bool, music: bool, said: Sequence[Said]
) -> Desk:
    """Everything that is heard, one over the other, at no level yet."""
    desk = Desk(round(seconds * RATE), seed, stereo)
    shots = [scene.reading for scene in scenes]
    shares = ambience.shares(desk, [(scene.start, scene.end, scene.reading.transition) for scene in scenes])
    spoken = _speech(desk, said)
    air = 1 - (1 - np.float32(_DUCKED)) * spoken
    ambience.air(desk, shots, [share * air for share in shares])
    for scene, share in zip(scenes, shares, strict=True):
        foley.perform(desk, scene, share * air)
    if music:
        played = [
            share * np.float32("silence" not in shot.sounds)
            for shot, share in zip(shots, shares, strict=True)
        ]
        level = np.sqrt(np.sum(np.square(played), axis=0)).astype(np.float32)
        if level.any():
            score.play(
                desk, shots, [scene.start for scene in scenes[1:]], level * (1 - (1 - _UNDER) * spoken)
            )
    _speak(desk, said)
    return desk


def _speech(desk: Desk, said: Sequence[Said]) -> Curve:
    """1 while somebody speaks, with soft edges, else 0."""
    level = np.zeros_like(desk.clock)
    for line in said:
        level[
            max(int((line.at - 0.15) * RATE) // HOP, 0) : int((line.at + line.seconds + 0.1) * RATE) // HOP
            + 1
        ] = 1
    if not said:
        return level
    bell = np.hanning(27)[1:-1]
    return np.convolve(np.pad(level, 12, mode="edge"), bell / bell.sum(), mode="valid").astype(np.float32)


def _speak(desk: Desk, said: Sequence[Said]) -> None:
    """Each line well above what else is heard while it lasts."""
    for line in said:
        around = desk.middle[round(line.at * RATE) : round((line.at + line.seconds) * RATE)]
        level = float(np.sqrt(np.mean(np.square(around)))) if len(around) else 0.0
        desk.place(line.wave, line.at, max(_ABOVE * level, 0.04), line.pan)
