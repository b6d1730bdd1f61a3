"""The four modes of a request and the media that each may hold (contract §1.5)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onetake.core.catalogue import Model
from onetake.core.problem import Offence
from onetake.core.request import Media, Mode

FRAMES = ("first_frame", "last_frame")


def settle(
    media: Sequence[Media], model: Model | None, found: list[Offence]
) -> tuple[Mode, tuple[Media, ...]]:
    """The mode, and the media with every role filled in; offences are appended to `found`."""
    files = list(media)
    images = [i for i, m in enumerate(files) if m.kind == "image"]
    if len(images) == 1 and files[images[0]].role is None:
        files[images[0]] = replace(files[images[0]], role="first_frame")
    for index, item in enumerate(files):
        _check_item(index, item, len(files), found)
    frames = [m for m in files if m.role in FRAMES]
    others = [m for m in files if m.role == "reference" or (m.role is None and m.kind != "image")]
    if frames and others:
        _conflict(files, found)
    if frames:
        _check_frames(files, found)
    else:
        _check_references(others, model, found)
    mode: Mode = "reference" if others else "text"
    if frames:
        mode = "first_last" if len(frames) > 1 else "first_frame"
    return mode, tuple(files)


def _check_item(index: int, item: Media, count: int, found: list[Offence]) -> None:
    where = f"media[{index}]"
    if item.role is None:
        fix = "Say first_frame, last_frame or reference for each image"
        if item.kind != "image":
            fix = f"Give this {item.kind} the role reference"
        limit = (
            f"role must be specified when there are {count} media files"
            if count > 1
            else "role must be specified"
        )
        found.append(Offence(where, item.kind, limit, fix, "missing_parameter"))
    elif item.role not in (*FRAMES, "reference"):
        limit = f"invalid role specified for {item.kind} content"
        found.append(Offence(where, item.role, limit, f"One of {', '.join(FRAMES)}, reference"))
    elif item.kind != "image" and item.role in FRAMES:
        found.append(
            Offence(where, item.role, f"{item.kind} can only be a reference", "Use an image as a frame")
        )
    scheme = item.url.split(":", 1)[0].lower()
    named = scheme in ("http", "https", "data") or (item.asset_id or "").strip()
    if not named:
        limit = "an http(s) URL, a data URL or asset://ID"
        found.append(Offence(where, item.url[:80], limit, "Upload the file first", "media_unreachable"))
    if item.kind == "video" and scheme == "data":
        limit = "a video must be an http(s) URL or an upload"
        found.append(Offence(where, "data URL", limit, "Upload the video first", "media_invalid"))


def _conflict(files: Sequence[Media], found: list[Offence]) -> None:
    index = next(i for i, m in enumerate(files) if m.role not in FRAMES)
    limit = "first/last frame content cannot be mixed with reference media content"
    fix = "Keep only the frames, or make each image a reference and say in the prompt: @Image1 as first frame"
    found.append(Offence(f"media[{index}]", _roles(files), limit, fix, "conflict_frames_references"))


def _roles(files: Sequence[Media]) -> str:
    return ", ".join(m.role or "none" for m in files)


def _check_frames(files: Sequence[Media], found: list[Offence]) -> None:
    for role in FRAMES:
        places = [i for i, m in enumerate(files) if m.role == role]
        if len(places) > 1:
            limit = f"expected at most one {role.replace('_', ' ')} image content but got {len(places)}"
            found.append(Offence(f"media[{places[1]}]", role, limit, "Remove one", "too_many_media"))
    roles = [m.role for m in files]
    if "last_frame" in roles and "first_frame" not in roles:
        where = f"media[{roles.index('last_frame')}]"
        fix = "Add a first frame, or send this image as the first frame"
        found.append(Offence(where, "last_frame", "needs a first frame too", fix, "last_frame_without_first"))


def _check_references(others: Sequence[Media], model: Model | None, found: list[Offence]) -> None:
    most: dict[str, Any] = {"image": 9, "video": 3, "audio": 3}
    if model:
        most = {"image": model.images, "video": model.videos, "audio": model.audios}
    for kind, limit in most.items():
        count = sum(m.kind == kind for m in others)
        if count > limit:
            text = f"at most {limit} reference {kind}s"
            found.append(
                Offence("media", f"{count} {kind}s", text, f"Remove {count - limit}", "too_many_media")
            )
    if others and all(m.kind == "audio" for m in others):
        limit = "reference_audio cannot be the only reference input"
        fix = "Add a reference image or video"
        found.append(Offence("media", "audio only", limit, fix, "audio_reference_alone"))
