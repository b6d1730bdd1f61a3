"""Every way to ask for a video over HTTP: what is sent, and what else could be."""

from typing import Any, NamedTuple


class Create(NamedTuple):
    """path, body; other: a body that asks for something else; read: where the task is then read."""

    path: str
    body: dict[str, Any]
    other: dict[str, Any]
    read: str


def _ark(text: str) -> dict[str, Any]:
    return {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": text}]}


def _movie(text: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text}]}


def _plain(text: str, **more: Any) -> dict[str, Any]:
    return {"prompt": text, **more}


TASKS = "/api/v3/contents/generations/tasks"
CREATES = {
    "ark": Create(TASKS, _ark("a fox"), _ark("a wolf"), TASKS),
    "apiyi": Create(f"/seedance{TASKS}", _ark("a fox"), _ark("a wolf"), f"/seedance{TASKS}"),
    "native": Create("/onetake/v1/videos", _plain("a fox"), _plain("a wolf"), "/onetake/v1/videos"),
    "evolink": Create(
        "/v1/videos/generations",
        _plain("a fox", model="seedance-2.0"),
        _plain("a wolf", model="seedance-2.0"),
        "/v1/tasks",
    ),
    "movie": Create("/api/v1/video/task", _movie("a fox"), _movie("a wolf"), "/api/v1/video/task"),
    "segmind": Create("/v2/seedance-2.0", _plain("a fox"), _plain("a wolf"), "/v2/requests"),
    "openai": Create("/v1/videos", _plain("a fox"), _plain("a wolf"), "/v1/videos"),
}
