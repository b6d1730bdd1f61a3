"""EvoLink's inputs: three lists of URLs, whose meaning is in the model's name or in tags of the prompt.

A name that ends in a mode says what its images are. The plain names leave it to the prompt: "@Image1 as first
frame", "[image 1] as the first frame", "图1作为首帧". Tags that make frames of all there is mean the frame
modes; beside other files, or for a last frame alone, they are part of what the prompt asks of references
(design §3).

Decided: an image without a tag is a reference. The tutorial calls `image_urls` reference images, tells roles
by tags alone, and has no example of an image that its prompt does not name (S1).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.request import Media, Role
from onetake.dialects._codec import Codec, Refused, refuse, shown
from onetake.dialects._record import Message, field

LISTS = {"image_urls": "image", "video_urls": "video", "audio_urls": "audio"}
MODES = {"text": "text-to-video", "image": "image-to-video", "reference": "reference-to-video"}
FRAMES: tuple[Role, ...] = ("first_frame", "last_frame")
ONE_IMAGE = "seedance-1.5-pro"
TAGS = (" @Image1 as first frame.", " @Image2 as last frame.")
"""What is added for a profile that has plain names only, and taken off again."""
_TAG = r"(?:@image\s?{n}(?!\d)|\[image\s?{n}\]|图片?\s?(?:{n}(?!\d)|{chinese}))"
_CHINESE = "〇一二三四五六七八九"
_AS = r"\s*(?:as|is|for)\s+(?:the\s+)?"
_BE = r"\s*(?:作为|为|是|做|当)\s*"
_END = r"(?!['’]s)"
"""A thing of the first frame is not the first frame."""
_STOP = "(?![的中里])"
_FRAME = {
    "first_frame": rf"{_AS}(?:first|opening)\s+frame{_END}|{_BE}(?:首帧|第一帧){_STOP}",
    "last_frame": rf"{_AS}(?:last|closing|final|end)\s+frame{_END}|{_BE}(?:尾帧|末帧|最后一帧){_STOP}",
}


def _urls(value: Any) -> list[str] | None:
    if not isinstance(value, list):
        raise refuse(value, "must be an array of URLs", 'Send ["https://…"]')
    limit, fix = "must be a string", "Send URLs in quotes"
    found = [Offence(f"[{i}]", shown(v), limit, fix) for i, v in enumerate(value) if type(v) is not str]
    if found:
        raise Refused(*found)
    return value or None


URLS = Codec(_urls, None, {"type": "array", "items": {"type": "string"}})
FIELDS = tuple(field(name, name, URLS) for name in LISTS)


def mode_in(model: object) -> str | None:
    """The mode that a model's name ends in: text, image or reference; None for a plain name."""
    return next((m for m, end in MODES.items() if isinstance(model, str) and model.endswith(f"-{end}")), None)


def tagged(prompt: str, number: int) -> Role | None:
    """What the prompt says image `number` is: its first mention as a frame counts."""
    tag = _TAG.format(n=number, chinese=_CHINESE[number])
    for role, words in _FRAME.items():
        if re.search(f"{tag}(?:{words})", prompt, re.IGNORECASE):
            return role  # type: ignore[return-value]
    return None


def lift(draft: Message, message: Message, route: Route) -> None:
    """The three lists become one, with the role of each image; tags that we added ourselves are taken off."""
    images = draft.pop("image_urls", [])
    others = [Media("video", "reference", url) for url in draft.pop("video_urls", ())]
    others += [Media("audio", "reference", url) for url in draft.pop("audio_urls", ())]
    roles = _roles(draft, len(images), bool(others))
    media = [Media("image", role, url) for role, url in zip(roles, images, strict=True)]
    if media or others:
        draft["media"] = (*media, *others)
    if images and roles[0] == "first_frame" and mode_in(draft.get("model")) is None:
        prompt = draft.get("prompt") or ""
        left = prompt.removesuffix("".join(TAGS[: len(images)]))
        if left.strip():  # a prompt of nothing else was written by somebody else
            draft["prompt"] = left


def _roles(draft: Message, count: int, others: bool) -> list[Role]:
    mode, model = mode_in(draft.get("model")), draft.get("model")
    if mode == "image" or (model == ONE_IMAGE and count == 1):
        return list((*FRAMES, *["reference"] * count)[:count])  # type: ignore[arg-type]
    if mode is None and model != ONE_IMAGE and count in (1, 2) and not others:
        prompt = draft.get("prompt") or ""
        said = [tagged(prompt, n + 1) for n in range(count)]
        if said == list(FRAMES[:count]):
            return list(FRAMES[:count])
        if said == ["last_frame", "first_frame"]:
            return ["last_frame", "first_frame"]
    return ["reference"] * count


