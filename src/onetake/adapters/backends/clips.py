"""Clips of the sandbox: rendered once for each size, length and sound, and kept.

They are the animatic engine's own, with its label in every frame, the record of what they were made from and
its manifest: nothing here passes for a provider's video, nor for one of the task that it is handed to.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onetake import __version__
from onetake.adapters.backends.animatic import Seals
from onetake.adapters.backends.child import Child
from onetake.core import geometry
from onetake.core.catalogue import catalogue
from onetake.core.making import told
from onetake.core.ports import Probe, Prober
from onetake.core.request import Request

PROMPT = "A paper boat on a calm pond, morning light, slow push in."
GRID = "json"
SUFFIXES = ("png", "jpg", "sheet.jpg", "sprites.jpg", GRID, "mp4")
"""What there is of a clip: last frame, poster, contact sheet, grid of frames, how it lies, and the film."""


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
    """The clips of one data directory, in `folder`. Raises Problem from `make` where a render fails.

    record: whether they tell what they were made from. seals: what gives them a manifest.
    """

    def __init__(
        self, folder: Path, *, slots: int = 0, record: bool = True, seals: Seals | None = None
    ) -> None:
        self.folder = folder
        self._record, self._seals = record, seals
        self._grids: dict[Wanted, Mapping[str, Any]] = {}
        self._slots = asyncio.Semaphore(slots or os.cpu_count() or 1)
        self._making: dict[Wanted, asyncio.Task[None]] = {}
        self._probes: dict[tuple[int, int, str, bool], Probe] = {}

    def path(self, wanted: Wanted, suffix: str = "mp4") -> Path:
        return self.folder / f"{wanted.name}.{suffix}"

    def ready(self, wanted: Wanted) -> bool:
        return all(self.path(wanted, suffix).exists() for suffix in reversed(SUFFIXES))

    def grid(self, wanted: Wanted) -> Mapping[str, Any]:
        """How the small frames of a clip lie that is there. Raises OSError."""
        if wanted not in self._grids:
            self._grids[wanted] = json.loads(self.path(wanted, GRID).read_text("ascii"))
        return self._grids[wanted]

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
            try:
                await self._render(wanted, out)
                for suffix in SUFFIXES:  # the film last: with it the clip is ready
                    out.with_suffix(f".{suffix}").replace(self.path(wanted, suffix))
            finally:
                for left in self.folder.glob(f"{out.name}.*"):
                    left.unlink()

    async def _render(self, wanted: Wanted, out: Path) -> None:
        about = _about(wanted)
        child = await Child.start(_job(wanted, out) | {"about": about if self._record else None})
        try:
            async for _ in child.progress():
                pass
            done = await child.result()
        finally:
            child.stop()
        if self._seals is not None:
            await self._seals.put(Path(done["video"]), about, ())
        out.with_suffix(f".{GRID}").write_text(json.dumps(done["grid"]), "ascii")

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
        "sheets": True,
        "media": [],
        "out": str(out),
    }


def _about(wanted: Wanted) -> dict[str, Any]:
    """The record of a clip: of the request that draws it again, and of nobody's task."""
    known = catalogue()
    sizes = {geometry.size(r, ratio): (r, ratio) for r in known.sizes for ratio in known.ratios}
    resolution, ratio = sizes[wanted.width, wanted.height]
    request = Request(
        prompt=PROMPT,
        model=next(iter(known.models)),
        model_name="",
        mode="text",
        duration=wanted.seconds,
        resolution=resolution,
        ratio=ratio,
        generate_audio=wanted.audio,
    )
    return told(request, 0, (), "animatic", __version__)
