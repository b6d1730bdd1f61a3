"""movie: the contract of seedance2.movie (contract §5).

Every answer stands in an envelope, and most errors come as HTTP 200, so its `code` decides. A task is paid
for when it is done; the receipt tells what it will cost. What the document leaves open is decided in
`movie_content` (roles) and in the route's profile (`roles = false`).
"""

from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.wire import Call
from onetake.dialects._auth import Auth
from onetake.dialects._codec import FLAG, TEXT, WHOLE, array, text
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint, Option
from onetake.dialects._flow import Flow
from onetake.dialects._record import Field, Record, constant, field
from onetake.dialects._table import Parcel
from onetake.dialects.ark_content import places
from onetake.dialects.movie_content import CONTENT, is_path
from onetake.dialects.movie_errors import (
    DONE,
    ERROR_CODE,
    ERROR_MESSAGE,
    ERRORS,
    UNCERTAIN,
    failed,
    gather,
)
from onetake.dialects.movie_values import (
    CREDITS,
    DURATION,
    LENGTH,
    PAGE_NUMBER,
    PAGE_SIZE,
    RATIO,
    RESOLUTION,
    SEED,
    SHAPE,
    STATUS,
    STATUSES,
    TIME,
    TOLD,
    UPLOADED,
)

ENVELOPE = (constant("code", DONE), constant("message", "Success"))
RESULT = "result."
REFUSALS = (400, 413, 415, 422)
"""Answers to a PUT that speak of the file. A 403 speaks of the URL: a new one may do."""
SHOWN: dict[str, Any] = {"null": "written"}

REQUEST = Record(
    field("model", "model"),
    field("prompt media sample", "content", CONTENT, required=True),
    field("resolution", "resolution", RESOLUTION),
    field("ratio", "ratio", RATIO),
    field("duration", "duration", DURATION),
    field("generate_audio", "generate_audio", FLAG),
    field("seed", "seed", SEED),
    field("watermark", "watermark", FLAG),
    field("callback_url", "callback_url", text("invalid_callback_url", maxLength=512)),
    field("return_last_frame", "return_last_frame", FLAG),
)
RECEIPT = Record(
    *ENVELOPE,
    field("id", "result.task_id", required=True),
    field("status", "result.status", STATUS, direction="read"),
    field("status sent", "result.status", TOLD, direction="write"),
    field("cost", "result.credit_cost", CREDITS),
)


def _task(above: str = "") -> tuple[Field, ...]:
    """A task, in an answer's `result` or inside a list."""
    return (
        field("id", f"{above}task_id", required=True),
        field("model", f"{above}model", required=True),
        field("status", f"{above}status", STATUS, direction="read", required=True),
        field("status sent", f"{above}status", TOLD, direction="write"),
        field("resolution", f"{above}resolution", **SHOWN),
        field("ratio", f"{above}ratio", SHAPE, **SHOWN),
        field("duration", f"{above}duration", LENGTH, **SHOWN),
        field("generate_audio", f"{above}generate_audio", FLAG, **SHOWN),
        field("seed", f"{above}seed", SEED, **SHOWN),
        field("video_url", f"{above}video_url", **SHOWN),
        field("last_frame_url", f"{above}last_frame_url", **SHOWN),
        field("error_code", f"{above}error_code", direction="read"),
        field("problem", f"{above}error_code", ERROR_CODE, only="failed", direction="write", **SHOWN),
        field("error_message", f"{above}error_message", direction="read"),
        field("problem", f"{above}error_message", ERROR_MESSAGE, only="failed", direction="write", **SHOWN),
        field("cost", f"{above}credit_cost", CREDITS, **SHOWN),
        field("created_at", f"{above}created_at", TIME, required=True),
        field("updated_at", f"{above}updated_at", TIME, **SHOWN),
    )


