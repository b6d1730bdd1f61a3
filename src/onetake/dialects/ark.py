"""Ark: the contract of Volcengine and BytePlus ModelArk, and of gateways to them (contract §1, §2).

Facts that are easily missed: both official Python SDKs send every unset field as null, a lone image needs no
role, and settings may stand as a suffix in the prompt.
"""

import time
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.core.lifecycle import STATUSES
from onetake.dialects._auth import Auth
from onetake.dialects._codec import FLAG, NUMBER, TEXT, WHOLE, Codec, array, refuse, relation, text, whole
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint
from onetake.dialects._record import Record, constant, field, unsupported
from onetake.dialects.ark_content import CONTENT, places
from onetake.dialects.ark_errors import FAILURE, ArkErrors
from onetake.dialects.ark_query import QUERY
from onetake.dialects.ark_suffix import lift, settings_in

PROFILES = (("doubao-", "volcengine"), ("dreamina-", "byteplus"))
TASKS = "/contents/generations/tasks"

STATUS = relation(*((word, word) for word in STATUSES))


def _seconds(value: Any) -> int | str:
    if type(value) is not int:
        limit = "must be a whole number of seconds, or -1 for automatic"
        raise refuse(value, limit, "Send a number without quotes or a point", "invalid_duration")
    return "auto" if value == -1 else value


def _tier(value: Any) -> str:
    return _resolution(value).lower()


_resolution = text("invalid_resolution").decode


def _tools(value: Any) -> bool:
    limit = 'must be [{"type": "web_search"}]'
    if not isinstance(value, list):
        raise refuse(value, limit, "Send an array of tools")
    for index, tool in enumerate(value):
        if not isinstance(tool, dict) or tool.get("type") != "web_search":
            raise refuse(tool, limit, "web_search is the only tool", "unsupported_parameter", f"[{index}]")
    return bool(value)


def _ratios() -> dict[str, Any]:
    return {"type": "string", "enum": [*catalogue().ratios, "adaptive"]}


def _range(limit: str, low: int | None = None) -> dict[str, Any]:
    row = catalogue().limits[limit]
    return {"type": "integer", "minimum": row["min"] if low is None else low, "maximum": row["max"]}


DURATION = Codec(
    _seconds,
    lambda value: -1 if value == "auto" else value,
    {"type": "integer", "anyOf": [{"const": -1}, {"minimum": 4, "maximum": 15}]},
)
SEED = Codec(
    lambda value: None if WHOLE.decode(value) == -1 else value,
    None,
    lambda: _range("seed", -1),
)
RESOLUTION = Codec(_tier, None, {"type": "string", "description": "480p, 720p or 1080p, in any case"})
TOOLS = Codec(
    _tools,
    lambda value: [{"type": "web_search"}] if value else None,
    {
        "type": "array",
        "items": {"type": "object", "properties": {"type": {"const": "web_search"}}, "required": ["type"]},
    },
)

REQUEST = Record(
    field("model", "model", required=True),
    field("prompt media", "content", CONTENT, required=True),
    field("resolution", "resolution", RESOLUTION),
    field("ratio", "ratio", Codec(text("invalid_ratio").decode, None, _ratios)),
    field("duration", "duration", DURATION),
    field("seed", "seed", SEED),
    field("generate_audio", "generate_audio", FLAG),
    field("watermark", "watermark", FLAG),
    field("return_last_frame", "return_last_frame", FLAG),
    field("expires_after", "execution_expires_after", whole(schema=lambda: _range("expires_after"))),
    field("priority", "priority", whole(schema=lambda: _range("priority"))),
    field("web_search", "tools", TOOLS),
    field("end_user", "safety_identifier", text(maxLength=64)),
    field("callback_url", "callback_url", text("invalid_callback_url")),
    unsupported("service_tier", "default", fix="Remove service_tier; this family is online only"),
    unsupported("frames", fix="Remove frames and use duration"),
    unsupported("camera_fixed", False, fix="Remove camera_fixed and describe the camera in the prompt"),
    unsupported("draft", False, fix="Remove draft"),
    unsupported("output_format", "mp4", fix="Remove output_format; files are mp4"),
    unsupported("omni_reference_task_type", "auto", fix="Remove omni_reference_task_type"),
    unknown="keep",
    # Names of answer fields: a client that sends an old task back means nothing by them.
    ignored=(
        "id",
        "status",
        "error",
        "created_at",
        "updated_at",
        "usage",
        "framespersecond",
        "draft_task_id",
        "revised_prompt",
        "subdivisionlevel",
        "fileformat",
    ),
)


