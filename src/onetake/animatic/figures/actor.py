"""Actors: a subject of the prompt becomes a stand-in with a size, a place, a path and a cycle."""

import math

import numpy as np

from onetake.animatic import lettering
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture, mix, scaled
from onetake.animatic.figures.casting import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.layer import Box, Layer, after, shift
from onetake.animatic.prompt import Subject
from onetake.animatic.stage import Moment, Stage

_CALM = 40
"""Cycles of so many frames are drawn on twos: what moves that slowly gains nothing from more."""


class Actor:
    """One figure on its path. `offset` units to the side and `back` rows up the ground set a group apart."""

    def __init__(
        self,
        stage: Stage,
        part: Cast,
        subject: Subject,
        follow: bool,
        row: float,
        offset: float = 0.0,
        scale: float = 1.0,
        lag: float = 0.0,
        side: int = 1,
    ):
        self._stage, self._part, self._subject = stage, part, subject
        self._follow, self._row, self._offset, self._lag, self._side = follow, row, offset, lag, side
        self.depth = (
            1.0
            if part.place in ("air", "table")
            else max((row - stage.horizon) / (stage.foot - stage.horizon), 0.2)
        )
        self._size = part.size * stage.unit * scale
        self._res = min(stage.camera.closest(self.depth), 1.5)
        self._look = _look(stage, part, subject)
        self._poses: dict[int, Layer] = {}
        self._shadow = _shadow(stage, part, self._size) if part.place in ("ground", "road", "table") else None
        self._name = _tag(stage, subject, self._size) if subject.kind == "card" else None

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, part = self._stage, self._part
        x = stage.width / 2 + (self._offset + self._side * self._along(now)) * stage.unit
        y = self._row
        if part.place == "air":
            y += stage.unit * (0.03 * math.sin(now.seconds * 1.3 + self._lag * 6) - self._climb(now))
        elif part.place == "water":
            y += stage.unit * 0.006 * math.sin(now.seconds * 1.7)
        view = after(stage.camera.view(now.pose, self.depth), shift(x, y))
        if self._shadow is not None:
            self._shadow.draw(frame, view)
        self._pose(now).draw(frame, view)
        if self._name is not None:
            self._name.draw(frame, view)

    def steps(self) -> list[float]:
        """The seconds at which a foot falls: two a cycle, none for what has no feet."""
        part = self._part
        if part.place != "ground" or not part.stride or self._subject.kind in ("bird", "butterfly"):
            return []
        beat = part.cycle / 24 / 2
        return [i * beat for i in range(int(self._stage.seconds / beat) + 1)]

    def _along(self, now: Moment) -> float:
        """How far it is along its path, in units, around the middle of the clip."""
        return (now.share - 0.5) * path(self._stage, self._part, self._subject, self._follow)

    def _climb(self, now: Moment) -> float:
        return {"rocket": 0.34, "balloon": 0.1}.get(self._subject.kind, 0.0) * (now.share - 0.5)

    def _pose(self, now: Moment) -> Layer:
        part = self._part
        index = int(now.index + self._lag * part.cycle) % part.cycle
        if part.cycle >= _CALM:
            index -= index % 2
        if index not in self._poses:
            pen = Pen(part.box, self._size, self._look.main, self._res)
            part.draw(pen, index / part.cycle, self._look)
            palette = self._stage.palette
            rim = mix(palette.glow, palette.sun, 0.5)
            light = 1.0 if stage_light_right(self._stage) else -1.0
            self._poses[index] = pen.sprite(rim, self._side < 0, light)
        return self._poses[index]


def path(stage: Stage, part: Cast, subject: Subject, follow: bool) -> float:
    """How many units the subject covers in the clip; what does not fit the frame is walked slower."""
    speed = part.stride * part.size / (part.cycle / 24)
    free = speed * stage.seconds
    if follow:
        return free
    room = stage.width / stage.unit * (0.6 if part.place != "road" else 1.25)
    return min(free, room / max(stage.camera.closest(1.0), 1.0) ** 1.5)


def stage_light_right(stage: Stage) -> bool:
    from onetake.animatic.scenes.sky import light_at

    return light_at(stage)[0] > stage.width / 2


def _look(stage: Stage, part: Cast, subject: Subject) -> Look:
    palette = stage.palette
    main = subject.colour or part.main
    if subject.kind in ("fox", "cat", "lion", "tiger", "bear", "horse", "deer", "dog") and subject.colour:
        main = mix(subject.colour, part.main, 0.55 if subject.kind == "fox" else 0.25)

    def lit(colour: RGB) -> RGB:
        seen = palette.paint(colour, 0.04)
        return mix(seen, colour, 0.3 if palette.time == "night" else 0.2)

    lamp = mix((255, 214, 130), palette.sun, 0.2)
    return Look(
        lit(main),
        lit(part.second),
        lit((222, 176, 140)),
        mix(lit((44, 38, 46)), palette.shade, 0.2),
        lit(part.under),
        lamp,
        palette.lamps,
        stage.reading.weather in ("rain", "storm") and stage.reading.setting != "interior",
        stage.chance(f"variant-{subject.kind}").randint(0, 11),
        subject.action,
        not lettering.greeked(subject.label),
    )


def _shadow(stage: Stage, part: Cast, size: float) -> Layer:
    """A soft ellipse under the feet; long when the light is low."""
    left, _, right, _ = part.box
    wide = (right - left) * size * (0.36 if part.place != "table" else 0.4)
    tall = max(size * 0.085, 2.0)
    strength = {"day": 105, "dawn": 80, "dusk": 90, "night": 90}[stage.palette.time]
    sheet = Canvas(Box(-wide * 1.5, -tall * 2.4, wide * 1.5, tall * 2.4), scaled(stage.palette.shade, 0.6))
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    low = stage.palette.time in ("dawn", "dusk")
    lean = (-1 if stage_light_right(stage) else 1) * wide * (0.16 if low else 0.05)
    sheet.cut(np.column_stack([lean + wide * 0.92 * np.cos(turn), tall * 0.9 * np.sin(turn)]), strength)
    sheet.soften(max(tall * 0.34, 0.8))
    return sheet.layer()


def _tag(stage: Stage, subject: Subject, size: float) -> Layer | None:
    """The name of an unknown subject, on the paper of its card; None when no font can show it."""
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
