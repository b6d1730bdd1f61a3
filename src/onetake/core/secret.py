"""A text that nothing shows: not repr, not str, not a format, not a pickle (threat T27)."""

import hmac
from typing import Any, NoReturn

HIDDEN = "Secret(…)"


class Secret:
    """Holds a text that only `reveal` gives. Two are equal when their texts are; they are compared in
    constant time."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself: where it is used, and nowhere earlier."""
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, spec: str) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a secret is not written down")
