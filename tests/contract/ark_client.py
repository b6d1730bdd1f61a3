"""Run by the interpreter of an official Ark client: one scenario against a server, what it saw as JSON.

    python ark_client.py MODULE BASE_URL KEY MODEL SCENARIO FOLDER [ARGUMENT…]

Nothing of Onetake is imported: this is the outside.
"""

import asyncio
import importlib
import json
import sys
import time
from pathlib import Path

import httpx

MODULE, BASE_URL, KEY, MODEL, SCENARIO, FOLDER, *ARGUMENTS = sys.argv[1:]
sdk = importlib.import_module(MODULE)
client = sdk.Ark(base_url=BASE_URL, api_key=KEY, max_retries=2, timeout=20)
tasks = client.content_generation.tasks
TEXT = [{"type": "text", "text": "A paper boat drifts down a rainy gutter. Low camera."}]
QUICK = {"resolution": "480p", "duration": 4}


def plain(value):
    """An answer of the SDK as JSON, with what it left out as null."""
    return json.loads(value.model_dump_json())


def until_ended(task_id):
    seen = []
    for _ in range(600):
        task = tasks.get(task_id=task_id)
        if not seen or seen[-1] != task.status:
            seen.append(task.status)
        if task.status not in ("queued", "running"):
            return task, seen
        time.sleep(0.1)
    raise SystemExit(f"{task_id} did not end: {seen}")


def saved(url, name):
    path = Path(FOLDER) / name
    path.write_bytes(httpx.get(url).raise_for_status().content)
    return str(path)


def refused(call):
    """What the SDK raises, as a caller can read it; null when it raises nothing."""
    try:
        call()
    except Exception as error:
        names = ("status_code", "code", "param", "type", "message")
        return {"class": type(error).__name__, **{name: getattr(error, name, None) for name in names}}
    return None


def minimal():
    """Only a model and a text."""
    made = tasks.create(model=MODEL, content=TEXT)
    task, seen = until_ended(made.id)
    return {"id": made.id, "seen": seen, "task": plain(task), "file": saved(task.content.video_url, "v.mp4")}


def first_frame(image):
    """A single image without a role, and every setting that the family has."""
    content = [*TEXT, {"type": "image_url", "image_url": {"url": Path(image).read_text()}}]
    made = tasks.create(
        model=MODEL, content=content, resolution="480p", duration=4, ratio="1:1", seed=11, watermark=True,
        generate_audio=False, return_last_frame=True, execution_expires_after=7200, safety_identifier="u1",
    )  # fmt: skip
    task, _ = until_ended(made.id)
    files = {
        "file": saved(task.content.video_url, "f.mp4"),
        "last": saved(task.content.last_frame_url, "f.png"),
    }
    return {"id": made.id, "task": plain(task), **files}


def queued():
    """Lists and withdrawals, while something else has the only slot."""
    ids = [tasks.create(model=MODEL, content=TEXT, **QUICK).id for _ in range(3)]
    two = ids[:2]
    asked = {
        "named": {"task_ids": two},
        "every": {
            "page_num": 1, "page_size": 10, "status": "queued", "task_ids": two, "model": MODEL,
            "service_tier": "default",
        },
        "second": {"task_ids": two, "page_num": 2, "page_size": 1},
        "status": {"status": "queued"},
        "ended": {"status": "succeeded", "task_ids": two},
        "model": {"model": "doubao-seedance-2-0-fast-260128", "task_ids": two},
        "flex": {"service_tier": "flex"},
    }  # fmt: skip
    lists = {name: tasks.list(**words) for name, words in asked.items()}
    found = {name: {"total": x.total, "ids": [t.id for t in x.items]} for name, x in lists.items()}
    statuses = []
    for task_id in ids:
        tasks.delete(task_id=task_id)
        statuses.append(tasks.get(task_id=task_id).status)
    again = refused(lambda: tasks.delete(task_id=ids[0]))
    return {"ids": ids, "lists": found, "statuses": statuses, "again": again}


def running(task_id):
    """Delete what runs."""
    return {
        "refused": refused(lambda: tasks.delete(task_id=task_id)),
        "after": tasks.get(task_id=task_id).status,
    }


def ended(task_id):
    """Delete what has succeeded."""
    answer = tasks.delete(task_id=task_id)
    return {"answer": repr(answer), "after": refused(lambda: tasks.get(task_id=task_id))}


def refusals():
    """What a caller can read of each refusal."""
    stranger = sdk.Ark(base_url=BASE_URL, api_key="ot_live_nobody").content_generation.tasks
    mixed = [
        *TEXT,
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}, "role": "first_frame"},
        {"type": "image_url", "image_url": {"url": "https://example.com/b.png"}, "role": "reference_image"},
    ]
    return {
        "resolution": refused(lambda: tasks.create(model=MODEL, content=TEXT, resolution="9000p")),
        "duration": refused(lambda: tasks.create(model=MODEL, content=TEXT, duration=3)),
        "tier": refused(lambda: tasks.create(model=MODEL, content=TEXT, service_tier="flex")),
        "mixed": refused(lambda: tasks.create(model=MODEL, content=mixed)),
        "empty": refused(lambda: tasks.create(model=MODEL, content=[])),
        "model": refused(lambda: tasks.create(model="seedance-of-tomorrow", content=TEXT)),
        "key": refused(lambda: stranger.create(model=MODEL, content=TEXT)),
        "unknown": refused(lambda: tasks.get(task_id="cgt-20260101000000-aaaaa")),
    }


def raw():
    """Headers of a create."""
    answer = tasks.with_raw_response.create(model=MODEL, content=TEXT, **QUICK)
    made = answer.parse()
    tasks.delete(task_id=made.id)
    return {"id": made.id, "request_id": answer.headers.get("X-Request-Id")}


def asynchronous():
    """The same through AsyncArk."""

    async def go():
        other = sdk.AsyncArk(base_url=BASE_URL, api_key=KEY).content_generation.tasks
        made = await other.create(model=MODEL, content=TEXT, **QUICK)
        before = await other.get(task_id=made.id)
        await other.delete(task_id=made.id)
        after = await other.get(task_id=made.id)
        return {"id": made.id, "statuses": [before.status, after.status]}

    return asyncio.run(go())


sys.stdout.write(json.dumps(globals()[SCENARIO](*ARGUMENTS)))
