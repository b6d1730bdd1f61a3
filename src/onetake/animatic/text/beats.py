"""The beats of a prompt: where one shot ends and the next begins, and what is said for all of them.

People write time codes ("0-3s:", "[00:03-00:05]", "3到5秒："), numbered shots ("Shot 1:", "镜头二"), cuts
("cut to", "切到") and plain order ("Then she …", "然后"). Nothing in quotes marks a beat.
"""

from dataclasses import dataclass

from onetake.animatic.text import cues, lexicon, looks, moves, vocabulary
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import blanked, find
from onetake.animatic.text.marks import Mark, marks


@dataclass(frozen=True, slots=True)
class Beat:
    """One stretch of the prompt. `start` and `end` are seconds, None where no time code is given."""

    text: str
    start: float | None = None
    end: float | None = None
    transition: str = "cut"


MOST = 12
"""A clip has at most fifteen seconds: what is named beyond this many beats joins the last one."""

_WHOLE = Late(
    r"(?:^|(?<=[\n.;。；])|(?<=[.;] ))[ \t*#-]{0,4}(?:"
    r"(?:(?:overall|global|general|visual|art|film) )?(?:style|look|mood|tone|aesthetics?|palette|colou?rs?|"
    r"lighting|quality|music|soundtrack|score|bgm|audio|sound(?: design)?|sfx|ambien(?:ce|t sound)|"
    r"negative(?: prompt)?)|overall|throughout|all shots|"
    r"the whole (?:video|clip)|"
    r"(?:整体|全片|全程|画面)?(?:风格|色调|氛围|画质|画风|配乐|音乐|光线|音效|声音|音频|背景音)|整体|全片|"
    r"全程|背景音乐)"
    r"[*]{0,2}(?:[ \t]?[:：,，]|(?=[^\W\d_a-zA-Z]))",
)
"""The head of words that hold for the whole clip, after the last beat."""


def split(prompt: str, veiled: str) -> tuple[str, tuple[Beat, ...]]:
    """(what holds for every beat, the beats in the order of the clip).

    `veiled` is the prompt with all quoted words struck out, of the same length. A prompt without marks
    is one beat.
    """
    found = _worth(marks(veiled), veiled)
    if not found:
        return "", (Beat(prompt),)
    stop = _tail(veiled, found[-1].to)
    ends = [*(mark.at for mark in found[1:]), stop]
    beats = [
        Beat(prompt[mark.to : end].strip(), mark.start, mark.end, mark.transition)
        for mark, end in zip(found, ends, strict=True)
    ]
    before, whole = prompt[: found[0].at].strip(), prompt[stop:].strip()
    if before and (found[0].kind in ("cut", "order") or (found[0].start or 0) > 0):
        beats.insert(0, Beat(before, 0.0 if found[0].start else None, None))
        before = ""
    kept = [beat for beat in beats if any(letter.isalnum() for letter in beat.text)]
    if len(kept) > MOST:
        rest = kept[MOST - 1 :]
        last = Beat(" ".join(beat.text for beat in rest), rest[0].start, rest[-1].end, rest[0].transition)
        kept = [*kept[: MOST - 1], last]
    return f"{before}\n{whole}".strip(), tuple(_ordered(kept)) or (Beat(prompt),)


def _worth(found: list[Mark], text: str) -> list[Mark]:
    """Without the words of order after which nobody does anything new: "push in, then zoom in"."""
    ends = [*(mark.at for mark in found[1:]), len(text)]
    return [
        mark
        for mark, end in zip(found, ends, strict=False)
        if mark.kind != "order" or _happens(text[mark.to : end])
    ]


def _happens(text: str) -> bool:
    hits = find(moves.MOVES, text)
    if any(name in moves.SPEEDS for *_, name in hits):
        return True
    calm = blanked(text, hits)
    return any(find(table, calm) for table in (vocabulary.ACTIONS, lexicon.SETTINGS, moves.FRAMINGS))


def _tail(text: str, after: int) -> int:
    """Where the words for the whole clip begin, after the last beat."""
    heads = [match.group().strip(" \t*#-:：,，").lower() for match in _WHOLE.finditer(text)]
    for match in _WHOLE.finditer(text, after):
        if match.start() > after and heads.count(match.group().strip(" \t*#-:：,，").lower()) == 1:
            return match.start()
    ends = [after, *(found.end() for found in _STOP.finditer(text, after))]
    until = len(text)
    for at in reversed(ends):
        if at < until:
            if at == after or not _general(text[at:until]):
                break
            until = at
    return until


_THROUGHOUT = Late(r"\b(?:throughout|all the way through|the whole time)\b|贯穿|自始至终|全程|全片")
_STOP = Late(r"(?:[.。!！\n]|~(?=[^~]))[ ]*(?=\S)", 0)


def _general(text: str) -> bool:
    """Whether a last sentence tells only of style, colour, mood and music, in which nobody does anything."""
    if _THROUGHOUT.search(text):
        return True
    looked = any(find(table, text) for table in (looks.STYLES, looks.PALETTES, looks.MOODS))
    if not looked and cues.sounds(text) != ("music",):
        return False
    return not _happens(text) and not find(vocabulary.SUBJECTS, text) and not find(moves.MOVES, text)


def _ordered(beats: list[Beat]) -> list[Beat]:
    """By their time codes, where every beat has one; else as they are told."""
    if all(beat.start is not None for beat in beats):
        return sorted(beats, key=lambda beat: (beat.start or 0.0, beat.end or 0.0))
    return beats
