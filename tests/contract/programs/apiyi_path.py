"""A program as APIYI's page describes it: the Ark messages below /seedance, a body that is never unpacked,
polling every 15 s, two more tries after a 5xx or a timeout, the film copied at once.

    python apiyi_path.py ORIGIN KEY PROGRAM FOLDER [ARGUMENT…]

Prints one JSON object: what it saw and which files it made.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import requests  # noqa: TID251 (an outside client on purpose)

ORIGIN, KEY, PROGRAM, FOLDER, *ARGUMENTS = sys.argv[1:]
TASKS = f"{ORIGIN}/seedance/api/v3/contents/generations/tasks"
HEADERS = {
    "Authorization": f"Bearer {KEY}",
    "Content-Type": "application/json",
    "Accept-Encoding": "identity",
}
STANDARD, FAST = "doubao-seedance-2-0-260128", "doubao-seedance-2-0-fast-260128"
LOG: list[dict[str, Any]] = []
Task = dict[str, Any]


def call(method: str, url: str, **body: Any) -> Task:
    """The parsed answer. 5xx and timeouts are tried twice more; any other refusal raises."""
    for attempt in range(3):
        try:
            reply = requests.request(method, url, headers=HEADERS, timeout=60, **body)
            if reply.status_code < 500:
                break
        except requests.exceptions.Timeout:
            if attempt == 2:
                raise
        time.sleep(2**attempt)
    reply.raise_for_status()
    told = reply.json()
    LOG.append({"id": told["id"], "request": reply.headers["x-request-id"], "status": told.get("status")})
    return told


def make(
    prompt: str, *media: Task, name: str, interval: int = 15, budget: int = 900, **settings: Any
) -> Task:
    """Create, poll until `succeeded`, copy the film and, if it was asked for, the last frame."""
    content = [{"type": "text", "text": prompt}, *media]
    task_id = call("POST", TASKS, json={"model": STANDARD, "content": content, **settings})["id"]
    for _ in range(budget // interval):
        task = call("GET", f"{TASKS}/{task_id}")
        if task["status"] in ("succeeded", "failed", "expired"):
            break
        time.sleep(interval)
    if task["status"] != "succeeded":
        raise RuntimeError(f"{task_id}: {task['status']} {task.get('error')}")
    links = {"mp4": task["content"]["video_url"], "png": task["content"].get("last_frame_url")}
    for kind, url in links.items():
        if url:
            (Path(FOLDER) / f"{name}.{kind}").write_bytes(requests.get(url, timeout=60).content)
    return task


def picture(url: str, role: str) -> Task:
    return {"type": "image_url", "image_url": {"url": url}, "role": role}


def text() -> Task:
    """Nothing but a model and a text: the ratio is the model's choice, sound is on."""
    return make('A baker opens the shop. "Good morning!"', name="text")


def chain() -> list[Task]:
    """Two clips, the second from where the first one ends."""
    shape = {"resolution": "480p", "ratio": "9:16", "duration": 4, "return_last_frame": True}
    first = make("A kite climbs over the dunes.", name="one", generate_audio=False, seed=3, **shape)
    start = picture(first["content"]["last_frame_url"], "first_frame")
    second = make("It turns towards the sea.", start, name="two", generate_audio=False, **shape)
    return [first, second]


def references(*urls: str) -> Task:
    """Pictures that the clip is to look like."""
    pictures = [picture(url, "reference_image") for url in urls]
    return make("Both of them on a table.", *pictures, name="references", duration=4, resolution="480p")


def refused() -> Task:
    """The page's own example of a 400: the fast model has no 1080p."""
    asked = {"model": FAST, "content": [{"type": "text", "text": "A lake"}], "resolution": "1080p"}
    reply = requests.post(TASKS, headers=HEADERS, json=asked, timeout=60)
    return {"status": reply.status_code, "body": reply.json()}


print(json.dumps({"told": globals()[PROGRAM](*ARGUMENTS), "log": LOG}))
