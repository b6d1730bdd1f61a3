"""Lines spoken offline by espeak-ng, where the extra `voice` is installed: one voice for each speaker.

The library is called in this process, with its own data, and plays nothing itself. It knows how kana are
read but not kanji, so Japanese lines with kanji stay captions.
"""

import _ctypes
import ctypes
import importlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from onetake.animatic import captions
from onetake.animatic.encode import RATE
from onetake.animatic.sound.desk import Wave
from onetake.animatic.text import vocabulary
from onetake.animatic.text.lookup import find
from onetake.animatic.text.reading import Line, Reading

_SYNCHRONOUS, _STAY, _UTF8 = 2, 0x8000, 1
_PACE, _PITCH, _RANGE = 1, 3, 4
"""Parameters of the library: words a minute, pitch 0..100, how far the voice goes up and down 0..100."""
_NORMAL, _FASTEST = 165, 400
_LANGUAGES = {
    "en": "en-us",
    "zh": "cmn",
    "ja": "ja",
    "ko": "ko",
    "es": "es",
    "fr": "fr",
    "de": "de",
    "pt": "pt-br",
    "it": "it",
    "ru": "ru",
    "id": "id",
    "ar": "ar",
    "hi": "hi",
}
_KANJI = re.compile(r"[\u3400-\u9fff]")
_NARRATOR = re.compile(r"\b(?:narrat\w+|voice-?over|announcer|v\.o\.)|旁白|画外音|解说|独白", re.IGNORECASE)
_VOICES = {
    "man": ("m3", 38, 50),
    "woman": ("f1", 56, 55),
    "child": ("f4", 88, 65),
    "robot": ("m1", 30, 0),
    "astronaut": ("m3", 42, 45),
    "narrator": ("m7", 30, 40),
}
"""Who: the library's variant, pitch and range. Not f2, f3 and f5: they read memory that was never written,
and sound different each time."""


@dataclass(frozen=True, slots=True)
class Said:
    """A spoken line: its wave, the second of the clip at which it starts, where from (-1 left, +1 right)."""

    wave: Wave
    at: float
    pan: float = 0.0

    @property
    def seconds(self) -> float:
        return len(self.wave) / RATE


def there() -> bool:
    """Whether lines can be spoken here."""
    return _library() is not None


def notes(shots: Sequence[Reading]) -> list[str]:
    """What the viewer should know about the lines that are not heard."""
    lines = [line for shot in shots for line in shot.spoken]
    if not lines:
        return []
    if not there():
        return ["Lines are shown as captions and not spoken: that takes the extra onetake[voice]."]
    mute = [line for line in lines if not _speakable(line)]
    reason = "its kanji or its language has no voice here"
    return [f"“{line.text}” is a caption only: {reason}." for line in mute[:1]]


def spoken(shots: Sequence[Reading], times: Sequence[tuple[float, float]]) -> list[Said]:
    """Every line of the clip at the time of its caption; none without the library."""
    if not any(shot.spoken for shot in shots) or not there():
        return []
    cast: dict[str, int] = {}
    made: list[Said] = []
    for shot, (start, end) in zip(shots, times, strict=True):
        shown = captions.timed(tuple(line.text for line in shot.spoken), start, end)
        for line, (_, first, last) in zip(shot.spoken, shown, strict=True):
            if not _speakable(line):
                continue
            kind = who(line, shot)
            number = cast.setdefault(f"{kind}:{(line.speaker or '').lower()}", len(cast))
            wave = _fitting(line, kind, number, last - first)
            if len(wave):
                made.append(Said(wave, first, 0.0 if kind == "narrator" else (-0.22, 0.22)[number % 2]))
    return made


def who(line: Line, shot: Reading) -> str:
    """The kind of voice: by the speaker's name, else by who is in the shot, else the narrator's."""
    if line.speaker:
        if _NARRATOR.search(line.speaker):
            return "narrator"
        kinds = [kind for _, _, kind in find(vocabulary.SUBJECTS, line.speaker.lower())]
        found = next((kind for kind in kinds if kind in _VOICES), None)
        if found:
            return found
    here = [subject.kind for subject in shot.subjects if subject.kind in _VOICES]
    return here[0] if here else "narrator"


def _speakable(line: Line) -> bool:
    return line.language in _LANGUAGES and not (line.language == "ja" and _KANJI.search(line.text))


