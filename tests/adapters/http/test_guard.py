"""How a URL can be spelled, and what each spelling is: errors-and-faults T01–T03."""

import string
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.adapters.http.addresses import why_denied
from onetake.adapters.http.guard import SINKS, Guard, origin_of, target_at
from onetake.core.problem import Problem

REFUSED = [
    # loopback and private, spelled in every way that some resolver takes
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0X7F.0.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://127.0x0.0.1/",
    "http://0/",
    "http://0x/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127\u30020\u30020\u30021/",  # ideographic full stops
    "http://127\uff0e0\uff0e0\uff0e1/",  # full-width full stops
    "http://\uff11\uff12\uff17.0.0.1/",  # full-width digits
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/",
    "http://0𝐱7f.1/",
    "http://10.0.0.1/",
    "http://192.168.1.1:80/",
    "http://172.16.0.1:443/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://100.100.100.200/",
    "http://192.0.0.8/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://256.1.1.1/",
    "http://1.2.3.4.5/",
    "http://4294967296/",
    "http://08.8.8.8/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::FFFF:7F00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[fec0::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fd00:ec2::254]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://ⓛocalhost/",
    # brackets, userinfo, escapes, control characters, broken authorities
    "http://[example.com]/",
    "http://[127.0.0.1]/",
    "http://[::1/",
    "http://::1/",
    "http://[]/",
    "http://example.com]/",
    "http://ex[a]mple.com/",
    "http://user@example.com/",
    "http://user:pass@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\.evil.com/",
    "http://exam%70le.com/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%00.example.com/",
    "http://example.com\x00.evil.com/",
    "http://example.com\r\nX-Evil: 1/",
    "http://example.com/\r\nX-Evil: 1",
    "http://example.com/\x7f",
    "http://example.com/\u2028",
    "\thttp://example.com/",
    " http://example.com/",
    "http:///example.com/",
    "http:example.com/",
    "http:/example.com/",
    "//example.com/",
    "http://",
    "http:///",
    "http://:80/",
    "http://?x",
    "http://.example.com/",
    "http://example..com/",
    "http://example.com../",
    "http://-example.com/",
    "http://exa mple.com/",
    "http://exa<mple.com/",
    "http://exam／ple.com/",
    "http://\u0300a.example.com/",  # a mark that stands on nothing
    "http://example.com＠127.0.0.1/",
    "http://example．com：22/",
    "http://℀.example.com/",
    f"http://{'a' * 64}.com/",
    f"http://{'a.' * 130}com/",
    # other ports and schemes
    "http://example.com:22/",
    "http://example.com:0/",
    "http://example.com:65536/",
    "http://example.com:99999/",
    "http://example.com:8080/",
    "http://example.com:８０/",
    "http://example.com:+80/",
    "http://example.com:80:80/",
    "http://example.com:-80/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "concat:http://example.com/|http://example.com/",
    "",
    "example.com",
    f"http://example.com/{'a' * 8192}",
]

ACCEPTED = {
    "http://example.com": "http://example.com:80/",
    "HTTPS://Example.COM/A?b=C": "https://example.com:443/A?b=C",
    "https://example.com./x": "https://example.com:443/x",
    "https://example.com:443/x#part": "https://example.com:443/x",
    "https://example.com:80/x": "https://example.com:80/x",
    "http://bücher.example/": "http://xn--bcher-kva.example:80/",
    "http://例え。テスト/": "http://xn--r8jz45g.xn--zckzah:80/",
    "http://xn--bcher-kva.example/": "http://xn--bcher-kva.example:80/",
    "http://ＥＸＡＭＰＬＥ．com/": "http://example.com:80/",
    "http://my_bucket.s3.amazonaws.com/": "http://my_bucket.s3.amazonaws.com:80/",
    "http://ex\u00adample.com/": "http://example.com:80/",  # a soft hyphen is nothing
    f"http://{'a.' * 125}com/": f"http://{'a.' * 125}com:80/",
    "http://8.8.8.8/": "http://8.8.8.8:80/",
    "http://0x08.8.8.8/": "http://8.8.8.8:80/",
    "http://[2606:4700:4700::1111]/": "http://[2606:4700:4700::1111]:80/",
    "http://[2606:4700:4700:0:0:0:0:1111]/": "http://[2606:4700:4700::1111]:80/",
    "https://example.com?x=1": "https://example.com:443/?x=1",
    "https://example.com/a@b:c": "https://example.com:443/a@b:c",
    "https://example.com/?u=http://127.0.0.1/": "https://example.com:443/?u=http://127.0.0.1/",
    "https://example.com/a b": "https://example.com:443/a%20b",
    "https://example.com/é": "https://example.com:443/%C3%A9",
    # a signed link goes out byte for byte
    "https://b.example.com/k%2Fx%7e?X-Sig=a%2Bb+c/d%3D": "https://b.example.com:443/k%2Fx%7e?X-Sig=a%2Bb+c/d%3D",
}


