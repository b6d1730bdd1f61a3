"""The air of a place and what lives and falls in it, one bed of sound each."""

import math
from collections.abc import Sequence

import numpy as np

from onetake.animatic.desk import Desk, Wave
from onetake.animatic.encode import RATE
from onetake.animatic.prompt import Reading


def beds(reading: Reading) -> list[tuple[str, float]]:
    setting, weather, time = reading.setting, reading.weather, reading.time
    made: list[tuple[str, float]] = list(_PLACES.get(setting, (("wind", 0.04),)))
    if weather in ("rain", "storm"):
        made.append(("rain" if setting != "interior" else "pane", 0.07 if weather == "storm" else 0.05))
    if weather == "storm":
        made.append(("thunder", 0.16))
    alive = setting in ("lake", "forest", "meadow", "mountains") and weather in ("clear", "fog", "cloudy")
    if alive and time in ("dawn", "day"):
        made.append(("birds", 0.035 if time == "dawn" else 0.026))
    if alive and time in ("night", "dusk"):
        made.append(("crickets", 0.014))
    if setting in ("sea", "beach") and time != "night" and weather != "storm":
        made.append(("gulls", 0.018))
    return made


_PLACES: dict[str, tuple[tuple[str, float], ...]] = {
    "lake": (("lapping", 0.03), ("wind", 0.016)),
    "sea": (("waves", 0.06), ("wind", 0.02)),
    "beach": (("waves", 0.065),),
    "forest": (("leaves", 0.022), ("wind", 0.014)),
    "meadow": (("leaves", 0.018), ("wind", 0.02)),
    "mountains": (("wind", 0.045),),
    "desert": (("wind", 0.05),),
    "snow": (("wind", 0.04),),
    "sky": (("wind", 0.05),),
    "city": (("hum", 0.045),),
    "street": (("hum", 0.04), ("traffic", 0.03)),
    "interior": (("room", 0.016), ("clock", 0.02)),
    "space": (("drone", 0.05),),
    "underwater": (("deep", 0.05), ("bubbles", 0.03)),
}


