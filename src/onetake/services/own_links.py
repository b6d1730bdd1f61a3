"""Links to files of ours, in both directions: written for customers, and known again when they come back.

A customer names an upload or a delivered video by the link that we gave. It is not fetched: the file is here,
and a server on a private address may not fetch from itself.
"""

import re
from dataclasses import replace

from onetake.core.ports import Sql
from onetake.core.request import ASSET, BY_HASH, Request
from onetake.services.platform import Platform
from onetake.services.records import task_of
from onetake.services.uploads import Upload
from onetake.services.views import FILES, signed_url

UPLOAD = "upload."
_PATH = re.compile(r"/files/([a-z2-7]{26})/([a-z_]+\.[a-z0-9]{1,5})(?:\?[^#]*)?")
_DELIVERED = {file: name for name, file in FILES.items()}


def upload_url(p: Platform, upload: Upload) -> str:
    """A signed link to an upload: whoever holds it can read the file until the upload expires."""
    return signed_url(p, f"/files/{upload.id}/{UPLOAD}{upload.probe['format']}", upload.expires_at)


async def followed(p: Platform, project: str, request: Request) -> Request:
    """The request with links of ours replaced by the stored files; those of other projects stay links."""
    places = {i: m.url for i, m in enumerate(request.media) if m.url.startswith(p.policy.public_url)}
    if not places:
        return request

    def script(sql: Sql) -> dict[int, str]:
        return {place: name for place, url in places.items() if (name := _name(sql, p, project, url))}

    names = await p.store.read(script)
    media = tuple(replace(m, url=ASSET + names[i]) if i in names else m for i, m in enumerate(request.media))
    return replace(request, media=media)


def _name(sql: Sql, p: Platform, project: str, url: str) -> str | None:
    found = _PATH.fullmatch(url.removeprefix(p.policy.public_url))
    if found is None:
        return None
    id, name = found.groups()
    if name.startswith(UPLOAD):
        return id if sql.one("upload.get", id=id, project=project) else None
    row = sql.one("task.get", id=id, project=project) if name in _DELIVERED else None
    output = task_of(row).output if row is not None else None
    sha256 = getattr(output, _DELIVERED[name]) if output is not None else None
    return BY_HASH + sha256 if sha256 else None