TASK = Record(*ENVELOPE, *_task(RESULT))
ITEM = Record(*_task())
QUERY = Record(
    field("page", "page", PAGE_NUMBER, default=1),
    field("page_size", "page_size", PAGE_SIZE, default=20),
    field("statuses", "status", STATUSES),
)
PAGE = Record(
    *ENVELOPE,
    field("items", "result.data", array(lambda: ITEM.schema()), required=True),
    field("total", "result.total", WHOLE, required=True),
    field("page", "result.page", WHOLE),
    field("page_size", "result.page_size", WHOLE),
)
CANCELLED = Record(
    *ENVELOPE,
    field("id", "result.task_id", required=True),
    field("status", "result.status", STATUS, direction="read", required=True),
    field("status sent", "result.status", TOLD, direction="write"),
)
PRESIGNED = Record(
    *ENVELOPE,
    field("url", "result.presigned_url", TEXT, required=True),
    field("path", "result.file_path", TEXT, required=True),
    field("life", "result.expires_in", WHOLE, required=True),
)
BALANCE = Record(
    *ENVELOPE,
    field("total", "result.total_credits", CREDITS, required=True),
    field("used", "result.used_credits", CREDITS, required=True),
    field("left", "result.remain_credits", CREDITS, required=True),
)
FILENAME: Option = ("query", "filename", "Name of the file, at most 128 characters")
CONTENT_TYPE: Option = ("query", "content_type", "Its MIME type; the PUT must have the same Content-Type")


def _unsaid(request: Request) -> list[str]:
    # A provider knows the files of its own storage, and nobody else's.
    return [f"media[{i}]" for i, m in enumerate(request.media) if m.foreign and not is_path(m)]


def _deposit(parcel: Parcel, route: Route, key: str) -> Flow[str]:
    """Presign and put. Raises Problem: inexpressible for a type that cannot be uploaded, media_invalid for a
    refused file, provider_unavailable where it may be tried again."""
    if parcel.mime not in UPLOADED:
        limit = f"{route.name} stores {', '.join(UPLOADED)} and no {parcel.mime}"
        raise Problem("inexpressible", f"{limit}; give the file a public address")
    params = [("filename", parcel.name), ("content_type", parcel.mime)]
    answer = yield from movie.asking("presign", route, key, params=params)
    found = PRESIGNED.decode(answer)[0] if isinstance(answer, dict) else {}
    url, path = found.get("url", ""), found.get("path")
    if not url.startswith(("https://", "http://")) or not path:
        raise Problem("provider_protocol", "the answer to presign has no URL")
    reply = yield Call("PUT", url, {"Content-Type": parcel.mime}, parcel.body, "signed")
    if reply.status in REFUSALS:
        raise Problem("media_invalid", f"{route.name} did not take the file: HTTP {reply.status}")
    if not 200 <= reply.status < 300:
        raise Problem("provider_unavailable", f"the upload was answered with HTTP {reply.status}")
    return path


movie = Dialect(
    name="movie",
    endpoints=(
        Endpoint("create", "POST", "/task", "json", about="Submit a generation task", options=(IDEMPOTENCY,)),
        Endpoint("get", "GET", "/task/{id}", about="Query a task"),
        Endpoint("list", "GET", "/tasks", about="List tasks, newest first"),
        Endpoint(
            "cancel", "POST", "/task/{id}/cancel", about="Cancel a task that has not ended", result=CANCELLED
        ),
        Endpoint(
            "presign",
            "POST",
            "/upload/presign",
            about="Get a URL that one file can be put to",
            core=False,
            options=(FILENAME, CONTENT_TYPE),
            result=PRESIGNED,
        ),
        Endpoint(
            "put",
            "PUT",
            "/api/uploads/{id}/{name}",
            "raw",
            about="Put the file; the signature of the URL is the permission",
            core=False,
            answer="",
            apart=True,
        ),
        Endpoint("balance", "GET", "/balance", about="Credits of the key", result=BALANCE),
    ),
    auth=Auth("X-API-Key"),
    request=REQUEST,
    receipt=RECEIPT,
    task=TASK,
    item=ITEM,
    query=QUERY,
    page=PAGE,
    errors=ERRORS,
    spell=lambda core, created_at: core,
    seen=gather,
    refused=failed,
    uncertain=UNCERTAIN,
    places=places,
    unsaid=_unsaid,
    deposit=_deposit,
)