def _wind(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(110, 620, -3) * desk.sway(4.3, 0.5) * np.float32(gain)


def _leaves(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(1400, 5200, -3) * desk.sway(3.1, 0.6) * np.float32(gain)


def _waves(desk: Desk, gain: float) -> None:
    period = 4.6
    phase = ((desk.clock + np.float32(desk.chance.uniform(0, period))) % np.float32(period)) / np.float32(
        period
    )
    surge = np.where(phase < 0.35, phase / 0.35, ((1 - phase) / 0.65) ** 1.6).astype(np.float32)
    desk.mix += desk.band(90, 500, -2) * (np.float32(0.5) + surge) * np.float32(gain * 0.8)
    desk.mix += desk.band(900, 5000, -4) * surge**2 * np.float32(gain)


def _lapping(desk: Desk, gain: float) -> None:
    lap = np.clip(desk.sway(0.9, 0.9) * desk.sway(1.7, 0.8), 0, None)
    desk.mix += desk.band(260, 1300, -3) * lap * np.float32(gain * 0.7)


def _hum(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(42, 210, -2) * desk.sway(5.0, 0.2) * np.float32(gain)
    desk.mix += desk.band(400, 1600, -4) * desk.sway(3.4, 0.4) * np.float32(gain * 0.22)


def _traffic(desk: Desk, gain: float) -> None:
    noise = desk.band(160, 1100, -3)
    level = np.zeros_like(noise)
    for _ in range(max(2, int(desk.seconds / 2.6))):
        at, wide = desk.chance.uniform(0, desk.seconds), desk.chance.uniform(0.5, 1.0)
        level += np.exp(-(((desk.clock - np.float32(at)) / np.float32(wide)) ** 2))
    desk.mix += noise * level * np.float32(gain)


def _room(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(60, 320, -3) * np.float32(gain)


def _clock(desk: Desk, gain: float) -> None:
    tick = _click(desk, 0.02, 2600)
    tock = _click(desk, 0.025, 1900)
    for beat in range(int(desk.seconds) + 1):
        desk.place(tick if beat % 2 else tock, beat + 0.35, gain * 3)


def _drone(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(38, 130, -3) * desk.sway(6.0, 0.3) * np.float32(gain)


def _deep(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(50, 360, -3) * desk.sway(3.7, 0.4) * np.float32(gain)


def _bubbles(desk: Desk, gain: float) -> None:
    for _ in range(int(desk.seconds * 3)):
        length = desk.chance.uniform(0.03, 0.09)
        t = np.arange(int(length * RATE), dtype=np.float32) / RATE
        low = desk.chance.uniform(300, 800)
        tone = np.sin(2 * np.pi * (low * t + low * 4 * t * t)) * np.sin(np.pi * t / length) ** 2
        desk.place(
            tone.astype(np.float32),
            desk.chance.uniform(0, desk.seconds),
            gain * desk.chance.uniform(0.3, 1.0),
        )


def _rain(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(1100, 8000, -2) * desk.sway(2.7, 0.15) * np.float32(gain * 0.8)
    drop = _click(desk, 0.012, 3600)
    for _ in range(int(desk.seconds * 26)):
        desk.place(drop, desk.chance.uniform(0, desk.seconds), gain * desk.chance.uniform(0.3, 1.6))


def _pane(desk: Desk, gain: float) -> None:
    desk.mix += desk.band(300, 1500, -4) * desk.sway(2.7, 0.15) * np.float32(gain * 0.6)


def _thunder(desk: Desk, gain: float) -> None:
    at = desk.chance.uniform(0.15, 0.45) * desk.seconds
    age = np.clip(desk.clock - np.float32(at), 0, None)
    level = np.where(desk.clock > at, np.exp(-age / 1.3) * (1 - np.exp(-age / 0.06)), 0).astype(np.float32)
    desk.mix += desk.band(34, 160, -3) * level * np.float32(gain)


def _birds(desk: Desk, gain: float) -> None:
    for _ in range(max(2, int(desk.seconds * 0.7))):
        base, at = desk.chance.uniform(2500, 4300), desk.chance.uniform(0.1, max(desk.seconds - 0.8, 0.2))
        size = gain * desk.chance.uniform(0.25, 1.0)
        for note in range(int(desk.chance.integers(2, 6))):
            length = desk.chance.uniform(0.05, 0.12)
            t = np.arange(int(length * RATE), dtype=np.float32) / RATE
            bend = desk.chance.uniform(-5000, 7000)
            tone = np.sin(2 * np.pi * (base * t + bend * t * t)) * np.sin(np.pi * t / length) ** 2
            desk.place(tone.astype(np.float32), at + note * desk.chance.uniform(0.09, 0.15), size)


def _gulls(desk: Desk, gain: float) -> None:
    for _ in range(max(1, int(desk.seconds / 3))):
        at = desk.chance.uniform(0.2, max(desk.seconds - 1, 0.3))
        for note in range(3):
            t = np.arange(int(0.22 * RATE), dtype=np.float32) / RATE
            tone = np.sin(2 * np.pi * (1500 * t - 1400 * t * t)) + 0.4 * np.sin(
                4 * np.pi * (1500 * t - 1400 * t * t)
            )
            desk.place((tone * np.sin(np.pi * t / 0.22) ** 2).astype(np.float32), at + 0.28 * note, gain)


def _crickets(desk: Desk, gain: float) -> None:
    for pitch, rate in ((4150.0, 2.1), (4480.0, 1.7)):
        trill = np.clip(np.sin(2 * np.pi * 30 * desk.clock), 0, None)
        gate = np.clip(
            np.sin(2 * np.pi * rate * desk.clock + np.float32(desk.chance.uniform(0, 6))) * 3, 0, 1
        )
        desk.mix += (np.sin(2 * np.pi * pitch * desk.clock) * trill * gate * gain).astype(np.float32)


BEDS = {
    "wind": _wind,
    "leaves": _leaves,
    "waves": _waves,
    "lapping": _lapping,
    "hum": _hum,
    "traffic": _traffic,
    "room": _room,
    "clock": _clock,
    "drone": _drone,
    "deep": _deep,
    "bubbles": _bubbles,
    "rain": _rain,
    "pane": _pane,
    "thunder": _thunder,
    "birds": _birds,
    "gulls": _gulls,
    "crickets": _crickets,
}


def _click(desk: Desk, length: float, pitch: float) -> Wave:
    t = np.arange(int(length * 4 * RATE), dtype=np.float32) / RATE
    body = np.sin(2 * np.pi * pitch * t) * 0.6 + desk.chance.standard_normal(len(t), np.float32) * 0.4
    return (body * np.exp(-t / (length / 2))).astype(np.float32)


def footsteps(desk: Desk, steps: Sequence[float], gain: float, setting: str) -> None:
    soft = setting not in ("street", "interior", "city")
    noise = desk.band(500, 2600, -2) if soft else desk.band(120, 900, -1)
    t = np.arange(int(0.12 * RATE), dtype=np.float32) / RATE
    shape = np.exp(-t / np.float32(0.03 if soft else 0.022)) * (1 - np.exp(-t / np.float32(0.004)))
    for index, at in enumerate(steps):
        start = (index * 7919) % max(len(noise) - len(t), 1)
        thud = noise[start : start + len(t)] * shape[: len(noise)] + np.sin(
            2 * np.pi * 82 * t
        ) * shape * np.float32(0.7)
        desk.place(thud.astype(np.float32), at, gain * (0.8 + 0.4 * ((index * 37) % 10) / 10))


def engine(desk: Desk, reading: Reading) -> None:
    """Engines for what has one."""
    kind = reading.subjects[0].kind
    low = {"car": 62.0, "truck": 46.0, "train": 54.0, "plane": 88.0, "rocket": 40.0}.get(kind)
    if low is None or reading.subjects[0].action in ("stand", "sit"):
        return
    wobble = np.float32(2 * math.pi) * np.float32(low) * desk.clock + np.sin(
        desk.clock * np.float32(1.9)
    ) * np.float32(2.0)
    tone = sum(np.sin(wobble * np.float32(k)) / np.float32(k) for k in (1, 2, 3, 4))
    desk.mix += (
        np.asarray(tone, np.float32) * np.float32(0.018) + desk.band(180, 900, -3) * np.float32(0.03)
    ) * desk.sway(3.0, 0.25)
