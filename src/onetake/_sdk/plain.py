"""A sender on the standard library alone, for command-line verbs that must start at once.

One connection a call, no proxy, no redirect: meant for a server on this machine.
"""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from onetake.core.wire import Ambiguous, Call, NotSent, Reply

CONNECT_SECONDS = 10.0
PIECE = 1 << 18


class PlainSender:
    """Carries calls to `base_url` (`http://host:port` or https, with or without a path).

    trust: file of the only certificate to trust (`place.trust_of`).
    """

    def __init__(self, base_url: str, *, trust: str | None = None) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not the URL of a server: {base_url}")
        self._secure, self._trust = parts.scheme == "https", trust
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path.rstrip("/")

    def send(self, call: Call, timeout: float) -> Reply:
        stream = self.stream(call, timeout)
        try:
            return Reply(stream.status, stream.headers, stream.rest())
        finally:
            stream.close()

    def save(self, call: Call, to: Path, timeout: float) -> Reply:
        stream = self.stream(call, timeout)
        try:
            if not 200 <= stream.status < 300:
                return Reply(stream.status, stream.headers, stream.rest())
            stream.into(to)
            return Reply(stream.status, stream.headers)
        finally:
            stream.close()

    def stream(self, call: Call, timeout: float) -> "PlainStream":
        try:
            connection = self._connection(min(timeout, CONNECT_SECONDS))
            connection.connect()
        except OSError as error:
            raise NotSent(f"{self._host}: {error}") from error
        try:
            connection.sock.settimeout(timeout)
            connection.request(call.method, self._path + call.path, call.body or None, dict(call.headers))
            return PlainStream(connection, connection.getresponse())
        except (OSError, HTTPException) as error:
            connection.close()
            raise Ambiguous(f"{type(error).__name__}: {error}") from error

    def _connection(self, timeout: float) -> HTTPConnection:
        if not self._secure:
            return HTTPConnection(self._host, self._port, timeout=timeout)
        from onetake._sdk.trust import context

        trusted = context(self._trust) if self._trust else None
        return HTTPSConnection(self._host, self._port, timeout=timeout, context=trusted)

    def close(self) -> None:
        """Nothing is kept open."""


class PlainStream:
    """An answer in pieces, as they arrive. Raises Ambiguous when it breaks off."""

    def __init__(self, connection: HTTPConnection, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self._connection, self._response = connection, response

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece = self._response.read1(PIECE)
        except (OSError, HTTPException) as error:
            raise Ambiguous(f"{type(error).__name__}: {error}") from error
        if not piece:
            raise StopIteration
        return piece

    def rest(self) -> bytes:
        """Everything that is left; short of the announced length is an error."""
        try:
            return self._response.read()
        except (OSError, HTTPException) as error:
            raise Ambiguous(f"{type(error).__name__}: {error}") from error

    def into(self, to: Path) -> None:
        """A short body is not noticed here: the file's SHA-256 tells."""
        with to.open("wb") as file:
            for piece in self:
                file.write(piece)

    def close(self) -> None:
        self._connection.close()
