"""Ark's `content[]`: the prompt and the media of a request, one list (contract §1.5)."""

from collections.abc import Mapping
from typing import Any

from onetake.core.problem import Offence
from onetake.core.request import Media
from onetake.dialects._codec import Codec, Refused, below, refuse

KINDS = {"image_url": "image", "video_url": "video", "audio_url": "audio"}
PLACES = {kind: place for place, kind in KINDS.items()}
ROLES: dict[str, dict[str, Any]] = {
    "image": {"first_frame": "first_frame", "last_frame": "last_frame", "reference_image": "reference"},
    "video": {"reference_video": "reference"},
    "audio": {"reference_audio": "reference"},
}
WORDS = {(kind, role): word for kind, words in ROLES.items() for word, role in words.items()}
TYPES = "text, image_url, audio_url, video_url"


def _text(item: Mapping[str, Any]) -> str:
    value = item.get("text")
    if type(value) is not str:
        raise refuse(value, "must be a string", 'Send {"type": "text", "text": "…"}', at=".text")
    return value


def _media(place: str, item: Mapping[str, Any]) -> Media:
    kind = KINDS[place]
    holder = item.get(place)
    shape = f'{{"url": "…"}} inside {place}'
    if not isinstance(holder, dict):
        raise refuse(holder, "must be an object with a url", f"Send {shape}", at=f".{place}")
    url = holder.get("url")
    if type(url) is not str:
        raise refuse(url, "must be a string", f"Send {shape}", at=f".{place}.url")
    word, role = item.get("role"), None
    if word is not None:
        role = ROLES[kind].get(word) if type(word) is str else None
        if role is None:
            limit = f"invalid role specified for {kind} content: one of {', '.join(ROLES[kind])}"
            raise refuse(word, limit, at=".role")
    return Media(kind, role, url)  # type: ignore[arg-type]


def _item(item: Any) -> str | Media:
    if not isinstance(item, dict):
        raise refuse(item, "must be an object", "Send objects with a type")
    kind = item.get("type")
    if kind == "text":
        return _text(item)
    if type(kind) is str and kind in KINDS:
        return _media(kind, item)
    if kind == "draft_task":
        fix = "Draft tasks belong to another model: send the prompt and the media"
        raise refuse(kind, "is not supported by this model", fix, "unsupported_parameter", ".type")
    raise refuse(kind, f"one of {TYPES}", f"Use one of {TYPES}", at=".type")


def decode(content: Any) -> tuple[str | None, tuple[Media, ...] | None]:
    """(prompt, media). Several texts are joined by a line break.

    Decision: what the live service does with several text items is not documented; joining loses nothing.
    """
    if not isinstance(content, list):
        raise refuse(content, "must be an array", 'Send [{"type": "text", "text": "…"}]')
    texts: list[str] = []
    media: list[Media] = []
    found: list[Offence] = []
    for index, item in enumerate(content):
        try:
            part = _item(item)
        except Refused as refused:
            below(found, index, refused)
            continue
        if isinstance(part, str):
            texts.append(part)
        else:
            media.append(part)
    prompt = "\n".join(texts) if texts else None
    if found:
        raise Refused(*found, partly=(prompt, None))
    return prompt, tuple(media) or None


def encode(parts: tuple[str | None, tuple[Media, ...] | None]) -> list[dict[str, Any]]:
    """The list that says a prompt and media; every medium of a total request has its role."""
    prompt, media = parts
    content: list[dict[str, Any]] = [{"type": "text", "text": prompt}] if prompt else []
    for m in media or ():
        place = PLACES[m.kind]
        item: dict[str, Any] = {"type": place, place: {"url": m.url}}
        if m.role is not None:
            item["role"] = WORDS[m.kind, m.role]
        content.append(item)
    return content


def places(message: Mapping[str, Any]) -> dict[str, str]:
    """Where our parts are in one message: "media[0]" → "content[1].image_url", "prompt" → "content[0].text".

    Only right for content without a fault of form; with one, no media is read at all.
    """
    content = message.get("content")
    found: dict[str, str] = {}
    count = 0
    for index, item in enumerate(content if isinstance(content, list) else ()):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind == "text":
            found.setdefault("prompt", f"content[{index}].text")
        elif type(kind) is str and kind in KINDS:
            found[f"media[{count}]"] = f"content[{index}].{kind}"
            count += 1
    return found


def _schema() -> dict[str, Any]:
    text = {
        "type": "object",
        "properties": {"type": {"const": "text"}, "text": {"type": "string"}},
        "required": ["type", "text"],
    }
    items: list[dict[str, Any]] = [text]
    for place, kind in KINDS.items():
        url = {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]}
        role = {"enum": [*ROLES[kind], None]}
        items.append(
            {
                "type": "object",
                "properties": {"type": {"const": place}, place: url, "role": role},
                "required": ["type", place],
            }
        )
    return {"type": "array", "items": {"oneOf": items}}


CONTENT = Codec(decode, encode, _schema)
