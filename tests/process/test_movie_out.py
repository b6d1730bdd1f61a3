"""A file that only this server has, over movie: presigned and put at the provider, then named by its path."""

from collections.abc import Callable

import pytest

from .film import film, picture
from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

A_SETTINGS = """
[policy]
order = ["movie"]
poll_first = 0.2
poll_every = 0.3

[[upstream]]
name = "movie"
route = "movie"
origin = "{origin}"
credential_file = "b.key"
"""
VIDEOS = "/onetake/v1/videos"
WANTED = {"prompt": "She turns round", "duration": 4, "resolution": "480p", "ratio": "16:9"}


@pytest.fixture
def a_and_b(new_server: Callable[..., Server]) -> tuple[Server, Server]:
    """a, whose only way out is movie, and b, which plays the provider."""
    b = new_server("b", '[dialects]\nmovie_http = "ok"\n').start()
    a = new_server("a", A_SETTINGS.format(origin=b.url))
    (a.data_dir / "b.key").write_text(b.key)
    return a.start(), b


def test_an_upload_travels_and_the_film_comes_back(a_and_b: tuple[Server, Server]) -> None:
    a, b = a_and_b
    headers = {"Authorization": f"Bearer {a.key}", "Content-Type": "image/png"}
    kept = a.http.post(f"{a.url}/onetake/v1/uploads", content=picture(), headers=headers).json()
    media = [{"kind": "image", "role": "first_frame", "upload_id": kept["id"]}]
    task = a.call("POST", VIDEOS, {**WANTED, "media": media})
    done = until(lambda: _ended(a, task["id"]), 60, "the film")
    assert done["status"] == "succeeded", (done["problem"], a.tail())
    made = film(a.http.get(done["output"]["video_url"]).content)
    assert ((made.width, made.height), made.frames) == ((864, 496), 96)
    assert (b.count("presign", 200), b.count("put", 200), b.count("create", 200)) == (1, 1, 1)
    (there,) = b.call("GET", "/api/v1/video/tasks")["result"]["data"]
    assert (there["status"], there["duration"], there["seed"] is None) == ("completed", 4, False)


def test_what_only_a_role_tells_is_refused_before_anything_is_sent(a_and_b: tuple[Server, Server]) -> None:
    a, b = a_and_b
    media = [
        {"kind": "image", "role": role, "url": f"https://files.example/{role}.png"}
        for role in ("first_frame", "last_frame")
    ]
    reply = a.ask("POST", VIDEOS, {**WANTED, "media": media})
    assert (reply.status_code, reply.json()["code"]) == (400, "inexpressible")
    assert [o["field"] for o in reply.json()["offences"]] == ["media[1]"]
    assert b.count("create") == 0


def test_errors_in_the_body_alone_are_errors_to_the_other_side(a_and_b: tuple[Server, Server]) -> None:
    _, b = a_and_b
    reply = b.ask("POST", "/api/v1/video/task", {"content": []})
    assert (reply.status_code, reply.json()["code"]) == (200, "MISSING_PARAMETER")


def _ended(server: Server, id: str) -> dict | None:
    task = server.call("GET", f"{VIDEOS}/{id}")
    return task if task["status"] not in ("queued", "running") else None
