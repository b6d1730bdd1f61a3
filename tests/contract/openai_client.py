"""Run by the interpreter that has OpenAI's client: one scenario against a server, what it saw as JSON.

    python openai_client.py ORIGIN KEY SCENARIO FOLDER [ARGUMENT…]

Nothing of Onetake is imported: this is the outside. Only the base URL and the key are changed.
"""

import asyncio
import json
import os
import sys
import time
import warnings
from pathlib import Path

import openai

ORIGIN, KEY, SCENARIO, FOLDER, *ARGUMENTS = sys.argv[1:]
PACE = {} if os.environ.get("ONETAKE_REAL_SLEEPS") == "1" else {"poll_interval_ms": 100}
QUICK = {"model": "seedance-2.0", "seconds": "4", "size": "864x496"}
PROMPT = "A kite over the dunes"
warnings.simplefilter("ignore", DeprecationWarning)  # it deprecates its own videos, whoever serves them
client = openai.OpenAI(base_url=f"{ORIGIN}/v1", api_key=KEY)
videos = client.videos


def plain(value):
    """An answer of the client as JSON, with what it did not know in advance."""
    return json.loads(value.model_dump_json())


def saved(video_id, name="film.mp4", **words):
    path = Path(FOLDER) / name
    content = videos.download_content(video_id, **words)
    content.write_to_file(path)
    return {"file": str(path), "type": content.response.headers["content-type"]}


def finished(**asked):
    made = videos.create(**{**QUICK, "prompt": PROMPT, **asked})
    return videos.poll(made.id, **PACE)


def refused(call):
    """What the client raises, as a caller can read it; null when it raises nothing."""
    try:
        call()
    except openai.APIStatusError as error:
        names = ("status_code", "code", "param", "type", "message", "request_id")
        return {"class": type(error).__name__, **{name: getattr(error, name) for name in names}}
    return None


def polled():
    """create_and_poll at the server's own pace, and the three things to download."""
    began = time.monotonic()
    video = videos.create_and_poll(prompt=PROMPT, model="seedance-2.0", seconds="5", size="1280x720")
    took = time.monotonic() - began
    names = {"video": "film.mp4", "thumbnail": "thumb", "spritesheet": "sheet"}
    files = {variant: saved(video.id, name, variant=variant) for variant, name in names.items()}
    pace = videos.with_raw_response.retrieve(video.id).headers.get("openai-poll-after-ms")
    return {"video": plain(video), "took": took, "files": files, "pace": pace}


def minimal():
    """Nothing but a prompt."""
    made = videos.create(prompt=PROMPT)
    video = videos.poll(made.id, **PACE)
    return {"made": plain(made), "video": plain(video), **saved(video.id)}


def sora(model, size):
    """Names and sizes of the service that was closed: asked for and taken back."""
    made = videos.create(prompt=PROMPT, model=model, size=size, seconds="4")
    videos.delete(made.id)
    return {"made": plain(made)}


def extras():
    """What the client has no words for goes through extra_body."""
    more = {"ratio": "1:1", "resolution": "480p", "seed": 7, "generate_audio": False, "watermark": True}
    made = videos.create(prompt=PROMPT, model="seedance-2.0-fast", seconds="4", extra_body=more)
    video = videos.poll(made.id, **PACE)
    return {"video": plain(video), **saved(video.id)}


def reference(image, url):
    """A first frame: as a file, as named bytes with a type, as a place. The client's own types know the last
    one and its code refuses it, so it goes through extra_body."""
    path = Path(image)
    as_named = (path.name, path.read_bytes(), "image/png")
    with path.open("rb") as opened:
        ways = [finished(input_reference=way) for way in (opened, as_named)]
    ways.append(finished(extra_body={"input_reference": {"image_url": url}}))
    return {"videos": [plain(video) for video in ways], **saved(ways[0].id)}


def media(image):
    """References beside each other, as the form of the client writes lists of objects."""
    items = [{"kind": "image", "role": "reference", "url": Path(image).read_text()}]
    video = finished(extra_body={"media": items})
    return {"video": plain(video), **saved(video.id)}


