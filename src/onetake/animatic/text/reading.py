"""What one shot asks for: the typed result of reading a prompt. Data only, no lookups."""

from dataclasses import dataclass

from onetake.animatic.text.subject import Subject

TRANSITIONS = ("cut", "dissolve", "fade", "match", "whip")
"""How a shot begins. "match" goes on where the shot before it was: same set, same subject, next action."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that somebody says. `speaker` is as the prompt names them; `language` is "en", "zh", "ja", …"""

    text: str
    speaker: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a shot asks for, as far as the engine can stage it. `seconds` is what null picks (4..15).

    `subjects` are the two that the shot is about, `others` whoever else is named, at most two more.
    `lines` are the words of `spoken`; `signs` are quoted words that stand written and that nobody says.
    `features` name what the place has in it and in its air (`features.py`): "library", "petals".
    `start` and `end` are seconds in the clip as the prompt gives them, None where it gives none.
    """

    setting: str
    also: tuple[str, ...]
    time: str
    weather: str
    moves: tuple[str, ...]
    pace: str
    framing: str
    direction: str | None
    subjects: tuple[Subject, ...]
    lines: tuple[str, ...]
    seconds: int
    start: float | None = None
    end: float | None = None
    lens: str = ""
    style: str = ""
    palette: str = ""
    mood: str = ""
    spoken: tuple[Line, ...] = ()
    sounds: tuple[str, ...] = ()
    transition: str = "cut"
    signs: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    others: tuple[Subject, ...] = ()
