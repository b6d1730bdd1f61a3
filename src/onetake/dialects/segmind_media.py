"""Segmind's inputs: a field of its own for each kind and role, instead of one list (contract §4, §6)."""

from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence
from onetake.core.request import Media
from onetake.dialects._codec import TEXT, Codec, Refused, refuse, shown
from onetake.dialects._record import Message, field

FRAMES = {"first_frame_url": "first_frame", "last_frame_url": "last_frame"}
REFERENCES = {"reference_images": "image", "reference_videos": "video", "reference_audios": "audio"}


def _urls(value: Any) -> list[str] | None:
    if not isinstance(value, list):
        raise refuse(value, "must be an array of URLs", 'Send ["https://…"]')
    limit, fix = "must be a string", "Send URLs in quotes"
    found = [Offence(f"[{i}]", shown(v), limit, fix) for i, v in enumerate(value) if type(v) is not str]
    if found:
        raise Refused(*found)
    return value or None


URLS = Codec(_urls, None, {"type": "array", "items": {"type": "string"}})
FIELDS = (*(field(name, name, TEXT) for name in FRAMES), *(field(name, name, URLS) for name in REFERENCES))


def lift(draft: Message, message: Message, route: Route) -> None:
    """The five fields become one list: frames first, then images, videos and audio, each in its own order."""
    media = [Media("image", role, draft.pop(name)) for name, role in FRAMES.items() if name in draft]  # type: ignore[arg-type]
    for name, kind in REFERENCES.items():
        media += [Media(kind, "reference", url) for url in draft.pop(name, ())]  # type: ignore[arg-type]
    if media:
        draft["media"] = tuple(media)


def lower(draft: Message, route: Route) -> Message:
    """The reverse. An image without a role is the first frame, as everywhere."""
    told = {name: value for name, value in draft.items() if name != "media"}
    frames = {role: name for name, role in FRAMES.items()}
    references = {kind: name for name, kind in REFERENCES.items()}
    for item in draft.get("media", ()):
        if item.kind == "image" and item.role != "reference":
            told[frames[item.role or "first_frame"]] = item.url
        else:
            told.setdefault(references[item.kind], []).append(item.url)
    return told


def places(message: Mapping[str, Any]) -> dict[str, str]:
    """Where our parts are in one message: "media[1]" → "reference_images[0]"; "media" are all references."""
    wires = [name for name in FRAMES if isinstance(message.get(name), str)]
    for name in REFERENCES:
        files = message.get(name)
        wires += [f"{name}[{i}]" for i in range(len(files))] if isinstance(files, list) else []
    found = {f"media[{i}]": wire for i, wire in enumerate(wires)}
    referred = [name for name in REFERENCES if message.get(name)]
    if referred:
        found["media"] = ", ".join(referred)
    return found


def foreign(request: Any) -> list[str]:
    """Inputs that lie in another provider's library: only that provider can use them."""
    return [f"media[{i}]" for i, item in enumerate(request.media) if item.foreign]
