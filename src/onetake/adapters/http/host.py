"""The one canonical spelling of a host.

Every later decision (allow rule, resolver, certificate name, connection) uses this value and nothing else,
so no two readers can disagree about where a URL points: one proxy's deny list was passed by `[example.com]`
for that reason (errors-and-faults §1.2).
"""

import re
import socket
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

import idna

# RFC 1123 plus the underscore, which real media hosts have in their names.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]{2,45})\]")


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """Return a lower-case ASCII name, a dotted IPv4 address or a compressed IPv6 address (no brackets).

    Compatibility forms are folded first (`①②⑦.⓪.⓪.①`), and every spelling of an IPv4 address that a
    resolver would take (`0x7f.1`, `2130706433`, `0177.0.0.1`) becomes the address it means.
    Raises ValueError with a reason fit for the caller.
    """
    if bracketed := _BRACKETED.fullmatch(text):
        return _ipv6(bracketed[1])
    folded = unicodedata.normalize("NFKC", text).replace("\u3002", ".").lower()
    if not folded.isascii():
        folded = _punycode(folded)
    name = folded.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("the host is not a valid name or address")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(name)
    return name


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a canonical host spells, or None for a name."""
    if ":" in host:
        return IPv6Address(host)
    return IPv4Address(host) if host.rpartition(".")[2].isdigit() else None


def _ipv6(text: str) -> str:
    try:
        return IPv6Address(text).compressed
    except ValueError:
        raise ValueError("the host in brackets is not an IPv6 address") from None


def _ipv4(name: str) -> str:
    # A name whose last label is a number is an address or nothing (WHATWG URL, "ends in a number").
    try:
        return str(IPv4Address(socket.inet_aton(name)))
    except OSError:
        raise ValueError("the host ends in a number and is not an IPv4 address") from None


def _punycode(folded: str) -> str:
    try:
        return idna.encode(folded, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise ValueError("the host is not a valid international name") from None
