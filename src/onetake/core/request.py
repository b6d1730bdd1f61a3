"""What a customer asks for: one generation, in the words of no provider.

A dialect decodes a message into a *draft* (a mapping of only the attributes that were present, named
as the fields of `Request`); `core.rules.resolve` turns a draft into a total `Request`.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onetake.core import canonical
from onetake.core.ids import CORE

Kind = Literal["image", "video", "audio"]
Role = Literal["first_frame", "last_frame", "reference"]
Mode = Literal["text", "first_frame", "first_last", "reference"]

ASSET = "asset://"
BY_HASH = "sha256-"
"""`asset://sha256-…` names a stored file of the project by its content."""


@dataclass(frozen=True, slots=True)
class Media:
    """One input file. `url` is http(s), a data URL (only until accept) or `asset://ID` (an upload).

    `role` None appears in drafts only: a lone image without a role is the first frame (contract §1.5).
    """

    kind: Kind
    role: Role | None
    url: str

    @property
    def asset_id(self) -> str | None:
        """The id of the upload this names, or None for a URL."""
        return self.url[len(ASSET) :] if self.url.startswith(ASSET) else None

    @property
    def foreign(self) -> bool:
        """Whether this names an asset in a provider's own library: only that provider can use it."""
        name = self.asset_id
        return name is not None and not name.startswith(BY_HASH) and not CORE.fullmatch(name)

    @property
    def remote(self) -> bool:
        """Whether the file has to be fetched over HTTP."""
        return self.url.startswith(("http:", "https:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A total request: every default filled, every limit checked (contract §1.3, §1.5).

    duration: whole seconds, or "auto" (the backend picks 4 to 15). seed: None means any.
    expires_after: seconds from accept. model: canonical id of the catalogue; model_name: as the
    customer wrote it. sample: an asset that seedance2.movie's own `sample_id` names (contract §5). remix_of:
    the task (core) whose video this one starts from. notes: how the message was read, where that is worth
    telling; they become the task's own. repair: whether inputs that do not meet the limits are mended. extra:
    wire fields of the customer's dialect that we do not know; they travel to
    the same dialect only.
    """

    prompt: str
    model: str
    model_name: str
    mode: Mode
    media: tuple[Media, ...] = ()
    duration: int | Literal["auto"] = 5
    resolution: str = "720p"
    ratio: str = "adaptive"
    seed: int | None = None
    generate_audio: bool = True
    watermark: bool = False
    return_last_frame: bool = False
    expires_after: int = 172_800
    priority: int = 0
    web_search: bool = False
    sample: str | None = None
    end_user: str | None = None
    callback_url: str | None = None
    route: str | None = None
    remix_of: str | None = None
    notes: tuple[str, ...] = ()
    repair: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For storage in a task row; `from_dict` undoes it. Empty attributes are left out."""
        stored = {name: getattr(self, name) for name in _NAMES}
        stored["media"] = [[m.kind, m.role, m.url] for m in self.media]
        return {name: value for name, value in stored.items() if value or value not in _NOTHING}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Request":
        media = tuple(Media(*m) for m in stored.get("media", ()))
        return cls(**{**stored, "media": media})

    def fingerprint(self) -> str:
        """SHA-256 over what makes two requests the same purchase (contract §12, request hash). Two spellings
        of one prompt in Unicode are one (threat T40); the prompt itself is never changed."""
        parts = self.as_dict()
        parts["prompt"] = unicodedata.normalize("NFC", self.prompt)
        for name in ("callback_url", "metadata", "model_name", "notes"):
            parts.pop(name, None)
        return canonical.digest(parts)


_NAMES = tuple(Request.__dataclass_fields__)
_NOTHING: tuple[Any, ...] = (None, {}, [], ())
