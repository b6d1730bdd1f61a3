"""Faces in given pictures: what the prompt wants of them, and that they stay theirs."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.animatic.given.test_people import portrait
from tests.animatic.given.test_photo import far, frames, given, job

from onetake.animatic.colour import Picture, from_rgb, to_rgb
from onetake.animatic.given.face import Face, eyes, faces, mouth
from onetake.animatic.given.mien import Mien, acts
from onetake.animatic.layer import shift

SIZE = (640, 480)
RGB = portrait(*SIZE)
REST = shift(0, 0)


@cache
def face_of(prompt: str) -> Mien:
    mien = Mien.of(RGB, faces(RGB), prompt, 5.0, 1)
    assert mien is not None
    return mien


def shown(prompt: str, seconds: float) -> tuple[Picture, Picture, Mien]:
    """(the picture, the same with the face of a moment of 5 s on it, that face)."""
    mien = face_of(prompt)
    plain, frame = from_rgb(RGB), from_rgb(RGB)
    mien.draw(frame, REST, seconds)
    return plain, frame, mien


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("she smiles at the camera", {"smile"}),
        ("He nods and turns his head to the left.", {"nod", "left"}),
        ("她微笑，向右转头", {"smile", "right"}),
        ("he does not smile, looks around", {"around"}),
        ("她没有笑", set()),
        ("a mile of road, the left lane", set()),
    ],
)
def test_what_a_prompt_wants_of_a_face(prompt: str, wanted: set[str]):
    assert acts(prompt) == wanted


@pytest.mark.parametrize("prompt", ["", "she smiles", "he nods, looks left"])
def test_a_face_starts_as_it_is_in_the_picture(prompt: str):
    plain, frame, _ = shown(prompt, 0.0)
    assert far(plain, frame) < 0.3


def test_a_smile_lifts_the_corners_of_the_mouth_and_nothing_else():
    _, still, _ = shown("", 4.99)
    _, frame, mien = shown("she smiles", 4.99)
    change = np.abs(frame.y.astype(int) - still.y)
    x, y = 0.45 * SIZE[0], 0.41 * SIZE[1]
    mouth = change[int(y + 0.12 * mien.wide) : int(y + 0.42 * mien.wide)]
    assert mouth.max() > 40 and change[: int(y - 0.1 * mien.wide)].max() < 6
    assert change[:, : int(x - 0.9 * mien.wide)].max() == 0


def test_a_head_turns_the_way_that_the_prompt_says():
    """The nose goes there, the wall and the shoulders do not."""
    found = []
    for prompt in ("she looks left", "she looks right"):
        _, frame, _ = shown(prompt, 4.99)
        rgb, at = to_rgb(frame), int(0.38 * SIZE[1] + 0.78 * 0.15 * SIZE[1])
        lips = (rgb[at, :, 0].astype(int) - rgb[at, :, 1] > 70) & (rgb[at, :, 0] < 190)
        found.append(float(np.flatnonzero(lips).mean()))
    assert found[0] < 0.45 * SIZE[0] - 3 < 0.45 * SIZE[0] + 3 < found[1]


def test_eyes_blink_now_and_then_and_are_open_at_both_ends():
    rgb = portrait(*SIZE)
    (face,) = faces(rgb)
    seen = eyes(rgb, face)
    assert seen is not None and seen[0][0] == pytest.approx(-seen[1][0], abs=0.06)
    left = (
        int((face.x + seen[0][0] * face.wide) * SIZE[0]),
        int(face.y * SIZE[1] + seen[0][1] * face.wide * SIZE[0]),
    )

    def white(seconds: float) -> int:
        _, frame, _ = shown("", seconds)
        part = frame.y[left[1] - 20 : left[1] + 20, left[0] - 30 : left[0] + 30]
        return int((part > 200).sum())

    open_, least = white(0.0), min(white(n / 24) for n in range(12, 110, 3))
    assert least < 0.8 * open_ and white(4.99) > 0.9 * open_


def test_small_faces_and_none_are_left_alone():
    rgb = portrait(320, 240)
    assert Mien.of(rgb, (), "she smiles", 5.0, 1) is None
    assert Mien.of(rgb, (Face(0.5, 0.5, 0.1, 0.13),), "she smiles", 5.0, 1) is None


@pytest.mark.parametrize("where", [(0.02, 0.02), (0.98, 0.98), (0.5, -0.05)])
def test_a_face_at_the_edge_is_drawn_too(where: tuple[float, float]):
    rgb = portrait(*SIZE)
    frame = from_rgb(rgb)
    Mien(rgb, Face(*where, 0.3, 0.4), "she smiles, looks around", 5.0, 1).draw(frame, REST, 2.0)
    assert frame.y.shape == (SIZE[1], SIZE[0])


def test_a_portrait_smiles_in_a_clip_and_another_seed_blinks_elsewhere(tmp_path: Path):
    clip = given(tmp_path / "a.png", portrait(*SIZE))
    size = (576, 432)
    stern = frames(job("static shot", (clip,), size=size), 0, 95)
    smiling = frames(job("static shot, she smiles", (clip,), size=size), 0, 95)
    assert np.array_equal(stern[0].y, smiling[0].y)
    moved = np.abs(stern[1].y.astype(int) - smiling[1].y)
    assert moved.max() > 30 and (moved > 8).mean() < 0.05
    box = cv2.boundingRect((moved > 12).astype(np.uint8))
    assert box[2] < 0.3 * size[0] and box[3] < 0.35 * size[1]


def test_the_lips_are_found_where_they_meet():
    (face,) = faces(RGB)
    lips = 0.38 * SIZE[1] + 0.78 * 0.15 * SIZE[1]
    assert face.y * SIZE[1] + mouth(RGB, face) * face.wide * SIZE[0] == pytest.approx(lips, abs=5)
    assert mouth(np.zeros((40, 40, 3), np.uint8), Face(0.5, 0.5, 0.3, 0.3)) == pytest.approx(0.27, abs=0.03)


def test_lips_move_while_a_line_is_said_and_only_then():
    said = ((1.0, 3.0),)
    talking = Mien(RGB, faces(RGB)[0], "", 5.0, 1, said)
    still = face_of("")
    moved = {}
    for moment in (0.5, 1.2, 1.5, 1.9, 2.4, 3.2):
        seen = []
        for mien in (talking, still):
            frame = from_rgb(RGB)
            mien.draw(frame, REST, moment)
            seen.append(frame.y.astype(int))
        moved[moment] = np.abs(seen[0] - seen[1])
    assert moved[0.5].max() == moved[3.2].max() == 0
    assert sum(part.max() > 15 for part in moved.values()) >= 3
    eyes_at = int(faces(RGB)[0].y * SIZE[1])
    assert all(part[:eyes_at].max() < 4 for part in moved.values()), "the eyes stay"


def test_a_quoted_line_is_spoken_by_the_face_of_a_picture(tmp_path: Path):
    clip = given(tmp_path / "a.png", RGB)
    quiet = frames(job("static shot, a woman", (clip,), size=(576, 432)), 30, 36, 40)
    speaks = frames(
        job('static shot, a woman says: "Good morning to you"', (clip,), size=(576, 432)), 30, 36, 40
    )
    apart = [np.abs(a.y[:330].astype(int) - b.y[:330]).max() for a, b in zip(quiet, speaks, strict=True)]
    assert max(apart) > 15
