"""The size each shot of a sequence is seen at: two of one size in one place would look like a mistake."""

from collections.abc import Sequence
from dataclasses import replace

from onetake.animatic.text.reading import Reading

_NEXT = {"wide": "medium", "medium": "close", "close": "wide"}


def covered(shots: Sequence[Reading]) -> tuple[Reading, ...]:
    """The shots, each framed differently from the one before it where both show the same place."""
    made: list[Reading] = []
    for shot in shots:
        before = made[-1] if made else None
        if before and (before.setting, before.framing) == (shot.setting, shot.framing):
            shot = replace(shot, framing=_NEXT[shot.framing])
        made.append(shot)
    return tuple(made)
