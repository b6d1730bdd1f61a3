"""Which face shows a text: the built-in one, one of this machine's, or none at all."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
_CJK = (
    "NotoSansCJK",
    "NotoSansSC",
    "SourceHanSans",
    "NotoSerifCJK",
    "wqy-",
    "DroidSansFallback",
    "uming",
    "ukai",
    "PingFang",
    "Hiragino Sans GB",
    "STHeiti",
    "msyh",
    "simhei",
    "unifont",
)
_BROAD = ("DejaVuSans.", "NotoSans-Regular", "FreeSans.", "LiberationSans-Regular", "Arial.", "Verdana.")
"""Faces with most of the alphabets, the widest first. A dot ends a name."""

_NOBODYS = "\U0010fffd"
"""A letter that no font has: it looks like every other letter that a face lacks."""

_PLAIN = str.maketrans(
    {"—": "-", "–": "-", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"}
)
"""Letters that are no letter with a mark on it."""


@dataclass(frozen=True)
class Setting:
    """A text as it is drawn. path: the face's file, None for the built-in one; bars: none has its letters."""

    text: str
    path: Path | None
    bars: bool = False


def wide(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean letters: as wide as high, and broken between any two."""
    return any(
        "\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or "\uf900" <= letter <= "\uffef"
        for letter in text
    )


@lru_cache(4096)
def setting(text: str) -> Setting:
    """How a text is drawn: in the first face that has all of it; else without the marks on its letters and
    without the signs (pictographs) that the face lacks; else as bars."""
    text = unicodedata.normalize("NFC", text)
    if _bidi(text) and not features.check("raqm"):
        return Setting(text, None, bars=True)
    plainer: Setting | None = None
    for path in _faces(text):
        drawn = [_drawn(path, letter) for letter in text]
        if None in drawn:
            continue
        found = Setting("".join(letter or "" for letter in drawn), path)
        if found.text == text:
            return found
        plainer = plainer or found
    return plainer or Setting(text, None, bars=True)


@cache
def face(path: Path | None, size: int) -> Font:
    """A face in a size in pixels: that of a file, else the built-in one."""
    if path is not None:
        try:
            return ImageFont.truetype(str(path), size)
        except OSError:
            pass
    return ImageFont.load_default(size)


def _faces(text: str) -> Iterator[Path | None]:
    """The faces that a text may be set in, best first; folders are looked through only when needed."""
    if not wide(text):
        yield None
        yield from _named(_BROAD)
    yield from _named(_CJK)[:1]


@cache
def _named(names: tuple[str, ...]) -> tuple[Path, ...]:
    """This machine's font files of these names, in the order of the names."""
    found: list[tuple[int, Path]] = []
    for folder in FOLDERS:
        root = Path(folder).expanduser()
        for path in root.rglob("*") if root.is_dir() else ():
            if path.suffix.lower() in (".ttf", ".ttc", ".otf") and "mono" not in path.name.lower():
                rank = next((i for i, name in enumerate(names) if name.lower() in path.name.lower()), None)
                if rank is not None:
                    found.append((rank, path))
    return tuple(path for _, path in sorted(found))


def _drawn(path: Path | None, letter: str) -> str | None:
    """A letter as a face draws it: itself, without its marks, or nothing for a sign; None for neither."""
    if not letter.strip() or _has(path, letter):
        return letter
    base = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in base if not unicodedata.combining(part)).translate(_PLAIN)
    if plain != letter and all(_has(path, part) for part in plain):
        return plain
    return None if letter.isalnum() else ""


def _has(path: Path | None, letter: str) -> bool:
    return _shape(path, letter) != _shape(path, _NOBODYS)


@cache
def _shape(path: Path | None, letter: str) -> tuple[tuple[int, ...], bytes]:
    """A letter as pixels."""
    font = face(path, 24)
    box = tuple(round(edge) for edge in font.getbbox(letter))
    sheet = Image.new("L", (max(1, box[2]), max(1, box[3])))
    ImageDraw.Draw(sheet).text((0, 0), letter, font=font, fill=255)
    return box, sheet.tobytes()


def _bidi(text: str) -> bool:
    """Whether a text has letters that run from right to left and are joined: they need a shaping engine."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
