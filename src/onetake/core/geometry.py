"""Pixel sizes, ratios and tokens (contract §1.11, §12)."""

from fractions import Fraction
from math import ceil

from onetake.core.catalogue import catalogue

FPS = 24


def size(resolution: str, ratio: str) -> tuple[int, int]:
    """(width, height) in pixels of a resolution and a fixed ratio. Raises KeyError for any other pair."""
    return catalogue().sizes[resolution][ratio]


def largest(resolution: str) -> tuple[int, int]:
    """The size of the tier with the most pixels: what an `adaptive` request may cost at worst."""
    return max(catalogue().sizes[resolution].values(), key=lambda wh: wh[0] * wh[1])


def nearest_ratio(width: int, height: int) -> str:
    """The one of the six ratios nearest to a picture's, compared on a log scale so that portrait and
    landscape are treated alike (contract §12, adaptive)."""
    shape = Fraction(width, height)

    def distance(ratio: str) -> Fraction:
        w, h = (int(n) for n in ratio.split(":"))
        quotient = shape / Fraction(w, h)
        return max(quotient, 1 / quotient)

    return min(catalogue().ratios, key=distance)


def tokens(width: int, height: int, seconds: Fraction | int) -> Fraction:
    """Billed tokens: (24·T + 1)·W·H / 1024, T counting input video too (contract §1.11). Exact."""
    return Fraction((FPS * seconds + 1) * width * height, 1024)


def ceil_tokens(width: int, height: int, seconds: Fraction | int) -> int:
    """What a hold must assume."""
    return ceil(tokens(width, height, seconds))
