"""What a prompt rules out for the ear: the score, or all sound."""

import re

from onetake.animatic.text import plain

_NO_MUSIC = re.compile(
    r"\b(?:no|without|not any|zero|free of|avoid(?:ing)?|exclud(?:e|ing))\s+"
    r"(?:any\s+|background\s+|added\s+|film\s+){0,3}"
    r"(?:music(?:al)?|score|soundtrack|bgm|melody)|\bmusic[- ]free\b|"
    r"\b(?:only|just) (?:the )?(?:natural|ambient|diegetic|environmental|wind|rain)\b|"
    r"\b(?:natural|ambient|diegetic|environmental) (?:sounds?|audio|noise) only\b|"
    r"(?:无|没有|不要|不加|不需要|不带|去掉|禁止)(?:任何)?(?:背景)?(?:音乐|配乐|bgm)|(?:只有|仅有|仅|只)(?:环境|自然)(?:音|声)",
    re.IGNORECASE,
)
_NO_SOUND = re.compile(
    r"\b(?:no|without|zero)\s+(?:any\s+)?(?:sounds?(?! effects?| of)|audio)\b|\bmuted? (?:audio|sound)\b|"
    r"(?:没有|不要|无)(?:任何)?声(?:音)?(?=[，。；！？,.\s]|$)|静音",
    re.IGNORECASE,
)


def music(prompt: str) -> bool:
    """Whether a score may be heard."""
    return _NO_MUSIC.search(plain.worded(prompt)) is None


def sound(prompt: str) -> bool:
    """Whether anything may be heard."""
    return _NO_SOUND.search(plain.worded(prompt)) is None