CONSEQUENCES = frozenset(
    {
        "too_many_media", "conflict_frames_references", "audio_reference_alone", "last_frame_without_first",
        "model_feature_unsupported",
    }
)  # fmt: skip


def alone(problem: Problem, found: Sequence[Offence]) -> Problem:
    """The problem without what only follows from the files that were `found` in the wrong place."""
    if not found:
        return problem
    left = [o for o in problem.offences if o in found or o.code not in CONSEQUENCES]
    return Problem.of(left) if left else problem


def misused(message: Mapping[str, Any]) -> list[Offence]:
    """Files that the model's name leaves no place for (contract §3.2)."""
    model = message.get("model")
    mode = mode_in(model)
    counts = {name: len(v) if isinstance(v := message.get(name), list) else 0 for name in LISTS}
    found: list[Offence] = []
    if mode == "text":
        found = [_unfit(n, c, "is not taken by a text-to-video model") for n, c in counts.items() if c]
    elif mode == "image":
        others = {n: c for n, c in counts.items() if c and n != "image_urls"}
        found = [_unfit(n, c, "is not taken by an image-to-video model") for n, c in others.items()]
        if counts["image_urls"] not in (1, 2):
            limit, fix = "takes one image (the first frame) or two (first and last)", "Send 1 or 2 images"
            code = "too_many_media" if counts["image_urls"] else "missing_parameter"
            found.append(Offence("image_urls", counts["image_urls"], limit, fix, code))
    elif mode == "reference" and not counts["image_urls"] + counts["video_urls"] + counts["audio_urls"]:
        limit = "a reference-to-video model needs at least one image or video"
        found.append(Offence("image_urls", 0, limit, "Add a reference", "missing_parameter"))
    elif model == ONE_IMAGE:
        fix = "Use a seedance-2.0 model for references"
        for name, count in counts.items():
            if count > (1 if name == "image_urls" else 0):
                limit = "takes a single image" if name == "image_urls" else f"{name} needs seedance-2.0"
                found.append(Offence(name, count, limit, fix, "model_feature_unsupported"))
    return found


def _unfit(name: str, count: int, limit: str) -> Offence:
    return Offence(
        name,
        count,
        f"{name} {limit}",
        "Use a model of another mode, or leave it out",
        "unsupported_parameter",
    )


def lower(draft: Message, route: Route) -> Message:
    """The reverse: three lists, and the model's name that says what they are."""
    told = {name: value for name, value in draft.items() if name != "media"}
    lists = {kind: name for name, kind in LISTS.items()}
    media = sorted(draft.get("media", ()), key=lambda m: FRAMES.index(m.role) if m.role in FRAMES else 2)
    for item in media:
        told.setdefault(lists[item.kind], []).append(item.url)
    framed = [m for m in media if m.role in FRAMES or (m.kind == "image" and m.role is None)]
    mode = "image" if framed else "reference" if media else "text"
    base = route.models.get(str(draft.get("model")), draft.get("model"))
    name = f"{base}-{MODES[mode]}"
    if name in route.models:
        told["model"] = name
    elif framed and base != ONE_IMAGE:
        prompt = told.get("prompt") or ""
        for number, _ in enumerate(framed):
            if tagged(prompt, number + 1) is None:
                told["prompt"] = prompt = prompt + TAGS[number]
    return told


def places(message: Mapping[str, Any]) -> dict[str, str]:
    """Where our parts are in one message: "media[1]" → "image_urls[1]"."""
    wires: list[str] = []
    for name in LISTS:
        files = message.get(name)
        wires += [f"{name}[{i}]" for i in range(len(files))] if isinstance(files, list) else []
    found = {f"media[{i}]": wire for i, wire in enumerate(wires)}
    referred = [name for name in LISTS if message.get(name)]
    return {**found, "media": ", ".join(referred)} if referred else found


def unsaid(request: Any) -> list[str]:
    """Inputs that lie in another provider's library, which only that provider can use; web search with files,
    since it is documented for text alone (contract §3.3)."""
    found = [f"media[{i}]" for i, item in enumerate(request.media) if item.foreign]
    return [*found, "web_search"] if request.web_search and request.media else found
