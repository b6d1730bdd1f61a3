"""What rings when it is struck or plucked: sums of partials that die away, computed in closed form.

A partial is a sine that falls, the imaginary part of exp((i w - d) t). Time is cut into blocks, t = block +
rest, so a whole note is one product of two small matrices instead of a sine for each partial and sample.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE
from onetake.animatic.sound.desk import Wave

Values = Sequence[float] | NDArray[np.floating[Any]]
_ATTACK = 96
"""Samples in which a struck thing comes to its full swing: without them it would click."""


def ring(
    partials: Values,
    decays: Values,
    levels: Values,
    seconds: float,
    attack: int = _ATTACK,
) -> Wave:
    """The sum of partials (Hz) that fall by e in 1/decay seconds from their level; ends without a step."""
    f, d, a = (np.asarray(values, np.float64) for values in (partials, decays, levels))
    heard = (f < RATE * 0.45) & (np.abs(a) > 1e-5)
    f, d, a = f[heard], d[heard], a[heard]
    count = max(round(seconds * RATE), 2 * attack + 2)
    size = max(int(math.sqrt(count)), 64)
    speed = (2j * math.pi * f - d) / RATE
    blocks = np.exp(np.arange(-(-count // size))[:, None] * (speed * size)[None]) * (a * -1j)
    inside = np.exp(speed[:, None] * np.arange(size)[None])
    left = np.concatenate([np.real(blocks), -np.imag(blocks)], axis=1).astype(np.float32)
    right = np.concatenate([np.real(inside), np.imag(inside)], axis=0).astype(np.float32)
    # Not `@`: its library shares the work among threads that wait for each other when the cores are busy.
    wave = np.einsum("bk,kj->bj", left, right).reshape(-1)[:count]
    wave[:attack] *= np.linspace(0, 1, attack, dtype=np.float32)
    fade = min(count // 5, 2400)
    wave[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return wave


@lru_cache(maxsize=24)
def pluck(pitch: float, seconds: float, bright: float = 0.5, place: float = 0.22) -> Wave:
    """A plucked string (not to be written on): the modes of a Karplus-Strong loop with its two-point mean.

    Such a loop takes |cos(pi f / rate)| off a partial each time round; `bright` (0..1) is how little,
    `place` where on the string the finger is.
    """
    k = np.arange(1, min(int(6500 / pitch), 28) + 1)
    damped = 0.35 + (1 - bright) * 0.9
    loss = -pitch * np.log(np.abs(np.cos(np.pi * np.minimum(k * pitch / 9000, 0.46)))) * damped * 2.2
    levels = np.abs(np.sin(np.pi * k * place)) / k ** (1.25 - 0.3 * bright)
    return ring(k * pitch, loss + 1.1, levels * 0.6, seconds)


@lru_cache(maxsize=24)
def felt(pitch: float, seconds: float) -> Wave:
    """A piano with felt before its hammers (not to be written on): soft attack, few partials."""
    k = np.arange(1, min(int(3800 / pitch), 12) + 1)
    stretched = k * pitch * np.sqrt(1 + 0.0004 * k * k)
    levels = np.exp(-0.62 * (k - 1)) * (0.75 + 0.25 * np.sin(k * 2.1))
    return ring(stretched, 0.9 + 0.75 * k, levels * 0.6, seconds, attack=420)


def struck(pitch: float, ratios: Sequence[float], seconds: float, damp: float = 1.0) -> Wave:
    """A thing of metal, glass or wood: partials in these ratios, the higher the sooner gone."""
    r = np.asarray(ratios, np.float64)
    return ring(pitch * r, damp * (1.2 + 1.4 * r), 0.5 / (0.6 + 0.5 * r), seconds)


BELL = (0.5, 1.0, 1.19, 1.5, 2.0, 2.51, 2.66, 3.01, 4.1)
GLASS = (1.0, 2.32, 4.25, 6.63, 9.38)
WOOD = (1.0, 2.57, 4.95)
