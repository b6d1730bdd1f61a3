"""EvoLink's upload service: one picture a call, as base64, as a form or by its URL (contract §3.4).

It lives at another origin than the API, which the route's profile names; the same key opens it.
"""

import base64
import json
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.wire import Call
from onetake.dialects._auth import Auth
from onetake.dialects._client import parsed
from onetake.dialects._codec import TEXT, WHOLE, Codec
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._errors import as_upstream
from onetake.dialects._flow import Flow
from onetake.dialects._record import Record, constant, field
from onetake.dialects._table import Parcel
from onetake.dialects.evolink_errors import ERRORS

AUTH = Auth("Authorization", "Bearer")
UPLOAD = "/api/v1/files/upload"
_NAMES = (field("upload_path", "upload_path"), field("file_name", "file_name"))
BY_BASE64 = Record(field("data", "base64_data", required=True, about="Base64, or a data URL"), *_NAMES)
_FILE = Codec(lambda value: None, None, {"type": "string", "contentMediaType": "application/octet-stream"})
BY_FORM = Record(field("file", "file", _FILE, required=True, about="The picture"), *_NAMES)
BY_URL = Record(field("url", "file_url", required=True), *_NAMES)
STORED = Record(
    constant("success", True),
    constant("code", 200),
    field("message", "msg"),
    field("id", "data.file_id"),
    field("name", "data.file_name"),
    field("original", "data.original_name"),
    field("bytes", "data.file_size", WHOLE),
    field("mime", "data.mime_type"),
    field("path", "data.upload_path"),
    field("url", "data.file_url", TEXT, required=True),
    field("download", "data.download_url"),
    field("at", "data.upload_time"),
    field("expires", "data.expires_at"),
)
UPLOADS = (
    Endpoint("upload_base64", "POST", f"{UPLOAD}/base64", "json", about="Store a picture sent as base64",
             core=False, takes=BY_BASE64, result=STORED),
    Endpoint("upload_stream", "POST", f"{UPLOAD}/stream", "form", about="Store a picture sent as a form",
             core=False, takes=BY_FORM, result=STORED),
    Endpoint("upload_url", "POST", f"{UPLOAD}/url", "json", about="Store the picture at a URL",
             core=False, takes=BY_URL, result=STORED),
)  # fmt: skip
TAKEN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""What the service stores; other files need a link of their own."""


def deposit(parcel: Parcel, route: Route, key: str) -> Flow[str]:
    """Store one picture; the link to name it by. Storing it twice does no harm.

    Raises Problem: inexpressible for what the service does not take, provider_protocol for an answer without
    a link, and its refusals.
    """
    if parcel.mime not in TAKEN:
        raise Problem("inexpressible", f"{route.name} stores no {parcel.mime}; it needs a public link")
    data_url = f"data:{parcel.mime};base64,{base64.b64encode(parcel.body).decode()}"
    message = BY_BASE64.encode({"data": data_url, "file_name": parcel.name})
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        **AUTH.write(key),
        **route.headers,
    }
    body = json.dumps(message, separators=(",", ":")).encode()
    reply = yield Call("POST", f"{UPLOAD}/base64", headers, body, at="files")
    answer: Any = parsed(reply)
    if not 200 <= reply.status < 300:
        raise as_upstream(ERRORS.read(reply, answer, route))
    url = STORED.decode(answer)[0].get("url") if isinstance(answer, dict) else None
    if not isinstance(url, str) or not url:
        raise Problem("provider_protocol", "the upload was answered without a link")
    return url
