"""Which IP addresses an outgoing connection may reach.

Our own table, not `ipaddress.is_global`: that one lets NAT64, site-local, v4-compatible and multicast
addresses through on some of the Pythons we run on (errors-and-faults T03). IPv4 denies every block of the
IANA special-purpose registry; IPv6 allows only what IANA has given out as global unicast, less its
special-purpose holes, so a block that is invented later is denied without a change here.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_DENIED_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(block), why)
    for block, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),  # a large cloud serves instance metadata from this block
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud host agent"),  # globally routed by number, but answers only inside Azure
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_ALLOWED_V6 = IPv6Network("2000::/3")
_DENIED_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(block), why)
    for block, why in (
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
    )
)


def why_denied(address: str | Address) -> str | None:
    """Say why `address` must not be reached ("loopback"), or None when it may be.

    A v4-mapped IPv6 address is judged as the IPv4 address inside it. A zone (`fe80::1%eth0`) is denied.
    Raises ValueError for text that is not an address.
    """
    ip = ip_address(address) if isinstance(address, str) else address
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return "scoped"
        if ip.ipv4_mapped is None:
            return _why_denied_v6(ip)
        ip = ip.ipv4_mapped
    return next((why for block, why in _DENIED_V4 if ip in block), None)


def _why_denied_v6(ip: IPv6Address) -> str | None:
    if ip not in _ALLOWED_V6:
        return "not global unicast"
    return next((why for block, why in _DENIED_V6 if ip in block), None)
