"""Videos made after others: remix, edit and extension (contract §11).

A remix and an edit show the model the old video as a reference; an extension begins with its last picture.
They keep the settings of the old video. A file that was made elsewhere says its own shape and length.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from onetake.apps.server import body, openai_answer, openai_form, operations, repeats
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.openai_form import Asked
from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.geometry import nearest_ratio
from onetake.core.ids import core_of, new_core
from onetake.core.problem import Offence, Problem
from onetake.core.request import ASSET, BY_HASH, Media, Request
from onetake.core.task import Task
from onetake.dialects._record import Record
from onetake.dialects.openai import EDIT, EXTENSION, REMIX, openai
from onetake.media import still
from onetake.services import tasks, uploads
from onetake.services.once import Once
from onetake.services.uploads import Upload

KEPT = ("callback_url", "metadata", "extra", "media")
"""Parts of a request that belong to the one video it was for."""
PART_ONLY = "the file holds the new part only"


@dataclass(frozen=True, slots=True)
class Source:
    """The video that another is made after. url: how it is named in a request. settings: of the new one, as
    a draft. task: its core where it was made here. width, height: in pixels, 0 where they are not known."""

    url: str
    settings: Mapping[str, Any]
    task: str | None = None
    last_frame: str | None = None
    width: int = 0
    height: int = 0


async def remix(ex: Exchange) -> None:
    """The same once more, by another prompt."""
    message = await body.read_json(ex)

    async def work(turn: Once | None) -> None:
        told = _read(REMIX, message)
        source = await _made_here(ex, ex.core())
        media = (Media("video", "reference", source.url),)
        await _make(ex, turn, source, prompt=told["prompt"], media=media)

    await repeats.answered_once(ex, message, work, openai_answer.again)


async def edit(ex: Exchange) -> None:
    """Another video after one of ours or a file."""
    async with openai_form.asked(ex, EDIT.schema(), "video") as asked:

        async def work(turn: Once | None) -> None:
            told = _read(EDIT, asked.message)
            source = await _source(ex, told["video"], asked)
            media = (Media("video", "reference", source.url),)
            await _make(ex, turn, source, prompt=told["prompt"], media=media)

        await repeats.answered_once(ex, asked.message, work, openai_answer.again)


async def extend(ex: Exchange) -> None:
    """What comes after the last picture of a video."""
    async with openai_form.asked(ex, EXTENSION.schema(), "video") as asked:

        async def work(turn: Once | None) -> None:
            told = _read(EXTENSION, asked.message)
            source = await _source(ex, told["video"], asked)
            first = Media("image", "first_frame", await _last_picture(ex, source))
            more = {"duration": told["duration"]} if "duration" in told else {}
            notes = (PART_ONLY,)
            await _make(ex, turn, source, prompt=told["prompt"], media=(first,), notes=notes, **more)

        await repeats.answered_once(ex, asked.message, work, openai_answer.again)


async def _make(
    ex: Exchange, turn: Once | None, source: Source, *, notes: tuple[str, ...] = (), **wanted: Any
) -> None:
    try:
        request = rules.resolve({**source.settings, **wanted}, ex.entry.route)
        request = replace(request, remix_of=source.task, notes=notes)
        if await operations.only_priced(ex, request):
            return
        accepted = await operations.admit(ex, {}, request, turn)
    except Problem as problem:
        raise problem.renamed({**openai.names_in({}), "media[0]": "video"}) from None
    await openai_answer.accepted(ex, accepted)


def _read(record: Record, message: Mapping[str, Any]) -> dict[str, Any]:
    told, offences = record.decode(message)
    known = {o.field.partition(".")[0] for o in offences}
    for f in record.fields:
        name = f.path[0]
        if f.required and f.attrs[0] not in told and name not in known:
            code = "prompt_required" if name == "prompt" else "missing_parameter"
            offences.append(Offence(name, None, f"{name} is required", f"Add {name}", code))
    if offences:
        raise Problem.of(offences)
    return told


async def _source(ex: Exchange, named: str, asked: Asked) -> Source:
    """A finished video of ours by its id, or the file of the form."""
    if not named.startswith(ASSET):
        core = core_of(named)
        if core is None:
            raise Problem("not_found", "there is no video of that id")
        return await _made_here(ex, core)
    kept = await asked.keep(ex)
    return _from_file(named, kept[0]) if kept else Source(named, {})


async def _made_here(ex: Exchange, core: str) -> Source:
    task = await tasks.get(ex.p, ex.caller.project, core)
    output = task.output
    if output is None:
        limit, fix = "must be a finished video", "Wait until it is completed"
        raise Problem.of([Offence("video", task.status, limit, fix)])
    settings = rules.draft_of(_settled(task, output.ratio, output.seconds), ex.entry.route)
    return Source(
        f"{ASSET}{BY_HASH}{output.video}",
        {name: value for name, value in settings.items() if name not in KEPT},
        task.id,
        f"{ASSET}{BY_HASH}{output.last_frame}" if output.last_frame else None,
        output.width,
        output.height,
    )


def _settled(task: Task, ratio: str, seconds: int) -> Request:
    """What was asked for, with what was left open as it came out."""
    request = task.request
    low, high = catalogue().models[request.model].durations
    duration = min(max(seconds, low), high) if request.duration == "auto" else request.duration
    return replace(request, ratio=ratio if request.ratio == "adaptive" else request.ratio, duration=duration)


def _from_file(named: str, upload: Upload) -> Source:
    width, height = upload.probe["width"], upload.probe["height"]
    low, high = catalogue().models["seedance-2.0"].durations
    seconds = min(max(round(upload.probe["seconds"] or 0), low), high)
    settings = {"ratio": nearest_ratio(width, height), "duration": seconds}
    return Source(named, settings, width=width, height=height)


async def _last_picture(ex: Exchange, source: Source) -> str:
    """The name of the picture that a video ends with."""
    if source.last_frame is not None:
        return source.last_frame
    if not source.width:
        fix = "Send the file itself, or the id of a finished video"
        raise Problem.of([Offence("video", source.url[:80], "must be a file or a video made here", fix)])
    p, project = ex.p, ex.caller.project
    path = p.tmp / f"last-{new_core(p.entropy)}"
    sha256 = source.url.removeprefix(ASSET + BY_HASH)
    try:
        await still.take(p.objects.path_in(project, sha256), still.last(source.width, source.height), path)
        upload = await uploads.keep(p, ex.caller, path, "image")
    except FileNotFoundError:
        raise Problem("not_found", "the file is gone") from None
    finally:
        path.unlink(missing_ok=True)
    return f"{ASSET}{BY_HASH}{upload.sha256}"
