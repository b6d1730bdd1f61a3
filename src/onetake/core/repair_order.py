"""One repair of one file: what is to be done, what should come of it, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from onetake.core.ports import Probe
from onetake.core.request import Role

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is, or is expected to be: a `core.ports.Probe` that can be changed by `replace`."""

    kind: str
    mime: str
    format: str
    width: int | None
    height: int | None
    seconds: float | None
    fps: float | None
    codec: str | None
    audio_codec: str | None
    bytes: int

    @classmethod
    def of(cls, probe: Probe) -> "Facts":
        return cls(**{name: getattr(probe, name) for name in cls.__slots__})

    @property
    def picture(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Orders for one file of a request.

    before: what it is. after: what it should become, from which every limit was checked; a result's length
    may differ from it by one frame, its bytes are an upper bound, and an image with transparent parts stays
    PNG. crop: (left, top, width, height) of the image as shown. formats: what the result may be, the best
    first. rate: frames a second of the result. longest, shortest: seconds of the result.
    limits: the words of the limits that the file did not meet.
    """

    place: int
    kind: str
    role: Role | None
    before: Facts
    after: Facts
    formats: tuple[str, ...]
    crop: tuple[int, int, int, int] | None = None
    rate: Fraction | None = None
    longest: float | None = None
    shortest: float | None = None
    limits: tuple[str, ...] = field(default=())

    def wire(self) -> dict[str, Any]:
        """The orders as the repairing process reads them."""
        orders: dict[str, Any] = {"formats": list(self.formats), "bytes": self.after.bytes}
        if self.kind != "audio":
            width, height = self.after.width or 0, self.after.height or 0
            orders["size"] = [width, height]
        if self.kind == "image":
            whole = (0, 0, self.before.width or 0, self.before.height or 0)
            return {**orders, "crop": list(self.crop or whole)}
        orders |= {"longest": self.longest, "shortest": self.shortest}
        if self.rate is not None:
            orders["rate"] = [self.rate.numerator, self.rate.denominator]
            orders["sound"] = self.before.audio_codec is not None
        return orders

    @property
    def offer(self) -> str:
        """What would be done, in words: for a look before anything is done."""
        return self.told(self.after, {})

    def told(self, after: Probe, said: Mapping[str, Any]) -> str:
        """What was done, in words, from what the result is found to be.

        said: further facts of the work: quality (of a JPEG), flattened, frames (of which one was kept).
        """
        found = Facts.of(after)
        words = [*self._of_picture(found, said), *self._of_clip(found), *self._of_bytes(found)]
        words = words or [f"written again as {found.format}"]
        name = f"{self.role.replace('_', ' ')} {self.kind}" if self.role else self.kind
        why = f" (limits: {'; '.join(self.limits)})" if self.limits else ""
        return f"media[{self.place}], the {name}: {', '.join(words)}{why}"

    def _of_picture(self, found: Facts, said: Mapping[str, Any]) -> list[str]:
        before, words = self.before, []
        shown = before.picture
        if self.crop is not None:
            cropped = f"{self.crop[2]}x{self.crop[3]}"
            words.append(f"cropped from {shown} to {cropped}, the ratio of the first frame")
            shown = cropped
        if found.picture != shown:
            words.append(f"scaled from {shown} to {found.picture}")
        if found.format != before.format:
            words.append(f"converted from {before.format} to {found.format}")
        if said.get("flattened"):
            words.append("transparent parts became white")
        if (said.get("frames") or 1) > 1:
            words.append(f"only the first of {said['frames']} pictures was kept")
        if said.get("quality"):
            words.append(f"JPEG quality {said['quality']}")
        return words

    def _of_clip(self, found: Facts) -> list[str]:
        before, words = self.before, []
        if self.kind == "video" and found.codec != before.codec:
            words.append(f"re-encoded from {before.codec} to {found.codec}")
        if self.kind == "video" and found.audio_codec != before.audio_codec:
            words.append(f"sound re-encoded from {before.audio_codec} to {found.audio_codec}")
        if before.fps and found.fps and abs(found.fps - before.fps) > 0.01:
            words.append(f"frame rate changed from {before.fps:g} to {found.fps:g}")
        if before.seconds is None or found.seconds is None:
            return words
        frame = 1 / found.fps if found.fps else 0.0005
        if found.seconds < before.seconds - frame:
            words.append(f"trimmed from {before.seconds:g} s to {found.seconds:g} s")
        elif found.seconds > before.seconds + frame:
            how = "the last picture held" if self.kind == "video" else "silence added"
            words.append(f"lengthened from {before.seconds:g} s to {found.seconds:g} s, {how}")
        return words

    def _of_bytes(self, found: Facts) -> list[str]:
        if self.after.bytes >= self.before.bytes:
            return []
        most = f"at most {found.bytes / _MIB:.2f}" if found == self.after else f"{found.bytes / _MIB:.2f}"
        return [f"re-encoded from {self.before.bytes / _MIB:.2f} MB to {most} MB"]
