"""Sizes and frame rates that meet a limit and stay nearest to what was there. Pictures only get smaller."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, inf, isqrt
from typing import Any

Size = tuple[int, int]
"""Width and height in pixels, as shown."""

Box = tuple[int, int, int, int]
"""Left, top, width and height of a part of a picture."""
Faults = Callable[[Size], int]
"""How many limits a file of that size does not meet."""

_TRIES = 16
_UNSEEN = 3
_NEAR = Fraction(1, 10)


def fitted(size: Size, limit: Mapping[str, Any], faults: Faults, *, even: bool = False) -> Size:
    """The largest size of the same ratio, to the pixel, that has no faults, else the fewest: what is too
    small or of a ratio that is not taken stays so. even: both sides must be, as in 4:2:0 video; the longer
    one is then a multiple of eight, which makes 1920x1080 rather than 1924x1082 of a larger picture.

    limit: side, open and perhaps pixels, as a kind of catalogue/limits.toml, to know where to begin.
    """
    step = 2 if even else 1
    best, least = (max(size[0] // step, 1) * step, max(size[1] // step, 1) * step), inf
    for made in _smaller(size, limit, step):
        if (count := faults(made)) < least:
            best, least = made, count
        if not count:
            break
    return best


def cropped(size: Size, like: Size) -> Box | None:
    """The largest middle part that has the ratio of `like` to the pixel; None where the whole has it as near
    as sizes in whole pixels come."""
    width, height = size
    if width * like[1] > height * like[0]:
        inner = (max(_rounded(height * like[0], like[1]), 1), height)
    else:
        inner = (width, max(_rounded(width * like[1], like[0]), 1))
    if width - inner[0] <= _UNSEEN and height - inner[1] <= _UNSEEN:
        return None
    return (width - inner[0]) // 2, (height - inner[1]) // 2, *inner


def rate_for(fps: float, limit: Mapping[str, Any]) -> Fraction:
    """The frame rate of a repaired video: its own where that is taken; else the bound where it is near, or
    one whose frames fall evenly among the old ones."""
    low, high = (Fraction(str(bound)) for bound in limit["fps"])
    own = _exact(fps)
    if low <= own <= high:
        return own
    if own > high:
        near = own - high <= high * _NEAR
        return Fraction(floor(high)) if near else own / ceil(own / high)
    near = low - own <= low * _NEAR
    return Fraction(ceil(low)) if near else own * ceil(low / own)


def _exact(fps: float) -> Fraction:
    """The rate that was meant: a whole one, a whole one of NTSC, or what was measured."""
    whole = round(fps)
    for rate in (Fraction(whole), Fraction(ceil(fps) * 1000, 1001)):
        if rate and abs(fps - rate) < 0.002:
            return rate
    return Fraction(round(fps * 1000), 1000)


def _smaller(size: Size, limit: Mapping[str, Any], step: int) -> Iterator[Size]:
    """The size itself, then smaller ones of the same ratio, from the largest that the sides allow down."""
    if size[0] % step == 0 and size[1] % step == 0:
        yield size
    most = floor(limit["side"][1]) - (1 if limit["open"] else 0)
    wide = size[0] >= size[1]
    long, short = max(size), min(size)
    top = min(long, most)
    coarse = 8 if step == 2 else 1
    if "pixels" in limit:
        top = min(top, isqrt(floor(limit["pixels"][1]) * long // short) + coarse)
    for made in range(top // coarse * coarse, 0, -coarse)[:_TRIES]:
        other = min(_rounded(made * short, long * step), short // step) * step
        if other:
            yield (made, other) if wide else (other, made)


def _rounded(value: int, by: int) -> int:
    """value / by to the nearest whole number."""
    return (2 * value + by) // (2 * by)
