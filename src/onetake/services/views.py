"""A task as its customer may see it, in the vocabulary that every dialect's task table reads."""

from typing import Any

from onetake.core import geometry, signing
from onetake.core.catalogue import catalogue
from onetake.core.task import Task
from onetake.services import timing
from onetake.services.changes import retire_at
from onetake.services.platform import Platform

SEED_AS_ASKED = frozenset({"movie"})
"""Dialects that tell a seed only to whoever set one (contract §8 C30)."""
FILES = {
    "video": "video.mp4",
    "last_frame": "last_frame.png",
    "poster": "poster.jpg",
    "contact_sheet": "contact_sheet.jpg",
    "sprites": "sprites.jpg",
}
BESIDE = ("poster", "contact_sheet", "sprites")
TRACK = "sprites.vtt"
"""Which of the sprites belongs to which time: made of the grid when it is asked for, never stored."""
SETTLED = ("finished_at", "tokens", "price")
FORETOLD = frozenset({"evolink"})
"""Dialects whose answers tell how long it may take."""
ASKED = (
    "prompt", "media", "resolution", "ratio", "duration", "generate_audio", "watermark", "return_last_frame",
    "expires_after", "priority", "web_search", "sample", "end_user", "callback_url", "metadata", "extra",
    "remix_of",
)  # fmt: skip


def view(p: Platform, task: Task, dialect: str | None = None) -> dict[str, Any]:
    """Attributes of a task by name; what is not known yet is absent. Prices in micro-credits, times in
    seconds. cost: the price once settled, what is held for it before, 0 for a task that delivered nothing.
    sent: whether a backend has taken the task and lets it wait. position: its turn in line for a place.
    origin: our own, for answers that name their own addresses.
    dialect: the one that the task is read in, where that is another than the one it was made in: any task can
    be read in any dialect by the same key, and is told under the reader's own name for its model.
    """
    seen = _asked(task)
    seen.update(
        id=task.id,
        status=task.status,
        phase=task.phase,
        model=_model_name(task, dialect or task.dialect),
        route=task.route,
        backend=task.backend,
        created_at=task.created_at,
        updated_at=task.updated_at,
        hold=task.hold,
        cost=_cost(task),
        sent=task.phase == "submitted",
        origin=p.policy.public_url,
        notes=list(task.notes),
    )
    if (dialect or task.dialect) in FORETOLD and not task.ended:
        seen["estimate_seconds"] = _expected(p, task)
    asked = (dialect or task.dialect) in SEED_AS_ASKED
    seed = task.request.seed if asked or task.seed is None else task.seed
    if seed is not None:
        seen["seed"] = seed
    seen.update((n, v) for n in SETTLED if (v := getattr(task, n)) is not None)
    if task.problem is not None and task.ended:
        seen["problem"] = task.problem.as_dict()
    if task.id in p.places.line_of:
        seen["position"] = p.places.position(task.id)
    elif task.id in p.progress and task.status == "running":
        seen.update(zip(("done", "total"), p.progress[task.id], strict=True))
    if task.output is not None:
        seen.update(_delivered(p, task))
    return seen


def _expected(p: Platform, task: Task) -> float:
    """Seconds in which half of such tasks are done where this one is made, else where it came in."""
    backend = p.backends.get(task.backend)
    route = task.route if backend is None or backend.local else backend.route
    request = task.request
    return timing.typical(p, route, request.model, request.resolution, request.duration)[0]


def _model_name(task: Task, dialect: str) -> str:
    if dialect == task.dialect:
        return task.request.model_name
    names = (r.model_name(task.request.model) for r in catalogue().routes.values() if r.dialect == dialect)
    return next((name for name in names if name is not None), task.request.model)


def _cost(task: Task) -> int:
    if task.price is not None:
        return task.price
    return 0 if task.ended else task.hold


def _asked(task: Task) -> dict[str, Any]:
    request = task.request
    return {name: value for name in ASKED if (value := getattr(request, name)) is not None}


def _delivered(p: Platform, task: Task) -> dict[str, Any]:
    output = task.output
    assert output is not None
    seen: dict[str, Any] = {
        "ratio": output.ratio,
        "duration": output.seconds,
        "seconds": output.seconds,
        "width": output.width,
        "height": output.height,
        "bytes": output.bytes,
        "sha256": output.video,
        "fps": geometry.FPS,
        "video_url": file_url(p, task, "video"),
        "expires_at": retire_at(task),
    }
    if output.last_frame and task.request.return_last_frame:
        seen["last_frame_url"] = file_url(p, task, "last_frame")
    seen.update((f"{n}_url", file_url(p, task, n)) for n in BESIDE if getattr(output, n))
    if output.sprites and output.grid:
        seen["sprites_grid"] = dict(output.grid)
        seen["sprites_vtt_url"] = _link(p, task, TRACK)
    if output.shots:
        seen["shots"] = dict(output.shots)
    return seen


def file_url(p: Platform, task: Task, name: str) -> str:
    """A signed link to a delivered file.

    Routes that promise a link's life count it from the end of the task (contract §1.12); our own dialect
    signs anew at every read, since the file lives as long as the record.
    """
    return _link(p, task, FILES[name])


def _link(p: Platform, task: Task, file: str) -> str:
    known = catalogue().routes
    life = (known.get(task.route) or known["native"]).url_life
    start = p.clock() if task.dialect == "native" else (task.finished_at or p.clock())
    return signed_url(p, f"/files/{task.id}/{file}", start + life)


def input_url(p: Platform, task: Task, place: int) -> str:
    """A signed link to a staged input, for a provider to fetch while the task may run."""
    return signed_url(p, f"/files/{task.id}/input-{place}", task.deadline)


def signed_url(p: Platform, path: str, expires: float) -> str:
    """A link that opens one path of ours to whoever holds it, until `expires` (unix seconds)."""
    query = signing.sign(p.derived("files"), "GET", path, int(expires), {})
    return f"{p.policy.public_url}{path}?{query}"
