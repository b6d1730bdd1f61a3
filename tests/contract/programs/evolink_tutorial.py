"""The programs of EvoLink's tutorial, restated from its interfaces: the complete script with its three
examples, the first program, the parameter examples, the batch, the retries, the cancel.

    python evolink_tutorial.py ORIGIN KEY PROGRAM FOLDER [ARGUMENT]

They know an origin, a key and nothing of Onetake. Files go to FOLDER under the tutorial's names. Prints one
JSON object: what the program saw.
"""

import concurrent.futures
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import requests  # noqa: TID251 (an outside client on purpose)

GIVE_UP = (400, 401, 402, 404, 413, 422)
TRY_AGAIN = (429, 500, 502, 503)
QUALITIES = {"480p", "720p", "1080p"}
RATIOS = {"16:9", "9:16", "1:1", "4:3", "3:4", "21:9"}
Task = dict[str, Any]

ORIGIN, KEY, PROGRAM, FOLDER, *ARGUMENTS = sys.argv[1:]
BASE = f"{ORIGIN}/v1"
HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
SEEN: list[list[Any]] = []
WAITS: list[float] = []


def wait_for(task_id: str, interval: int = 10, budget: int = 600) -> Task:
    """Query until completed; RuntimeError when it failed, TimeoutError after `budget` seconds of sleep."""
    slept = 0
    while slept < budget:
        reply = requests.get(f"{BASE}/tasks/{task_id}", headers=HEADERS)
        reply.raise_for_status()
        task = reply.json()
        SEEN.append([task["status"], task.get("progress", 0)])
        if task["status"] == "completed":
            return task
        if task["status"] == "failed":
            told = task.get("error", {})
            raise RuntimeError(f"{task_id} failed: {told.get('message', 'no message')}")
        time.sleep(interval)
        slept += interval
    raise TimeoutError(f"{task_id}: nothing after {budget} s")


def download(url: str, name: str) -> int:
    """Stream a file in pieces of 8 KiB, without the key; its size."""
    reply = requests.get(url, stream=True)
    reply.raise_for_status()
    path = Path(FOLDER) / name
    with path.open("wb") as file:
        for piece in reply.iter_content(chunk_size=8192):
            file.write(piece)
    return os.path.getsize(path)


def post(payload: Task, **options: Any) -> requests.Response:
    return requests.post(f"{BASE}/videos/generations", headers=HEADERS, json=payload, **options)


def pause(attempt: int) -> None:
    wait = 2**attempt + random.uniform(0, 1)
    WAITS.append(wait)
    time.sleep(wait)


def submit(payload: Task, attempts: int = 3) -> Task:
    """Create a task; what may pass is tried again after about 1, 2 and 4 s, what cannot is a ValueError."""
    for attempt in range(attempts):
        try:
            reply = post(payload, timeout=30)
            if reply.status_code == 200:
                return reply.json()
            error = reply.json().get("error", {})
            if reply.status_code in GIVE_UP:
                raise ValueError(f"{reply.status_code} {error.get('type', '')}: {error['message']}")
            if reply.status_code in TRY_AGAIN:
                pause(attempt)
                continue
        except requests.exceptions.RequestException:
            pause(attempt)
            continue
    raise RuntimeError(f"no task after {attempts} attempts")


def check(payload: Task) -> None:
    """What the tutorial looks at before it sends. Raises ValueError."""
    wrong = [name for name in ("model", "prompt") if not str(payload.get(name) or "").strip()]
    if not 4 <= payload.get("duration", 5) <= 15:
        wrong.append("duration")
    if payload.get("quality", "720p") not in QUALITIES:
        wrong.append("quality")
    if payload.get("aspect_ratio", "16:9") not in RATIOS:
        wrong.append("aspect_ratio")
    images = payload.get("image_urls", [])
    if len(images) > 9 or not all(url.startswith(("http://", "https://")) for url in images):
        wrong.append("image_urls")
    if wrong:
        raise ValueError(f"not sent: {wrong}")


def example(payload: Task, name: str) -> Task:
    """The way of every example of the complete script: check, submit, wait, download."""
    check(payload)
    made = submit(payload)
    result = wait_for(made["id"])
    download(result["results"][0], name)
    return {"made": made, "result": result, "file": name}


