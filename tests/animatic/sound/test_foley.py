"""What happens is heard: by ground and gait, and what passes comes nearer, bends and goes."""

from dataclasses import replace

import numpy as np
import pytest

from onetake.animatic.sound import ambience, foley, passing
from onetake.animatic.sound.desk import Desk
from onetake.animatic.sound.foley import Scene
from onetake.animatic.text.prompt import read

RATE = 48_000


def performed(prompt: str, steps: tuple[float, ...] = (), seconds: int = 4) -> np.ndarray:
    desk = Desk(seconds * RATE, 7)
    (share,) = ambience.shares(desk, [(0.0, float(seconds), "cut")])
    foley.perform(desk, Scene(read(prompt), 0.0, float(seconds), steps), share)
    return desk.middle


def centre(wave: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(wave)) ** 2
    return float((power * np.arange(len(power))).sum() / power.sum()) * RATE / len(wave)


def test_a_foot_is_heard_when_it_falls_and_not_before():
    wave = performed("A man walks on a street", (1.0, 2.0))
    assert not wave[: RATE - 10].any() and np.abs(wave[RATE : RATE + 4800]).max() > 0.1
    assert not wave[round(1.5 * RATE) : 2 * RATE - 10].any()


def test_the_ground_is_heard():
    hard, snow = (
        performed(f"A man walks {place}", (1.0, 2.0)) for place in ("on a street", "in a snowfield")
    )
    assert centre(snow) > 1.5 * centre(hard)


def test_who_runs_treads_harder_and_a_horse_has_hooves():
    walk, run = (performed(f"A man {gait} on a street", (1.0, 2.0)) for gait in ("walks", "runs"))
    horse = performed("A horse trots on a street", (1.0, 2.0))
    assert run.std() > 1.2 * walk.std()
    assert centre(horse) > 1.5 * centre(walk)


@pytest.mark.parametrize("prompt", ["An astronaut walks in outer space", "Silence. A man walks on a street"])
def test_where_nothing_can_be_heard_no_foot_is(prompt: str):
    assert not performed(prompt, (1.0, 2.0)).any()


@pytest.mark.parametrize("kind", sorted(passing.ENGINES))
def test_what_passes_is_loudest_in_the_middle_and_lower_after_it(kind: str):
    desk = Desk(8 * RATE, 7)
    engine = passing.ENGINES[kind]
    turns, level, pan = passing._course(desk, engine, 4.0, 1, False)
    assert abs(float(desk.clock[int(level.argmax())]) - 4.0) < 0.02
    assert pan[0] < 0 < pan[-1]
    heard = np.diff(turns) / np.diff(desk.clock.astype(np.float64))
    before, after = heard[10:60].mean(), heard[-60:-10].mean()
    assert before > 1 > after
    assert before == pytest.approx(1 + engine.speed / 343, abs=0.03)


def test_one_that_is_followed_stays_near():
    desk = Desk(4 * RATE, 7)
    reading = replace(read("A car drives on a street"), moves=("tracking",))
    share = np.ones_like(desk.clock)
    passing.passes(desk, "car", share, 0.0, 4.0, reading, 1)
    thirds = [part.std() for part in np.array_split(desk.middle, 3)]
    assert max(thirds) < 1.3 * min(thirds)
