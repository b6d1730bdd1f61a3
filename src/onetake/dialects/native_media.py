"""Native `media`: `{kind, role, url | upload_id}`; an upload is `asset://ID` inside a request."""

from typing import Any

from onetake.core.problem import Offence
from onetake.core.request import ASSET, Media
from onetake.dialects._codec import Codec, Refused, below, refuse

KINDS = ("image", "video", "audio")
ROLES = ("first_frame", "last_frame", "reference")
KEYS = frozenset({"kind", "role", "url", "upload_id"})


def _word(item: dict[str, Any], name: str, known: tuple[str, ...]) -> Any:
    word = item.get(name)
    if word not in known:
        raise refuse(word, f"one of {', '.join(known)}", at=f".{name}")
    return word


def _item(item: Any) -> Media:
    if not isinstance(item, dict):
        raise refuse(item, "must be an object", 'Send {"kind": "image", "role": "first_frame", "url": "…"}')
    for name in item:
        if name not in KEYS:
            limit, fix = "there is no such field", f"Known: {', '.join(sorted(KEYS))}"
            raise refuse(item[name], limit, fix, "unsupported_parameter", f".{name}")
    kind = _word(item, "kind", KINDS)
    role = None if item.get("role") is None else _word(item, "role", ROLES)
    url, upload = item.get("url"), item.get("upload_id")
    if (url is None) == (upload is None):
        raise refuse(None, "exactly one of url and upload_id", "Send a url or the id of an upload", at=".url")
    if upload is not None:
        if type(upload) is not str or not upload:
            raise refuse(upload, "must be the id of an upload", at=".upload_id")
        return Media(kind, role, ASSET + upload)
    if type(url) is not str:
        raise refuse(url, "must be a string", at=".url")
    return Media(kind, role, url)


def decode(value: Any) -> tuple[Media, ...]:
    """The media in order."""
    if not isinstance(value, list):
        raise refuse(value, "must be an array", "Send an array of media")
    found: list[Offence] = []
    media: list[Media] = []
    for index, item in enumerate(value):
        try:
            media.append(_item(item))
        except Refused as refused:
            below(found, index, refused)
    if found:
        raise Refused(*found)
    return tuple(media)


def encode(media: tuple[Media, ...]) -> list[dict[str, Any]]:
    """The reverse."""
    items: list[dict[str, Any]] = []
    for m in media:
        item: dict[str, Any] = {"kind": m.kind}
        if m.role is not None:
            item["role"] = m.role
        upload = m.asset_id
        if upload is not None:
            item["upload_id"] = upload
        else:
            item["url"] = m.url
        items.append(item)
    return items


def _schema() -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": list(KINDS)},
            "role": {"type": ["string", "null"], "enum": [*ROLES, None]},
            "url": {"type": ["string", "null"]},
            "upload_id": {"type": ["string", "null"]},
        },
        "required": ["kind"],
        "anyOf": [{"required": ["url"]}, {"required": ["upload_id"]}],
        "additionalProperties": False,
    }
    return {"type": "array", "items": item}


MEDIA = Codec(decode, encode, _schema)
