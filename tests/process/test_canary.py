"""Canaries in every place for a secret, every endpoint asked well and badly, a provider that repeats what it
is told: none sings in a log, a metric, another customer's answer or the database (T27)."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onetake.apps.server.entries import entries

from .film import picture
from .leaky import leaky
from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

SETTINGS = """
[policy]
order = ["far"]
poll_first = 0.2
poll_every = 0.2
submit_timeout = 2.0
absence_after = 2.0
absence_gap = 0.2

[[upstream]]
name = "far"
route = "volcengine"
origin = "{origin}"
credential_file = "far.key"
submits_per_minute = 6000
looks_per_second = 100
"""
CREDENTIAL = "canary-credential-8d1f2a"
PROMPT = "canary-prompt-77ab03 of a fox"
PASSWORD = "canary-password-c0ffee"
INPUT_SIGNATURE = "canary-inputsig-51e0"
OUTPUT_SIGNATURE = "canary-outputsig-9b1c"
CALLBACK_TOKEN = "canary-callback-42d7"
FILENAME = "canary-filename-1aa9"
BODY = "canary-body-6e6e"
HEADER = "canary-header-3b3b"
ARK = "/api/v3/contents/generations/tasks"
VIDEOS = "/onetake/v1/videos"
PRESIGN = "/api/v1/video/upload/presign?filename=a.png&content_type=image/png"
PICTURE = picture()
ENCODED = base64.b64encode(PICTURE).decode()
DATA_URL = f"data:image/png;base64,{ENCODED}"
IN_DATA_URL = ENCODED[200:260]

GOOD = {"prompt": PROMPT, "duration": 4, "resolution": "480p", "ratio": "16:9"}
CALLBACK = f"https://hooks.example.com/{CALLBACK_TOKEN}?t={CALLBACK_TOKEN}"
URLS = [
    f"https://user:{PASSWORD}@media.example.com/a.png",
    f"https://media.example.com/a.png?X-Signature={INPUT_SIGNATURE}",
    f"http://127.0.0.1:9/a.png?X-Signature={INPUT_SIGNATURE}",
]


def bodies() -> list[Any]:
    """Creates, right and wrong."""
    images = [{"kind": "image", "role": "first_frame", "url": url} for url in (*URLS, DATA_URL)]
    return [
        {**GOOD, "webhook_url": CALLBACK},
        {"model": "seedance-2.0", "prompt": PROMPT, "callback_url": CALLBACK},
        *[GOOD] * 8,
        *({**GOOD, "media": [image]} for image in images),
        {**GOOD, "duration": 99},
        {**GOOD, "nonsense": BODY, BODY: BODY},
        {**GOOD, "model": BODY},
        [BODY],
        {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": PROMPT}]},
        {"model": "doubao-seedance-2-0-260128", "content": [{"type": BODY, "text": PROMPT}]},
        {"prompt": PROMPT, "model": "sora-2"},
    ]


@pytest.fixture
def asked(new_server: Callable[..., Server]) -> Any:
    """The server after all of it, what others were answered, and its signed links."""
    with leaky(f"https://files.example.com/v.mp4?sig={OUTPUT_SIGNATURE}") as provider:
        server = new_server("canary", SETTINGS.format(origin=provider.origin))
        (server.data_dir / "far.key").write_text(CREDENTIAL)
        server.start()
        mine = server.command("keys", "create", "mine")
        server.command("projects", "create", "elsewhere")
        other = server.command("keys", "create", "other", "--project", "elsewhere")
        signing = server.command("webhooks", "rotate", "--key", mine).split()
        made = [id for body in bodies() for id in _create(server, mine, body)]
        until(lambda: provider.sent >= 5 and provider.asked > 8, 20, "the provider's part")
        heard = [_asked_everywhere(server, key, made) for key in (mine, "ot_wrong_" + BODY, other)]
        heard[0] += server.ask("POST", PRESIGN, key=mine).text
        metrics = server.ask("GET", "/metrics").text
        own = [server.ask("GET", f"{VIDEOS}/{id}", key=mine).text for id in made]
        answers = {"own": heard[0] + "".join(own), "others": heard[1] + heard[2] + metrics}
        yield server, answers, (mine, other, *signing)


def _create(server: Server, key: str, body: Any) -> list[str]:
    found = []
    for path in (VIDEOS, ARK, "/v1/videos/generations"):
        reply = server.ask("POST", path, body, key=key, X_Request_Id=HEADER, User_Agent=HEADER)
        found += [reply.json()["id"]] if reply.is_success and "id" in reply.json() else []
    return found


def _asked_everywhere(server: Server, key: str, ids: list[str]) -> str:
    """Every endpoint with every kind of id: the answers, whole."""
    heard = []
    for entry in entries():
        for endpoint in entry.offered():
            if endpoint.op == "events":
                continue
            path = endpoint.at(entry.prefix).replace("{name}", FILENAME)
            for id in (ids[0], BODY):
                # Without BODY in the path: it is ours to send, not ours to find.
                body = {} if endpoint.method == "POST" else None
                reply = server.ask(endpoint.method, path.replace("{id}", id), body, key=key)
                heard.append(f"{reply.status_code} {dict(reply.headers)} {reply.text.replace(BODY, '')}")
    for name in (f"../{FILENAME}", "a\r\nb", "\0"):
        reply = server.ask("POST", "/onetake/v1/uploads", None, key=key, Content_Type="image/png")
        heard.append(reply.text.replace(name, ""))
    return "\n".join(heard)


def test_t27_no_canary_sings(asked):
    server, heard, keys = asked
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)
    server.stop()
    log = server.log.read_text() + server.spoken.read_text()
    rows = b"".join(path.read_bytes() for path in server.data_dir.glob("onetake.db*"))
    signatures = re.findall(r"signature=([\w-]{20,})", heard["own"])
    sealed = [CREDENTIAL, PASSWORD, *keys, *signatures, server.key]
    told = [PROMPT, INPUT_SIGNATURE, OUTPUT_SIGNATURE, CALLBACK_TOKEN, FILENAME, BODY, HEADER, IN_DATA_URL]
    assert any(s.startswith("whsec_") for s in sealed) and len(signatures) > 0
    assert "task moved" in log
    assert [s for s in (*sealed, *told) if s in log] == []
    assert [s for s in (*sealed, *told) if s in heard["others"]] == []
    assert [s for s in (CREDENTIAL, OUTPUT_SIGNATURE) if s in heard["own"]] == []
    assert [s for s in (*sealed, FILENAME, HEADER, IN_DATA_URL) if s.encode() in rows] == []
