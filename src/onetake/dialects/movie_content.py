"""movie's `content[]`: prompt, media and sample of a request (contract §5).

The document names no roles. Without them a lone image is the first frame (its own image-to-video example),
and of several media each is a reference (its own word for them). Roles are read where somebody writes them,
and written only where a request would be read otherwise without.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onetake.core.problem import Offence
from onetake.core.request import ASSET, Media
from onetake.dialects._codec import Codec, Refused, below, refuse
from onetake.dialects.ark_content import KINDS, PLACES, ROLES, WORDS

UPLOADS = "api/uploads/"
"""What a `file_path` begins with."""
SAMPLE = "sample_id"
TYPES = ", ".join(("text", *KINDS, SAMPLE))
FRAMES = ("first_frame", "last_frame")
_OURS = re.compile(r"/?api/uploads/([a-z2-7]{26})/[^/?#\s]+")

Parts = tuple[str | None, tuple[Media, ...] | None, str | None]


def _word(item: Mapping[str, Any], name: str, inner: str) -> str:
    """The text under a name, as it is or inside an object."""
    value = item.get(name)
    at = f".{name}"
    if isinstance(value, dict):
        value, at = value.get(inner), f"{at}.{inner}"
    if type(value) is not str or not value.strip():
        raise refuse(value, "must be a string", f'Send {{"type": "{name}", "{name}": "…"}}', at=at)
    return value


def _url(text: str) -> str:
    """A file path names an upload: one of ours by its id, any other one of the provider's by itself."""
    if ours := _OURS.fullmatch(text):
        return ASSET + ours[1]
    return ASSET + text if text.startswith(UPLOADS) else text


def _media(place: str, item: Mapping[str, Any]) -> Media:
    kind = KINDS[place]
    url = _url(_word(item, place, "url"))
    word, role = item.get("role"), None
    if word is not None:
        role = ROLES[kind].get(word) if type(word) is str else None
        if role is None:
            raise refuse(word, f"one of {', '.join(ROLES[kind])}, or no role", at=".role")
    return Media(kind, role, url)  # type: ignore[arg-type]


def _item(item: Any) -> tuple[str, Any]:
    if not isinstance(item, dict):
        raise refuse(item, "must be an object", "Send objects with a type")
    kind = item.get("type")
    if kind == "text":
        value = item.get("text")
        if type(value) is not str:
            raise refuse(value, "must be a string", 'Send {"type": "text", "text": "…"}', at=".text")
        return "text", value
    if kind == SAMPLE:
        return SAMPLE, _word(item, SAMPLE, "id")
    if type(kind) is str and kind in KINDS:
        return "media", _media(kind, item)
    raise refuse(kind, f"one of {TYPES}", f"Use one of {TYPES}", at=".type")


def decode(content: Any) -> Parts:
    """(prompt, media, sample). Several texts are joined by a line break, as in Ark's content."""
    if not isinstance(content, list):
        raise refuse(content, "must be an array", 'Send [{"type": "text", "text": "…"}]')
    if not content:
        fix = 'Send [{"type": "text", "text": "…"}]'
        raise refuse(content, "at least one item", fix, "missing_parameter")
    parts: dict[str, list[Any]] = {"text": [], "media": [], SAMPLE: []}
    found: list[Offence] = []
    for index, item in enumerate(content):
        try:
            kind, part = _item(item)
            if kind == SAMPLE and parts[SAMPLE]:
                raise refuse(part, f"at most one {SAMPLE}", "Keep one of them")
        except Refused as refused:
            below(found, index, refused)
            continue
        parts[kind].append(part)
    prompt = "\n".join(parts["text"]) if parts["text"] else None
    sample = parts[SAMPLE][0] if parts[SAMPLE] else None
    if found:
        raise Refused(*found, partly=(prompt, None, sample))
    return prompt, meant(tuple(parts["media"])) or None, sample


def meant(media: tuple[Media, ...]) -> tuple[Media, ...]:
    """What media without roles are for. Beside a frame an image without a role stays a question."""
    if len(media) == 1 and media[0].kind == "image":
        return (replace(media[0], role=media[0].role or "first_frame"),)
    framed = any(m.role in FRAMES for m in media)
    return tuple(
        replace(m, role="reference") if m.role is None and (m.kind != "image" or not framed) else m
        for m in media
    )


def encode(parts: Parts) -> list[dict[str, Any]]:
    """The list that says a prompt, media and a sample."""
    prompt, media, sample = parts
    media = media or ()
    content: list[dict[str, Any]] = [{"type": "text", "text": prompt}] if prompt else []
    bare = meant(tuple(replace(m, role=None) for m in media)) == media
    for m in media:
        place = PLACES[m.kind]
        item: dict[str, Any] = {"type": place, place: m.url.removeprefix(ASSET) if is_path(m) else m.url}
        if m.role is not None and not bare:
            item["role"] = WORDS[m.kind, m.role]
        content.append(item)
    if sample:
        content.append({"type": SAMPLE, SAMPLE: sample})
    return content


def is_path(item: Media) -> bool:
    """Whether a medium is a file in the provider's own storage."""
    return item.url.startswith(ASSET + UPLOADS)


def _schema() -> dict[str, Any]:
    items: list[dict[str, Any]] = [_shape("text", {"type": "string"})]
    for place, kind in KINDS.items():
        url = {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]}
        shape = _shape(place, {"anyOf": [{"type": "string"}, url]})
        shape["properties"]["role"] = {"enum": [*ROLES[kind], None]}
        items.append(shape)
    inner = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    items.append(_shape(SAMPLE, {"anyOf": [{"type": "string"}, inner]}))
    return {"type": "array", "minItems": 1, "items": {"oneOf": items}}


def _shape(name: str, value: dict[str, Any]) -> dict[str, Any]:
    told = {"type": {"const": name}, name: value}
    return {"type": "object", "properties": told, "required": ["type", name]}


CONTENT = Codec(decode, encode, _schema)
