"""Who goes through a shot: words that ask for an entry, an exit or both, so that the camera stays behind."""

from onetake.animatic.figures.builds import BUILDS
from onetake.animatic.figures.traits import PEOPLE, Row, first, nearing
from onetake.animatic.stage import Stage

_WAYS: tuple[Row, ...] = (
    (
        "enter",
        r"enter(?:s|ing)?|com(?:es|ing) in(?:to)? (?:the )?(?:frame|shot|picture|view|room)|"
        r"into (?:the )?(?:frame|shot|picture|view)|arriv(?:es|ing)|pull(?:s|ing) up",
        "入画|走进(?:画|镜)|进入画面|驶来|抵达|到站|进站",
    ),
    (
        "leave",
        r"(?:leav|exit)(?:es|s|ing) (?:the )?(?:frame|shot|picture|room|scene|town|behind)|"
        r"(?:leaves|leaving|exits)(?=[.,;]|$)|out of (?:the )?(?:frame|shot|picture|view)|"
        r"(?:driv|rid|sail|fl|gallop|roar|speed|pull|walk|run)\w* (?:off|out)\b",
        "出画|驶离|驶远|跑出|走出(?:画|镜)|飞出画|开走|离开|扬长而去",
    ),
    (
        "cross",
        r"pass(?:es|ing)?(?: by| past)?(?! (?:an?|the|through|under)\b)|"
        r"\w+ (?:by|past)(?= us| the (?:camera|viewer)| (?:in|on|at|along|over)\b|\s*(?:[.,;:!]|$))|"
        r"across (?:the )?(?:frame|screen|picture)",
        "(?:驶|飞|掠|闪|路|经)过(?!来|去)|[跑走划游]过(?=镜头|画面|[，。；]|$)|穿过画面",
    ),
)


def way(stage: Stage) -> str:
    """How the first subject goes through the frame: "enter", "leave", "cross", or "" for not at all.

    What has no front and no back to show comes in from the side where it is said to come nearer, and leaves
    by it where it goes away.
    """
    subjects = stage.reading.subjects
    if not subjects:
        return ""
    if nearing(stage) and subjects[0].kind in _TURNED:
        return ""
    told = first(_WAYS, subjects[0].about[1])
    if told or not nearing(stage):
        return told
    return "enter" if nearing(stage) > 0 else "leave"


def crosses(stage: Stage) -> bool:
    """Whether the first subject is said to go through the frame, into it or out of it."""
    return way(stage) != ""


def deep(stage: Stage) -> int:
    """+1 when the first subject comes towards the camera, -1 when it goes from it, 0 when neither."""
    subjects = stage.reading.subjects
    return nearing(stage) if subjects and subjects[0].kind in _TURNED else 0


_TURNED = (*PEOPLE, *BUILDS, "robot", "astronaut", "car", "truck", "bicycle")
"""Who can be seen from the front and from behind."""
