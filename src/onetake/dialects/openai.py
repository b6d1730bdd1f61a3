"""The videos API of OpenAI's clients, which gateways and model servers speak too (contract §11).

Facts that are easily missed: the official client always sends a form, whose booleans and numbers are texts;
it reads `openai-poll-after-ms` once and keeps to it; there is no cancel. What only some servers have is a
habit of their route: `frames` (fps and num_frames are always told), `one-model` (the server has one, which no
request names), `generate_sound` (how sound is asked for).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from onetake.core.catalogue import Route
from onetake.core.geometry import FPS
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.wire import Call, Reply
from onetake.dialects import _form
from onetake.dialects._auth import Auth
from onetake.dialects._client import parsed
from onetake.dialects._codec import FLAG, NUMBER, TEXT, array, text
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint, Option
from onetake.dialects._flow import Flow
from onetake.dialects._progress import PROGRESS
from onetake.dialects._record import Message, Record, constant, field, unsupported
from onetake.dialects._server import View
from onetake.dialects.native_media import MEDIA
from onetake.dialects.openai_errors import ERRORS, FAILURE
from onetake.dialects.openai_media import REFERENCE, lowered, packed, places, raised
from onetake.dialects.openai_values import (
    AFTER,
    COLLAPSED,
    FOOTAGE,
    FRAMES,
    LENGTH,
    LIMIT,
    NEAREST,
    ORDER,
    RATIO,
    RESOLUTION,
    SECONDS,
    SEED,
    SHAPE,
    SIZE,
    SOURCE,
    STATUS,
    UNIX,
    size_of,
)

VIDEOS = "/videos"
VIDEO = VIDEOS + "/{id}"
SHOWN: dict[str, Any] = {"null": "written"}
_INSTEAD = "Send the first frame as input_reference, everything else in media"

REQUEST = Record(
    field("prompt", "prompt", required=True),
    field("model", "model", about="A model id; sora-2 and sora-2-pro are the standard model"),
    field("duration", "seconds", SECONDS),
    field("size", "size", SIZE),
    field("first", "input_reference", REFERENCE, about="The first frame: a file of the form, or where it is"),
    field("resolution", "resolution", RESOLUTION),
    field("ratio", "ratio", RATIO),
    field("seed", "seed", SEED),
    field("generate_audio", "generate_audio", FLAG),
    field("watermark", "watermark", FLAG),
    field("media", "media", MEDIA, about="Frames and references, each with its role"),
    field("end_user", "user", text(maxLength=64)),
    # Model servers' own ways to say the same.
    field("frames", "num_frames", FRAMES),
    field("rate", "fps", NUMBER),
    field("sound", "generate_sound", FLAG),
    unsupported("n", 1, fix="Send one request for each video"),
    *(
        unsupported(name, fix=_INSTEAD)
        for name in (
            "reference_url", "image_reference", "video_reference", "audio_reference", "input_references",
            "video_url", "characters",
        )
    ),
    *(
        unsupported(name, fix="Send size, or resolution and ratio")
        for name in ("width", "height", "aspect_ratio")
    ),
    unknown="keep",
    # Names of answer fields: whoever sends an old answer back means nothing by them.
    ignored=(
        "id", "object", "status", "progress", "created_at", "completed_at", "expires_at",
        "remixed_from_video_id", "error", "url",
    ),
)  # fmt: skip
SAME = {"frames": "duration", "rate": "duration", "sound": "generate_audio", "size": "resolution"}
"""Names of the table that are other ways to say a part of a request."""
KNOWN = frozenset(f.path[0] for f in REQUEST.fields)

TASK = Record(
    field("id", "id", required=True),
    constant("object", "video"),
    field("model", "model", required=True),
    field("status", "status", STATUS, required=True),
    field("status done total", "progress", PROGRESS, direction="write"),
    field("created_at", "created_at", UNIX, required=True),
    field("finished_at", "completed_at", UNIX, only="succeeded", **SHOWN),
    field("expires_at", "expires_at", UNIX, about="When the record goes, with its files", **SHOWN),
    field("duration", "seconds", LENGTH, **SHOWN),
    field("resolution ratio", "size", SHAPE, required=True, **SHOWN),
    field("prompt", "prompt", **SHOWN),
    field("remix_of", "remixed_from_video_id", SOURCE, **SHOWN),
    field("problem", "error", FAILURE, only="failed cancelled expired", **SHOWN),
    field("link", "url", direction="read"),
)
QUERY = Record(
    field("after", "after", AFTER),
    field("limit", "limit", LIMIT, default=20),
    field("order", "order", ORDER, default="desc"),
)
ITEMS = array(lambda: TASK.schema())
PAGE = Record(
    constant("object", "list"),
    field("items", "data", ITEMS, required=True),
    field("first", "first_id", TEXT, **SHOWN),
    field("last", "last_id", TEXT, **SHOWN),
    field("more", "has_more", FLAG, required=True),
)
DELETED = Record(
    field("id", "id", required=True), constant("object", "video.deleted"), constant("deleted", True)
)
REMIX = Record(field("prompt", "prompt", required=True))
SOURCED = (
    field("prompt", "prompt", required=True),
    field("video", "video", FOOTAGE, required=True, about="A file of the form, or {id} of a finished video"),
)
EDIT = Record(*SOURCED)
EXTENSION = Record(*SOURCED, field("duration", "seconds", SECONDS))
VARIANT: Option = ("query", "variant", "video, thumbnail or spritesheet")
RANGE: Option = ("header", "Range", "A part of the file")


def lift(draft: Message, message: Message, route: Route) -> None:
    """Several ways to say one thing become one. What they contradict each other in is an offence, kept in the
    draft under `clashes` until `Openai.read_draft` takes it."""
    clashes: list[Offence] = []
    if (size := draft.pop("size", None)) is not None:
        for name, value in zip(("resolution", "ratio"), size, strict=True):
            _settle(draft, name, value, name, clashes)
        if message["size"] in NEAREST:
            draft["notes"] = (f"size {message['size']} is made as {size_of(*size)}",)
    if (sound := draft.pop("sound", None)) is not None:
        _settle(draft, "generate_audio", sound, "generate_sound", clashes)
    rate, frames = draft.pop("rate", None), draft.pop("frames", None)
    if rate not in (None, FPS):
        limit = f"videos have {FPS} frames a second"
        clashes.append(Offence("fps", rate, limit, "Leave it out", "model_feature_unsupported"))
    elif frames is not None and frames % FPS:
        limit, fix = f"{FPS} frames for each whole second", f"Send seconds, or {FPS} frames for each"
        clashes.append(Offence("num_frames", frames, limit, fix, "invalid_duration"))
    elif frames is not None:
        _settle(draft, "duration", frames // FPS, "num_frames", clashes)
    raised(draft)
    if clashes:
        draft["clashes"] = clashes


def _settle(draft: Message, name: str, value: Any, wire: str, clashes: list[Offence]) -> None:
    if draft.setdefault(name, value) != value:
        limit = f"says something else than {'size' if wire == name else REQUEST.names[name]}"
        clashes.append(Offence(wire, draft[name] if wire == name else value, limit, "Send one of the two"))


def lower(draft: Message, route: Route) -> Message:
    """The reverse, with the habits of the route."""
    told = dict(draft)
    if size_of(told.get("resolution"), told.get("ratio")):
        told["size"] = (told.pop("resolution"), told.pop("ratio"))
    if "frames" in route.habits and type(told.get("duration")) is int:
        told["frames"], told["rate"] = FPS * told["duration"], FPS
    if "one-model" in route.habits:
        told.pop("model", None)
    if "generate_sound" in route.habits and "generate_audio" in told:
        told["sound"] = told.pop("generate_audio")
    lowered(told)
    return {name: value for name, value in told.items() if name not in route.lacks}


def _places(message: Mapping[str, Any]) -> dict[str, str]:
    """Where the parts of one message are, beside the places that the table names."""
    found = places(message)
    if message.get("size") is not None:
        found |= {name: "size" for name in ("ratio", "resolution") if message.get(name) is None}
    if message.get("num_frames") is not None and message.get("seconds") is None:
        found["duration"] = "num_frames"
    return found


def _unsaid(request: Request) -> list[str]:
    # A server knows the files of its own library, and nobody else's.
    return [f"media[{i}]" for i, item in enumerate(request.media) if item.foreign]


class Openai(Dialect):
    """The tables of the videos API, and where its wire is not JSON."""

    def read_draft(self, message: Any, route: Route, offences: list[Offence]) -> Message:
        """As everywhere, and what contradicts itself."""
        draft = super().read_draft(message, route, offences)
        offences += draft.pop("clashes", ())
        return draft

    def write_page(self, views: Sequence[View], total: int, query: Query, next: str | None = None) -> Message:
        """The answer to list: cursors are the ids of its first and last video."""
        items = [TASK.encode(self._public(view)) for view in views]
        ends = {"first": items[0]["id"], "last": items[-1]["id"]} if items else {}
        return PAGE.encode({"items": items, "more": next is not None, **ends})

    def looking(self, id: str, route: Route, key: str) -> Flow[Message]:
        """Get. The file is served below the route's own origin, to the key.

        A failed video may come with an error's status (vLLM-Omni): it is read all the same. Raises
        Problem("not_found").
        """
        reply = yield self._call(self.endpoint("get", route), route, key, id=id)
        answer = parsed(reply)
        if not (isinstance(answer, dict) and answer.get("object") == "video" and "status" in answer):
            answer = self._answer(reply, route)
        return self._located(self.read_task(answer), route)

    def _located(self, task: Message, route: Route) -> Message:
        link = task.pop("link", None)
        if task["status"] == "succeeded":
            path = self.endpoint("content", route).at(route.prefix)
            task["video_url"] = link or path.replace("{id}", quote(task["id"], safe=""))
        return task

    def cancelling(self, id: str, route: Route, key: str) -> Flow[Message]:
        """Ask to stop a video that is not finished; the only word for it takes the record away as well, so
        that the answer is the verdict. Raises Problem("not_cancellable")."""
        task = yield from self.looking(id, route, key)
        if task["status"] not in ("queued", "running"):
            raise Problem("not_cancellable", f"the provider's video is {task['status']}")
        reply = yield self._call(self.endpoint("delete", route), route, key, id=id)
        answer = self._answer(reply, route)
        gone = isinstance(answer, dict) and answer.get("deleted") is True
        return {"id": id, "status": "cancelled"} if gone else {}

    def _error_in(self, reply: Reply, route: Route, names: Mapping[str, str]) -> Problem:
        return super()._error_in(reply, route, names).renamed(SAME)

    def _call(self, endpoint: Endpoint, route: Route, key: str, **more: Any) -> Call:
        message = more.pop("message", None)
        if endpoint.body != "form" or message is None:
            return super()._call(endpoint, route, key, message=message, **more)
        kind, body = _form.multipart(_form.encode(packed(message), KNOWN))
        headers = {"Content-Type": kind, **(more.pop("headers", None) or {})}
        return super()._call(endpoint, route, key, raw=body, headers=headers, **more)


openai = Openai(
    name="openai",
    endpoints=(
        Endpoint("create", "POST", VIDEOS, "form", about="Create a video", options=(IDEMPOTENCY,)),
        Endpoint("list", "GET", VIDEOS, about="List videos"),
        Endpoint("get", "GET", VIDEO, about="A video's job"),
        Endpoint("delete", "DELETE", VIDEO, about="Delete a video; one that is not finished is stopped first",
                 result=DELETED),
        Endpoint("content", "GET", VIDEO + "/content", about="The file, or a preview of it",
                 answer="video/mp4, image/jpeg", options=(VARIANT, RANGE)),
        Endpoint("remix", "POST", VIDEO + "/remix", "json", about="A new video after a finished one",
                 takes=REMIX, result=TASK),
        Endpoint("edit", "POST", VIDEOS + "/edits", "form", about="A new video after another",
                 takes=EDIT, result=TASK),
        Endpoint("extend", "POST", VIDEOS + "/extensions", "form",
                 about="A video that goes on where another ends", takes=EXTENSION, result=TASK),
    ),
    auth=Auth("Authorization", "Bearer"),
    request=REQUEST,
    receipt=TASK,
    task=TASK,
    query=QUERY,
    page=PAGE,
    errors=ERRORS,
    spell=lambda core, created_at: f"video_{core}",
    lift=lift,
    lower=lower,
    collapsed=COLLAPSED,
    places=_places,
    unsaid=_unsaid,
)  # fmt: skip
