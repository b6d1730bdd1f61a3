"""Requests that two parsers could read differently (errors-and-faults T11), as the bytes on the wire.

Each ends in a second request, smuggled or plain: where the first is refused it must never be answered.
"""

HOST = b"Host: 127.0.0.1"
NEXT = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n\r\n"
CREATE = b"POST /api/v3/contents/generations/tasks HTTP/1.1"
CHUNKED = b"Transfer-Encoding: chunked"


def get(*lines: bytes, start: bytes = b"GET /healthz HTTP/1.1", host: bytes = HOST) -> bytes:
    """A request without a body, and NEXT."""
    told = [start, host, *lines] if host else [start, *lines]
    return b"\r\n".join(told) + b"\r\n\r\n" + NEXT


def post(*lines: bytes, body: bytes = b"") -> bytes:
    """A create with these header lines and this body, and NEXT."""
    return b"\r\n".join([CREATE, HOST, *lines]) + b"\r\n\r\n" + body + NEXT


def chunks(body: bytes) -> bytes:
    return post(CHUNKED, body=body)


def sized(told: bytes) -> bytes:
    return post(b"Content-Length:" + told, body=b"{}")


def coded(told: bytes) -> bytes:
    return post(b"Transfer-Encoding:" + told, body=b"2\r\n{}\r\n0\r\n\r\n")


