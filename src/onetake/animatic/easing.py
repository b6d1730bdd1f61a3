"""From rest to rest: the shares that a movement has done, and how much of what lives is under way."""

import math


def eased(share: float) -> float:
    """0 to 1 from rest to rest: no speed at either end."""
    return share - math.sin(2 * math.pi * share) / (2 * math.pi)


def swell(seconds: float, of: float, rise: float = 0.8) -> float:
    """How much of what lives in the picture is under way: none at the first frame, none at the last."""
    part = min(max(min(seconds, of - seconds) / rise, 0.0), 1.0)
    return part * part * (3 - 2 * part)
