"""Which addresses may be reached: every block a second time, from the IANA registries."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.adapters.http.addresses import why_denied

DENIED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:53aa:64c:0:0:0:1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1ff:ffff::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2620:4f:8000::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fec0::1",
    "feff::1",
    "ff00::1",
    "ff02::1",
    "ff0e::1",
]

ALLOWED = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "::ffff:8.8.8.8",
    "2000::1",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700:4700::1111",
    "2a00:1450:4001::1",
    "3ffe::1",
]


HOLES = [
    *(
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "fec0::1",
        "feff::1",
        "::127.0.0.1",
        "::10.0.0.1",
    ),
    *("192.88.99.1", "224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1", "192.0.0.8", "192.0.0.170"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::", "100.100.100.200", "168.63.129.16", "::ffff:169.254.169.254"),
    *("2001:0:53aa:64c::1", "3fff::1", "5f00::1"),
]


@pytest.mark.parametrize("address", DENIED)
def test_t03_denied(address: str) -> None:
    assert why_denied(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_t03_allowed(address: str) -> None:
    assert why_denied(address) is None


@given(st.integers(0, 2**32 - 1))
def test_t03_a_mapped_address_is_judged_as_the_one_inside(number: int) -> None:
    mapped = IPv6Address((0xFFFF << 32) | number)
    assert why_denied(mapped) == why_denied(IPv4Address(number))


@given(st.integers(0, 2**128 - 1))
def test_t03_outside_global_unicast_nothing_but_a_mapped_address_is_reachable(number: int) -> None:
    address = IPv6Address(number)
    if number >> 125 != 0b001 and address.ipv4_mapped is None:
        assert why_denied(address)


@given(st.integers(0, 2**32 - 1))
def test_t03_what_python_calls_private_is_never_reachable(number: int) -> None:
    address = IPv4Address(number)
    if address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
        assert why_denied(address)


REASONS = {
    "this network": ["0.0.0.0", "0.255.255.255"],
    "private": [
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
    ],
    "carrier-grade NAT": ["100.64.0.0", "100.127.255.255"],
    "loopback": ["127.0.0.0", "127.255.255.255", "::ffff:127.0.0.1"],
    "cloud host agent": ["168.63.129.16"],
    "link-local": ["169.254.0.0", "169.254.255.255"],
    "protocol assignments": ["192.0.0.0", "192.0.0.255", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
    "documentation": [
        *("192.0.2.0", "192.0.2.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255"),
        *("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff::"),
    ],
    "AS112": ["192.31.196.0", "192.31.196.255", "192.175.48.0", "192.175.48.255", "2620:4f:8000:ffff::"],
    "AMT": ["192.52.193.0", "192.52.193.255"],
    "6to4 relay": ["192.88.99.0", "192.88.99.255"],
    "benchmarking": ["198.18.0.0", "198.19.255.255"],
    "multicast": ["224.0.0.0", "239.255.255.255"],
    "reserved": ["240.0.0.0", "255.255.255.255"],
    "6to4": ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    "not global unicast": ["::", "1fff:ffff::", "4000::", "fe80::1", "64:ff9b::808:808"],
    "scoped": ["fe80::1%eth0", "2606:4700:4700::1111%lo", "::ffff:8.8.8.8%1"],
}


@pytest.mark.parametrize(("reason", "addresses"), REASONS.items())
def test_t03_every_block_is_denied_to_its_edges_and_by_its_name(reason: str, addresses: list[str]) -> None:
    assert {why_denied(address) for address in addresses} == {reason}


def test_t03_the_blocks_that_pythons_registry_lets_through() -> None:
    """22 that some Python from 3.11 to 3.13 calls global, or nearly so, and 6 that everybody may reach."""
    assert all(why_denied(address) for address in HOLES)
    assert len(HOLES) == 22
    assert [why_denied(address) for address in ALLOWED[:2] + ALLOWED[-4:]] == [None] * 6


def test_text_that_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError):
        why_denied("localhost")
