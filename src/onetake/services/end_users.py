"""Who a video is for, as providers are told it (threat T41): a keyed hash, where the operator wants that.

A provider that moderates by end user can then shut out the one who abuses it and not our whole account, and
learns nobody's name. It is never used to find a task again.
"""

import hashlib
import hmac
from dataclasses import replace

from onetake.core.catalogue import catalogue
from onetake.core.ports import Backend
from onetake.core.task import Task
from onetake.services.platform import Platform


def shown_to(p: Platform, backend: Backend, task: Task) -> Task:
    """The task as it is sent to a backend. The same end user of a project is always the same hash; those of
    two projects never are. On Ark, whoever names no end user is told by the API key."""
    if not p.policy.hash_end_users or backend.local:
        return task
    named = task.request.end_user
    if named is None:
        route = catalogue().routes.get(backend.route)
        if route is None or route.dialect != "ark" or "end_user" in route.lacks:
            return task
    who = ["key", task.key_id] if named is None else ["user", task.project, named]
    digest = hmac.new(p.derived("end users"), "\0".join(who).encode("utf-8", "surrogatepass"), hashlib.sha256)
    # 64 hex digits: as long as `safety_identifier` may be (contract §1.3).
    return replace(task, request=replace(task.request, end_user=digest.hexdigest()))
