"""What a dialect read of a provider's task, as a sighting."""

import re
from typing import Any

from onetake.core.problem import Problem
from onetake.core.task import Sighting
from onetake.core.wire import WireError

_ID = re.compile(r"[!-~]{1,200}")
_SEEN = (
    "video_url", "last_frame_url", "resolution", "ratio", "duration", "seed", "expires_after", "tokens",
    "created_at",
)  # fmt: skip


def sighting(seen: dict[str, Any]) -> Sighting:
    """A dialect's task attributes as a sighting. Raises WireError for one without an id that can be kept."""
    if not _ID.fullmatch(str(seen.get("id") or "")):
        raise WireError("the provider's answer has no usable id")
    known = {name: seen[name] for name in _SEEN if seen.get(name) is not None}
    problem = seen.get("problem")
    return Sighting(
        provider_id=str(seen["id"]),
        status=seen.get("status", "queued"),
        model_name=seen.get("model"),
        problem=Problem.from_dict(problem) if isinstance(problem, dict) else problem,
        payload={k: v for k, v in seen.items() if k not in ("problem", "media")},
        **known,
    )
