"""Over the videos API to a second server: as a second Onetake with every kind of input, and in the words of
model servers, which ours understands too."""

from collections.abc import Callable

import pytest

from .film import clip, film, picture, tone
from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

A_SETTINGS = """
[policy]
order = ["{route}"]
poll_first = 0.2
poll_every = 0.3

[[upstream]]
name = "{route}"
route = "{route}"
origin = "{origin}"
credential_file = "b.key"
"""
VIDEOS = "/onetake/v1/videos"
WANTED = {"prompt": "She turns round", "duration": 4, "resolution": "480p", "ratio": "16:9"}


def a_and_b(new_server: Callable[..., Server], route: str) -> tuple[Server, Server]:
    """a, whose only way out is the route, and b, which plays the provider."""
    b = new_server("b").start()
    a = new_server("a", A_SETTINGS.format(route=route, origin=b.url))
    (a.data_dir / "b.key").write_text(b.key)
    return a.start(), b


def kept(a: Server, body: bytes, kind: str) -> str:
    headers = {"Authorization": f"Bearer {a.key}", "Content-Type": kind}
    reply = a.http.post(f"{a.url}/onetake/v1/uploads", content=body, headers=headers)
    assert reply.status_code == 201, reply.text
    return reply.json()["id"]


def made(a: Server, **more) -> dict:
    task = a.call("POST", VIDEOS, {**WANTED, **more})
    done = until(lambda: _ended(a, task["id"]), 90, "the film")
    assert done["status"] == "succeeded", (done["problem"], a.tail())
    seen = film(a.http.get(done["output"]["video_url"]).content)
    assert ((seen.width, seen.height), seen.frames) == ((864, 496), 96)
    return done


def test_files_of_every_kind_travel_inside_and_the_film_comes_back(new_server) -> None:
    a, b = a_and_b(new_server, "openai")
    media = [
        {"kind": "image", "role": "reference", "upload_id": kept(a, picture(), "image/png")},
        {"kind": "video", "role": "reference", "upload_id": kept(a, clip(), "video/mp4")},
        {"kind": "audio", "role": "reference", "upload_id": kept(a, tone(), "audio/wav")},
    ]
    made(a, media=media, seed=5)
    assert b.count("create", 200) == 1
    (there,) = b.call("GET", VIDEOS)["data"]
    asked = there["request"]
    assert ([m["kind"] for m in asked["media"]], asked["seed"]) == (["image", "video", "audio"], 5)
    frames = [
        {"kind": "image", "role": role, "upload_id": kept(a, picture(tint=tint), "image/png")}
        for role, tint in (("first_frame", 3), ("last_frame", 90))
    ]
    made(a, media=frames)
    newest = b.call("GET", VIDEOS)["data"][0]["request"]
    assert [m["role"] for m in newest["media"]] == ["first_frame", "last_frame"]


def test_a_wish_to_cancel_reaches_the_other_server(new_server) -> None:
    a, b = a_and_b(new_server, "openai")
    task = a.call("POST", VIDEOS, {**WANTED, "duration": 15, "resolution": "1080p"})
    until(lambda: b.call("GET", VIDEOS)["data"], 30, "the create")
    a.ask("POST", f"{VIDEOS}/{task['id']}/cancel")
    done = until(lambda: _ended(a, task["id"]), 30, "the end")
    assert done["status"] == "cancelled", (done, a.tail())
    assert b.call("GET", VIDEOS)["data"] == []
    assert done["price"]["amount"] == "0"


@pytest.mark.parametrize("route", ["sglang", "vllm-omni"])
def test_in_the_words_of_model_servers(new_server, route: str) -> None:
    a, b = a_and_b(new_server, route)
    made(a, generate_audio=False)
    frame = {"kind": "image", "role": "first_frame", "upload_id": kept(a, picture(), "image/png")}
    made(a, generate_audio=False, media=[frame])
    framed, plain = (task["request"] for task in b.call("GET", VIDEOS)["data"])
    assert (plain["duration"], plain["resolution"], plain["ratio"], plain["media"]) == (4, "480p", "16:9", [])
    assert [m["role"] for m in framed["media"]] == ["first_frame"]
    loud = a.ask("POST", VIDEOS, {**WANTED, "generate_audio": True})
    if route == "sglang":
        assert [o["field"] for o in loud.json()["offences"]] == ["generate_audio"]
    else:
        assert loud.status_code == 202
    references = a.ask(
        "POST", VIDEOS, {**WANTED, "generate_audio": False, "media": [{**frame, "role": "reference"}]}
    )
    assert (references.status_code, references.json()["code"]) == (400, "inexpressible")
    assert [o["field"] for o in references.json()["offences"]] == ["media[0]"]


def _ended(server: Server, id: str) -> dict | None:
    task = server.call("GET", f"{VIDEOS}/{id}")
    return task if task["status"] not in ("queued", "running") else None
