"""What stands up on something: a bowl on a stall's counter, an owl on a desk, a cat on a windowsill."""

import re

from onetake.animatic.figures.casting import TABLE
from onetake.animatic.text.reading import Reading

_ON = re.compile(
    r"\b(?:on|onto|upon|atop|on top of) (?:an? |the |his |her |its |my |their )?(?:[\w-]+ ){0,3}?"
    r"(?:table(?:top)?|desk|counter(?:top)?|shelf|workbench|bar|piano|windowsill|window sill|ledge|crate|"
    r"barrel|nightstand|altar|stall)s?\b|"
    r"(?:桌|台|案|柜|架|几)子?(?:[上面]|顶上)",
)
_SMALL = ("bird", "cat", "rabbit", "robot", "card", "dog", "fox", "butterfly")
"""Who may be up there, of those who otherwise stand on the ground."""
_SOLD = ("cup", "bottle", "phone")
"""What nobody puts on a pavement."""


def perched(reading: Reading) -> bool:
    """Whether the first subject stands on something that the set has to be given."""
    if not reading.subjects:
        return False
    first = reading.subjects[0]
    outdoors = reading.setting not in ("interior", "studio", "abstract", "space", "underwater", "sky")
    if first.kind in TABLE and not outdoors:
        return False
    if first.kind in _SOLD and reading.setting in ("street", "city"):
        return True
    if first.kind not in TABLE and first.kind not in _SMALL:
        return False
    before, after = first.about
    return _ON.search(after) is not None or _ON.search(before[-14:]) is not None
