"""Render docs/gallery: a contact sheet of each of its prompts, and the page that shows them.

    python scripts/gallery.py [NAME…] [--page]

The clips are drawn as the engine draws them, without the file around them. Sheets are PNG with few colours,
so that all of them stay below 3 MB. `--page` writes the page alone.
"""

import argparse
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from onetake.animatic import shot
from onetake.animatic.colour import Picture, to_rgb
from onetake.animatic.job import Job

FOLDER = Path(__file__).parent.parent / "docs" / "gallery"
SIZES = {"16:9": (864, 496), "9:16": (496, 864), "21:9": (992, 432)}
FRAMES, COLOURS, SEED = 8, 112, 11
SHEET = 1000
"""Pixels across a sheet."""
INTRO = (
    "# Gallery: what the animatic engine makes of a prompt\n\n"
    "Each sheet shows eight frames of one clip, evenly from the first to the last, at 480p. Nothing is\n"
    "retouched; every frame carries its label, for none of this is Seedance output. Under each sheet stands\n"
    "what whoever looked at it still found weak. `python scripts/gallery.py` renders them again from\n"
    "[prompts.toml](prompts.toml).\n"
)


def sheet(clip: Mapping[str, Any]) -> Image.Image:
    """Eight frames of a clip, in two rows or, upright, in one."""
    width, height = SIZES[clip.get("ratio", "16:9")]
    made = shot.stage(Job(clip["prompt"], width, height, None, SEED, False, False, False, (), FOLDER / "x"))
    frame, seen = Picture.blank(width, height), []
    for index in range(made.frames):
        made.draw(frame, index)
        if index in {round(n * (made.frames - 1) / (FRAMES - 1)) for n in range(FRAMES)}:
            seen.append(to_rgb(frame))
    columns = FRAMES if height > width else FRAMES // 2
    rows = [np.hstack(seen[n : n + columns]) for n in range(0, FRAMES, columns)]
    whole = Image.fromarray(np.vstack(rows))
    small = whole.resize((SHEET, round(whole.height * SHEET / whole.width)), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def page(clips: list[dict[str, Any]]) -> str:
    """The page as Markdown."""
    parts = [INTRO]
    for clip in clips:
        parts.append(f"## {clip['name'].replace('-', ' ')}\n\n> {clip['prompt']}\n")
        parts.append(
            f"![{clip['name']}]({clip['name']}.png)\n\nWeak: {clip.get('weak', 'not yet looked at.')}\n"
        )
    return "\n".join(parts)


def main() -> int:
    """Render what is named, or everything."""
    clips = tomllib.loads((FOLDER / "prompts.toml").read_text("utf-8"))["clip"]
    words = argparse.ArgumentParser(description="Render docs/gallery.")
    words.add_argument("names", nargs="*", metavar="NAME", help="these alone; without any, all of them")
    words.add_argument("--page", action="store_true", help="write the page alone")
    asked = words.parse_args()
    if unknown := set(asked.names) - {clip["name"] for clip in clips}:
        words.error(f"no clip is called {', '.join(sorted(unknown))}")
    for clip in clips:
        if not asked.page and (not asked.names or clip["name"] in asked.names):
            sheet(clip).save(FOLDER / f"{clip['name']}.png", optimize=True)
            print(clip["name"], flush=True)
    (FOLDER / "README.md").write_text(page(clips), "utf-8")
    size = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(clips)} clips, {size / 2**20:.1f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
