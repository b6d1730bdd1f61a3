import threading
from pathlib import Path

import av
import numpy as np
import pytest

from onetake.animatic.colour import Picture
from onetake.animatic.encode import AHEAD, Encoder


def encoder(path: Path, report=lambda done: None) -> Encoder:
    return Encoder(path, 64, 48, None, {"title": "t"}, report)


def test_every_picture_arrives_in_order(tmp_path: Path):
    heard: list[int] = []
    with encoder(tmp_path / "a.mp4", heard.append) as coder:
        for _ in range(3 * AHEAD):
            coder.add(Picture.blank(64, 48))
    assert heard[-1] == 3 * AHEAD and heard == sorted(heard)
    with av.open(str(tmp_path / "a.mp4")) as file:
        assert [frame.pts for frame in file.decode(video=0)] == [i * 512 for i in range(3 * AHEAD)]


def test_a_picture_may_be_drawn_over_once_it_is_added(tmp_path: Path):
    frame = Picture.blank(64, 48)
    with encoder(tmp_path / "a.mp4") as coder:
        for level in (30, 120, 210):
            frame.y[:] = level
            coder.add(frame)
    with av.open(str(tmp_path / "a.mp4")) as file:
        seen = [int(shown.to_ndarray(format="gray").mean()) for shown in file.decode(video=0)]
    assert seen == sorted(seen) and seen[2] - seen[0] > 150


def test_what_goes_wrong_while_encoding_is_raised_to_who_draws(tmp_path: Path):
    def refuse(done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), encoder(tmp_path / "a.mp4", refuse) as coder:
        for _ in range(50):
            coder.add(Picture.blank(64, 48))
    assert "encoder" not in {thread.name for thread in threading.enumerate()}


def test_what_goes_wrong_while_drawing_ends_the_thread(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), encoder(tmp_path / "a.mp4") as coder:
        coder.add(Picture.blank(64, 48))
        raise ZeroDivisionError
    assert "encoder" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(("channels", "layout"), [(1, "mono"), (2, "stereo")])
def test_sound_keeps_its_channels_its_length_and_its_head_room(tmp_path: Path, channels: int, layout: str):
    t = np.arange(48_000, dtype=np.float32) / 48_000
    tones = np.stack([0.5 * np.sin(2 * np.pi * (440 + 220 * i) * t) for i in range(channels)])
    sound = tones[0] if channels == 1 else tones
    with Encoder(tmp_path / "a.mp4", 64, 48, sound.astype(np.float32), {}, lambda done: None) as coder:
        for _ in range(24):
            coder.add(Picture.blank(64, 48))
    with av.open(str(tmp_path / "a.mp4")) as file:
        assert file.streams.audio[0].layout.name == layout
        heard = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
    assert heard.shape[0] == channels and 48_000 <= heard.shape[1] <= 48_000 + 1024
    for channel, tone in zip(heard, tones, strict=True):
        assert np.corrcoef(channel[4800:43200], tone[4800:43200])[0, 1] > 0.99


def test_sound_may_be_made_on_the_coder_s_thread_and_what_goes_wrong_there_is_raised(tmp_path: Path):
    made: list[str] = []

    def silence() -> np.ndarray:
        made.append(threading.current_thread().name)
        return np.zeros(2_000, np.float32)

    with Encoder(tmp_path / "a.mp4", 64, 48, silence, {}, lambda done: None) as coder:
        coder.add(Picture.blank(64, 48))
    with av.open(str(tmp_path / "a.mp4")) as file:
        assert made == ["encoder"] and file.streams.audio[0].layout.name == "mono"

    def torn() -> np.ndarray:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Encoder(tmp_path / "b.mp4", 64, 48, torn, {}, lambda done: None):
        pass
