"""`multipart/form-data`, read as it arrives: fields in memory, files on disk, all of it counted (T08)."""

import contextlib
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from onetake.apps.server import body
from onetake.apps.server.exchange import Exchange
from onetake.core.ids import new_core
from onetake.core.problem import Problem

FIELDS, FILES = 256, 16
LONGEST_FIELD = 256 * 1024
LONGEST_HEADERS = 8 * 1024
_EXTENDED = re.compile(rb";\s*filename\*\s*=\s*(?:utf-8'[\w-]*')?([^;\s]+)", re.IGNORECASE)
"""A file's name as some clients write it (RFC 5987); the parser does not know the form."""


@dataclass(frozen=True, slots=True)
class File:
    """A file part on disk; `kind` is the Content-Type that it declares, in lower case. `filename` is what the
    caller says, and never a path of ours."""

    name: str
    filename: str
    kind: str
    path: Path
    bytes: int


@dataclass(slots=True)
class Form:
    """What a form said, in its order."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


@asynccontextmanager
async def read_form(ex: Exchange, limit: int) -> AsyncIterator[Form]:
    """The form of a request, at most `limit` bytes in all. Its files are gone when the block ends; whoever
    keeps one moves it.

    Raises Problem(invalid_parameter) for what is no form, request_too_large, storage_full.
    """
    reader = _Reader(ex, _boundary(ex))
    try:
        async for piece in body.pieces(ex, limit):
            reader.write(piece)
        yield reader.finish()
    finally:
        reader.discard()


def _boundary(ex: Exchange) -> bytes:
    kind, options = parse_options_header(ex.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 200:
        raise Problem("invalid_parameter", "the body must be multipart/form-data with a boundary")
    return boundary


class _Reader:
    """Collects the parts that the parser finds. Nothing that a part says of itself becomes a path."""

    def __init__(self, ex: Exchange, boundary: bytes) -> None:
        self._ex = ex
        self._form = Form()
        self._ended = False
        self._begin()
        names = ("part_begin", "part_data", "part_end", "header_field", "header_value", "header_end", "end")
        calls: Any = {f"on_{name}": getattr(self, f"_{name}") for name in names}
        self._parser = MultipartParser(boundary, calls)

    def write(self, piece: bytes) -> None:
        try:
            self._parser.write(piece)
        except FormParserError:
            raise _broken() from None
        except OSError as error:
            raise Problem("storage_full", "there is no room for the upload") from error

    def finish(self) -> Form:
        if not self._ended:
            raise _broken()
        return self._form

    def discard(self) -> None:
        self._close()
        for file in self._form.files:
            file.path.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._header = (b"", b"")
        self._told = 0
        self._value = bytearray()
        self._file: tuple[int, Path] | None = None
        self._size = 0
        self._ready = False

    def _part_begin(self) -> None:
        self._begin()
        if len(self._form.fields) >= FIELDS or len(self._form.files) >= FILES:
            raise Problem("invalid_parameter", f"a form has at most {FIELDS} fields and {FILES} files")

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._header = (self._header[0] + data[start:end], self._header[1])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._header = (self._header[0], self._header[1] + data[start:end])

    def _header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = (b"", b"")

    def _count(self, size: int) -> None:
        self._told += size
        if self._told > LONGEST_HEADERS:
            raise Problem("invalid_parameter", "the headers of a part are too long")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._open()
        self._size += end - start
        if self._file is not None:
            view = memoryview(data)[start:end]
            while view:
                view = view[os.write(self._file[0], view) :]
            return
        if self._size > LONGEST_FIELD:
            raise Problem("request_too_large", f"a field has at most {LONGEST_FIELD // 1024} KiB")
        self._value += data[start:end]

    def _open(self) -> None:
        """Look at the part's headers once: whoever names a file is a file."""
        if self._ready:
            return
        self._ready = True
        told = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(told)
        self._name, self._filename = _text(options.get(b"name")), options.get(b"filename")
        if not self._name:
            raise Problem("invalid_parameter", "a part of the form has no name")
        if self._filename is None and (extended := _EXTENDED.search(told)):
            self._filename = unquote_to_bytes(extended[1])
        if self._filename is not None:
            path = self._ex.p.tmp / f"form-{new_core(self._ex.p.entropy)}"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._file = (os.open(path, flags, 0o600), path)

    def _part_end(self) -> None:
        self._open()
        if self._file is None:
            self._form.fields.append((self._name, _text(bytes(self._value))))
            return
        path = self._file[1]
        kind = _text(self._headers.get(b"content-type", b"")).partition(";")[0].strip().lower()
        self._form.files.append(File(self._name, _text(self._filename), kind, path, self._size))
        self._close()

    def _end(self) -> None:
        self._ended = True

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file[0])
            if all(file.path != self._file[1] for file in self._form.files):
                with contextlib.suppress(OSError):
                    self._file[1].unlink()
            self._file = None


def _text(raw: bytes | None) -> str:
    try:
        text = (raw or b"").decode()
    except UnicodeDecodeError:
        raise Problem("invalid_parameter", "a form's names and values must be UTF-8") from None
    if "\0" in text:
        raise Problem("invalid_parameter", "a form's names and values hold no NUL characters")
    return text


def _broken() -> Problem:
    return Problem("invalid_parameter", "the form is broken or cut off")
