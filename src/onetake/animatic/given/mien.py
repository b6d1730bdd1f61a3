"""A face in a given picture that lives: it smiles, blinks, nods and turns a little, as the prompt says.

Nothing is painted: the pixels of the face move, by smooth fields that are nothing at the border of a patch
around it, and the patch is laid over the figure that it belongs to.
"""

import math
import random
import re
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.easing import eased, swell
from onetake.animatic.given.face import Face, eyes, mouth
from onetake.animatic.layer import Box, Layer, View

Floats = NDArray[np.float32]
_LEAST = 56
"""Pixels across a face below which nobody sees it smile."""
_CELL = 4
Span = tuple[float, float]
_NOT = re.compile(
    r"\b(?:no|not|never|without|doesn't|don't)\s+(?:\w+\s+)?\w+|(?:没有|不)\S{1,3}", re.IGNORECASE
)
_WORDS = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "smile": r"\b(?:smil|grin|laugh|giggl|chuckl|beam(?:s|ing)\b)|笑",
        "nod": r"\bnod(?:s|ding)?\b|点头|點頭",
        "left": r"\b(?:turn|look|glance)s?\b[^.;]{0,24}\bleft\b|(?:转|看|望)\S{0,3}左|左\S{0,2}(?:转头|看)",
        "right": r"\b(?:turn|look|glance)s?\b[^.;]{0,24}\bright\b|(?:转|看|望)\S{0,3}右|右\S{0,2}(?:转头|看)",
        "around": r"\blook(?:s|ing)? (?:around|about)\b|\bshak(?:es|ing) (?:her|his|their) head\b|"
        r"环顾|四处看|摇头",
    }.items()
}


def acts(prompt: str) -> frozenset[str]:
    """What a prompt wants a face to do: smile, nod, look left, right, around."""
    plain = _NOT.sub(" ", prompt)
    return frozenset(name for name, words in _WORDS.items() if words.search(plain))


