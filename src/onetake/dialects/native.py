"""Native: our own contract, spoken by the SDK, the command line, the studio and agents (contract §10).

An unknown field is refused by name. Errors are RFC 9457 problems and come back whole.
"""

from typing import Any

from onetake.core.ids import core_of
from onetake.core.lifecycle import STATUSES
from onetake.dialects._auth import Auth
from onetake.dialects._codec import FLAG, WHOLE, Codec, array, refuse
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint, Option
from onetake.dialects._record import Field, Record, constant, field
from onetake.dialects.native_admin import ENDPOINTS as ADMIN_ENDPOINTS
from onetake.dialects.native_errors import FAILURE, NativeErrors
from onetake.dialects.native_ledger import ENDPOINTS as LEDGER_ENDPOINTS
from onetake.dialects.native_limits import ENDPOINTS as KEY_ENDPOINTS
from onetake.dialects.native_media import MEDIA
from onetake.dialects.native_values import (
    CREDITS,
    DURATION,
    EXPIRY,
    GRID,
    METADATA,
    NOTES,
    PHASE,
    PROGRESS,
    RATIO,
    RESOLUTIONS,
    SEED,
    SHOTS,
    STATUS,
    TIME,
    WEBHOOK,
)
from onetake.dialects.native_webhooks import ENDPOINTS as WEBHOOK_ENDPOINTS

MOST = 100
"""Tasks on one page."""


def _asked(above: str = "", **more: Any) -> tuple[Field, ...]:
    """What can be asked for: the body of create, and the resolved `request` inside a task."""
    return (
        field("prompt", f"{above}prompt", about="What the video should show", **more),
        field("model", f"{above}model", about="standard, fast, mini or a model id", **more),
        field("media", f"{above}media", MEDIA, **more),
        field("duration", f"{above}duration", DURATION, **more),
        field("resolution", f"{above}resolution", RESOLUTIONS, **more),
        field("ratio", f"{above}ratio", RATIO, **more),
        field("seed", f"{above}seed", SEED, **more),
        field("generate_audio", f"{above}generate_audio", FLAG, **more),
        field("watermark", f"{above}watermark", FLAG, **more),
        field("return_last_frame", f"{above}return_last_frame", FLAG, **more),
        field("expires_after", f"{above}expires_after", EXPIRY, **more),
        field("callback_url", f"{above}webhook_url", WEBHOOK, **more),
        field("metadata", f"{above}metadata", METADATA, **more),
    )


REQUEST = Record(
    *_asked(),
    field("route", "route", about="Where it should be made"),
    field("repair", "repair", FLAG, about="Mend input files that do not meet the limits, with a note"),
    unknown="refuse",
)

SHOWN: dict[str, Any] = {"null": "written"}
TASK = Record(
    field("id", "id", required=True),
    field("status", "status", STATUS, required=True),
    field("phase", "phase", PHASE, required=True),
    field(
        "position", "position", WHOLE, about="Turns until it starts, 1 the next; null once it has", **SHOWN
    ),
    *_asked("request.", **SHOWN),
    field("done total", "progress", PROGRESS, about="Measured frames, never an estimate", **SHOWN),
    field("video_url", "output.video_url", **SHOWN),
    field("last_frame_url", "output.last_frame_url", **SHOWN),
    field("poster_url", "output.poster_url", **SHOWN),
    field("contact_sheet_url", "output.contact_sheet_url", **SHOWN),
    field("sprites_url", "output.sprites_url", about="Small frames in a grid, for a scrubber", **SHOWN),
    field("sprites_grid", "output.sprites_grid", GRID, about="How they lie: pixels and seconds", **SHOWN),
    field("sprites_vtt_url", "output.sprites_vtt_url", about="The same for players: WebVTT", **SHOWN),
    field("shots", "output.shots", SHOTS, about="How the engine read the prompt, shot by shot", **SHOWN),
    field("bytes", "output.bytes", WHOLE, **SHOWN),
    field("sha256", "output.sha256", **SHOWN),
    field("width", "output.width", WHOLE, **SHOWN),
    field("height", "output.height", WHOLE, **SHOWN),
    field("seconds", "output.seconds", WHOLE, **SHOWN),
    field("fps", "output.fps", WHOLE, **SHOWN),
    field("tokens", "usage.tokens", WHOLE, **SHOWN),
    field("price", "price.amount", CREDITS, about="Taken on delivery", **SHOWN),
    field("hold", "price.held", CREDITS, about="Reserved until the end", **SHOWN),
    constant("price.unit", "credit"),
    field("route", "route", **SHOWN),
    field("backend", "backend", **SHOWN),
    field("notes", "notes", NOTES, **SHOWN),
    field("problem", "problem", FAILURE, **SHOWN),
    field("created_at", "created_at", TIME, required=True),
    field("updated_at", "updated_at", TIME, **SHOWN),
    field("finished_at", "finished_at", TIME, **SHOWN),
)


