"""Large JSON bodies: what is text stays in memory, files inside it go to disk as they arrive (threat T08).

A scanner takes strings that are long and hold base64 out of the text and leaves tokens in their place. What
is left is parsed as strictly as any body; what was taken out is held to its alphabet.
"""

import re
from typing import Any

from onetake.apps.server import strictjson
from onetake.core.problem import Problem
from onetake.services.platform import Platform
from onetake.services.spooled import Spooled

TAKEN_FROM = 16 * 1024
"""Bytes from which a string of base64 is taken out."""
LONGEST_REST = 2 * 1024 * 1024
"""Bytes that a large body may have besides its files."""
_RUN = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_HEAD = re.compile(rb"(?:data:[a-z]+/[a-z0-9.+-]+;base64,)?")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\r\n]*+")
_CONTROL = re.compile(rb"[\x00-\x1f]")
_ESCAPE = re.compile(rb"\\(?:u00([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN = {b"/": b"/", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


class Scanner:
    """Feed it a body as it arrives, then `finish`. Whoever has it calls `discard` at the end of all."""

    def __init__(self, p: Platform) -> None:
        self._p = p
        self._rest = bytearray()
        self._held = b""
        self._text: bytearray | None = None
        """The string that we are inside of, as far as it has not been taken out; None outside of any."""
        self._plain = False
        self._strings = 0
        self._sink: Spooled | None = None
        self._taken: list[Spooled] = []

    def feed(self, piece: bytes) -> None:
        """More of the body. Raises Problem(request_too_large, media_invalid, storage_full)."""
        piece = self._held + piece
        self._held, place = b"", 0
        while place < len(piece):
            place = self._outside(piece, place) if self._text is None else self._inside(piece, place)
        if len(self._rest) + len(self._text or b"") > LONGEST_REST:
            said = f"besides its files a body may have {LONGEST_REST // 1024 // 1024} MiB at most"
            raise Problem("request_too_large", said, limit_bytes=LONGEST_REST)

    def finish(self) -> dict[str, Any]:
        """The JSON object, tokens in the place of files. Raises Problem(invalid_json) and as `parse` does."""
        if self._text is not None or self._held:
            self._rest += b"" if self._text is None else self._text
        return strictjson.parse(bytes(self._rest))

    def discard(self) -> None:
        """Remove the files that nobody has taken."""
        for file in self._taken:
            file.discard()

    def _outside(self, piece: bytes, place: int) -> int:
        start = piece.find(b'"', place)
        if start < 0:
            self._rest += piece[place:]
            return len(piece)
        self._rest += piece[place : start + 1]
        self._text, self._plain = bytearray(), False
        return start + 1

    def _inside(self, piece: bytes, place: int) -> int:
        found = _RUN.match(piece, place)
        assert found is not None and self._text is not None
        end = found.end()
        over = piece[end : end + 1] == b'"'
        if not over:
            # Half an escape waits for its other half; the longest has six bytes.
            end -= _unfinished(piece, place, end)
            self._held = piece[end:]
        run = piece[place:end]
        if self._sink is not None:
            self._sink.feed(_unescaped(_clean(run)))
        else:
            self._text += run
            if len(self._text) > TAKEN_FROM and not self._plain:
                self._decide()
        if not over:
            return len(piece)
        self._close()
        return end + 1

    def _decide(self) -> None:
        assert self._text is not None
        text = _unescaped(_clean(bytes(self._text)))
        head = _HEAD.match(text)
        assert head is not None
        start = head.end()
        if _BASE64.fullmatch(text, start) is None:
            self._plain = True
            return
        self._sink = Spooled(self._p)
        self._taken.append(self._sink)
        self._text[:] = text[:start]
        self._sink.feed(text[start:])

    def _close(self) -> None:
        assert self._text is not None
        self._strings += 1
        if self._strings > strictjson.PIECES:
            raise Problem("invalid_json", f"the body has more than {strictjson.PIECES:,} values")
        if self._sink is not None:
            self._text += self._sink.finish().encode()
            self._sink = None
        self._rest += self._text
        self._rest += b'"'
        self._text = None


def _clean(text: bytes) -> bytes:
    """The text, which holds no line break or other control character as it is (RFC 8259 §7)."""
    if _CONTROL.search(text):
        raise Problem("invalid_json", "a string holds a control character that is not escaped")
    return text


def _unfinished(piece: bytes, start: int, end: int) -> int:
    """Bytes before `end` that are the beginning of a \\u escape whose digits are still to come."""
    back = piece.rfind(b"\\u", max(start, end - 5), end)
    if back < 0 or back + 6 <= end:
        return 0
    slashes = back - len(piece[start:back].rstrip(b"\\")) - start
    return 0 if slashes % 2 else end - back


def _unescaped(text: bytes) -> bytes:
    """Base64 as it was meant: some encoders write / and + as escapes. Any other escape stays, and is no
    base64."""
    if b"\\" not in text:
        return text

    def plain(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return bytes([int(found[1], 16)])
        return _PLAIN.get(found[2], found[0])

    return _ESCAPE.sub(plain, text)