def _fitting(line: Line, kind: str, number: int, room: float) -> Wave:
    """The line at its normal pace, or as much faster as its caption asks for; what is still over is faded."""
    wave = _synthesised(line, kind, number, _NORMAL)
    if len(wave) / RATE > room:
        pace = min(round(_NORMAL * len(wave) / RATE / room * 1.04) + 4, _FASTEST)
        wave = _synthesised(line, kind, number, pace)
    if len(wave) / RATE > room:
        wave = wave[: round(room * RATE)]
        wave[-2400:] *= np.linspace(1, 0, len(wave[-2400:]), dtype=np.float32)
    return wave


def _synthesised(line: Line, kind: str, number: int, pace: int) -> Wave:
    """The line at 48 kHz, RMS 0.3 where it is loud. Speakers of one kind differ in pitch."""
    variant, pitch, reach = _VOICES[kind]
    given = _library()
    assert given is not None
    pieces: list[np.ndarray] = []

    def keep(samples, count: int, events) -> int:
        if samples and count > 0:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32))
        return 0

    listener, lift = _LISTENER(keep), (0, 14, -12, 22, -18, 8)[number % 6]
    text = line.text[:400].replace("\0", " ").encode()
    with _opened(*given) as (library, rate):
        library.espeak_SetSynthCallback(listener)
        library.espeak_SetVoiceByName(f"{_LANGUAGES[line.language]}+{variant}".encode())
        for parameter, value in ((_PACE, pace), (_PITCH, max(0, min(99, pitch + lift))), (_RANGE, reach)):
            library.espeak_SetParameter(parameter, value, 0)
        library.espeak_Synth(text, len(text) + 1, 0, 0, 0, _UTF8, None, None)
        library.espeak_Synchronize()
    if not pieces:
        return np.zeros(0, np.float32)
    wave = _trimmed((np.concatenate(pieces) / 32768).astype(np.float32))
    return _voiced(_resampled(wave, rate), kind)


def _trimmed(wave: Wave) -> Wave:
    loud = np.flatnonzero(np.abs(wave) > 0.004)
    return wave[max(int(loud[0]) - 100, 0) : int(loud[-1]) + 600] if len(loud) else wave[:0]


def _resampled(wave: Wave, rate: int) -> Wave:
    """To 48 kHz, by its spectrum, without what is below a voice."""
    if not len(wave):
        return wave
    step = rate // 150
    count = -(-len(wave) // step) * step
    spectrum = np.fft.rfft(wave, count)
    f = np.arange(len(spectrum)) * (rate / count)
    spectrum *= 1 / (1 + (85 / np.maximum(f, 1)) ** 4)
    more = count // step * (RATE // 150)
    return (np.fft.irfft(spectrum, more) * (more / count)).astype(np.float32)[
        : round(len(wave) * RATE / rate)
    ]


def _voiced(wave: Wave, kind: str) -> Wave:
    """The voice at its level; a robot's through a ring modulator."""
    if not len(wave):
        return wave
    if kind == "robot":
        t = np.arange(len(wave), dtype=np.float32) / RATE
        wave = (wave * (0.55 + 0.45 * np.sin(2 * np.pi * 62 * t))).astype(np.float32)
    edge = min(240, len(wave) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    wave[:edge] *= ramp
    wave[len(wave) - edge :] *= ramp[::-1]
    loud = np.abs(wave) > 0.1 * np.abs(wave).max()
    return (wave * (0.3 / max(float(np.sqrt(np.mean(wave[loud] ** 2))), 1e-6))).astype(np.float32)


_LISTENER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@cache
def _library() -> tuple[str, bytes] | None:
    """Where espeak-ng and its data lie, or None where it cannot be loaded."""
    try:
        loader = importlib.import_module("espeakng_loader")
        path, data = str(loader.get_library_path()), loader.get_data_path().encode()
        with _opened(path, data):
            return path, data
    except (ImportError, OSError, RuntimeError):
        return None


@contextmanager
def _opened(path: str, data: bytes) -> Iterator[tuple[ctypes.CDLL, int]]:
    """The library as new, and its sample rate. It keeps the state of its last words for good, so it is
    unloaded after each line: equal lines must sound equal. Raises OSError where it cannot begin."""
    library = ctypes.CDLL(path)
    try:
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _STAY)
        if rate <= 0:
            raise OSError("espeak-ng has no data")
        yield library, rate
    finally:
        library.espeak_Terminate()
        _ctypes.dlclose(library._handle)
