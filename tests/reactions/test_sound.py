"""What Segmind's guide advises against a refused sound: ask for none."""

import asyncio
from pathlib import Path

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.scenarios import scenarios

from .stage import Stage
from .test_reactions import Ended, play

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("sound", "status"), [(True, "failed"), (False, "succeeded")])
def test_s0_02_strikes_videos_with_sound_only(tmp_path: Path, sound: bool, status: str) -> None:
    async def story() -> Ended:
        stage = await Stage(tmp_path, tmp_path / "clips").open()
        try:
            scenario, route = scenarios()["s0-02-output-audio-sensitive"], catalogue().routes["segmind"]
            return await play(stage, scenario, route, generate_audio=sound)
        finally:
            await stage.close()

    ended = asyncio.run(story())
    assert (ended.task.status, bool(ended.spent)) == (status, not sound)
