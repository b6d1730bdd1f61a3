"""Bodies of calls read back, for tests: JSON, or a form as `dialects._form` writes it."""

import json
import re
from typing import Any

from onetake.core.wire import Call
from onetake.dialects import Dialect
from onetake.dialects._form import Pair, decode, typed
from onetake.dialects._table import Parcel

_BOUNDARY = re.compile(r"multipart/form-data; boundary=([!-~]+)")
_HEAD = re.compile(
    rb'Content-Disposition: form-data; name="([^"]*)"(?:; filename="([^"]*)"\r\nContent-Type: ([!-~]+))?'
)


def parts(kind: str, body: bytes) -> list[Pair]:
    """(name, text or Parcel) of every part. Raises AssertionError for what is not written as we write it."""
    boundary = _BOUNDARY.fullmatch(kind)
    assert boundary, kind
    edge = b"--" + boundary[1].encode()
    opening, *blocks, closing = body.split(edge)
    assert (opening, closing) == (b"", b"--\r\n")
    found: list[Pair] = []
    for block in blocks:
        head, _, value = block[2:-2].partition(b"\r\n\r\n")
        told = _HEAD.fullmatch(head)
        assert told, head
        assert block[:2] == block[-2:] == b"\r\n"
        name = told[1].decode()
        if told[2] is None:
            found.append((name, value.decode()))
        else:
            found.append((name, Parcel(told[2].decode(), told[3].decode(), value)))
    return found


def message_of(dialect: Dialect, call: Call) -> dict[str, Any]:
    """The request that a call says, as the server role is given it."""
    kind = call.headers.get("Content-Type", "")
    if not kind.startswith("multipart/"):
        return json.loads(call.body)
    message, offences = decode(parts(kind, call.body))
    assert not offences, offences
    return typed(message, dialect.request.schema())
