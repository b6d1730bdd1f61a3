"""Files inside a request: `data:image/png;base64,…`, decoded strictly (threat T08). Those of a large body are
on disk already, and a token stands for them (`spooled`)."""

import binascii
import re
from pathlib import Path

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.request import Kind
from onetake.services import spooled

_HEAD = re.compile(r"data:(image|video|audio)/[a-z0-9.+-]+;base64,", re.ASCII)


def write(url: str, path: Path, kind: Kind | None = None) -> Kind:
    """Write the file to `path`; its declared kind, which must be `kind` where one is given.

    Raises Problem(media_invalid, media_too_large); then nothing is written.
    """
    head = _HEAD.match(url)
    if head is None or kind not in (None, head[1]):
        raise Problem("media_invalid", f"not a data URL of the form data:{kind or 'image'}/…;base64,…")
    found: Kind = head[1]  # type: ignore[assignment]
    limit = catalogue().media[found]["bytes"]
    if spooled.take(url, path):
        if path.stat().st_size > limit:
            path.unlink()
            raise Problem("media_too_large", f"the limit is {limit:,} bytes")
        return found
    if (len(url) - head.end()) % 4:
        raise Problem("media_invalid", "the data URL is not valid base64")
    if len(url) - head.end() > limit * 4 // 3 + 4:
        raise Problem("media_too_large", f"the limit is {limit:,} bytes")
    try:
        raw = binascii.a2b_base64(url[head.end() :], strict_mode=True)
    except (binascii.Error, ValueError):
        raise Problem("media_invalid", "the data URL is not valid base64") from None
    path.write_bytes(raw)
    return found
