"""Actors: a subject of the prompt becomes a stand-in with a size, a place, a path and a cycle."""

import math
from collections.abc import Sequence

import numpy as np

from onetake.animatic import lettering
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture, mix, scaled
from onetake.animatic.figures import light, traits
from onetake.animatic.figures.casting import known
from onetake.animatic.figures.light import Light
from onetake.animatic.figures.nameplate import nameplate
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.turning import turning
from onetake.animatic.layer import Box, Layer, View, after, shift
from onetake.animatic.stage import Moment, Stage
from onetake.animatic.text.prompt import Subject

_CALM = 40
"""Cycles of so many frames are drawn on twos: what moves that slowly gains nothing from more."""
_MOST = 20_000_000
"""Pixels of the poses that a figure keeps, each of them about four bytes."""


class Actor:
    """One figure on its path.

    `offset` units to the side and `row` set it apart from others; `travel` units it goes in the clip, signed;
    `facing` +1 looks right; `nearing` +1 comes towards the camera, -1 goes away from it.
    """

    def __init__(
        self,
        stage: Stage,
        part: Cast,
        subject: Subject,
        row: float,
        offset: float = 0.0,
        scale: float = 1.0,
        lag: float = 0.0,
        travel: float = 0.0,
        facing: int = 1,
        nearing: int = 0,
    ):
        self._stage, self._part, self._subject = stage, part, subject
        self._row, self._offset, self._lag = row, offset, lag
        self._travel, self._facing, self._nearing = travel, facing, nearing
        self.depth = depth_of(stage, part, row)
        self._far = _FAR.get(stage.reading.setting, 0.3 if part.place == "road" else 0.4)
        self._size = part.size * stage.unit * scale
        self._cycles = _cycles(stage, part, abs(travel), scale)
        self._res = min(stage.camera.closest(self.depth), 1.5)
        self._look = look_of(stage, part, subject)
        self._light = light_of(stage)
        self._poses: dict[tuple[bool, int], tuple[Layer, Layer | None]] = {}
        self._quiet: Cast | None = None
        self._turns: tuple[tuple[float, float], ...] = ()
        self._held = 0
        self._turning = turning(part, subject, stage, self._size)
        self._leaps = _leaping(stage, part, subject)
        stands = part.place in ("ground", "road", "table") and not part.focus
        self._shadow = _shadow(stage, part, self._size) if stands else None
        self._name = nameplate(subject, self._size) if not known(subject) else None

    def draw(self, frame: Picture, now: Moment) -> None:
        view, seen = self.view(now)
        pose, thrown = self._pose(now)
        if self._leaps:
            pose.draw(frame, view, seen)
            return
        for under in (thrown, self._shadow):
            if under is not None:
                under.draw(frame, view)
        if self._turning is not None:
            self._turning.draw(frame, pose, view, now.share)
        else:
            pose.draw(frame, view)
        if self._name is not None:
            self._name.draw(frame, view)

    def speak(self, quiet: Cast, turns: Sequence[tuple[float, float]]) -> None:
        """Play the part in these shares of the shot only, and `quiet`, of the same size, in all others."""
        self._quiet, self._turns = quiet, tuple(turns)

    def view(self, now: Moment) -> tuple[View, float]:
        """From its own pixels, its feet at (0, 0), to the frame; and how much of it is to be seen, 0..1."""
        stage, part = self._stage, self._part
        x = stage.width / 2 + (self._offset + self._travel * (now.share - 0.5)) * stage.unit
        y, depth, scale, seen = self._row, self.depth, 1.0, 1.0
        if part.place == "air":
            y += stage.unit * (0.03 * math.sin(now.seconds * 1.3 + self._lag * 6) - self._climb(now))
        elif part.place == "water":
            y += stage.unit * 0.006 * math.sin(now.seconds * 1.7)
        elif self._nearing:
            scale = _distance(now.share, self._nearing, self._far)
            y = stage.horizon + (y - stage.horizon) * scale
            depth *= scale
        place = shift(x, y, scale)
        if self._leaps:
            place, seen = _leap(now.share, place, stage.unit * self._leaps, self._facing)
        return after(stage.camera.view(now.pose, depth), place), seen

    def steps(self) -> list[float]:
        """The seconds at which a foot falls: two a cycle, none for what has no feet."""
        part = self._part
        if part.place != "ground" or not part.stride or self._subject.kind in ("bird", "butterfly"):
            return []
        count = max(self._cycles * 2, 1.0)
        return [i * self._stage.seconds / count for i in range(int(count) + 1)]

    def _climb(self, now: Moment) -> float:
        return {"rocket": 0.34, "balloon": 0.1}.get(self._subject.kind, 0.0) * (now.share - 0.5)

    def _pose(self, now: Moment) -> tuple[Layer, Layer | None]:
        part = self._part
        if self._quiet is not None and not any(start <= now.share < end for start, end in self._turns):
            part = self._quiet
        if part.once:
            return self._drawn(part, min(int(now.share * part.cycle), part.cycle - 1))
        index = int((now.share * self._cycles + self._lag) * part.cycle + 1e-6) % part.cycle
        if part.cycle >= _CALM:
            index -= index % 2
        return self._drawn(part, index)

    def _drawn(self, part: Cast, index: int) -> tuple[Layer, Layer | None]:
        """The sprite of one pose of the cycle, and the shadow that it throws."""
        key = part is self._part, index
        if key not in self._poses:
            pen = Pen(part.box, self._size, self._look.main, self._res)
            part.draw(pen, index / part.cycle, self._look)
            pose = pen.sprite(self._light, self._facing < 0)
            self._poses[key] = pose, self._thrown(pose)
            self._held += _pixels(self._poses[key])
            while self._held > _MOST and len(self._poses) > 1:
                self._held -= _pixels(self._poses.pop(next(iter(self._poses))))
        return self._poses[key]

    def _thrown(self, pose: Layer) -> Layer | None:
        """A shadow on the ground, where a sun throws one."""
        stage, part = self._stage, self._part
        reading = stage.reading
        sun = stage.palette.time != "night" and reading.weather in ("clear", "wind", "")
        if not sun or part.place not in ("ground", "road") or part.focus or reading.setting in _SHADELESS:
            return None
        low = stage.palette.time in ("dawn", "dusk")
        shade = scaled(stage.palette.shade, 0.5)
        return light.thrown(pose, self._light.side, 0.62 if low else 0.4, shade, 0.32 if low else 0.26)


