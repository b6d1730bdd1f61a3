"""Run by the interpreter that has segmind's client: one scenario against a server, what it saw as JSON.

    python segmind_client.py ORIGIN KEY SCENARIO FOLDER [ARGUMENT…]

Nothing of Onetake is imported: this is the outside. Only the base URL is changed, but for `upload`.
"""

import json
import os
import sys
from pathlib import Path

import httpx
from segmind import SegmindClient
from segmind.exceptions import SegmindError
from segmind.files import Files
from segmind.v2 import InferenceFailed, InferenceTimeout

ORIGIN, KEY, SCENARIO, FOLDER, *ARGUMENTS = sys.argv[1:]
PAUSE = 1.0 if os.environ.get("ONETAKE_REAL_SLEEPS") == "1" else 0.1
MODEL = "seedance-2.0"
QUICK = {"prompt": "A heron over a lake", "duration": 4, "resolution": "480p"}
client = SegmindClient(api_key=KEY, base_url=f"{ORIGIN}/v1", timeout=120)


def saved(url, name="film.mp4"):
    path = Path(FOLDER) / name
    path.write_bytes(httpx.get(url).raise_for_status().content)
    return str(path)


def refused(call, *words, **params):
    """What the client raises, as a caller can read it; null when it raises nothing."""
    try:
        call(*words, **params)
    except SegmindError as error:
        told = {"class": type(error).__name__, "status": error.status, "detail": error.detail}
        return told | {"body": getattr(error, "status_body", None)}
    return None


def held():
    """run_sync: one call, answered when the film is there."""
    reply = client.run_sync(MODEL, **QUICK, seed=42, return_last_frame=True)
    told = reply.json()
    files = {"file": saved(told["output_url"]), "last": saved(told["last_frame_url"], "last.png")}
    return {"status": reply.status_code, "type": reply.headers["content-type"], "told": told, **files}


def queued():
    """submit_async, its handle, wait."""
    job = client.submit_async("seedance-2.0-fast", **{**QUICK, "duration": 5}, generate_audio=False)
    told = {"submitted": job.submit_response, "at_once": job.status()}
    result = job.wait(timeout=100, interval=PAUSE)
    return {**told, "result": result, "status": job.status(), "file": saved(result["output"])}


def plain():
    """run: submit and wait with the client's own pace, every second."""
    result = client.run("seedance-2.0-mini", **QUICK)
    return {"result": result, "file": saved(result["output"])}


def frames(first, last):
    """Two pictures as data URLs."""
    names = {"first_frame_url": Path(first).read_text(), "last_frame_url": Path(last).read_text()}
    result = client.submit_async(MODEL, **QUICK, **names, aspect_ratio="1:1").wait(100, PAUSE)
    return {"result": result, "file": saved(result["output"])}


def upload(*files):
    """The one address that the base URL does not move is an attribute of the class."""
    told = {"before": Files.STORAGE_BASE_URL}
    Files.STORAGE_BASE_URL = ORIGIN
    up = client.files.upload(list(files))
    job = client.submit_async(MODEL, **QUICK, aspect_ratio="1:1", reference_images=up["file_urls"])
    result = job.wait(100, PAUSE)
    return {**told, "upload": up, "result": result, "file": saved(result["output"])}


def cancelled():
    """A task that ends as FAILED, told under 422. Segmind has no cancel: it is ended from elsewhere."""
    job = client.submit_async(MODEL, **{**QUICK, "duration": 15})
    at_once = refused(job.wait, timeout=0, interval=PAUSE)
    httpx.post(f"{ORIGIN}/onetake/v1/videos/{job.request_id}/cancel", headers={"x-api-key": KEY})
    wait = refused(job.wait, timeout=60, interval=PAUSE)
    codes = [
        httpx.get(url, headers={"x-api-key": KEY}).status_code for url in (job.status_url, job.response_url)
    ]
    timed_out = at_once["class"] == InferenceTimeout.__name__
    failed = wait["class"] == InferenceFailed.__name__
    return {"timed_out": timed_out, "failed": failed, "wait": wait, "result": job.result(), "codes": codes}


def failed():
    """A task that fails by itself: the key that is given plays it."""
    job = client.submit_async(MODEL, **QUICK)
    return {"wait": refused(job.wait, timeout=60, interval=PAUSE), "result": job.result()}


def impatient():
    """A client that gives up after a second and asks the same again gets the same task."""
    hasty = SegmindClient(api_key=KEY, base_url=f"{ORIGIN}/v1", timeout=1.0)
    asked = {"prompt": "Fog lifts from a harbour", "duration": 12, "resolution": "720p", "seed": 8}
    try:
        hasty.run_sync(MODEL, **asked)
    except httpx.ReadTimeout:
        reply = client.run_sync(MODEL, **asked)
        return {"told": reply.json(), "joined": reply.headers.get("idempotency-replayed")}
    return {"joined": "was too quick"}


def refusals():
    """Each of the guide's validation errors, by both ways to ask."""
    url = "https://example.com/a.png"
    asked = {
        "prompt": {"prompt": ""},
        "duration": {"duration": 7},
        "long": {"duration": 20},
        "resolution": {"resolution": "1080p"},
        "mixed": {"first_frame_url": url, "reference_images": [url]},
        "last": {"last_frame_url": url},
        "audio": {"reference_audios": ["https://example.com/a.mp3"]},
    }
    ways = (client.run_sync, client.submit_async)
    told = {
        name: [refused(way, MODEL, **{**QUICK, **words}) for way in ways] for name, words in asked.items()
    }
    stranger = SegmindClient(api_key="SG_nobody", base_url=f"{ORIGIN}/v1")
    told["key"] = [refused(way, MODEL, **QUICK) for way in (stranger.run_sync, stranger.submit_async)]
    told["slug"] = [refused(way, "seedance-9", **QUICK) for way in ways]
    return told


sys.stdout.write(json.dumps(globals()[SCENARIO](*ARGUMENTS)))