@pytest.mark.parametrize("url", REFUSED)
@pytest.mark.parametrize("sink", ["input", "output"])
def test_t02_a_spelling_is_refused(url: str, sink: str) -> None:
    with pytest.raises(Problem) as caught:
        Guard().check(url, sink)
    assert caught.value.code == "media_blocked_address"


@pytest.mark.parametrize("url", [url.replace("http://", "https://", 1) for url in REFUSED])
def test_t02_a_spelling_is_refused_as_a_callback(url: str) -> None:
    with pytest.raises(Problem) as caught:
        Guard().check(url, "callback")
    assert caught.value.code == "invalid_callback_url"


@pytest.mark.parametrize(("url", "sent"), ACCEPTED.items())
def test_accepted_and_sent_as(url: str, sent: str) -> None:
    target = Guard().check(url, "input")
    # yarl leaves a default port out when it prints; the path and query are what a signature covers
    printed = f"{target.origin}{target.url.raw_path_qs}"
    assert printed == sent
    assert not target.trusted


@given(st.text(alphabet=string.printable + "。．①⓪：＠／［］%", max_size=40))
def test_no_spelling_gets_past_with_a_forbidden_literal(text: str) -> None:
    try:
        target = Guard().check(f"http://{text}", "input")
    except Problem:
        return
    assert set(target.host) <= set(string.ascii_lowercase + string.digits + "-_.:")
    assert target.port in (80, 443)
    if target.host.replace(".", "").isdigit():
        assert why_denied(target.host) is None


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{0}", "0x{0:x}", "0{0:o}"]))
def test_t02_a_number_is_the_address_it_means(number: int, spelling: str) -> None:
    dotted = IPv4Address(number)
    url = f"http://{spelling.format(number)}/"
    if why_denied(dotted):
        with pytest.raises(Problem):
            Guard().check(url, "input")
    else:
        assert Guard().check(url, "input").host == str(dotted)


REASONS = {
    f"http://{'a.' * 125}comm/": "the host is not a valid name or address",
    "http://example.com@127.0.0.1/": "the URL holds a user name or password",
    "http://127.0.0.1\\.example.com/": "the host holds a character that is not allowed",
    "http://exam%70le.com/": "the host holds a character that is not allowed",
    "http://exa mple.com/": "the host holds a character that is not allowed",
    "http://exa[mple.com/": "the host or port is not valid",
    "http://:80/": "the host or port is not valid",
    "http://[127.0.0.1]/": "the host in brackets is not an IPv6 address",
    "http://256.1.1.1/": "the host ends in a number and is not an IPv4 address",
    "http://\u0300a.com/": "the host is not a valid international name",
    "http://example.com:0/": "the port is out of range",
    "http://example.com:65536/": "the port is out of range",
    "http://example.com:8080/": "port 8080 is not allowed (allowed: 80, 443)",
    "http://example.com/\x7f": "the URL holds a control character",
    "ftp://example.com/": "not an absolute http or https URL",
    "http://localhost/": "localhost is this machine",
    "http://a.localhost/": "a.localhost is this machine",
    "http://127.1/": "127.0.0.1 is not a public address (loopback)",
    "http://[::1]/": "::1 is not a public address (not global unicast)",
    f"http://example.com/{'a' * 8174}": "the URL is longer than 8192 characters",
}


@pytest.mark.parametrize(("url", "reason"), REASONS.items())
def test_a_refusal_says_why(url: str, reason: str) -> None:
    with pytest.raises(Problem) as caught:
        Guard().check(url, "input")
    assert caught.value.detail == reason