_SHADELESS = ("interior", "space", "underwater", "sky", "sea", "abstract", "studio", "product")
"""Settings whose ground takes no shadow of the sun."""


def _pixels(layers: tuple[Layer, Layer | None]) -> int:
    return sum(layer.picture.y.size for layer in layers if layer is not None)


def depth_of(stage: Stage, part: Cast, row: float) -> float:
    """How deep in the scene a figure plays whose feet are on that row; 1 for what stands on no ground."""
    if part.place in ("air", "table") or part.focus or stage.reading.setting in _GROUNDLESS:
        return 1.0
    return max((row - stage.horizon) / (stage.foot - stage.horizon), 0.2)


_GROUNDLESS = ("sky", "space", "underwater")
_HURRY = 1.5
"""How much faster than life somebody goes in a time-lapse; faster than that they would be a blur."""


def path(stage: Stage, part: Cast, scale: float) -> float:
    """How many units the subject would cover in the clip at its own pace."""
    return part.stride * part.size * scale / (part.cycle / 24) * stage.seconds * min(stage.tempo, _HURRY)


def _cycles(stage: Stage, part: Cast, travel: float, scale: float) -> float:
    """How often its cycle runs in the clip: as far as it goes, so that no foot slides and no wheel skids."""
    free = stage.seconds * stage.tempo * 24 / part.cycle
    if not part.stride or not travel:
        return free
    return min(travel / (part.stride * part.size * scale), free)


def _leaping(stage: Stage, part: Cast, subject: Subject) -> float:
    """How high a dolphin or a whale comes out of the water, in units; 0 when it stays in it."""
    if subject.kind != "whale" or stage.reading.setting not in ("sea", "lake", "beach"):
        return 0.0
    return 0.3 if part.size < 0.4 else 0.2


def _leap(share: float, place: View, high: float, facing: int) -> tuple[View, float]:
    """Two leaps a clip, nose first: where the body is on its arc, and how much of it is to be seen."""
    at = (share * 2) % 1.0 / 0.72
    if at >= 1.0:
        return place, 0.0
    tilt = -0.75 * math.cos(math.pi * at) * facing
    turned = np.array([[math.cos(tilt), -math.sin(tilt)], [math.sin(tilt), math.cos(tilt)]])
    made = np.column_stack([place[:, :2] @ turned, place[:, 2]])
    made[1, 2] -= high * math.sin(math.pi * at)
    return made, min(1.0, 5 * math.sin(math.pi * at))


