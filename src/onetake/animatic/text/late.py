"""Patterns that are compiled when first used: most prompts need few of them, and compiling takes longer."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Late:
    """A pattern of letters in either case, with the methods of `re.Pattern` that are used here."""

    def __init__(self, source: str):
        self._source = source

    @cached_property
    def made(self) -> re.Pattern[str]:
        return re.compile(self._source, re.IGNORECASE)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.made.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.made.match(text, start)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self.made.finditer(text, start)

    def sub(self, by: Callable[[re.Match[str]], str], text: str) -> str:
        return self.made.sub(by, text)
