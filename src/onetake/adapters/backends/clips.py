"""Clips of the sandbox: rendered once for each size, length and sound, and kept.

They are the animatic engine's own, with its label in every frame: nothing here passes for a provider's video.
"""

import asyncio
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from onetake.adapters.backends.child import Child
from onetake.core import geometry
from onetake.core.ports import Probe, Prober

PROMPT = "A paper boat on a calm pond, morning light, slow push in."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What tells one clip from another. Pixels, whole seconds."""

    width: int
    height: int
    seconds: int
    audio: bool

    @property
    def name(self) -> str:
        return f"{self.width}x{self.height}-{self.seconds}s-{'sound' if self.audio else 'silent'}"


class Clips:
    """The clips of one data directory, in `folder`. Raises Problem from `make` where a render fails."""

    def __init__(self, folder: Path, *, slots: int = 0) -> None:
        self.folder = folder
        self._slots = asyncio.Semaphore(slots or os.cpu_count() or 1)
        self._making: dict[Wanted, asyncio.Task[None]] = {}
        self._probes: dict[tuple[int, int, str, bool], Probe] = {}

    def path(self, wanted: Wanted, suffix: str = "mp4") -> Path:
        return self.folder / f"{wanted.name}.{suffix}"

    def ready(self, wanted: Wanted) -> bool:
        return self.path(wanted).exists()

    def make(self, wanted: Wanted) -> asyncio.Task[None]:
        """The render of a clip that is not there yet; whoever else wants it gets the same."""
        making = self._making.get(wanted)
        if making is None or making.done():
            making = self._making[wanted] = asyncio.create_task(self._make(wanted))
        return making

    async def _make(self, wanted: Wanted) -> None:
        async with self._slots:
            if self.ready(wanted):
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            out = self.folder / f"new-{secrets.token_hex(8)}"
            child = await Child.start(_job(wanted, out))
            try:
                async for _ in child.progress():
                    pass
                await child.result()
                for suffix in ("png", "jpg", "mp4"):  # the film last: with it the clip is ready
                    out.with_suffix(f".{suffix}").replace(self.path(wanted, suffix))
            finally:
                child.stop()
                for left in self.folder.glob(f"{out.name}.*"):
                    left.unlink()

    async def close(self) -> None:
        """End what is being rendered."""
        for making in self._making.values():
            making.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    def remembering(self, probe: Prober) -> Prober:
        """A prober that looks into each of our clips once: what is delivered of them is the same file
        again."""

        async def probed(path: Path, kind: str, *, decode: bool = False) -> Probe:
            facts = path.stat()
            name = (facts.st_dev, facts.st_ino, kind, decode)
            if facts.st_nlink < 2 or (facts.st_dev, facts.st_ino) not in self._files():
                return await probe(path, kind, decode=decode)
            if name not in self._probes:
                self._probes[name] = await probe(path, kind, decode=decode)
            return self._probes[name]

        return probed

    def _files(self) -> set[tuple[int, int]]:
        if not self.folder.exists():
            return set()
        return {(s.st_dev, s.st_ino) for s in (entry.stat() for entry in os.scandir(self.folder))}


def _job(wanted: Wanted, out: Path) -> dict[str, object]:
    return {
        "prompt": PROMPT,
        "width": wanted.width,
        "height": wanted.height,
        "seconds": wanted.seconds,
        "fps": geometry.FPS,
        "seed": 0,
        "audio": wanted.audio,
        "watermark": False,
        "last_frame": True,
        "media": [],
        "out": str(out),
    }