class Mien:
    """The life of one face. `wide` is how many pixels it is across; `said` when it speaks, in seconds;
    `alpha` the cover of the figure that it belongs to, where that ends within the patch."""

    def __init__(
        self,
        rgb: Bytes,
        face: Face,
        prompt: str,
        seconds: float,
        seed: int,
        said: Sequence[Span] = (),
        alpha: Bytes | None = None,
    ):
        height, width = rgb.shape[:2]
        self._acts, self._seconds = acts(prompt), seconds
        self.wide = face.wide * width
        x, y = face.x * width, face.y * height
        reach = (0.8 * self.wide, 0.95 * self.wide)
        left, right = (_even(x + way * reach[0], width) for way in (-1, 1))
        top, bottom = (_even(y + way * reach[1], height) for way in (-1, 1))
        self._box = Box(left, top, right, bottom)
        self._planes = from_rgb(np.ascontiguousarray(rgb[top:bottom, left:right])).planes
        self._eyes, self._lips, self._said = eyes(rgb, face), mouth(rgb, face), tuple(said)
        rows, columns = bottom - top, right - left
        self._x = (_places(columns) + np.float32(left - x))[None] / np.float32(self.wide)
        self._y = (_places(rows) + np.float32(top - y))[:, None] / np.float32(self.wide)
        self._cover = _feather(rows, columns)
        if alpha is not None:
            self._cover = np.minimum(self._cover, alpha[top:bottom, left:right])
        chance = random.Random(f"mien:{seed}")
        self._turns = [chance.uniform(0, 2 * math.pi) for _ in range(2)]
        first = chance.uniform(1.0, 2.2)
        self._blinks = [first + n * chance.uniform(2.4, 3.6) for n in range(6)]

    @classmethod
    def of(
        cls,
        rgb: Bytes,
        faces: tuple[Face, ...],
        prompt: str,
        seconds: float,
        seed: int,
        said: Sequence[Span] = (),
        alpha: Bytes | None = None,
    ) -> "Mien | None":
        """The life of the largest face of an RGB picture, or None where none is large enough for it."""
        if not faces or faces[0].wide * rgb.shape[1] < _LEAST:
            return None
        return cls(rgb, faces[0], prompt, seconds, seed, said, alpha)

    def draw(self, frame: Picture, view: View, seconds: float) -> None:
        """Lay the face over the figure that `view` shows."""
        rows, columns = self._cover.shape
        dx, dy = (cv2.resize(part, (columns, rows)) for part in self._moved(seconds))
        x = np.arange(columns, dtype=np.float32)[None] - np.float32(self.wide) * dx
        y = np.arange(rows, dtype=np.float32)[:, None] - np.float32(self.wide) * dy
        half = (columns // 2, rows // 2)
        fine = cv2.remap(self._planes[0], x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        x, y = (
            cv2.resize(part, half, interpolation=cv2.INTER_AREA) * np.float32(0.5) - np.float32(0.25)
            for part in (x, y)
        )
        tints = [
            cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for plane in self._planes[1:]
        ]
        planes = [np.asarray(plane, np.uint8) for plane in (fine, *tints)]
        Layer(Picture(*planes), self._cover, self._box).draw(frame, view)

    def _moved(self, t: float) -> tuple[Floats, Floats]:
        """Where the face has gone, in faces: (right, down) for every cell of the patch."""
        x, y = self._x, self._y
        turn, nod, smile, blink = self._state(t)
        whole = np.exp(-((x / 0.44) ** 2) - ((y + 0.02) / 0.5) ** 2)
        dx, dy = turn * whole, nod * whole
        if smile:
            for side in (-1, 1):
                corner = np.exp(-(((x - side * 0.17) / 0.1) ** 2) - ((y - self._lips) / 0.085) ** 2)
                dx, dy = dx + smile * 0.035 * side * corner, dy - smile * 0.036 * corner
                cheek = np.exp(-(((x - side * 0.24) / 0.11) ** 2) - ((y - 0.08) / 0.09) ** 2)
                dy = dy - smile * 0.012 * cheek
        apart = self._open(t)
        if apart:
            below = np.clip((y - self._lips) / 0.045 + 0.5, 0, 1) * np.exp(
                -((np.maximum(y - self._lips, 0) / 0.24) ** 4)
            )
            dy = dy + np.float32(0.06 * apart) * below * np.exp(-(np.abs(x / 0.2) ** 2.5))
        for across, down in self._eyes or ():
            if blink:
                lid = np.exp(-(((x - across) / 0.1) ** 2) - ((y - down + 0.01) / 0.05) ** 2)
                dy = dy + np.float32(0.05 * blink) * lid
        return np.asarray(dx, np.float32), np.asarray(dy, np.float32)

    def _open(self, t: float) -> float:
        """How far the lips are apart, 0..1: syllables, four or five a second, while a line is said."""
        for start, end in self._said:
            if start < t < end:
                soft = min(t - start, end - t, 0.12) / 0.12
                beat = abs(math.sin(math.pi * 4.3 * (t - start) + 0.7 * math.sin(2.9 * t)))
                return soft * beat * (0.75 + 0.25 * math.sin(5.3 * t + self._turns[0]))
        return 0.0

    def _state(self, t: float) -> tuple[float, float, float, float]:
        """(turn to the right, nod down, smile, blink) at a moment: nothing at first, at rest at last."""
        up, share = swell(t, self._seconds), t / self._seconds
        a, b = self._turns
        turn = 0.006 * up * math.sin(0.9 * t + a)
        nod = 0.005 * up * math.sin(1.3 * t + b)
        late = eased(min(max((share - 0.05) / 0.5, 0.0), 1.0))
        turn += 0.075 * late * (("right" in self._acts) - ("left" in self._acts))
        if "around" in self._acts:
            turn += 0.07 * up * math.sin(2 * math.pi * share * max(round(self._seconds / 2.5), 1))
        if "nod" in self._acts:
            nod += 0.045 * up * math.sin(math.pi * t) ** 2
        near = min((abs(t - at) for at in self._blinks if at < self._seconds - 0.4), default=9.0)
        blink = 0.5 + 0.5 * math.cos(math.pi * min(near / 0.13, 1.0))
        return turn, nod, late if "smile" in self._acts else 0.0, blink


def _places(pixels: int) -> Floats:
    """The middles of the cells along a side of so many pixels."""
    count = -(-pixels // _CELL)
    return ((np.arange(count, dtype=np.float32) + 0.5) * (pixels / count) - 0.5).astype(np.float32)


def _even(at: float, most: int) -> int:
    return min(max(round(at / 2) * 2, 0), most // 2 * 2)


def _feather(rows: int, columns: int) -> Bytes:
    """Full in the middle and nothing along the sides."""
    down, across = (
        np.clip(np.minimum(np.arange(n) + 0.5, n - np.arange(n) - 0.5) / (0.12 * n), 0, 1)
        for n in (rows, columns)
    )
    return np.round(255 * np.outer(down, across)).astype(np.uint8)
