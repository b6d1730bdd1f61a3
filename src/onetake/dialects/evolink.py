"""EvoLink: flat requests, tasks with progress, credits reserved and given back (contract §3, the tutorial
S1).

Facts that are easily missed: the model's name may say the mode, or the prompt's tags may; a prompt is always
needed; `results` is a list; sound is on by default, the ratio 16:9; the captured bodies of errors differ from
the tutorial's own table.
"""

from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.dialects._auth import Auth
from onetake.dialects._codec import FLAG, text
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint
from onetake.dialects._progress import PROGRESS
from onetake.dialects._record import Message, Record, constant, field
from onetake.dialects.evolink_errors import ERRORS, FAILURE
from onetake.dialects.evolink_files import UPLOADS, deposit
from onetake.dialects.evolink_media import FIELDS, alone, lift, lower, misused, places, unsaid
from onetake.dialects.evolink_values import (
    CANCELLABLE,
    CREDITS,
    DURATION,
    RATIO,
    RESOLUTION,
    RESULTS,
    SECONDS,
    STATUS,
    UNIX,
    WANTED,
)

TASKS = "/v1/tasks/{id}"

REQUEST = Record(
    field("model", "model", required=True),
    field("prompt", "prompt", required=True),
    *FIELDS,
    field("duration", "duration", DURATION),
    field("resolution", "quality", RESOLUTION),
    field("ratio", "aspect_ratio", RATIO),
    field("generate_audio", "generate_audio", FLAG),
    field("callback_url", "callback_url", text("invalid_callback_url")),
    field("web_search", "model_params.web_search", WANTED),
    unknown="keep",
    ignored=(
        "id",
        "created",
        "object",
        "status",
        "progress",
        "type",
        "task_info",
        "usage",
        "results",
        "error",
    ),
)


TASK = Record(
    field("created_at", "created", UNIX, required=True),
    field("id", "id", required=True),
    field("model", "model", required=True),
    constant("object", "video.generation.task"),
    field("status done total", "progress", PROGRESS, direction="write"),
    field("status", "status", STATUS, required=True),
    constant("type", "video"),
    field("video_url", "results", RESULTS, only="succeeded"),
    field("other_url", "output.video_url", direction="read", only="succeeded"),
    field("status", "task_info.can_cancel", CANCELLABLE, direction="write"),
    field("estimate_seconds", "task_info.estimated_time", SECONDS, only="queued running"),
    field("duration", "task_info.video_duration", SECONDS),
    constant("usage.billing_rule", "per_second"),
    field("hold", "usage.credits_reserved", CREDITS),
    constant("usage.user_group", "default"),
    field("problem", "error", FAILURE, only="failed expired"),
)


def spell(core: str, created_at: float) -> str:
    """`task-unified-` + unix seconds + `-` + core."""
    return f"task-unified-{int(created_at)}-{core}"


def _elsewhere(task: Message) -> None:
    """One copy of the documents shows the link under `output` (contract §8 C11); ours is read first."""
    other = task.pop("other_url", None)
    if other is not None:
        task.setdefault("video_url", other)


class Evolink(Dialect):
    """The tables of EvoLink, and what the model's name forbids."""

    def read_draft(self, message: Any, route: Route, offences: list[Offence]) -> Message:
        """As everywhere, and files that the model's name leaves no place for."""
        draft = super().read_draft(message, route, offences)
        offences += misused(message)
        return draft

    def read_request(self, message: Any, route: Route) -> Request:
        """As everywhere; a file in the wrong place is one fault, whatever else would follow from it."""
        try:
            return super().read_request(message, route)
        except Problem as problem:
            found = misused(message) if isinstance(message, dict) else []
            raise alone(problem, found) from None


BALANCE = Record(
    constant("success", True),
    constant("message", ""),
    field("left", "data.token.remaining_credits", CREDITS),
    field("used", "data.token.used_credits", CREDITS),
    field("unlimited", "data.token.unlimited_credits", FLAG),
    field("account_left", "data.user.remaining_credits", CREDITS),
    field("account_used", "data.user.used_credits", CREDITS),
)

evolink = Evolink(
    name="evolink",
    endpoints=(
        Endpoint("create", "POST", "/v1/videos/generations", "json", about="Create a video generation task",
        options=(IDEMPOTENCY,)), Endpoint("get", "GET", TASKS, about="Query a task"),
        Endpoint("cancel", "POST", TASKS + "/cancel", about="Cancel a pending or processing task"),
        Endpoint("balance", "GET", "/v1/credits", about="Credits of the key", result=BALANCE),
        *UPLOADS,
    ),
    auth=Auth("Authorization", "Bearer"),
    request=REQUEST,
    receipt=TASK,
    task=TASK,
    query=Record(),
    page=Record(),
    errors=ERRORS,
    spell=spell,
    lift=lift,
    lower=lower,
    lifted=frozenset({"media"}),
    seen=_elsewhere,
    collapsed={"expired": "failed"},
    places=places,
    deposit=deposit,
    unsaid=unsaid,
)  # fmt: skip
