"""The library: every figure is whole, seen, cycles without a jump, and is found by its name."""

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.figures import beast, birds, casting, specials
from onetake.animatic.figures.blocking import actors
from onetake.animatic.figures.builds import BUILDS
from onetake.animatic.figures.pen import Look, Pen, step
from onetake.animatic.figures.specials import special
from onetake.animatic.figures.variants import VARIANTS, variant
from onetake.animatic.text import prompt
from onetake.animatic.text.prompt import Subject

LOOK = Look((180, 90, 60), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))


def stage(text: str):
    return director._stage(prompt.read(text), 4.0, 7, (320, 180))


def drawn(part: casting.Cast, phase: float, look: Look = LOOK) -> Pen:
    pen = Pen(part.box, 30.0, look.main)
    part.draw(pen, phase, look)
    return pen


@pytest.mark.parametrize("row", specials._ALL, ids=lambda row: row.names[:24] or row.kinds[0])
def test_a_special_figure_is_whole_and_moves(row: specials.Special):
    part = casting._special(row, Subject("x", "x", "run"), stage("a meadow"))
    sheets = [drawn(part, phase) for phase in (0.0, 0.35, 0.7)]
    alphas = [sheet.alpha for sheet in sheets]
    for alpha in alphas:
        assert alpha is not None and (alpha > 128).sum() > (30 if row.once else 60)
        assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "cut off at the edge"
    assert row.cycle == 1 or any(
        not np.array_equal(sheets[0].rgb, sheet.rgb) or not np.array_equal(alphas[0], sheet.alpha)
        for sheet in sheets[1:]
    )


@pytest.mark.parametrize("row", specials._ALL, ids=lambda row: row.names[:24] or row.kinds[0])
def test_a_cycle_of_a_special_figure_has_no_seam(row: specials.Special):
    if row.once:
        return
    part = casting._special(row, Subject("x", "x", "run"), stage("a meadow"))
    rgb = [drawn(part, phase).rgb.astype(int) for phase in (0.0, 1.0 - 1e-6)]
    assert (np.abs(rgb[0] - rgb[1]).max(axis=2) > 60).mean() < 0.01


@pytest.mark.parametrize("kind", sorted(BUILDS))
@pytest.mark.parametrize("action", ["run", "walk", "sit", "sleep", "eat", "stand"])
def test_every_animal_in_every_action(kind: str, action: str):
    part = casting._beast(Subject(kind, kind, action), stage("a dog"))
    alpha = drawn(part, 0.3).alpha
    assert alpha is not None and (alpha > 128).sum() > 200
    assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0


@pytest.mark.parametrize("names", sorted(VARIANTS))
def test_variants_are_found_in_both_languages(names: str):
    for name in names.split("|"):
        plain = name.replace("s?", "s").replace("(?:en)?", "en")
        if "?" not in plain:
            assert variant(plain) is VARIANTS[names] or variant(plain) is not None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("a giraffe walks in the savanna", True),
        ("a crystal dragon hovers over a desert", True),
        ("一条水晶巨龙盘旋在峡谷上空", True),
        ("a clockwork beetle crawls over a desk", False),
        ("a statue in a park", False),
        ("a penguin walks on the snow", True),
    ],
)
def test_a_card_stands_in_only_for_what_has_no_figure(text: str, known: bool):
    (subject,) = prompt.read(text).subjects
    assert casting.known(subject) is known
    (actor,) = actors(stage(text))
    assert (actor._name is None) is known


def test_a_bird_flies_or_sits_as_it_is_said():
    (flying,) = actors(stage("an eagle soars over mountains"))
    (sitting,) = actors(stage("a crow sits on the snow"))
    assert (flying._part.place, sitting._part.place) == ("air", "ground")
    assert sorted(birds.PLUMAGES) == sorted(set(birds.PLUMAGES))


def test_a_flower_opens_once_over_the_clip():
    (flower,) = actors(stage("a flower opens in a garden"))
    assert flower._part.once
    closed, wide = (drawn(flower._part, phase).alpha for phase in (0.0, 1.0))
    assert closed is not None and wide is not None
    assert (wide > 128).sum() > 1.8 * (closed > 128).sum()


def test_wheels_turn_by_the_way_they_go():
    """A wheel of radius r covers its girth in a turn: the spokes must not skid or spin."""
    for text, radius in (("a bus drives on a street", 0.23), ("a steam train crosses a meadow", 0.28)):
        (one,) = actors(stage(text))
        assert one._part.stride == pytest.approx(2 * np.pi * radius, rel=0.02)


def test_a_dolphin_leaves_the_water_and_falls_back():
    from onetake.animatic.figures.actor import _leap
    from onetake.animatic.layer import shift

    rows = [_leap(share, shift(100, 100), 30.0, 1) for share in np.linspace(0, 0.49, 30)]
    high = [view[1, 2] for view, seen in rows if seen > 0]
    assert min(high) < 72 and high[0] > 95
    assert rows[0][1] < 0.05 and rows[-1][1] == 0.0


def test_a_bird_without_a_name_of_its_own_is_no_card():
    for name in ("bird", "peacock", "flamingo", "麻雀"):
        assert special("bird", name) is not None and special("bird perched", name) is not None


def test_a_gallop_leaves_the_ground_twice_a_stride_and_a_walk_never():
    """Over one cycle: gathered under the belly and stretched out, no foot bears weight."""

    def lowest(gait: str, phase: float) -> float:
        order, duty, lift = beast._GAITS[gait]
        return min(step((phase + at) % 1.0, beast.STRIDES[gait], lift, duty)[1] for at in order.values())

    phases = np.linspace(0, 1, 200, endpoint=False)
    gallop = np.array([lowest("run", phase) > 0.01 for phase in phases])
    assert (gallop & ~np.roll(gallop, 1)).sum() == 2
    assert not any(lowest("walk", phase) > 0.001 for phase in phases)


def test_a_neck_works_in_a_gallop_and_hardly_at_rest():
    def crown(action: str) -> list[int]:
        part = casting._beast(Subject("horse", "horse", action), stage("a horse"))
        rows = []
        for phase in np.linspace(0, 1, 12, endpoint=False):
            alpha = drawn(part, phase).alpha
            assert alpha is not None
            rows.append(int(np.argmax((alpha > 128).any(axis=1))))
        return rows

    run, still = crown("run"), crown("stand")
    assert max(run) - min(run) > 2.5 * (max(still) - min(still)) > 0
