"""What a route's documents leave open, asked of the provider itself by requests that cost nothing.

The answers are advice: an operator turns a capability on in DATA_DIR/catalogue.toml.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.wire import Ambiguous, Call, NotSent, Reply, WireError
from onetake.dialects import DIALECTS
from onetake.dialects._client import UNTOLD
from onetake.dialects._flow import arun

Send = Callable[[Call], Awaitable[Reply]]
Line = tuple[str, bool, str]
NOBODY = "onetake-probe-of-no-task"
NEVER = 99
"""Seconds that no model makes."""
NONCES = ("seed", "expires_after", "created_at", "resolution", "duration")


async def probed(route: Route, credential: str, send: Send) -> AsyncIterator[Line]:
    """Lines of (what was asked, whether it is well, what was found)."""
    yield await _reached(route, credential, send)
    if "list" in {e.op for e in DIALECTS[route.dialect].endpoints}:
        yield await _lists(route, credential, send)
    else:
        yield "list", True, "its contract has none: a lost create is settled by callback or not at all"
    if "callback" in {*route.capabilities, *DIALECTS[route.dialect].request.names.values()}:
        yield "callback", True, "documented" if "callback" in route.capabilities else "not documented"
    else:
        yield "callback", True, "not documented; only a paid task would show whether one comes"
    if not route.roles:
        yield await _roles(route, credential, send)


async def _reached(route: Route, credential: str, send: Send) -> Line:
    try:
        await arun(DIALECTS[route.dialect].looking(NOBODY, route, credential), send)
    except Problem as problem:
        if problem.code in ("not_found", "task_expired_record"):
            return "credential", True, "reached, and the key is taken"
        return "credential", False, f"{problem.code}: {problem.detail}"
    except (NotSent, Ambiguous, WireError) as error:
        return "credential", False, f"{type(error).__name__}: {error}"
    return "credential", False, "it answered for a task that cannot exist"


async def _roles(route: Route, credential: str, send: Send) -> Line:
    """Whether a role that cannot be is refused by name. The rest of the request cannot be accepted."""
    image = {"type": "image_url", "image_url": f"api/uploads/{NOBODY}", "role": NOBODY}
    wrong = {"content": [image, {"type": "text", "text": NOBODY}], "duration": NEVER}
    try:
        made = await arun(DIALECTS[route.dialect].asking("create", route, credential, message=wrong), send)
    except Problem as problem:
        said = str(problem.facts.get("provider", {}).get("message", ""))
    except (NotSent, Ambiguous, WireError) as error:
        return "roles", False, f"{type(error).__name__}: {error}"
    else:
        return "roles", False, f"it took {NEVER} seconds and a role that is none: {made}"[:200]
    if "role" not in said.lower():
        return "roles", True, f"not documented, and no word of them in: {said}"[:200]
    return "roles", True, f"read; to use them: [routes.{route.name}] roles = true in catalogue.toml"


async def _lists(route: Route, credential: str, send: Send) -> Line:
    documented = "list" in route.capabilities
    able = replace(route, capabilities=route.capabilities | {"list"})
    try:
        query = Query(page_size=5)
        tasks, total = await arun(DIALECTS[route.dialect].listing(query, able, credential), send)
    except (Problem, NotSent, Ambiguous, WireError) as error:
        told = f"{error}"[:120]
        return "list", not documented, f"{'documented, but' if documented else 'not offered:'} {told}"
    told = f"works, {total} tasks" if total != UNTOLD else "works, and does not say how many tasks there are"
    if tasks:
        shown = [name for name in NONCES if any(name in task for task in tasks)]
        told += f"; items show {', '.join(shown) or 'none of what tells tasks apart'}"
    if not documented:
        names = ", ".join(f'"{name}"' for name in sorted({*route.capabilities, "list"}))
        told += f"; to use it: [routes.{route.name}] capabilities = [{names}] in catalogue.toml"
    return "list", True, told