def words(prompt: str, **settings: Any) -> Task:
    return {"model": "seedance-2.0", "prompt": prompt, **settings}


PUPPY = words(
    "A young dog runs after a butterfly over a bright meadow. Smooth tracking shot, the flowers bend.",
    duration=5, quality="720p", aspect_ratio="16:9", generate_audio=True,
)  # fmt: skip


def first() -> Task:
    """The tutorial's first program: no retries, and the fields of the receipt that it prints."""
    reply = post(PUPPY)
    reply.raise_for_status()
    made = reply.json()
    printed = [made["id"], made["task_info"]["estimated_time"], made["usage"]["credits_reserved"]]
    result = wait_for(made["id"])
    download(result["results"][0], "my_first_video.mp4")
    return {"made": made, "result": result, "printed": printed, "file": "my_first_video.mp4"}


def text() -> Task:
    return example(PUPPY, "text_to_video.mp4")


def image(url: str) -> Task:
    prompt = "@Image1 as the first frame. It comes to life: leaves stir, the light moves over it."
    return example(words(prompt, image_urls=[url], duration=5, quality="720p"), "image_to_video.mp4")


def social() -> Task:
    prompt = "Somebody pours a leaf of milk into coffee in slow motion. Close-up from above, warm light."
    settings = {"duration": 8, "quality": "1080p", "aspect_ratio": "9:16", "generate_audio": True}
    return example(words(prompt, **settings), "social_video.mp4")


def cinema() -> Task:
    prompt = "A drone over misty peaks at sunrise pushes on slowly until a valley opens. Volumetric light."
    settings = {"duration": 10, "quality": "1080p", "aspect_ratio": "21:9", "generate_audio": True}
    return example(words(prompt, **settings), "cinema.mp4")


def background() -> Task:
    prompt = "Particles flow in deep blue and gold, slowly."
    settings = {"duration": 15, "quality": "720p", "aspect_ratio": "21:9", "generate_audio": False}
    return example(words(prompt, **settings), "background.mp4")


def draft(model: str) -> Task:
    prompt = "A cat in sunglasses behind the turntables of a neon club."
    settings = {"duration": 4, "quality": "480p", "aspect_ratio": "16:9", "model": model}
    return example({**words(prompt), **settings}, "draft.mp4")


def batch() -> Task:
    """Three prompts, two at a time; one that fails does not stop the others."""

    def one(prompt: str, index: int) -> tuple[str, Any]:
        try:
            made = submit(words(prompt, duration=5, quality="720p"))
            result = wait_for(made["id"])
            download(result["results"][0], f"batch_{index}.mp4")
            return prompt, result
        except Exception as error:
            return prompt, str(error)

    prompts = ["A hummingbird at a red flower. Macro.", "Waves break on black rock at dusk. Slow motion.",
               "A violin is played in the rain. Cinematic light."]  # fmt: skip
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        waiting = {pool.submit(one, prompt, index): index for index, prompt in enumerate(prompts)}
        ended = [done.result() for done in concurrent.futures.as_completed(waiting)]
    return {"prompts": prompts, "ended": ended}


def cancel() -> Task:
    """Create, cancel while it is not ended, cancel once more."""
    made = submit(words("Nothing that anybody wants to see.", duration=15, quality="1080p"))
    replies = [requests.post(f"{BASE}/tasks/{made['id']}/cancel", headers=HEADERS) for _ in range(2)]
    after = requests.get(f"{BASE}/tasks/{made['id']}", headers=HEADERS).json()
    return {"made": made, "replies": [[r.status_code, r.json()] for r in replies], "after": after}


def hook(callback_url: str) -> Task:
    """Submit with a webhook and poll for nothing."""
    payload = words(
        "A ship leaves a desert at sunset.", duration=8, quality="720p", callback_url=callback_url
    )
    return post(payload).json()


def submits(*payloads: str) -> list[Any]:
    """What the submit of the complete script makes of each payload: a task's id, or what was raised."""
    ended: list[Any] = []
    for payload in payloads:
        WAITS.clear()
        try:
            told: Any = submit(json.loads(payload))["id"]
        except (ValueError, RuntimeError) as error:
            told = f"{type(error).__name__}: {error}"
        ended.append({"told": told, "waits": list(WAITS)})
    return ended


print(json.dumps({"told": globals()[PROGRAM](*ARGUMENTS), "seen": SEEN}))
