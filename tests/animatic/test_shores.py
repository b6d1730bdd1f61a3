"""Where water is: pads on a pond, waves that break in a storm, mountains that ink leaves on the paper."""

from dataclasses import replace

import numpy as np
from tests.animatic.test_scenes import BARE, SIZE, apart, frames, staged

from onetake.animatic.scenes import shore
from onetake.animatic.scenes.swell import Wave

LAKE = replace(BARE, setting="lake")


def test_a_lotus_pond_has_no_bank_but_green_on_the_water():
    lake, pond = (frames(replace(LAKE, features=f), [20])[0] for f in ((), ("lotus",)))
    assert apart(lake, pond) > 5
    pads = (pond.u[40:, :] < 124) & (pond.v[40:, :] < 126)
    assert pads.mean() > 0.1, "green lies on it"


def test_only_a_storm_breaks():
    calm, storm = (staged(replace(BARE, setting="sea", weather=w))[0] for w in ("clear", "storm"))
    assert not shore.sea_front(calm)
    waves = shore.sea_front(storm)
    assert waves and isinstance(waves[0], Wave)


def test_waves_heave_and_roll_inside_what_was_painted():
    stormy = replace(BARE, setting="sea", weather="storm")
    early, late = frames(stormy, [0, 119])
    assert apart(early, late) > 3
    for frame in (early, late):
        assert (frame.y[-8:] > 16).all(), "no black below the nearest wave"


def test_ink_leaves_mountains_to_be_seen_by_every_seed():
    ink = replace(LAKE, style="ink", also=("mountains",))
    for seed in range(8):
        (frame,) = frames(ink, [0], seed)
        sky = frame.y[4 : int(SIZE[1] * 0.44), 40:]
        assert np.percentile(sky, 4) < 165 < np.percentile(sky, 60), "dark ridges on light paper"
