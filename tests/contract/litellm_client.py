"""Run by the interpreter that has LiteLLM: one scenario against a server, what it saw as JSON.

    python litellm_client.py ORIGIN KEY SCENARIO FOLDER [ARGUMENT…]

Nothing of Onetake is imported: this is the outside. The provider is `openai/`, its base and key are ours.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # its price list from its own files, not from the network
import litellm

ORIGIN, KEY, SCENARIO, FOLDER, *ARGUMENTS = sys.argv[1:]
PAUSE = 10 if os.environ.get("ONETAKE_REAL_SLEEPS") == "1" else 0.1
THERE = {"api_base": f"{ORIGIN}/v1", "api_key": KEY}
QUICK = {"model": "openai/seedance-2.0", "seconds": "4", "size": "864x496"}
PROMPT = "A kite over the dunes"
litellm.suppress_debug_info = True


def plain(value):
    """An answer as JSON, with the id that the server gave: LiteLLM wraps it with the provider's name."""
    told = value if isinstance(value, dict) else json.loads(value.model_dump_json())
    return told | {"wrapped": told["id"], "id": inner(told["id"])}


def inner(video_id):
    from litellm.types.videos.utils import extract_original_video_id

    return extract_original_video_id(video_id)


def ended(video):
    while video.status in ("queued", "in_progress"):
        time.sleep(PAUSE)
        video = litellm.video_status(video_id=video.id, **THERE)
    return video


def saved(video_id, name="film.mp4", **words):
    path = Path(FOLDER) / name
    path.write_bytes(litellm.video_content(video_id=video_id, **words, **THERE))
    return str(path)


def made():
    """Create, status, content: the film and its thumbnail."""
    first = litellm.video_generation(prompt=PROMPT, **QUICK, **THERE)
    video = ended(first)
    files = {"file": saved(video.id), "thumbnail": saved(video.id, "thumb", variant="thumbnail")}
    return {"first": plain(first), "video": plain(video), **files}


def reference(image):
    """A first frame, as an open file, and what LiteLLM has no words for."""
    more = {"seed": 7, "generate_audio": False}
    with open(image, "rb") as opened:
        first = litellm.video_generation(
            prompt=PROMPT, input_reference=opened, extra_body=more, **QUICK, **THERE
        )
    video = ended(first)
    return {"video": plain(video), "file": saved(video.id)}


def listed():
    """Pages: two, then what comes after them, and the other order."""
    videos = [litellm.video_generation(prompt=f"{PROMPT} {i}", **QUICK, **THERE) for i in range(3)]
    page = litellm.video_list(limit=2, **THERE)
    after = litellm.video_list(limit=1, after=page["last_id"], **THERE)
    oldest = litellm.video_list(limit=1, order="asc", **THERE)
    for video in videos:
        ended(video)
    ids = [[inner(video["id"]) for video in found["data"]] for found in (page, after, oldest)]
    return {"made": [inner(video.id) for video in videos], "ids": ids, "more": page["has_more"]}


def derived():
    """remix, edit and extend a finished video."""
    source = ended(litellm.video_generation(prompt=PROMPT, **QUICK, **THERE))
    new = {
        "remix": litellm.video_remix(video_id=source.id, prompt="The same at night", **THERE),
        "edit": litellm.video_edit(video_id=source.id, prompt="In winter", **THERE),
        "extend": litellm.video_extension(video_id=source.id, prompt="It lands", seconds="5", **THERE),
    }
    videos = {name: ended(video) for name, video in new.items()}
    files = {name: saved(video.id, f"{name}.mp4") for name, video in videos.items()}
    return {"source": plain(source), "videos": {n: plain(v) for n, v in videos.items()}, "files": files}


def asynchronous():
    """The same, awaited."""

    async def go():
        video = await litellm.avideo_generation(prompt=PROMPT, **QUICK, **THERE)
        while video.status in ("queued", "in_progress"):
            await asyncio.sleep(PAUSE)
            video = await litellm.avideo_status(video_id=video.id, **THERE)
        path = Path(FOLDER) / "async.mp4"
        path.write_bytes(await litellm.avideo_content(video_id=video.id, **THERE))
        found = await litellm.avideo_list(limit=1, custom_llm_provider="openai", **THERE)
        return {"video": plain(video), "file": str(path), "found": inner(found["data"][0]["id"])}

    return asyncio.run(go())


def refused(**asked):
    """What LiteLLM raises, as a caller can read it; null when it raises nothing."""
    try:
        litellm.video_generation(**{**QUICK, "prompt": PROMPT, **THERE, **asked})
    except Exception as error:
        status = getattr(error, "status_code", None)
        return {"class": type(error).__name__, "status": status, "message": str(error)}
    return None


def refusal():
    return refused()


def refusals():
    return {
        "seconds": refused(seconds="3"),
        "size": refused(size="100x100"),
        "model": refused(model="openai/sora-9"),
        "key": refused(api_key="sk-nobody"),
    }


sys.stdout.write(json.dumps(globals()[SCENARIO](*ARGUMENTS)))