REFUSED: dict[str, bytes] = {
    # Two lengths
    "length and coding": post(b"Content-Length: 2", CHUNKED, body=b"0\r\n\r\n"),
    "coding and length": post(CHUNKED, b"Content-Length: 2", body=b"0\r\n\r\n"),
    "length, then coding in other letters": post(
        b"CONTENT-LENGTH: 2", b"tRANSFER-eNCODING: CHUNKED", body=b"0\r\n\r\n"
    ),
    "two different lengths": post(b"Content-Length: 2", b"Content-Length: 3", body=b"{}"),
    "two equal lengths": post(b"Content-Length: 2", b"Content-Length: 2", body=b"{}"),
    "a list of lengths": sized(b" 2, 2"),
    # What a length is
    "a signed length": sized(b" +2"),
    "a negative length": sized(b" -1"),
    "a hexadecimal length": sized(b" 0x2"),
    "a length with a letter": sized(b" 2x"),
    "a length with a fraction": sized(b" 2.0"),
    "a length with an underscore": sized(b" 0_2"),
    "a length with a blank inside": sized(b" 1 2"),
    "a length of nothing": sized(b""),
    "a length beyond 64 bits": sized(b" 18446744073709551618"),
    "a length in other digits": sized(b" \xc2\xb2"),
    # What a coding is
    "an unknown coding": coded(b" xchunked"),
    "identity": coded(b" identity"),
    "chunked, then another": coded(b" chunked, identity"),
    "another, then chunked": coded(b" gzip, chunked"),
    "chunked twice": coded(b" chunked, chunked"),
    "two codings in two lines": post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n"),
    "the same coding in two lines": post(CHUNKED, CHUNKED, body=b"0\r\n\r\n"),
    "a coding of nothing": coded(b""),
    "a coding in quotes": coded(b' "chunked"'),
    "a coding with a parameter": coded(b" chunked;q=1"),
    "a coding after a vertical tab": coded(b" \x0bchunked"),
    "a blank before the colon of a coding": post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n"),
    "a blank before the colon of a length": post(b"Content-Length : 2", body=b"{}"),
    "a coding on a folded line": post(b"X: y\r\n Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
    "a coding with an underscore": post(b"Content-Length: 2", b"Transfer_Encoding: chunked", body=b"{}"),
    "a length with an underscore in its name": post(CHUNKED, b"Content_Length: 2", body=b"0\r\n\r\n"),
    "chunks in HTTP/1.0": b"\r\n".join(
        [CREATE.replace(b"1.1", b"1.0"), HOST, CHUNKED, b"", b"0\r\n\r\n" + NEXT]
    ),
    # Chunks
    "a chunk size that is none": chunks(b"Z\r\n\r\n"),
    "a chunk of nothing": chunks(b"\r\n{}\r\n0\r\n\r\n"),
    "a signed chunk size": chunks(b"+2\r\n{}\r\n0\r\n\r\n"),
    "a negative chunk size": chunks(b"-2\r\n{}\r\n0\r\n\r\n"),
    "a chunk size with 0x": chunks(b"0x2\r\n{}\r\n0\r\n\r\n"),
    "a chunk size with an underscore": chunks(b"0_2\r\n{}\r\n0\r\n\r\n"),
    "a blank before a chunk size": chunks(b" 2\r\n{}\r\n0\r\n\r\n"),
    "a blank after a chunk size": chunks(b"2 \r\n{}\r\n0\r\n\r\n"),
    "a chunk size beyond 64 bits": chunks(b"10000000000000002\r\n{}\r\n0\r\n\r\n"),
    "a chunk that is longer than told": chunks(b"1\r\n{}\r\n0\r\n\r\n"),
    "a chunk that ends in a bare LF": chunks(b"2\r\n{}\n0\r\n\r\n"),
    "a chunk size that ends in a bare LF": chunks(b"2\n{}\r\n0\r\n\r\n"),
    "a chunk size that ends in a bare CR": chunks(b"2\r{}\r\n0\r\n\r\n"),
    "an extension that ends in a bare LF": chunks(b"2;a\n{}\r\n0\r\n\r\n"),
    "an extension with a bare CR": chunks(b"2;a\rb\r\n{}\r\n0\r\n\r\n"),
    "an extension with NUL": chunks(b"2;a=\0\r\n{}\r\n0\r\n\r\n"),
    "chunks that end in a bare LF": chunks(b"2\r\n{}\r\n0\n\n"),
    "a trailer that is a length": chunks(b"2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n"),
    "a trailer without a colon": chunks(b"2\r\n{}\r\n0\r\nGET / HTTP/1.1\r\n\r\n"),
    # Header lines
    "two hosts": get(HOST),
    "two different hosts": get(b"Host: evil.example"),
    "no host": get(host=b""),
    "a host of nothing": get(host=b"Host:"),
    "a host with a path": get(host=b"Host: 127.0.0.1/x"),
    "a host with a user": get(host=b"Host: evil@127.0.0.1"),
    "a host with a blank": get(host=b"Host: 127.0.0.1 evil"),
    "hosts with a comma": get(host=b"Host: 127.0.0.1, evil.example"),
    "a folded line": get(b"X: y\r\n folded: z"),
    "a line folded by a tab": get(b"X: y\r\n\tz"),
    "the first line folded": get(host=b" Host: 127.0.0.1"),
    "a name with a blank": get(b"Bad Name: x"),
    "a blank before a colon": get(b"X : y"),
    "a tab before a colon": get(b"X\t: y"),
    "no name": get(b": y"),
    "no colon": get(b"X"),
    "a name with a control character": get(b"X\x01: y"),
    "a name beyond ASCII": get(b"X\xc3\xa9: y"),
    "a name in quotes": get(b'"X": y'),
    "NUL in a value": get(b"X: a\0b"),
    "a bare CR in a value": get(b"X: a\rb"),
    "a control character in a value": get(b"X: a\x01b"),
    "DEL in a value": get(b"X: a\x7fb"),
    "lines that end in a bare LF": get().replace(b"\r\n", b"\n"),
    "one line that ends in a bare LF": get(b"X: y\nContent-Length: 50"),
    "an end in a bare LF": b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n\n" + NEXT,
    "lines that end in a bare CR": get().replace(b"\r\n", b"\r"),
    "two hundred headers": get(*(b"X-%d: y" % i for i in range(200))),
    "17 KB of one header": get(b"X-Big: " + b"a" * 17_000),
    # The first line
    "HTTP/0.9": b"GET /healthz\r\n" + NEXT,
    "HTTP/0.9 by name": get(start=b"GET /healthz HTTP/0.9"),
    "HTTP/2.0": get(start=b"GET /healthz HTTP/2.0"),
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + NEXT,
    "HTTP/9.9": get(start=b"GET /healthz HTTP/9.9"),
    "HTTP/1.10": get(start=b"GET /healthz HTTP/1.10"),
    "http in small letters": get(start=b"GET /healthz http/1.1"),
    "another protocol": get(start=b"GET /healthz ICE/1.0"),
    "RTSP": get(start=b"DESCRIBE /healthz RTSP/1.0"),
    "a tab": get(start=b"GET\t/healthz HTTP/1.1"),
    "a blank in the path": get(start=b"GET /healthz x HTTP/1.1"),
    "a blank at the end": get(start=b"GET /healthz HTTP/1.1 "),
    "a bare CR in the first line": get(start=b"GET /health\rz HTTP/1.1"),
    "a path beyond ASCII": get(start=b"GET /h\xc3\xa9 HTTP/1.1"),
    "NUL in the path": get(start=b"GET /health\0z HTTP/1.1"),
    "a fragment": get(start=b"GET /healthz#x HTTP/1.1"),
    "a path without a slash": get(start=b"GET healthz HTTP/1.1"),
    "66 KB of a path": get(start=b"GET /" + b"a" * 66_000 + b" HTTP/1.1"),
    "another server's URL": get(start=b"GET http://evil.example/healthz HTTP/1.1"),
    "a URL with another port": get(start=b"GET http://127.0.0.1:1/healthz HTTP/1.1"),
    "a URL with a user": get(start=b"GET http://evil@127.0.0.1/healthz HTTP/1.1"),
    "a URL of another kind": get(start=b"GET ftp://127.0.0.1/healthz HTTP/1.1"),
    "a star": get(start=b"OPTIONS * HTTP/1.1"),
    "CONNECT": get(start=b"CONNECT evil.example:443 HTTP/1.1", host=b"Host: evil.example:443"),
    "CONNECT to a path": get(start=b"CONNECT /healthz HTTP/1.1"),
    "CONNECT to us": get(start=b"CONNECT 127.0.0.1:80 HTTP/1.1"),
    "a method in small letters": get(start=b"get /healthz HTTP/1.1"),
    "an unknown method": get(start=b"SMUGGLE /healthz HTTP/1.1"),
    "a method with a colon": get(start=b"GET: /healthz HTTP/1.1"),
    "no method": get(start=b" /healthz HTTP/1.1"),
    "an empty line with blanks first": b"  \r\n" + get(),
    "TLS to a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + NEXT,
    "bytes": bytes(range(128, 256)) * 4 + NEXT,
    "nothing but NUL": b"\0" * 512 + NEXT,
}
"""Answered once, with 400, and closed. NEXT, or what is smuggled, stays unanswered."""

ENDLESS: dict[str, bytes] = {
    "an extension": chunks(b"2;a=" + b"x" * 1_000_000),
    "trailers": chunks(b"2\r\n{}\r\n0\r\n" + b"X-T: y\r\n" * 100_000),
    "a trailer": chunks(b"2\r\n{}\r\n0\r\nX-T: " + b"y" * 1_000_000),
    "tiny chunks with extensions": chunks(b"1;" + b"x" * 100 + b"\r\n{\r\n" * 10_000),
}
"""Bodies that are more wrapping than body: one answer, of the application or of us, and closed."""

SERVED: dict[str, tuple[bytes, list[int]]] = {
    "plain": (get(), [200, 200]),
    "lines of their own before it": (b"\r\n" + get(), [200, 200]),
    "two blanks": (get(start=b"GET  /healthz HTTP/1.1"), [200, 200]),
    "trailers": (chunks(b"2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\n\r\n"), [401, 200]),
    "our own URL": (get(start=b"GET http://127.0.0.1/healthz HTTP/1.1"), [200, 200]),
    "a host with a port": (get(host=b"Host: 127.0.0.1:8787"), [200, 200]),
    "a host in brackets": (get(host=b"Host: [::1]:8787"), [200, 200]),
    "TRACE": (get(b"X-Secret: shown", start=b"TRACE /healthz HTTP/1.1"), [405, 200]),
    "OPTIONS": (get(start=b"OPTIONS /healthz HTTP/1.1"), [405, 200]),
    "chunks": (chunks(b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"), [401, 200]),
    "chunks with an extension": (chunks(b'2;a=b;c="d"\r\n{}\r\n0\r\n\r\n'), [401, 200]),
    "chunked in other letters": (coded(b" Chunked"), [401, 200]),
    "a body with GET": (get(b"Content-Length: 0"), [200, 200]),
    "HTTP/1.0": (get(start=b"GET /healthz HTTP/1.0"), [200]),
    "a last request": (get(b"Connection: close"), [200]),
    "h2c": (get(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk"), [200]),
    "a web socket": (get(b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13"), [200]),
    "h2c with a body": (
        post(b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 2", body=b"{}"),
        [401],
    ),
    "nonsense after a good request": (NEXT + b"\x00\x01garbage\r\n\r\n" + NEXT, [200]),
    "a smuggled pair after a good request": (NEXT + REFUSED["length and coding"], [200]),
    "half of a bad body after a good request": (NEXT + REFUSED["a chunk size that is none"], [200]),
}
"""Legal, or refused only after a good request: the statuses that come back, in order, and no more."""
