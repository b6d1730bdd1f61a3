"""Patterns that are compiled when first used: most prompts need few of them, and compiling takes longer.

Ranges of thousands of letters are slow to compile: `HAN` is any letter that is not Latin, in a few signs.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property

HAN = r"[^\W\d_a-zA-Z]"
_LATIN = re.compile(r"[a-zA-Z]")


class Late:
    """A pattern, in either case unless flags are given, with the methods of `re.Pattern` used here.

    One that is only "han" never matches plain ASCII, one that is only "latin" nothing without such letters.
    """

    def __init__(self, source: str, flags: int = re.IGNORECASE, only: str = ""):
        self._source, self._flags, self._only = source, flags, only

    @cached_property
    def made(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def _idle(self, text: str) -> bool:
        if not self._only:
            return False
        return text.isascii() if self._only == "han" else _LATIN.search(text) is None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if self._idle(text) else self.made.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return None if self._idle(text) else self.made.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return None if self._idle(text) else self.made.fullmatch(text)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return iter(()) if self._idle(text) else self.made.finditer(text, start)

    def findall(self, text: str) -> list[str]:
        return [] if self._idle(text) else self.made.findall(text)

    def split(self, text: str) -> list[str]:
        return [text] if self._idle(text) else self.made.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return text if self._idle(text) else self.made.sub(by, text)
