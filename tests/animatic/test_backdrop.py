from collections.abc import Iterator

import numpy as np
import pytest

from onetake.animatic import backdrop, shot
from onetake.animatic.colour import Picture
from onetake.animatic.cover import bands, pieces
from onetake.animatic.job import Job
from onetake.animatic.stage import Flat, Ground, Moment
from onetake.animatic.take import Take

Alpha = np.ndarray


def mask(*holes: tuple[int, int, int, int, int]) -> Alpha:
    """A clear sheet with rectangles (left, top, right, bottom, alpha)."""
    alpha = np.zeros((300, 520), np.uint8)
    for left, top, right, bottom, level in holes:
        alpha[top:bottom, left:right] = level
    return alpha


MASKS = {
    "clear": mask(),
    "opaque": mask((0, 0, 520, 300, 255)),
    "hill": mask((0, 150, 520, 300, 255)),
    "posts": mask((60, 10, 72, 300, 255), (400, 40, 420, 300, 255)),
    "glow": mask((200, 90, 320, 200, 90)),
    "house": mask((0, 200, 520, 300, 255), (90, 20, 300, 300, 255), (340, 90, 360, 120, 60)),
}


@pytest.mark.parametrize("name", MASKS)
def test_pieces_cover_what_is_visible_once_and_copy_only_what_is_opaque(name: str):
    alpha = MASKS[name]
    seen = np.zeros(alpha.shape, int)
    for left, top, right, bottom, opaque in pieces(alpha):
        seen[top:bottom, left:right] += 1
        if opaque:
            assert (alpha[max(top - 3, 0) : bottom + 3, max(left - 3, 0) : right + 3] == 255).all()
    assert seen.max(initial=0) <= 1
    assert (seen[alpha > 0] == 1).all()


def test_what_is_clear_costs_nothing_and_what_is_opaque_is_one_copy():
    assert pieces(MASKS["clear"]) == ()
    assert pieces(MASKS["opaque"]) == ((0, 0, 520, 300, True),)
    assert sum((r - x) * (b - y) for x, y, r, b, _ in pieces(MASKS["posts"])) < 0.4 * 300 * 520


def test_bands_are_opaque_only_from_edge_to_edge():
    assert bands(((0, 0, 8, 4, True), (0, 4, 4, 8, True), (4, 4, 8, 8, False)), 8) == (
        (0, 0, 8, 4, True),
        (0, 4, 8, 8, False),
    )


def _staged(prompt: str) -> Take:
    from pathlib import Path

    return shot.stage(Job(prompt, 432, 248, 4, 7, False, False, False, (), Path("/x"))).film.take(0)


def _sheets(made: Take) -> Iterator[Flat | Ground]:
    for prop in made.props:
        if isinstance(prop, backdrop.Backdrop):
            yield from prop._sheets


@pytest.mark.parametrize(
    "prompt",
    [
        "a rainy street at night, push in",
        "a forest, tracking shot",
        "a mountain lake, crane up",
        "a city, handheld",
        "a living room, zoom in",
        "a desert at noon, pan left",
    ],
)
def test_nothing_is_missing_from_a_backdrop(prompt: str):
    made = _staged(prompt)
    assert made.stage is not None
    for index in (0, 47, 95):
        share = index / 95
        now = Moment(index, index / 24, share, made.stage.camera.pose(share))
        sheets = list(_sheets(made))
        whole, plain = Picture.blank(432, 248), Picture.blank(432, 248)
        backdrop.Backdrop(made.stage, sheets).draw(whole, now)
        for sheet in sheets:
            for part in sheet.parts(plain, now):
                sheet.layer.paint(plain, part)
        # what is hidden changes the windows, and so which way of scaling is the cheapest
        assert np.abs(whole.u.astype(int) - plain.u).max() <= 2
        away = np.abs(whole.y.astype(int) - plain.y)
        assert away.max() <= 12 and away.mean() < 0.1
        mixed = Picture.blank(432, 248)
        for sheet in sheets:
            _paint_as_one(sheet, mixed, now)
        assert np.abs(mixed.y.astype(int) - plain.y).mean() < 0.35


def _paint_as_one(sheet: Flat | Ground, frame: Picture, now: Moment) -> None:
    """All of a layer mixed in at once, as if nothing were known of what is opaque in it."""
    from onetake.animatic.layer import Part, _window

    parts = sheet.parts(frame, now)
    if parts:
        window = _window(parts[0].own, sheet.layer.picture.y.shape, frame.y.shape)
        assert window is not None
        sheet.layer.paint(frame, Part(window, parts[0].own, sheet.layer.alpha is None))
