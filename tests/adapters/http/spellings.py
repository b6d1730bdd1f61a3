"""The corpus of errors-and-faults T01: URLs that lead, or may lead, somewhere an outsider must not send us.

Each is made from a family of tricks and an address, and says which address a careless reader would reach: the
resolver of the tests answers with that one, so a spelling that passes for a name leads there too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address


@dataclass(frozen=True, slots=True)
class Spelling:
    """`url` as an attacker writes it; `aims` is where it leads a reader who falls for it."""

    url: str
    aims: str


V4 = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.100.100.200")
# One of every range that errors-and-faults T03 and the registries name, and the edges of the odd ones.
V4_MORE = (
    *("0.0.0.0", "0.1.2.3", "100.64.0.1", "127.255.255.254", "168.63.129.16", "172.16.0.1", "172.31.255.255"),
    *("192.0.0.8", "192.0.0.170", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1"),
    *("192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250"),
    *("240.0.0.1", "255.255.255.255", "169.254.170.2", "192.0.0.192"),
)
V6 = (
    *("::", "::1", "::2", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"),
    *("::ffff:0:127.0.0.1", "::ffff:0:0", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *("100::1", "100:0:0:1::1", "2001::1", "2001:0:53aa:64c:0:ffff:80ff:fffe", "2001:2::1", "2001:10::1"),
    *("2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2620:4f:8000::1", "3fff::1"),
    *(
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ),
)
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def of_ipv4(address: str) -> Iterator[str]:
    """T02: one address, as every resolver and every reader of URLs has ever taken it."""
    number = int(IPv4Address(address))
    a, b, c, d = IPv4Address(address).packed
    yield address
    yield address + "."
    yield f"{number}"
    yield f"0x{number:x}"
    yield f"0X{number:08X}"
    yield f"0{number:o}"
    yield f"{a}.{number & 0xFFFFFF}"
    yield f"{a}.{b}.{number & 0xFFFF}"
    yield ".".join(f"0{part:o}" for part in (a, b, c, d))
    yield ".".join(f"000{part:o}" for part in (a, b, c, d))
    yield ".".join(f"0x{part:x}" for part in (a, b, c, d))
    yield f"0x{a:X}.0{b:o}.{c}.0x{d:x}"
    yield f"0x{a:x}.{number & 0xFFFFFF}"
    yield f"0{a:o}.0x{number & 0xFFFFFF:x}"
    for digits in (CIRCLED, WIDE, BOLD, RAISED):
        yield address.translate(digits)
    for dot in "\u3002\uff0e\uff61":
        yield address.replace(".", dot)
    yield "".join(f"%{ord(mark):02x}" for mark in address)
    yield address.replace(".", "%2e")
    yield f"{number + 2**32}"
    yield f"{a}.{b}.{c}.{d}.{d}"


def of_ipv6(address: str) -> Iterator[str]:
    yield f"[{address}]"
    yield f"[{IPv6Address(address).exploded.upper()}]"


def around(address: str) -> Iterator[str]:
    """Whole URLs in which two readers see two hosts, or a reader sees something else than it says."""
    good = "example.com"
    yield f"http://{good}@{address}/"
    yield f"http://{good}:80@{address}/"
    yield f"http://{good}%40{address}/"
    yield f"http://{address}@{good}/"
    yield f"http://@{address}/"
    yield f"http://a:b@c@{address}/"
    yield f"http://{good}\\@{address}/"
    yield f"http://{address}\\@{good}/"
    yield f"http://{good}#@{address}/"
    yield f"http://{good}?@{address}/"
    yield f"http:\\\\{address}\\"
    yield f"http:/{address}/"
    yield f"http:{address}/"
    yield f"http:///{address}/"
    yield f"//{address}/"
    yield f"///{address}/"
    yield f"\thttp://{address}/"
    yield f" http://{address}/"
    yield f"ht\ntp://{address}/"
    yield f"http://{address}\t/"
    yield f"http://{address}\r\nHost: {good}/"
    yield f"http://{address}\x00.{good}/"
    yield f"http://{address}%00.{good}/"
    yield f"http://{address}%0d%0a/"
    yield f"http://{address}\u2028/"
    yield f"http://[{address}]/"
    yield f"http://[{good}]@{address}/"
    yield f"http://[::1]@{address}/"
    yield f"http://{address}:80:80/"
    yield f"http://{address}:8080/"
    yield f"http://{address}:0/"
    yield f"http://{address}:65616/"  # 80 in 16 bits
    yield f"http://{address}:８０/"
    yield f"http://{address}:/"
    yield f"HTTP://{address}/"
    yield f"hTtPs://{address}/"
    yield f"http://{address}/../{address}/?u=http://{good}/#x"
    yield f"http://{'a' * 5000}@{address}/"
    yield f"http://{address}/{'a' * 9000}"


NAMES = (
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "ⓛocalhost",
        "ｌｏｃａｌｈｏｓｔ",
        "lo\u00adcalhost",
    ),
    *("localhost.localdomain", "ip6-localhost", "127.0.0.1.nip.io", "7f000001.rbndr.us", "localtest.me"),
    *(
        "metadata.google.internal",
        "metadata",
        "instance-data",
        "kubernetes.default.svc",
        "host.docker.internal",
    ),
    *(
        "xn--bcher-kva.test",
        "bücher.test",
        "faß.test",
        "a_b.test",
        "0x7f.0.0.1.test",
        "1.0.0.127.in-addr.arpa",
    ),
    *("example.com..", ".example.com", "exa..mple", "-a.test", "a" * 64, "a." * 127 + "a", "[example.com]"),
    *(
        "[::1",
        "::1]",
        "[]",
        "[::1]]",
        "[v1.fe80]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "[::1%25]",
        "[::1].test",
    ),
    *("", ".", "%", "*", "0", "0x", "0x.0x.0x.0x", "1e3", "127.0.0.1-", "①", "㏂.test", "127。1", "𝟏𝟐𝟕.①"),
)
SCHEMES = (
    *("file:///etc/passwd", "file://127.0.0.1/etc/passwd", "FILE:///etc/passwd", "ftp://127.0.0.1/"),
    *(
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "dict://127.0.0.1:11211/stat",
        "ldap://127.0.0.1/",
        "tftp://127.0.0.1/x",
    ),
    *(
        "jar:http://127.0.0.1!/x",
        "netdoc:///etc/passwd",
        "sftp://127.0.0.1/",
        "ssh://127.0.0.1/",
        "ws://127.0.0.1/",
    ),
    *("unix:///var/run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "concat:http://127.0.0.1/|x"),
    *(
        "rtsp://127.0.0.1/",
        "rtp://127.0.0.1:5004",
        "tcp://127.0.0.1:22",
        "udp://127.0.0.1:53",
        "javascript:1",
    ),
    *("view-source:http://127.0.0.1/", "blob:http://127.0.0.1/x", "about:blank", "asset:/etc/passwd"),
    *(
        "data:text/html,<img src=http://127.0.0.1/>",
        "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
        "http",
        "://",
    ),
)


def corpus() -> list[Spelling]:
    """Every spelling once, in the same order on every machine."""
    found = [Spelling(f"http://{host}/", address) for address in V4 for host in of_ipv4(address)]
    found += [Spelling(f"http://{address}/", address) for address in V4_MORE]
    found += [Spelling(f"http://{host}/", address) for address in V6 for host in of_ipv6(address)]
    found += [Spelling(url, V4[0]) for url in around(V4[0])]
    found += [Spelling(f"http://{name}/", V4[n % len(V4)]) for n, name in enumerate(NAMES)]
    found += [Spelling(url, V4[0]) for url in SCHEMES]
    return list({spelling.url: spelling for spelling in found}.values())


CORPUS = corpus()
