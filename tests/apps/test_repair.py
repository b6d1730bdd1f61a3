"""A request that asks for repair: mended inputs and a note on the task; the same file refused without it."""

import io
from pathlib import Path

import pytest
from PIL import Image

from onetake.apps.cli import door
from onetake.core.problem import Problem

pytestmark = [pytest.mark.slow]


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A picture that is too wide for every route."""
    file = tmp_path / "wide.png"
    buffer = io.BytesIO()
    Image.new("RGB", (7000, 3500), (30, 90, 160)).save(buffer, "PNG")
    file.write_bytes(buffer.getvalue())
    return file


def test_a_picture_beyond_the_limit_is_scaled_and_told(tmp_path: Path, wide: Path) -> None:
    with door.opened(door.where(None, None, tmp_path / "data")) as client:
        asked = {"duration": 4, "resolution": "480p", "first_frame": wide}
        with pytest.raises(Problem) as caught:
            client.videos.generate("A calm sea", **asked)
        assert caught.value.code == "media_invalid"
        video = client.videos.generate("A calm sea", repair=True, **asked)
        (note,) = [n for n in video.notes if "7000" in n]
        assert "5999" in note
        assert video.status == "succeeded"
