"""Segmind's upload service: files as data URLs, links in answer (`upload-asset`, contract §4).

It lives at another origin than the API, which the route's profile names; the same key opens it.
"""

import base64
import json

from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.wire import Call
from onetake.dialects._auth import Auth
from onetake.dialects._client import parsed
from onetake.dialects._codec import TEXT
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._errors import as_upstream
from onetake.dialects._flow import Flow
from onetake.dialects._record import Record, field
from onetake.dialects._table import Parcel
from onetake.dialects.segmind_errors import ERRORS
from onetake.dialects.segmind_media import URLS

AUTH = Auth("x-api-key")
TAKES = Record(field("files", "data_urls", URLS, required=True, about="Files as data URLs"))
RESULT = Record(
    field("urls", "file_urls", URLS, required=True, about="Name the files by these in a request"),
    field("message", "message", TEXT),
)
UPLOAD = Endpoint(
    "upload",
    "POST",
    "/upload-asset",
    "json",
    about="Store input files",
    apart=True,
    takes=TAKES,
    result=RESULT,
)


def deposit(parcel: Parcel, route: Route, key: str) -> Flow[str]:
    """Store one file; the link to name it by in a request. Storing it twice does no harm.

    Raises Problem for a refusal, provider_protocol for an answer without a link.
    """
    data_url = f"data:{parcel.mime};base64,{base64.b64encode(parcel.body).decode()}"
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        **AUTH.write(key),
        **route.headers,
    }
    body = json.dumps(TAKES.encode({"files": [data_url]}), separators=(",", ":")).encode()
    reply = yield Call(UPLOAD.method, UPLOAD.path, headers, body, at="files")
    answer = parsed(reply)
    if not 200 <= reply.status < 300:
        raise as_upstream(ERRORS.read(reply, answer, route))
    urls = RESULT.decode(answer)[0].get("urls") if isinstance(answer, dict) else None
    if not urls:
        raise Problem("provider_protocol", "the upload was answered without a link")
    return urls[0]
