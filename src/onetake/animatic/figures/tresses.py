"""Hair and eyes, as the words about somebody say them and as chance fills in."""

import random
from collections.abc import Callable

from onetake.animatic.colour import RGB

Said = Callable[[str, str], bool]
"""Whether English or Chinese words are said of somebody."""

_TRESSES: tuple[RGB, ...] = ((44, 34, 34), (74, 48, 34), (120, 78, 44), (36, 32, 40), (96, 58, 36))
_FAIR: RGB = (216, 176, 102)
_GREY: RGB = (196, 196, 200)
_RED: RGB = (168, 74, 38)


def hair(said: Said, chance: random.Random, girl: bool, old: bool) -> tuple[RGB, str]:
    """Colour and cut."""
    tress = chance.choice(_TRESSES)
    if said("blonde?|fair|golden hair", "金发"):
        tress = _FAIR
    elif said("red[- ]?hair(?:ed)?|ginger", "红发"):
        tress = _RED
    if old:
        tress = _GREY
    cut = chance.choice(("long", "bob", "tail", "bun", "long") if girl else ("short", "short", "crop"))
    if old:
        cut = "bun" if girl else chance.choice(("short", "bald"))
    for name, english, chinese in _CUTS:
        if said(english, chinese):
            cut = name if girl or name != "bob" else "short"
    for colour, english, chinese in _DYES:
        if said(english, chinese):
            tress = colour
    return tress, cut


_CUTS = (
    (
        "long",
        r"long(?:[- ](?!haired)\w+)?[- ]hair(?:ed)?|flowing hair|hair (?:flow|stream|blow)\w*",
        "长发|披肩发",
    ),
    ("bob", r"short(?:[- ]\w+)?[- ]hair(?:ed)?|bob(?: cut)?", "短发"),
    ("tail", r"pony ?tails?|pig ?tails?|braids?|braided", "马尾辫?|辫子|双马尾"),
    ("bun", r"(?:hair )?bun|updo|topknot", "发髻|丸子头|盘发"),
    ("bald", r"bald|shaven head", "光头|秃"),
)
_DYES: tuple[tuple[RGB, str, str], ...] = (
    ((34, 30, 38), r"(?:black|dark)[- ]hair(?:ed)?", "黑发"),
    ((104, 66, 40), r"brown[- ]hair(?:ed)?|brunette", "棕发|褐发"),
    (_GREY, r"(?:white|gr[ae]y|silver)[- ]hair(?:ed)?", "白发|银发|灰发|白头"),
    ((236, 130, 178), r"pink[- ]hair(?:ed)?", "粉发|粉色头发"),
    ((74, 110, 210), r"blue[- ]hair(?:ed)?", "蓝发|蓝色头发"),
    ((132, 84, 190), r"purple[- ]hair(?:ed)?", "紫发|紫色头发"),
    ((70, 150, 96), r"green[- ]hair(?:ed)?", "绿发|绿色头发"),
)


def iris(said: Said) -> RGB:
    """The colour of the eyes, where it is said."""
    for colour, english, chinese in _EYES:
        if said(english, chinese):
            return colour
    return (74, 52, 40)


_EYES: tuple[tuple[RGB, str, str], ...] = (
    ((62, 124, 206), "blue[- ]eye(?:s|d)", "蓝眼睛|碧眼"),
    ((72, 148, 96), "green[- ]eye(?:s|d)", "绿眼睛"),
    ((196, 136, 52), "(?:golden|amber)[- ]eye(?:s|d)", "金色的?眼睛"),
    ((206, 52, 52), "red[- ]eye(?:s|d)", "红眼睛"),
)