def test_lengths_to_the_letter() -> None:
    assert Guard().check("http://example.com/" + "a" * (8192 - 19), "input")
    hook = "https://example.com/"
    assert Guard().check(hook + "a" * (2048 - len(hook)), "callback")
    with pytest.raises(Problem) as caught:
        Guard().check(hook + "a" * (2049 - len(hook)), "callback")
    assert caught.value.detail == "the URL is longer than 2048 characters"


def test_ports_to_the_last_one() -> None:
    for port in (1, 65535):
        assert origin_of(f"http://a.test:{port}") == f"http://a.test:{port}"
    for port in (0, 65536, 99999):
        with pytest.raises(ValueError, match="the port is out of range"):
            origin_of(f"http://a.test:{port}")


def test_a_callback_must_be_https_and_short() -> None:
    guard = Guard()
    assert guard.check("https://example.com/hook", "callback").port == 443
    for url in ("http://example.com/hook", "https://example.com/" + "a" * 2048):
        with pytest.raises(Problem) as caught:
            guard.check(url, "callback")
        assert caught.value.code == "invalid_callback_url"


def test_a_rule_opens_one_origin_for_one_sink() -> None:
    guard = Guard({"input": ["http://127.0.0.1:9000"]})
    assert guard.check("http://127.0.0.1:9000/a.png", "input").trusted
    assert guard.check("http://0x7f.1:9000/a.png", "input").trusted
    for url, sink in [
        ("http://127.0.0.1:9001/a.png", "input"),
        ("https://127.0.0.1:9000/a.png", "input"),
        ("http://127.0.0.2:9000/a.png", "input"),
        ("http://localhost:9000/a.png", "input"),
        ("http://127.0.0.1:9000/a.png", "output"),
        ("https://127.0.0.1:9000/a.png", "callback"),
        ("http://127.0.0.1:9000/a.png", "provider"),
    ]:
        with pytest.raises(Problem):
            guard.check(url, sink)
    assert guard.rules["input"] == ["http://127.0.0.1:9000"]
    assert Guard().rules == {sink: [] for sink in SINKS}


def test_a_credentials_origin_is_allowed_for_that_call_only() -> None:
    guard = Guard()
    here = "http://127.0.0.1:9000"
    assert guard.check(here + "/v.mp4", "output", origin=here).trusted
    with pytest.raises(Problem):
        guard.check("http://127.0.0.1:9001/v.mp4", "output", origin=here)
    with pytest.raises(Problem):
        guard.check(here + "/v.mp4", "output")


@pytest.mark.parametrize(
    ("sink", "rule"),
    [
        ("inputs", "https://example.com"),
        ("input", "https://example.com/path"),
        ("input", "https://example.com?x"),
        ("input", "*.example.com"),
        ("input", "https://*.example.com"),
        ("input", "10.0.0.0/8"),
        ("callback", "http://127.0.0.1:9000"),
    ],
)
def test_a_rule_that_is_not_an_exact_origin_is_an_error(sink: str, rule: str) -> None:
    with pytest.raises(ValueError):
        Guard({sink: [rule]})


def test_an_origin_always_writes_its_port() -> None:
    assert origin_of("https://API.Example.com/") == "https://api.example.com:443"
    assert origin_of("http://[::1]:8000") == "http://[::1]:8000"


@pytest.mark.parametrize("path", ["/", "/v1/x?a=b%2F&c=[1]", "//evil.test/x", "/~a_b-c.d/!$'()*+,;:@"])
def test_a_plain_path_stays_below_its_origin_byte_for_byte(path: str) -> None:
    target = target_at("http://Provider.test:8080", path)
    assert target is not None
    assert (target.scheme, target.host, target.port) == ("http", "provider.test", 8080)
    assert str(target.url) == "http://provider.test:8080" + path
    assert target.origin == "http://provider.test:8080"
    assert target.trusted


@pytest.mark.parametrize("path", ["", "x", "http://evil.test/", "/a b", "/é", "/a\r\nb", '/"', "/a\\b", "/^"])
def test_any_other_path_needs_a_check(path: str) -> None:
    assert target_at("http://provider.test", path) is None


def test_an_origin_that_is_none_is_an_error() -> None:
    for origin in ("provider.test", "https://provider.test/v1", "ftp://provider.test"):
        with pytest.raises(ValueError):
            target_at(origin, "/x")
