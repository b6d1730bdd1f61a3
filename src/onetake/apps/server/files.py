"""`/files/{id}/{name}`: delivered files, uploads, and inputs for providers, behind signed links that expire.

The link is the permission: it is checked before anything is looked up, and it names task or upload and file.
"""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import ranged, thumbnails
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.ranged import Stored
from onetake.core import signing
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.media.sniff import FORMATS
from onetake.services import changes
from onetake.services.own_links import UPLOAD
from onetake.services.platform import Platform
from onetake.services.views import FILES, TRACK

_NAMES = {file: name for name, file in FILES.items()}
_TYPES = {
    name: {"mp4": "video/mp4", "png": "image/png", "jpg": "image/jpeg"}[file.partition(".")[2]]
    for name, file in FILES.items()
}
_INPUT = re.compile(r"input-([0-9]{1,3})")
_KNOWN_TYPES = {f.mime: f.name for f in FORMATS.values()}


async def signed(ex: Exchange) -> None:
    """A file by its signed link. Raises Problem(forbidden, upload_expired, not_found)."""
    scope = ex.scope
    query = scope["query_string"].decode("latin-1")
    signing.verify(ex.p.derived("files"), scope["method"], scope["path"], query, ex.p.clock())
    told = scope["path_params"]
    if told["name"] == TRACK:
        return await _track(ex, told["id"], int(dict(parse_qsl(query))["expires"]))
    file = await ex.p.store.read(lambda sql: find(sql, ex.p, told["id"], told["name"]))
    return await ranged.serve(ex, file)


async def _track(ex: Exchange, id: str, expires: int) -> None:
    """The index of a grid of frames. Its link to the grid lies beside it and ends when its own does."""
    task = await ex.p.store.read(lambda sql: changes.load(sql, id))
    if task is None:
        raise Problem("not_found", "the file is gone")
    name = FILES["sprites"]
    query = signing.sign(ex.p.derived("files"), "GET", f"/files/{task.id}/{name}", expires)
    await thumbnails.serve(ex, task, f"{name}?{query}")


def find(sql: Sql, p: Platform, id: str, name: str) -> Stored:
    """The stored file of that name. Raises Problem(not_found)."""
    if name.startswith(UPLOAD):
        return _uploaded(sql, p, id)
    task = changes.load(sql, id)
    if task is None:
        raise Problem("not_found", "the file is gone")
    if name in _NAMES:
        return delivered(p, task, _NAMES[name])
    place = _INPUT.fullmatch(name)
    rows: Any = sql.all("input.all", task=task.id) if place else ()
    for row in rows:
        if place and row["place"] == int(place[1]):
            mime = json.loads(row["probe"])["mime"]
            return _stored(p, task.project, row["sha256"], mime, f"{task.id}-{name}")
    raise Problem("not_found", "there is no such file")


def delivered(p: Platform, task: Task, name: str) -> Stored:
    """A file that the task delivered, by its name in FILES. Raises Problem(not_found)."""
    sha256 = getattr(task.output, name) if task.output is not None else None
    if sha256 is None:
        raise Problem("not_found", "the task has no such file")
    named = f"{task.id}-{FILES[name].partition('.')[0]}"
    return _stored(p, task.project, sha256, _TYPES[name], named)


def _uploaded(sql: Sql, p: Platform, id: str) -> Stored:
    row = sql.one("upload.load", id=id)
    if row is None:
        raise Problem("not_found", "the upload is gone")
    return _stored(p, row["project"], row["sha256"], json.loads(row["probe"])["mime"], id)


def _stored(p: Platform, project: str, sha256: str, mime: str, name: str) -> Stored:
    safe = mime if mime in _KNOWN_TYPES else "application/octet-stream"
    suffix = _KNOWN_TYPES.get(safe, "bin")
    return Stored(p.objects.path_in(project, sha256), sha256, safe, f"onetake-{name}.{suffix}")