def _statuses(values: list[str]) -> tuple[str, ...]:
    words = [word for value in values for word in value.split(",")]
    return tuple(dict.fromkeys(STATUS.decode(word) for word in words))


def _page_limit(values: list[str]) -> int:
    word = values[-1]
    if not (word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= MOST):
        raise refuse(word, f"a whole number from 1 to {MOST}", f"Use 1 to {MOST}")
    return int(word)


def _after(values: list[str]) -> str:
    if core_of(values[-1]) is None:
        raise refuse(values[-1], "the id of a task", "Send the `next` of the last page")
    return values[-1]


def _one(value: Any) -> list[str]:
    return [str(value)]


QUERY = Record(
    field(
        "statuses",
        "status",
        Codec(_statuses, list, {"type": "array", "items": {"type": "string", "enum": list(STATUSES)}}),
    ),
    field("route", "route", Codec(lambda values: values[-1], _one, {"type": "string"})),
    field("after", "after", Codec(_after, _one, {"type": "string"})),
    field(
        "limit",
        "limit",
        Codec(_page_limit, _one, {"type": "integer", "minimum": 1, "maximum": MOST}),
        default=20,
    ),
    unknown="refuse",
)


ITEMS = array(lambda: TASK.schema())
PAGE = Record(
    field("items", "data", ITEMS, required=True),
    field("next", "next", null="written", about="Send it as `after` for the next page"),
)

VIDEOS = "/videos"
CREATE_OPTIONS: tuple[Option, ...] = (
    IDEMPOTENCY,
    ("header", "Prefer", "wait=N: answer when the task has ended, or after N seconds"),
    ("query", "dry_run", "1: check and price the request, create nothing"),
)
RESUME: Option = ("header", "Last-Event-ID", "Go on after this event")
RANGE: Option = ("header", "Range", "A part of the file")

ENDPOINTS = (
    Endpoint("create", "POST", VIDEOS, "json", success=202, about="Create a video", options=CREATE_OPTIONS),
    Endpoint("list", "GET", VIDEOS, about="List videos, newest first"),
    Endpoint("get", "GET", VIDEOS + "/{id}", about="A video's task"),
    Endpoint("cancel", "POST", VIDEOS + "/{id}/cancel", about="Cancel a task that has not ended"),
    Endpoint("delete", "DELETE", VIDEOS + "/{id}", success=204, about="Remove an ended task and its files"),
    Endpoint(
        "events",
        "GET",
        VIDEOS + "/{id}/events",
        about="What happens to a task, as server-sent events",
        answer="text/event-stream",
        options=(RESUME,),
    ),
    Endpoint(
        "content",
        "GET",
        VIDEOS + "/{id}/content",
        about="The file",
        core=False,
        answer="video/mp4",
        options=(RANGE,),
    ),
    Endpoint("upload", "POST", "/uploads", "raw", success=201, about="Store an input", core=False),
    Endpoint("estimate", "POST", "/estimate", "json", about="Price and size of a request", core=False),
    Endpoint("lint", "POST", "/lint", "json", about="Advice on a request", core=False),
    Endpoint("models", "GET", "/models", about="Models and what they can do", core=False),
    Endpoint("routes", "GET", "/routes", about="Routes and what they offer", core=False),
    Endpoint(
        "explain", "POST", "/routes/explain", "json", about="Which backend would make a request", core=False
    ),
    Endpoint("account", "GET", "/account", about="Credit of the key's project", core=False),
    Endpoint("error", "GET", "/errors/{id}", about="What an error code means", core=False),
    *WEBHOOK_ENDPOINTS,
    *KEY_ENDPOINTS,
    *LEDGER_ENDPOINTS,
    *ADMIN_ENDPOINTS,
)

native = Dialect(
    name="native",
    endpoints=ENDPOINTS,
    auth=Auth("Authorization", "Bearer"),
    request=REQUEST,
    receipt=TASK,
    task=TASK,
    query=QUERY,
    page=PAGE,
    errors=NativeErrors(),
    spell=lambda core, created_at: core,
    for_customers=True,
)
