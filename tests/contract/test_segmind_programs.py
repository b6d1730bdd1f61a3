"""The retry function of Segmind's error guide, with only origin and key changed (and its sample pictures,
which are nowhere). Its failures come from keys that play them.

ONETAKE_REAL_SLEEPS=1 lets it sleep as long as the guide says.
"""

import json
from typing import Any

import pytest

from ..process.film import film
from ..process.server import Server
from .conftest import VIDEOS, Program

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(900)]

GUIDE = "segmind_guide"
LAKE = json.dumps({"prompt": "A lake", "duration": 4, "resolution": "480p", "generate_audio": False})


def shown(server: Server, told: dict[str, Any]) -> tuple[int, int, int, bool]:
    """(width, height, seconds, with sound) of the film behind output_url, fetched without a key."""
    played = film(server.http.get(told["output_url"]).raise_for_status().content)
    assert played.fps == 24 and played.frames % 24 == 0
    return played.width, played.height, played.frames // 24, played.audio is not None


def test_the_guides_own_call(program: Program, server: Server) -> None:
    printed = program(GUIDE, "lake")
    assert printed["waits"] == [] and shown(server, printed["told"]) == (1280, 720, 5, False)


def test_its_two_modes(program: Program, server: Server, inputs: dict[str, str]) -> None:
    pictures = [inputs["jpeg_https"], inputs["png_data"]]
    for name, urls in (("frames", pictures), ("references", pictures[:1])):
        printed = program(GUIDE, name, *urls)
        width, height, *rest = shown(server, printed["told"])
        assert rest == [5, True] and width * height >= 0.9 * 1280 * 720, name


def test_a_client_without_patience_gets_one_film(program: Program, server: Server) -> None:
    """It hangs up and asks again, and again: one task, and its film in the end."""
    before = server.count("create") + server.count("run")
    printed = program(GUIDE, "impatient")
    assert printed["waits"], "it never had to ask again"
    assert shown(server, printed["told"]) == (1280, 720, 15, True)
    assert server.count("create") + server.count("run") - before == len(printed["waits"]) + 1
    rows = server.call("GET", VIDEOS + "?limit=50")["data"]
    assert [row["request"]["prompt"] for row in rows].count("A slow dawn over hills") == 1


@pytest.mark.parametrize(
    ("scenario", "waits"),
    [("s0-10-internal-error", [5]), ("ok", [])],
)
def test_what_passes_is_tried_again(
    program: Program, server: Server, scenario: str, waits: list[int]
) -> None:
    key = server.command("keys", "create", scenario, "--scenario", scenario)
    printed = program(GUIDE, "sent", LAKE, key=key)
    assert printed["waits"] == waits and shown(server, printed["told"]) == (864, 496, 4, False)


def test_empty_answers_without_end(program: Program, server: Server) -> None:
    key = server.command("keys", "create", "empty", "--scenario", "s0-03-empty-200")
    printed = program(GUIDE, "sent", LAKE, key=key)
    assert printed["told"]["attempts"] == 3 and printed["waits"] == [10, 20, 30]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"duration": 7}, "the parameter duration specified in the request is not valid"),
        (
            {
                "first_frame_url": "https://example.com/a.png",
                "reference_images": ["https://example.com/b.png"],
            },
            "first_frame/last_frame mode is mutually exclusive with reference_images.",
        ),
    ],
)
def test_what_cannot_pass_is_not_tried_again(program: Program, change: dict[str, Any], words: str) -> None:
    printed = program(GUIDE, "sent", json.dumps({**json.loads(LAKE), **change}))
    assert printed["waits"] == [] and printed["told"]["status_code"] == 400
    assert words in json.loads(printed["told"]["error"])["error"]
