"""Inputs of the videos API: `input_reference` is the first frame, whatever else there is stands in `media`.

In a form a file is a part of its own, at the place where a JSON body has its URL.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any

from onetake.core.request import ASSET, Media
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._record import Message
from onetake.dialects._table import Parcel

REFERENCE_KEYS = ("image_url", "file_id")
_DATA = re.compile(r"data:((?:image|video|audio)/[a-z0-9.+-]+);base64,", re.ASCII)
_LIMIT = 'a file, or {"image_url": "https://…"}, or {"file_id": "…"}'


def _reference(value: Any) -> Media:
    """The first frame. A file of a form has become the name of an upload by now."""
    if isinstance(value, Mapping):
        said = {name: value[name] for name in REFERENCE_KEYS if value.get(name) is not None}
        if len(said) != 1 or len(value) > len(REFERENCE_KEYS):
            raise refuse(value, _LIMIT, "Send one of image_url and file_id")
        ((name, told),) = said.items()
        if type(told) is not str or not told:
            raise refuse(told, "must be a string", at=f".{name}")
        value = ASSET + told.removeprefix(ASSET) if name == "file_id" else told
    if type(value) is not str or not value:
        raise refuse(value, _LIMIT)
    return Media("image", "first_frame", value)


def _referred(media: Media) -> dict[str, str]:
    name = media.asset_id
    return {"file_id": name} if name is not None else {"image_url": media.url}


_MEMBERS = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in REFERENCE_KEYS},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
REFERENCE = Codec(_reference, _referred, {"anyOf": [{"type": "string"}, _MEMBERS]})


def raised(draft: Message) -> None:
    """The two places of media become one list, the first frame at its head."""
    first = draft.pop("first", None)
    if first is not None:
        draft["media"] = (first, *draft.get("media", ()))


def lowered(told: Message) -> None:
    """The reverse: a first frame by itself is the `input_reference`, everything else needs its role."""
    media = told.get("media", ())
    if len(media) == 1 and media[0].kind == "image" and media[0].role in (None, "first_frame"):
        del told["media"]
        told["first"] = media[0]


def places(message: Mapping[str, Any]) -> dict[str, str]:
    """Where our media are in one message: "media[0]" → "input_reference"."""
    files = message.get("media")
    wires = [f"media[{i}]" for i in range(len(files))] if isinstance(files, list) else []
    if message.get("input_reference") is not None:
        wires.insert(0, "input_reference")
    found = {f"media[{i}]": wire for i, wire in enumerate(wires)}
    return {"media": wires[0], **found} if len(wires) == 1 else found


def packed(message: Mapping[str, Any]) -> Message:
    """The message as a form says it: every data URL is a file."""
    told = dict(message)
    first = told.get("input_reference")
    if isinstance(first, Mapping) and (file := _file(first.get("image_url"), "input_reference")):
        told["input_reference"] = file
    if isinstance(told.get("media"), list):
        told["media"] = [_carried(item, f"media-{i}") for i, item in enumerate(told["media"])]
    return told


def _carried(item: Message, name: str) -> Message:
    file = _file(item.get("url"), name)
    return {**item, "url": file} if file else item


def _file(url: Any, name: str) -> Parcel | None:
    head = _DATA.match(url) if isinstance(url, str) else None
    if head is None:
        return None
    mime = head[1]
    return Parcel(f"{name}.{mime.partition('/')[2]}", mime, base64.b64decode(url[head.end() :]))