_FAR = {"street": 0.66, "city": 0.6, "interior": 0.64, "studio": 0.7, "forest": 0.5}
"""How far away, as a share of their size in front, somebody can be where a wall or a wood ends the way."""


def _distance(share: float, nearing: int, far: float = 0.4) -> float:
    """How large somebody is seen on the way to the camera (from `far` to 1) or from it."""
    share = share if nearing > 0 else 1 - share
    return 1 / (1 + (1 / far - 1) * (1 - share))


def light_of(stage: Stage) -> Light:
    """The light of the scene as it falls on a figure: a strong edge at night and against a low sun."""
    palette = stage.palette
    low = palette.time in ("dawn", "dusk", "night")
    dull = stage.reading.weather in ("fog", "rain", "storm", "snow", "cloudy") and palette.time != "night"
    return Light(
        mix(palette.glow, palette.sun, 0.5),
        mix(palette.shade, scaled(palette.haze, 0.5), 0.3),
        1.0 if stage_light_right(stage) else -1.0,
        (0.75 if low else 0.5) * (0.6 if dull else 1.0),
        (0.5 if low else 0.36) * (0.7 if dull else 1.0),
    )


def stage_light_right(stage: Stage) -> bool:
    from onetake.animatic.scenes.sky import light_at

    return light_at(stage)[0] > stage.width / 2


_EXTRAS: tuple[RGB, ...] = ((206, 62, 48), (226, 170, 60), (64, 120, 176), (214, 96, 130), (88, 146, 108))
"""Colours of what people carry."""


def look_of(stage: Stage, part: Cast, subject: Subject) -> Look:
    """The colours of a figure as the light of the scene shows them."""
    palette = stage.palette
    carried = traits.thing_colour(subject) if subject.kind in traits.PEOPLE else None
    main = part.main if carried and carried == subject.colour else subject.colour or part.main
    if subject.kind in ("fox", "cat", "lion", "tiger", "bear", "horse", "deer", "dog") and subject.colour:
        main = mix(subject.colour, part.main, 0.55 if subject.kind == "fox" else 0.25)

    lamplit = palette.time == "night" and stage.reading.setting in ("street", "city")
    own = 0.46 if lamplit else 0.3 if palette.time == "night" else 0.2

    def lit(colour: RGB) -> RGB:
        seen = palette.paint(colour, 0.04)
        return mix(seen, colour, own)

    lamp = mix((255, 214, 130), palette.sun, 0.2)
    return Look(
        lit(main),
        lit(part.second),
        lit(part.skin),
        mix(lit((44, 38, 46)), palette.shade, 0.2),
        lit(part.under),
        lamp,
        palette.lamps,
        stage.reading.weather in ("rain", "storm") and stage.reading.setting != "interior",
        stage.chance(f"variant-{subject.kind}").randint(0, 11),
        subject.action,
        not lettering.greeked(subject.label),
        lit(carried or stage.chance(f"extra-{subject.kind}").choice(_EXTRAS)),
        tuple(k + (1 - k) * 0.25 for k in palette.light),  # pyright: ignore[reportArgumentType]
    )


def _shadow(stage: Stage, part: Cast, size: float) -> Layer:
    """A soft ellipse under the feet; long when the light is low."""
    wide = part.half * size * (0.72 if part.place == "ground" else 1.0)
    tall = max(min(size * 0.085, wide * 0.3), 2.0)
    strength = {"day": 105, "dawn": 80, "dusk": 90, "night": 90}[stage.palette.time]
    sheet = Canvas(Box(-wide * 1.5, -tall * 2.4, wide * 1.5, tall * 2.4), scaled(stage.palette.shade, 0.6))
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    low = stage.palette.time in ("dawn", "dusk")
    lean = (-1 if stage_light_right(stage) else 1) * wide * (0.16 if low else 0.05)
    sheet.cut(np.column_stack([lean + wide * 0.92 * np.cos(turn), tall * 0.9 * np.sin(turn)]), strength)
    sheet.soften(max(tall * 0.34, 0.8))
    return sheet.layer()
