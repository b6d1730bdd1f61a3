"""Colours of a shot, chosen by time of day, weather and seed.

A thing has a local colour; `Palette.paint` lights it and lets the air between it and us take its share.
"""

import colorsys
import random
from dataclasses import dataclass, replace

from onetake.animatic.colour import RGB, mix, scaled


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` runs from the zenith to the horizon; `light` tints what it falls on (1.0 is neutral)."""

    time: str
    sky: tuple[RGB, RGB, RGB, RGB]
    sun: RGB
    glow: RGB
    haze: RGB
    light: tuple[float, float, float]
    shade: RGB
    air: float
    lamps: float
    stars: float
    cloud: RGB

    def paint(self, local: RGB, distance: float = 0.0) -> RGB:
        """A local colour as seen: lit, then hazed by distance (0 near .. 1 at the horizon)."""
        lit = tuple(min(255, round(c * k)) for c, k in zip(local, self.light, strict=True))
        share = min(0.97, distance * (0.55 + self.air))
        return mix(lit, self.haze, share)  # pyright: ignore[reportArgumentType]

    def dark(self, local: RGB, distance: float = 0.0) -> RGB:
        """The same colour turned away from the light."""
        return mix(self.paint(local, distance), self.shade, 0.45 * (1 - 0.6 * distance))


_TIMES: dict[str, tuple[Palette, ...]] = {
    "dawn": (
        Palette(
            "dawn",
            ((72, 92, 142), (158, 140, 172), (244, 178, 158), (255, 221, 178)),
            (255, 238, 205),
            (255, 190, 140),
            (240, 196, 176),
            (0.92, 0.78, 0.74),
            (66, 60, 92),
            0.32,
            0.35,
            0.0,
            (255, 214, 196),
        ),
        Palette(
            "dawn",
            ((58, 98, 134), (120, 158, 178), (238, 200, 168), (255, 226, 170)),
            (255, 244, 214),
            (255, 206, 142),
            (226, 206, 186),
            (0.92, 0.84, 0.76),
            (54, 70, 92),
            0.32,
            0.3,
            0.0,
            (255, 226, 200),
        ),
        Palette(
            "dawn",
            ((44, 66, 118), (104, 112, 164), (216, 150, 170), (255, 206, 176)),
            (255, 232, 214),
            (255, 176, 150),
            (214, 176, 186),
            (0.84, 0.74, 0.8),
            (52, 50, 92),
            0.34,
            0.4,
            0.1,
            (246, 190, 196),
        ),
    ),
    "day": (
        Palette(
            "day",
            ((44, 120, 192), (92, 164, 218), (158, 206, 232), (222, 238, 238)),
            (255, 252, 232),
            (255, 246, 214),
            (196, 220, 232),
            (1.0, 0.98, 0.92),
            (48, 72, 110),
            0.2,
            0.0,
            0.0,
            (255, 255, 255),
        ),
        Palette(
            "day",
            ((36, 116, 176), (96, 172, 206), (176, 214, 214), (240, 238, 218)),
            (255, 252, 226),
            (255, 244, 200),
            (206, 226, 214),
            (1.0, 0.97, 0.88),
            (38, 78, 96),
            0.2,
            0.0,
            0.0,
            (255, 253, 246),
        ),
        Palette(
            "day",
            ((72, 118, 170), (136, 172, 202), (204, 214, 214), (250, 236, 206)),
            (255, 248, 220),
            (255, 236, 190),
            (226, 218, 200),
            (1.0, 0.95, 0.84),
            (62, 72, 96),
            0.26,
            0.0,
            0.0,
            (255, 250, 238),
        ),
        Palette(
            "day",
            ((24, 84, 168), (64, 138, 214), (140, 192, 236), (214, 232, 246)),
            (255, 255, 244),
            (250, 250, 236),
            (186, 210, 236),
            (0.98, 0.99, 0.98),
            (36, 60, 112),
            0.16,
            0.0,
            0.0,
            (255, 255, 255),
        ),
    ),
    "dusk": (
        Palette(
            "dusk",
            ((44, 40, 92), (126, 62, 116), (232, 104, 84), (255, 180, 92)),
            (255, 224, 150),
            (255, 150, 80),
            (226, 120, 96),
            (0.86, 0.58, 0.54),
            (48, 30, 66),
            0.26,
            0.8,
            0.15,
            (255, 150, 120),
        ),
        Palette(
            "dusk",
            ((28, 44, 96), (96, 70, 130), (240, 130, 100), (255, 204, 120)),
            (255, 232, 168),
            (255, 168, 90),
            (232, 146, 110),
            (0.88, 0.64, 0.54),
            (40, 34, 70),
            0.26,
            0.8,
            0.15,
            (255, 170, 130),
        ),
        Palette(
            "dusk",
            ((58, 62, 118), (142, 104, 156), (238, 150, 146), (255, 208, 160)),
            (255, 236, 200),
            (255, 186, 140),
            (222, 156, 150),
            (0.88, 0.7, 0.66),
            (52, 42, 84),
            0.28,
            0.75,
            0.2,
            (255, 186, 170),
        ),
        Palette(
            "dusk",
            ((52, 74, 112), (138, 124, 120), (240, 172, 92), (255, 220, 130)),
            (255, 240, 186),
            (255, 196, 96),
            (228, 172, 112),
            (0.94, 0.74, 0.54),
            (56, 46, 56),
            0.26,
            0.7,
            0.05,
            (255, 206, 140),
        ),
    ),
    "night": (
        Palette(
            "night",
            ((8, 14, 38), (16, 30, 66), (34, 58, 98), (66, 92, 128)),
            (240, 244, 255),
            (140, 176, 224),
            (54, 78, 114),
            (0.42, 0.49, 0.66),
            (8, 12, 30),
            0.22,
            1.0,
            1.0,
            (58, 74, 108),
        ),
        Palette(
            "night",
            ((14, 10, 40), (30, 24, 72), (56, 48, 104), (96, 84, 136)),
            (244, 240, 255),
            (168, 160, 226),
            (70, 66, 118),
            (0.45, 0.45, 0.67),
            (12, 8, 32),
            0.22,
            1.0,
            1.0,
            (70, 66, 112),
        ),
        Palette(
            "night",
            ((6, 20, 34), (12, 42, 62), (26, 70, 88), (56, 104, 114)),
            (238, 250, 250),
            (130, 196, 204),
            (44, 84, 96),
            (0.39, 0.51, 0.61),
            (6, 14, 24),
            0.22,
            1.0,
            1.0,
            (52, 82, 96),
        ),
    ),
}

_GREY = {"rain": 0.72, "storm": 0.8, "snow": 0.5, "fog": 0.45, "cloudy": 0.42}
_AIR = {"rain": 0.2, "storm": 0.2, "snow": 0.25, "fog": 0.42, "cloudy": 0.05}


_LAMPS = {"night": (0.86, 0.75, 0.6), "dusk": (0.92, 0.8, 0.66)}
"""What the lamps of a room throw on who is in it after dark."""


def choose(time: str, weather: str, seed: int, indoors: bool = False) -> Palette:
    """The palette of a shot: one of several per time of day, turned by the seed, dulled by weather.

    Who is `indoors` after dark stands in the light of lamps, not of the moon.
    """
    chance = random.Random(f"palette:{seed}")
    palette = chance.choice(_TIMES[time])
    turn, depth = chance.uniform(-0.02, 0.02), chance.uniform(0.94, 1.04)
    palette = replace(
        palette,
        sky=tuple(_turned(c, turn, depth) for c in palette.sky),
        haze=_turned(palette.haze, turn, depth),
        glow=_turned(palette.glow, turn, 1.0),
    )
    if weather in _GREY:
        palette = _weathered(palette, _GREY[weather], _AIR[weather], weather)
    if indoors and time in _LAMPS:
        palette = replace(palette, light=_LAMPS[time], shade=mix(palette.shade, (46, 26, 22), 0.6))
    return palette


def _turned(colour: RGB, turn: float, depth: float) -> RGB:
    hue, level, full = colorsys.rgb_to_hls(*(c / 255 for c in colour))
    r, g, b = colorsys.hls_to_rgb((hue + turn) % 1, min(1, level * depth), full)
    return round(r * 255), round(g * 255), round(b * 255)


def _weathered(palette: Palette, grey: float, air: float, weather: str) -> Palette:
    def dull(colour: RGB, lift: float = 1.0) -> RGB:
        level = sum(colour) / 3
        wet = weather in ("rain", "storm")
        tint = (0.86, 0.98, 1.14) if wet else (0.94, 0.99, 1.06)
        cool = (round(level * tint[0]), round(level * tint[1]), min(round(level * tint[2]), 255))
        return scaled(mix(colour, cool, grey), lift)

    lift = {"storm": 0.46, "rain": 0.78, "snow": 1.0, "fog": 1.0, "cloudy": 0.92}[weather]
    mean, dim = sum(palette.light) / 3, 0.9 if weather != "storm" else 0.7
    flat = mix(palette.sky[1], palette.sky[3], 0.4 if weather in ("rain", "storm") else 0.55)
    sky = tuple(dull(mix(c, flat, grey * 0.8), lift) for c in palette.sky)
    return replace(
        palette,
        sky=sky,
        glow=dull(palette.glow, lift),
        haze=dull(mix(palette.haze, flat, 0.4), lift),
        cloud=dull(palette.cloud, lift * 0.92),
        light=tuple((mean + (k - mean) * (1 - grey * 0.75)) * dim for k in palette.light),
        air=palette.air + air,
        stars=0.0 if weather in ("rain", "storm", "snow", "cloudy") else palette.stars * 0.4,
        lamps=max(palette.lamps, 0.4),
    )
