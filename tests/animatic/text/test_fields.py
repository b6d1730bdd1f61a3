"""Fields: the laws of the noise, steps and mixtures that sets are painted with."""

import random

import numpy as np
import pytest

from onetake.animatic.scenes.field import blended, doubled, level, noise, sampled, step, toned


@pytest.mark.parametrize(("width", "height", "cell"), [(160, 90, 20.0), (91, 160, 4.0), (64, 64, 200.0)])
def test_noise_is_centred_and_of_one_spread(width: int, height: int, cell: float):
    field = noise(random.Random(1), width, height, cell)
    assert field.shape == (height, width) and field.dtype == np.float32
    assert abs(float(field.mean())) < 1e-3
    assert abs(float(field.std()) - 1) < 1e-3


def test_noise_is_its_seed():
    one, two, other = (noise(random.Random(seed), 80, 60, 12.0) for seed in (5, 5, 6))
    assert np.array_equal(one, two)
    assert not np.allclose(one, other)


def test_stretched_noise_is_longer_than_high():
    field = noise(random.Random(2), 200, 200, 16.0, 1, stretch=4.0)
    across, along = np.abs(np.diff(field, axis=1)).mean(), np.abs(np.diff(field, axis=0)).mean()
    assert across < along / 2


def test_a_step_rises_from_nought_to_one():
    at = np.linspace(-2, 2, 101, dtype=np.float32)
    made = step(-0.5, 0.5, at)
    assert (np.diff(made) >= 0).all()
    assert made[0] == 0 and made[-1] == 1 and abs(made[50] - 0.5) < 1e-6


def test_level_is_clamped():
    assert level(np.array([[-1.0, 0.0, 0.5, 1.0, 3.0]], np.float32)).tolist() == [[0, 0, 128, 255, 255]]


def test_a_table_of_tones_meets_its_stops():
    made = toned(np.array([[0.0, 0.5, 1.0]], np.float32), [(0.0, (10, 20, 30)), (1.0, (210, 120, 30))])
    assert made[0, 0].tolist() == [10, 20, 30] and made[0, 2].tolist() == [210, 120, 30]
    assert abs(int(made[0, 1, 0]) - 110) <= 1


@pytest.mark.parametrize("solid", [True, False])
def test_a_mixture_has_its_parts_at_its_ends(solid: bool):
    under = np.random.default_rng(1).integers(0, 256, (8, 9, 3), np.uint8)
    over = np.full_like(under, (200, 40, 90))
    for share, wanted in ((0.0, under), (1.0, over), (2.0, over), (-1.0, under)):
        made = blended(under, (200, 40, 90) if solid else over, np.full((8, 9), share, np.float32))
        assert np.abs(made.astype(int) - wanted).max() <= 1
    half = blended(under, over, np.full((8, 9), 0.5, np.float32))
    assert np.abs(half.astype(int) - (under.astype(int) + over) / 2).max() <= 2


def test_a_field_is_read_between_its_pixels_and_mirrored_beyond():
    field = np.arange(12, dtype=np.float32).reshape(3, 4)
    x, y = np.array([[0.5, -1.0]], np.float32), np.array([[0.0, 0.0]], np.float32)
    assert sampled(field, x, y).tolist() == [[0.5, 1.0]]
    assert doubled(np.zeros((4, 5, 3), np.uint8), 10, 8).shape == (8, 10, 3)