def _decided(value: Any) -> Any:
    """Answers hold effective values: what is not decided yet is left out (contract §1.7)."""
    return None if value in ("adaptive", "auto") else value


def _length(value: Any) -> Any:
    # An integer in practice; OpenAPI types it as a string, and edits may give fractions (contract §1.7).
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            raise refuse(value, "must be a number of seconds") from None
    NUMBER.decode(value)
    if value == -1:
        return "auto"
    return int(value) if value == int(value) else value


UNIX = Codec(NUMBER.decode, int, {"type": "integer"})
COUNT = Codec(lambda value: int(NUMBER.decode(value)), None, {"type": "integer"})

TASK = Record(
    field("id", "id", required=True),
    field("model", "model", required=True),
    field("status", "status", STATUS, required=True),
    field("problem", "error", FAILURE, only="failed"),
    field("video_url", "content.video_url", only="succeeded"),
    field("last_frame_url", "content.last_frame_url", only="succeeded"),
    field("tokens", "usage.completion_tokens", COUNT, only="succeeded"),
    field("tokens", "usage.total_tokens", COUNT, only="succeeded", direction="write"),
    field("created_at", "created_at", UNIX, required=True),
    field("updated_at", "updated_at", UNIX),
    field("seed", "seed", Codec(SEED.decode, None, SEED.schema)),
    field("resolution", "resolution", TEXT),
    field("ratio", "ratio", Codec(TEXT.decode, _decided, {"type": "string"})),
    field("duration", "duration", Codec(_length, _decided, {"type": "number"})),
    field("fps", "framespersecond", COUNT),
    field("generate_audio", "generate_audio", FLAG),
    constant("service_tier", "default"),
    field("expires_after", "execution_expires_after", WHOLE),
    constant("draft", False, only="succeeded"),
    field("priority", "priority", WHOLE),
    field("web_search", "tools", TOOLS),
    field("end_user", "safety_identifier"),
)

RECEIPT = Record(field("id", "id", required=True))
ITEMS = array(lambda: TASK.schema())
PAGE = Record(field("total", "total", WHOLE, required=True), field("items", "items", ITEMS, required=True))


def spell(core: str, created_at: float) -> str:
    """`cgt-` + YYYYMMDDHHMMSS in UTC+8 + `-` + core."""
    return time.strftime("cgt-%Y%m%d%H%M%S-", time.gmtime(created_at + 28_800)) + core


def _unsaid(request: Any) -> list[str]:
    # The far side would read the end of such a prompt as settings and cut it off.
    return ["prompt"] if settings_in(request.prompt)[0] != request.prompt else []


def profile_of(message: Any, default: str | None = None) -> Route:
    """The profile of a create on `/api/v3`: by model prefix, else the key's default, else volcengine."""
    model = message.get("model") if isinstance(message, Mapping) else None
    routes = catalogue().routes
    if isinstance(model, str):
        for prefix, name in PROFILES:
            if model.startswith(prefix):
                return routes[name]
    return routes[default or "volcengine"]


ark = Dialect(
    name="ark",
    endpoints=(
        Endpoint(
            "create", "POST", TASKS, "json", about="Create a video generation task", options=(IDEMPOTENCY,)
        ),
        Endpoint("get", "GET", TASKS + "/{id}", about="Query a task"),
        Endpoint("list", "GET", TASKS, about="List tasks"),
        Endpoint("withdraw", "DELETE", TASKS + "/{id}", about="Cancel a queued task, delete an ended one"),
    ),
    auth=Auth("Authorization", "Bearer"),
    request=REQUEST,
    receipt=RECEIPT,
    task=TASK,
    query=QUERY,
    page=PAGE,
    errors=ArkErrors(),
    spell=spell,
    lift=lift,
    places=places,
    unsaid=_unsaid,
)