def listed():
    """Pages, in both directions, and a job that is deleted while it waits."""
    ids = [videos.create(**QUICK, prompt=f"{PROMPT} {i}").id for i in range(5)]
    first = videos.list(limit=2)
    every = [video.id for video in videos.list(limit=2)]
    oldest = [video.id for video in videos.list(limit=3, order="asc")]
    after = [video.id for video in videos.list(after=ids[3], limit=2).data]
    deleted = [plain(videos.delete(video_id)) for video_id in ids]
    gone = refused(lambda: videos.retrieve(ids[0]))
    page = {"ids": [video.id for video in first.data], "more": first.has_more, "next": first.last_id}
    return {"ids": ids, "first": page, "every": every, "oldest": oldest, "after": after,
            "deleted": deleted, "gone": gone}  # fmt: skip


def kept():
    """A finished video, deleted."""
    video = finished()
    answer = plain(videos.delete(video.id))
    gone = {
        "retrieve": refused(lambda: videos.retrieve(video.id)),
        "content": refused(lambda: videos.download_content(video.id)),
        "delete": refused(lambda: videos.delete(video.id)),
    }
    return {"id": video.id, "answer": answer, "gone": gone}


def derived():
    """remix, edit of a video and of a file, extend. A video's id goes through extra_body: the client's own
    types know `{"id": …}` and its code refuses it."""
    source = finished()
    film = Path(saved(source.id, "source.mp4")["file"])
    named = {"video": openai.omit, "extra_body": {"video": {"id": source.id}}}
    made = {
        "remix": videos.remix(source.id, prompt="The same at night"),
        "edit": videos.edit(prompt="In winter", **named),
        "file": videos.edit(prompt="In autumn", video=film),
        "extend": videos.extend(prompt="It lands", seconds="5", **named),
    }
    ended = {name: plain(videos.poll(video.id, **PACE)) for name, video in made.items()}
    files = {name: saved(video["id"], f"{name}.mp4")["file"] for name, video in ended.items()}
    return {
        "source": plain(source),
        "made": {n: plain(v) for n, v in made.items()},
        "ended": ended,
        "files": files,
    }


def verdict():
    """A key that plays a failure: the job ends, and says why."""
    return {"video": plain(finished())}


def refusals():
    """What a caller can read of each refusal."""
    stranger = openai.OpenAI(base_url=f"{ORIGIN}/v1", api_key="sk-nobody", max_retries=0).videos
    waiting = videos.create(**QUICK, prompt=PROMPT)
    told = {
        "seconds": refused(lambda: videos.create(**{**QUICK, "seconds": "3"}, prompt=PROMPT)),
        "size": refused(lambda: videos.create(**{**QUICK, "size": "100x100"}, prompt=PROMPT)),
        "prompt": refused(lambda: videos.create(**QUICK, prompt="")),
        "model": refused(lambda: videos.create(**{**QUICK, "model": "sora-9"}, prompt=PROMPT)),
        "file": refused(lambda: videos.create(**QUICK, prompt=PROMPT, input_reference=b"no picture")),
        "key": refused(lambda: stranger.create(**QUICK, prompt=PROMPT)),
        "unknown": refused(lambda: videos.retrieve("video_nothing")),
        "early": refused(lambda: videos.download_content(waiting.id)),
        "variant": refused(lambda: videos.download_content(waiting.id, variant="poster")),
        "remix": refused(lambda: videos.remix(waiting.id, prompt="Too early")),
        "limit": refused(lambda: videos.list(limit=0)),
        "character": refused(lambda: videos.get_character("char_1")),
    }
    videos.delete(waiting.id)
    return told


def asynchronous():
    """The same through AsyncOpenAI."""

    async def go():
        other = openai.AsyncOpenAI(base_url=f"{ORIGIN}/v1", api_key=KEY).videos
        video = await other.create_and_poll(**QUICK, prompt=PROMPT, **PACE)
        path = Path(FOLDER) / "async.mp4"
        (await other.download_content(video.id)).write_to_file(path)
        found = [item.id async for item in other.list(limit=1)][:1]
        await other.delete(video.id)
        return {"video": plain(video), "file": str(path), "found": found}

    return asyncio.run(go())


sys.stdout.write(json.dumps(globals()[SCENARIO](*ARGUMENTS)))
