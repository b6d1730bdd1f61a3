"""Files that came inside a large body: decoded to disk as they arrive, named in its text by a token (T08).

A token is the same for the same content, so that a request means the same however often it comes, and nobody
can make one up: it is a MAC of the content's hash.
"""

import binascii
import contextlib
import hashlib
import hmac
import os
import re
from pathlib import Path

from onetake.core.ids import new_core
from onetake.core.problem import Problem
from onetake.services.platform import Platform

BLOCK = 64 * 1024
_LABEL = "spooled files"
_TOKEN = re.compile(r"(data:[a-z]+/[a-z0-9.+-]+;base64,)?(~?)spooled:([0-9a-f]{32})", re.ASCII)
_SPACES = bytes.maketrans(b"", b"")
_SPACE = b" \t\r\n"


class Spooled:
    """One file on its way from base64 to `p.tmp`. `feed` text, then `finish` or `discard`."""

    def __init__(self, p: Platform) -> None:
        self._p = p
        self._core = new_core(p.entropy)
        self.path = p.tmp / f"data-{self._core}"
        self._descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._hash = hashlib.sha256()
        self._left = b""
        self._spaced = False

    def feed(self, text: bytes) -> None:
        """More of the base64. Raises Problem(media_invalid) for what is none, storage_full."""
        if any(mark in text for mark in (b" ", b"\n", b"\r", b"\t")):
            self._spaced = True
            text = text.translate(_SPACES, _SPACE)
        self._left += text
        whole = len(self._left) // 4 * 4
        if whole >= BLOCK:
            # What is padded is the end, and stands in the last block.
            self._write(self._left[: whole - 4], last=False)
            self._left = self._left[whole - 4 :]

    def finish(self) -> str:
        """The token that stands for the text. Raises Problem(media_invalid)."""
        self._write(self._left, last=True)
        self._close()
        mac = hmac.new(self._p.derived(_LABEL), self._hash.digest(), hashlib.sha256).hexdigest()[:32]
        kept = self.path.with_name(f"data-{mac}-{self._core}")
        self.path = self.path.rename(kept)
        return f"{'~' if self._spaced else ''}spooled:{mac}"

    def discard(self) -> None:
        """Forget the file, unless somebody has taken it."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _write(self, text: bytes, *, last: bool) -> None:
        if b"=" in text if not last else len(text) % 4:
            raise _invalid()
        try:
            raw = memoryview(binascii.a2b_base64(text, strict_mode=True))
        except binascii.Error:
            raise _invalid() from None
        self._hash.update(raw)
        try:
            while raw:
                raw = raw[os.write(self._descriptor, raw) :]
        except OSError as error:
            raise Problem("storage_full", "there is no room for the upload") from error

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def take(text: str, path: Path, *, spaced: bool = False) -> bool:
    """Move the file that a token stands for to `path`, which is in the same directory; False for a text that
    is no token. spaced: also what had line breaks in its base64.

    Raises Problem(media_invalid) where there is no such file.
    """
    found = _TOKEN.fullmatch(text)
    if found is None:
        return False
    if found[2] and not spaced:
        raise _invalid()
    for kept in sorted(path.parent.glob(f"data-{found[3]}-*")):
        with contextlib.suppress(FileNotFoundError):  # another request has it; ours is another one
            kept.rename(path)
            return True
    raise _invalid()


def _invalid() -> Problem:
    return Problem("media_invalid", "the data URL is not valid base64")
