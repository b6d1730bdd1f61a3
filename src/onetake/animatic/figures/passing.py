"""Who goes through a shot: words that ask for an entry or an exit, so that the camera does not go along."""

from onetake.animatic.figures.traits import Row, first
from onetake.animatic.stage import Stage

_CROSSES: tuple[Row, ...] = (
    (
        "crosses",
        r"pass(?:es|ing)?(?: by| past)?(?! (?:a|the|through|under)\b)|(?:\w+s|\w+ing) (?:by|past)|"
        r"enter(?:s|ing)? (?:the )?(?:frame|shot|picture)|(?:leav|exit)\w* (?:the )?(?:frame|shot|picture)|"
        r"out of (?:the )?(?:frame|shot|picture)|into (?:the )?(?:frame|shot|picture)|across the "
        r"(?:frame|screen|picture)",
        "入画|出画|(?:驶|飞|掠|划|跑|走|路|经|闪)过(?!来|去)|驶离|驶入|跑出|走出画|飞出画|走进画|穿过画面",
    ),
)


def crosses(stage: Stage) -> bool:
    """Whether the first subject is said to go through the frame, into it or out of it."""
    subjects = stage.reading.subjects
    return bool(subjects) and first(_CROSSES, subjects[0].about[1]) != ""
