"""Heads of people at any turn: skull, hair, and a face that blinks and speaks."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures import hair, hats
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body

RX, RY = 0.07, 0.088


class Head:
    """A head on a body: `at` is its middle in figure units, `turn` its yaw."""

    def __init__(self, pen: Pen, look: Look, wear: Outfit, body: Body):
        stance = body.stance
        self.pen, self.look, self.wear, self.stance = pen, look, wear, stance
        self.turn = stance.yaw + stance.glance * 0.3
        grown = wear.head
        young = grown > 1.2
        self.rx, self.ry = RX * grown * (1.1 if young else 1.0), RY * grown * (0.94 if young else 1.0)
        x, y = body.flat(body.neck)
        forward = 0.022 * math.sin(stance.yaw)
        self.at: Point = (x + forward + 0.05 * stance.tilt, y + 0.022 + self.ry * 0.95 - (grown - 1) * 0.07)
        self.neck: Point = (x, y - 0.04)

    def spot(self, azimuth: float, high: float, out: float = 1.0) -> Point:
        """A place on the skull: azimuth from the nose, `high` -1 (chin) .. 1 (crown)."""
        wide = self.rx * math.sqrt(max(1 - high * high, 0.0)) * (1 - 0.16 * max(0.0, -high)) * out
        dx, dy = wide * math.sin(self.turn + azimuth), self.ry * high * out
        dy += self.ry * math.sin(self.stance.nod) * math.cos(self.turn + azimuth) * 0.6
        lean = self.stance.tilt
        return (
            self.at[0] + dx * math.cos(lean) + dy * math.sin(lean),
            self.at[1] + dy * math.cos(lean) - dx * math.sin(lean),
        )

    def seen(self, azimuth: float) -> float:
        """How squarely a place on the skull faces the camera: below 0 it is turned away."""
        return math.cos(self.turn + azimuth)

    def draw_back(self) -> None:
        """What hangs behind the shoulders, and the neck."""
        hats.behind(self)
        hair.behind(self)
        shade = mix(scaled(self.look.skin, 0.82), self.look.dark, 0.08)
        self.pen.limb(
            [self.neck, (self.at[0] - 0.008 * math.sin(self.turn), self.at[1] - self.ry * 0.4)],
            [0.034 * self.wear.head, 0.03 * self.wear.head],
            shade,
        )

    def draw(self) -> None:
        """Skull, ears, face, hair, hat: in the order in which they cover each other."""
        self._ear(1.5, True)
        self._ear(-1.5, True)
        self.pen.blob(self._oval(), self.look.skin)
        if self.seen(0.0) > -0.35:
            self._face()
        self._ear(1.5, False)
        self._ear(-1.5, False)
        if self.wear.hair != "bald":
            hair.cap(self)
        if self.wear.beard:
            self._beard()
        if self.wear.hat:
            hats.put_on(self)

    def _oval(self) -> list[Point]:
        side = math.sin(self.turn)
        left, right = -math.pi / 2 - self.turn, math.pi / 2 - self.turn
        chin = self.spot(0.0, -0.97)
        return [
            self.spot(0.0, 1.0),
            self.spot(right, 0.6, 1.03),
            self.spot(right, 0.05, 1.0),
            self.spot(right, -0.5, 1.0 if side < 0.3 else 1.04),
            (chin[0] + self.rx * 0.28 + self.rx * 0.22 * side, chin[1] + 0.004),
            (chin[0] - self.rx * 0.28 + self.rx * 0.22 * side, chin[1] + 0.004),
            self.spot(left, -0.5, 1.0 if side > -0.3 else 1.04),
            self.spot(left, 0.05, 1.0),
            self.spot(left, 0.6, 1.03),
        ]

    def _ear(self, azimuth: float, behind: bool) -> None:
        seen = self.seen(azimuth)
        if (seen < 0.0) == behind and seen > -0.5 and self.wear.hair not in ("long", "bob"):
            colour = scaled(self.look.skin, 0.9)
            self.pen.disc(self.spot(azimuth, -0.08, 1.04), self.rx * 0.2, colour, squash=1.35)

    def _face(self) -> None:
        look, wear, stance = self.look, self.wear, self.stance
        ink = mix(look.dark, (30, 22, 24), 0.5)
        for side in (-1, 1):
            self._eye(side * 0.42 + stance.glance * 0.02, ink)
            if self.seen(side * 0.75) > 0.25:
                cheek = mix(look.skin, mix((226, 96, 84), look.dark, 0.2), 0.16)
                self.pen.disc(self.spot(side * 0.72, -0.3, 0.96), self.rx * 0.2, cheek, squash=0.8)
            if wear.old and self.seen(side * 0.6) > 0.2:
                fold = mix(look.skin, ink, 0.16)
                self.pen.limb(
                    [self.spot(side * 0.3, -0.25), self.spot(side * 0.42, -0.48)], [self.rx * 0.03] * 2, fold
                )
        shade = mix(scaled(look.skin, 0.8), (180, 90, 70), 0.25)
        tip = self.spot(0.0, -0.2, 1.1)
        root = self.spot(0.1 if self.turn < 0 else -0.1, 0.02)
        self.pen.limb([root, tip], [self.rx * 0.05, self.rx * 0.1], mix(look.skin, shade, 0.6))
        self.pen.disc(tip, self.rx * 0.13, look.skin)
        self.pen.limb(
            [
                (tip[0] - self.rx * 0.06, tip[1] - self.rx * 0.1),
                (tip[0] + self.rx * 0.08, tip[1] - self.rx * 0.08),
            ],
            [self.rx * 0.04] * 2,
            shade,
        )
        self._mouth(ink)
        if stance.tears:
            self._tears()

    def _tears(self) -> None:
        """Drops that run down the cheeks."""
        for side in (-1, 1):
            for i in range(3):
                down = (0.33 * i + 3 * abs(self.stance.nod)) % 1.0
                at = self.spot(side * (0.46 + 0.06 * down), -0.02 - 0.6 * down, 1.0)
                if self.seen(side * 0.5) > 0.2:
                    self.pen.disc(at, self.rx * 0.05, (196, 226, 250), 220, squash=1.6)

    def _eye(self, azimuth: float, ink: RGB) -> None:
        seen = self.seen(azimuth)
        if seen < 0.08:
            return
        x, y = self.spot(azimuth, 0.08, 0.97)
        big = self.rx * (0.2 if self.wear.head > 1.1 else 0.165)
        slim = max(seen, 0.45)
        shut = self.stance.lids
        if shut < 0.75:
            tall = big * (1 - shut)
            self._ring(
                (x, y), big * slim, tall * 0.95, (244, 242, 238) if self.look.night < 0.5 else (200, 204, 214)
            )
            gaze = self.stance.glance * big * 0.8
            iris = big * 0.62
            self._ring(
                (x + gaze * slim + big * 0.12 * math.sin(self.turn), y),
                iris * slim,
                min(iris, tall) * 1.05,
                mix(self.look.shown(self.wear.iris), ink, 0.2),
            )
            pupil = (x + gaze * slim + big * 0.12 * math.sin(self.turn), y)
            self._ring(pupil, iris * slim * 0.56, min(iris, tall) * 0.6, ink)
            self._ring(
                (x + gaze * slim + big * 0.3, y + tall * 0.32), iris * 0.3, iris * 0.28, (250, 250, 250)
            )
        lash = y + (big * 0.85 * (1 - shut) if shut < 0.75 else -big * 0.1)
        bow = big * (0.25 if shut < 0.75 else -0.25)
        thick = self.rx * (0.055 if self.wear.lashes else 0.04)
        self.pen.limb(
            [(x - big * slim, lash - bow), (x, lash), (x + big * slim, lash - bow)],
            [thick * 0.7, thick, thick],
            ink,
        )
        self._brow(azimuth, ink)
        if self.wear.glasses:
            self._glasses((x, y), big, slim, ink)

    def _brow(self, azimuth: float, ink: RGB) -> None:
        if self.seen(azimuth + (0.24 if azimuth > 0 else -0.24)) < 0.05:
            return
        brow = mix(self.wear.tress, ink, 0.3)
        lift = self.stance.mouth * 0.06 + 0.42 - 0.03 * abs(self.stance.brow)
        # A frown pulls the inner ends down, grief pulls them up.
        tip = 0.11 * self.stance.brow * (1 if azimuth > 0 else -1)
        self.pen.limb(
            [
                self.spot(azimuth - 0.24, lift - 0.03 - tip),
                self.spot(azimuth, lift + 0.03),
                self.spot(azimuth + 0.24, lift - 0.02 + tip),
            ],
            [self.rx * 0.04, self.rx * 0.06, self.rx * 0.035],
            brow,
        )

    def _glasses(self, at: Point, big: float, slim: float, ink: RGB) -> None:
        ring = [
            (at[0] + 1.55 * big * slim * math.cos(a), at[1] + 1.35 * big * math.sin(a))
            for a in (i * math.pi / 7 for i in range(15))
        ]
        self.pen.limb(ring, [self.rx * 0.03] * 15, ink)

    def _ring(self, at: Point, wide: float, tall: float, colour: RGB) -> None:
        self.pen.disc(at, wide, colour, squash=tall / wide if wide > 1e-6 else 1.0)

    def _mouth(self, ink: RGB) -> None:
        stance = self.stance
        wide = 0.36 - 0.1 * stance.mouth
        lip = mix(self.look.skin, (186, 44, 56), 0.6 if self.wear.lashes else 0.3)
        edge = 0.08 * stance.smile - 0.022
        corners = [self.spot(azimuth, -0.55 + edge) for azimuth in (-wide, wide)]
        middle = self.spot(0.0, -0.57 - edge * 0.6)
        if stance.mouth > 0.12:
            low = self.spot(0.0, -0.57 - 0.2 * stance.mouth)
            left, right = (self.spot(azimuth * 0.8, -0.57 - 0.13 * stance.mouth) for azimuth in (-wide, wide))
            self.pen.blob([corners[0], middle, corners[1], right, low, left], mix((96, 26, 30), ink, 0.3))
            if stance.mouth > 0.5:
                self.pen.limb(
                    [self.spot(-wide * 0.5, -0.58), self.spot(wide * 0.5, -0.58)],
                    [self.rx * 0.035] * 2,
                    (240, 236, 230),
                )
        self.pen.limb(
            [corners[0], middle, corners[1]], [self.rx * 0.035, self.rx * 0.06, self.rx * 0.035], lip
        )

    def _beard(self) -> None:
        around = [math.pi * (i / 12 - 0.5) * 1.1 for i in range(13)]
        seen = [a for a in around if self.seen(a) > -0.05]
        upper = [self.spot(a, -0.34 - 0.1 * math.cos(3 * a), 1.0) for a in seen]
        lower = [self.spot(a, -0.62 - 0.5 * math.cos(a), 1.06) for a in reversed(seen)]
        self.pen.shape([*upper, *lower], self.wear.tress)
        wide = 0.3
        self.pen.limb(
            [self.spot(-wide, -0.42), self.spot(0, -0.36), self.spot(wide, -0.42)],
            [self.rx * 0.05, self.rx * 0.09, self.rx * 0.05],
            self.wear.tress,
        )
        self.pen.limb(
            [self.spot(-0.2, -0.58), self.spot(0.2, -0.58)],
            [self.rx * 0.05] * 2,
            mix((120, 50, 50), self.look.dark, 0.2 + 0.5 * self.stance.mouth),
        )
