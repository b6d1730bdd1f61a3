"""Who speaks, and when; whom a close-up is of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onetake.animatic import captions
from onetake.animatic.figures.traits import PEOPLE
from onetake.animatic.stage import Stage
from onetake.animatic.text import vocabulary
from onetake.animatic.text.lookup import find
from onetake.animatic.text.reading import Line, Reading
from onetake.animatic.text.subject import Subject

_UNSEEN = re.compile(r"narrat|voice|off-?screen|announcer|旁白|画外|解说", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:talk|speak|say|sing|chat|argu|tell|explain|whisper|shout|discuss|answer|ask|repl)\w*|"
    r"[说讲聊唱谈喊问答]|对话|解说",
    re.IGNORECASE,
)
_CLOSE_UP_OF = re.compile(r"~\s*(?:of|on)\s+(?:the |an? |his |her )?(?:\w+ )?$|~$")
_ITS_CLOSE_UP = re.compile(r"^的?~")


def speaker(line: Line, subjects: Sequence[Subject]) -> int | None:
    """The number of the subject that says a line, None for a voice of nobody in the shot."""
    people = [index for index, one in enumerate(subjects) if one.kind in PEOPLE or one.kind == "robot"]
    if not line.speaker:
        return people[0] if people else None
    named = line.speaker.lower()
    if _UNSEEN.search(named):
        return None
    for index in people:
        label = subjects[index].label.lower()
        if re.search(rf"(?<![a-z]){re.escape(label)}(?![a-z])", named) or named in label.split():
            return index
    kinds = {kind for _, _, kind in find(vocabulary.SUBJECTS, named)}
    for index in people:
        if subjects[index].kind in kinds:
            return index
    return people[0] if people and not kinds & {"man", "woman"} else None


def turns(stage: Stage, who: int, member: int = 0) -> tuple[tuple[float, float], ...]:
    """The shares of the shot in which a subject speaks; of two under one name each says every other line."""
    reading, made = stage.reading, list[tuple[float, float]]()
    for number, span in enumerate(captions.spans(reading.lines, stage.seconds)):
        line = reading.spoken[number] if number < len(reading.spoken) else None
        if line is None or speaker(line, reading.subjects) != who:
            continue
        if reading.subjects[who].count == 1 or number % 2 == member:
            made.append((span[0] / stage.seconds, span[1] / stage.seconds))
    return tuple(made)


def silent(subject: Subject, stage: Stage) -> tuple[Subject, Stage]:
    """The same who says nothing: for those who listen, and for the time between two lines."""
    before, after = subject.about
    quiet = replace(subject, about=(_TALK.sub("", before), _TALK.sub("", after)))
    return quiet, replace(stage, reading=replace(stage.reading, spoken=(), lines=()))


def singled(shot: Reading) -> int | None:
    """Which of two people a close shot is of: the one it names, else the one who speaks; None for both."""
    if shot.framing != "close":
        return None
    first, second = shot.subjects
    if _CLOSE_UP_OF.search(second.about[0]) or _ITS_CLOSE_UP.search(second.about[1]):
        return 1
    if re.match(r"\s*(?:and\b|[和与])", first.about[1]):
        said = [speaker(line, shot.subjects) for line in shot.spoken]
        return said[0] if len(set(said)) == 1 and not _CLOSE_UP_OF.search(first.about[0]) else None
    if _CLOSE_UP_OF.search(first.about[0]) or _ITS_CLOSE_UP.search(first.about[1]):
        return 0
    return speaker(shot.spoken[0], shot.subjects) if shot.spoken else None


_OVER = re.compile(r"over[- ](?:the|her|his)[- ]shoulders?|过肩|越过.{0,6}肩")
_WHOSE = re.compile(r"shoulders? of (?:the |an? |his |her )?(?:\w+ )?$|越过$")


def shouldered(shot: Reading) -> int | None:
    """Over whose shoulder a shot of two is told to look; None where it is not."""
    told = [" ".join(one.about) for one in shot.subjects]
    if not any(_OVER.search(words) for words in told):
        return None
    named = [index for index, one in enumerate(shot.subjects) if _WHOSE.search(one.about[0])]
    if named:
        return named[0]
    speaks = speaker(shot.spoken[0], shot.subjects) if shot.spoken else 0
    return 1 - (speaks or 0)
