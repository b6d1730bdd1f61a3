"""The name of a subject that has no figure, on the paper of its card."""

import numpy as np

from onetake.animatic import lettering
from onetake.animatic.layer import Layer
from onetake.animatic.text.subject import Subject


def nameplate(subject: Subject, size: float) -> Layer | None:
    """The name in one line or two, for a card of `size` pixels a unit; None when no font can show it."""
    if lettering.greeked(subject.label):
        return None
    words = subject.label.split()
    wrapped = len(words) > 1 and len(subject.label) > 10
    lines = _halves(words) if wrapped else [subject.label]
    points = max(12, round(size * (0.19 if wrapped else 0.25)))
    while points > 10 and max(lettering.measure(line, points) for line in lines) > size * 1.12:
        points -= 1
    parts = [lettering.line(line, points, (34, 36, 44), (250, 248, 242), plate=1) for line in lines]
    wide = max(alpha.shape[1] for _, alpha in parts)
    spare = round(points * 0.22)
    rgb, alpha = (np.vstack([_centred(part[i], wide, i)[spare:-spare] for part in parts]) for i in (0, 1))
    return lettering.layer(rgb, alpha, -wide / 2, -size * 0.6 - alpha.shape[0] / 2)


def _halves(words: list[str]) -> list[str]:
    """Two lines of about the same length."""
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda lines: abs(len(lines[0]) - len(lines[1]))))


def _centred(part: np.ndarray, wide: int, alpha: int) -> np.ndarray:
    free = wide - part.shape[1]
    room = ((0, 0), (free // 2, free - free // 2), (0, 0))
    return np.pad(part, room[:2]) if alpha else np.pad(part, room, mode="edge")
