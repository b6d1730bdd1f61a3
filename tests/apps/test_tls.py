"""Certificates of our own and of the operator: what is in them, how long they last, what is refused."""

import ipaddress
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from onetake._sdk import place, trust
from onetake.apps import certificates, run, tls
from onetake.apps.settings import Settings, SettingsError, load

NAMES = ("localhost", "127.0.0.1", "::1")
NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def settings(folder: Path, **values: object) -> Settings:
    """`settings(folder, tls=True)`: the section `server` of a data directory that may not exist yet."""
    return load(folder, {f"server.{name}": value for name, value in values.items()}, {})


def certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(file: Path) -> set[str]:
    found = certificate(file).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> str | None:
    """One over a pair of sockets, as a client that looks for `host`: the protocol. Raises ssl.SSLError."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(ours, server_side=True).close()
        except OSError:
            ours.close()

    other = threading.Thread(target=answer)
    other.start()
    try:
        with theirs, client.wrap_socket(theirs, server_hostname=host) as line:
            return line.version()
    finally:
        other.join()


def test_the_authority_signs_servers_and_nothing_below_them(tmp_path: Path):
    trusted, server = certificates.ensure(tmp_path, NAMES, NOW)
    authority, leaf = certificate(trusted), certificate(server)
    leaf.verify_directly_issued_by(authority)
    ours = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert ours.critical and ours.value.ca and ours.value.path_length == 0
    assert authority.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    uses = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(uses) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_lifetimes_and_modes(tmp_path: Path):
    trusted, server = certificates.ensure(tmp_path / "tls", NAMES, NOW)
    leaf = certificate(server)
    assert leaf.not_valid_before_utc < NOW
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < 398 * DAY
    assert certificate(trusted).not_valid_after_utc == NOW + 3650 * DAY
    modes = {path.name: mode(path) for path in (tmp_path / "tls").iterdir()}
    assert modes == {"authority.pem": 0o600, "server.pem": 0o600, "ca.pem": 0o644}
    assert mode(tmp_path / "tls") == 0o700
    assert b"PRIVATE" not in trusted.read_bytes()


def test_the_certificate_is_made_anew_with_fewer_than_30_days_left_and_trusted_as_before(tmp_path: Path):
    trusted, server = certificates.ensure(tmp_path, NAMES, NOW)
    first, authority = server.read_bytes(), trusted.read_bytes()
    end = certificate(server).not_valid_after_utc
    certificates.ensure(tmp_path, NAMES, end - 30 * DAY)
    assert server.read_bytes() == first
    certificates.ensure(tmp_path, NAMES, end - 29 * DAY)
    assert server.read_bytes() != first
    assert certificate(server).not_valid_after_utc > end
    assert trusted.read_bytes() == authority


def test_the_authority_ends_too_and_no_certificate_outlives_it(tmp_path: Path):
    trusted, server = certificates.ensure(tmp_path, NAMES, NOW)
    old, end = trusted.read_bytes(), certificate(trusted).not_valid_after_utc
    certificates.ensure(tmp_path, NAMES, end - 40 * DAY)
    assert certificate(server).not_valid_after_utc == end
    certificates.ensure(tmp_path, NAMES, end - 10 * DAY)
    assert trusted.read_bytes() != old
    certificate(server).verify_directly_issued_by(certificate(trusted))


def test_a_name_more_is_a_new_certificate_and_a_name_less_is_none(tmp_path: Path):
    _, server = certificates.ensure(tmp_path, NAMES, NOW)
    certificates.ensure(tmp_path, [*NAMES, "bücher.example"], NOW)
    assert "xn--bcher-kva.example" in names(server)
    kept = server.read_bytes()
    certificates.ensure(tmp_path, NAMES, NOW)
    assert server.read_bytes() == kept


@pytest.mark.parametrize("content", [b"", b"no key", None], ids=["empty", "text", "another's"])
def test_a_damaged_certificate_is_made_anew(tmp_path: Path, content: bytes | None):
    trusted, server = certificates.ensure(tmp_path / "a", NAMES, NOW)
    if content is None:
        content = certificates.ensure(tmp_path / "b", NAMES, NOW)[1].read_bytes()
    server.write_bytes(content)
    certificates.ensure(tmp_path / "a", NAMES, NOW)
    certificate(server).verify_directly_issued_by(certificate(trusted))


@pytest.mark.parametrize("content", [b"", b"no key", None], ids=["empty", "text", "two halves"])
def test_a_damaged_authority_is_told_and_not_replaced(tmp_path: Path, content: bytes | None):
    given = settings(tmp_path, tls=True)
    before = tls.prepare(given, "127.0.0.1").authority.read_bytes()
    authority = tmp_path / "tls" / certificates.AUTHORITY
    if content is None:
        content = authority.read_bytes().partition(b"-----BEGIN CERT")[0]
        content += certificates.ensure(tmp_path / "b", NAMES)[0].read_bytes()
    authority.write_bytes(content)
    with pytest.raises(SettingsError, match=r"authority\.pem: .*restore it"):
        tls.prepare(given, "127.0.0.1")
    assert authority.read_bytes() == content
    assert (tmp_path / "tls" / "ca.pem").read_bytes() == before


def test_keys_that_came_back_readable_are_closed_again(tmp_path: Path):
    _, server = certificates.ensure(tmp_path, NAMES, NOW)
    files = server, tmp_path / certificates.AUTHORITY
    for file in files:
        file.chmod(0o644)
    certificates.ensure(tmp_path, NAMES, NOW)
    assert [mode(file) for file in files] == [0o600, 0o600]


def test_it_is_for_this_machine_the_host_and_the_public_url(tmp_path: Path):
    given = settings(tmp_path, tls=True, host="studio.lan", public_url="https://video.example:8443/onetake")
    tls.prepare(given, "192.0.2.7")
    wanted = {*NAMES, "studio.lan", "192.0.2.7", "video.example"}
    assert names(tmp_path / "tls" / "server.pem") == {
        str(ipaddress.ip_address(n)) if ":" in n else n for n in wanted
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_an_address_that_stands_for_all_is_no_name(tmp_path: Path, host: str):
    assert tls.names(settings(tmp_path, tls=True, host=host), host) == set(NAMES)


def test_whoever_trusts_the_authority_gets_tls_1_2_or_later(tmp_path: Path):
    made = tls.prepare(settings(tmp_path, tls=True), "127.0.0.1")
    assert made.context.minimum_version == ssl.TLSVersion.TLSv1_2
    client = ssl.create_default_context(cafile=made.authority)
    client.verify_flags |= ssl.VERIFY_X509_STRICT  # Python 3.13's default
    for host in NAMES:
        assert handshake(made.context, client, host) == "TLSv1.3"
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    assert handshake(made.context, client, "localhost") == "TLSv1.2"
    with pytest.raises(ssl.SSLCertVerificationError, match="match"):
        handshake(made.context, client, "video.example")
    with pytest.raises(ssl.SSLCertVerificationError, match="issuer"):
        handshake(made.context, ssl.create_default_context(), "localhost")


def test_the_hint_is_for_a_shell(tmp_path: Path):
    folder = tmp_path / "my data"
    told = tls.prepare(settings(folder, tls=True), "127.0.0.1").hint()
    assert f"SSL_CERT_FILE='{folder}/tls/ca.pem'" in told
    assert f"NODE_EXTRA_CA_CERTS='{folder}/tls/ca.pem'" in told


class Operator:
    """Files as an operator has them, of an authority that this machine does not know."""

    def __init__(self, folder: Path) -> None:
        made = trustme.CA().issue_cert("video.example")
        self.cert, self.key = folder / "video.pem", folder / "video.key"
        self.cert.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
        self.key.write_bytes(made.private_key_pem.bytes())


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def test_the_operators_files_are_shown_and_nothing_of_our_own_is_made(tmp_path: Path, operator: Operator):
    given = settings(tmp_path, tls_cert="video.pem", tls_key=str(operator.key))
    assert tls.wanted(given)
    made = tls.prepare(given, "127.0.0.1")
    assert (made.authority, made.hint()) == (None, "")
    assert [path.name for path in (tmp_path / "tls").iterdir()] == ["pinned.pem"]


def test_programs_of_this_machine_know_the_operators_certificate_by_itself(
    tmp_path: Path, operator: Operator
):
    made = tls.prepare(settings(tmp_path, tls_cert="video.pem", tls_key="video.key"), "127.0.0.1")
    file = place.trust_of(str(tmp_path), "https://127.0.0.1:8787")
    assert file == f"{tmp_path}/tls/pinned.pem"
    assert handshake(made.context, trust.context(file), "127.0.0.1")
    imposter = tls.prepare(settings(tmp_path / "other", tls=True), "127.0.0.1")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(imposter.context, trust.context(file), "127.0.0.1")


def test_they_go_back_to_our_authority_with_the_server(tmp_path: Path, operator: Operator):
    tls.prepare(settings(tmp_path, tls_cert="video.pem", tls_key="video.key"), "127.0.0.1")
    made = tls.prepare(settings(tmp_path, tls=True), "127.0.0.1")
    file = place.trust_of(str(tmp_path), "https://127.0.0.1:8787")
    assert file == str(made.authority)
    assert handshake(made.context, trust.context(file), "127.0.0.1")
    assert place.trust_of(str(tmp_path), "http://127.0.0.1:8787") is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"tls_cert": "video.pem"}, "server.tls_cert is set and server.tls_key is not"),
        ({"tls_key": "video.key"}, "server.tls_key is set and server.tls_cert is not"),
        ({"tls_cert": "none.pem", "tls_key": "video.key"}, "server.tls_cert: .*none.pem: No such file"),
        ({"tls_cert": "video.pem", "tls_key": "none.key"}, "server.tls_key: .*none.key: No such file"),
        ({"tls_cert": "video.pem", "tls_key": "text"}, "not a certificate with its key"),
        ({"tls_cert": "text", "tls_key": "video.key"}, "not a certificate with its key"),
        ({"tls_cert": "video.pem", "tls_key": "other.key"}, "with its key .*key values mismatch"),
        ({"tls_cert": "video.pem", "tls_key": "locked.key"}, "with its key .*no password"),
        ({"tls_cert": "old.pem", "tls_key": "old.key"}, r"old.pem ended on 2001-01-01"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used_are_told(tmp_path: Path, operator: Operator, given, told):
    (tmp_path / "text").write_text("nothing")
    (tmp_path / "other.key").write_bytes(trustme.CA().issue_cert("a.example").private_key_pem.bytes())
    key = serialization.load_pem_private_key(operator.key.read_bytes(), None)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    locked = serialization.BestAvailableEncryption(b"secret")
    (tmp_path / "locked.key").write_bytes(key.private_bytes(*form, locked))
    old = trustme.CA().issue_cert("video.example", not_after=datetime(2001, 1, 1, tzinfo=UTC))
    (tmp_path / "old.pem").write_bytes(old.cert_chain_pems[0].bytes())
    (tmp_path / "old.key").write_bytes(old.private_key_pem.bytes())
    with pytest.raises(SettingsError, match=told):
        chosen = settings(tmp_path, **given)
        assert tls.wanted(chosen)
        tls.prepare(chosen, "127.0.0.1")
    assert not (tmp_path / "tls").exists()


def test_a_name_that_no_certificate_can_have_is_told(tmp_path: Path):
    given = settings(tmp_path, tls=True, public_url="https://\u2603\u200d.example")
    with pytest.raises(SettingsError, match=r"server\.public_url: not a name"):
        tls.prepare(given, "127.0.0.1")


@pytest.mark.parametrize(
    ("value", "taken"), [("true", True), ("1", True), ("False", False), ("0", False), (True, True)]
)
def test_true_and_false_as_text_and_as_they_are(tmp_path: Path, value, taken):
    assert settings(tmp_path, tls=value)["server.tls"] is taken


@pytest.mark.parametrize("value", ["", "maybe", 1, [True]])
def test_neither_true_nor_false(tmp_path: Path, value):
    with pytest.raises(SettingsError, match=r"server\.tls .*true or false"):
        settings(tmp_path, tls=value)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]")],
)
def test_the_url_is_one_that_the_certificate_is_for(host: str, shown: str):
    if ":" in host and not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    with run.bind(host, 0) as bound:
        assert run.url_of(bound, "https") == f"https://{shown}:{bound.getsockname()[1]}"


def test_doctor_tells_which_certificate_and_how_long(tmp_path: Path, operator: Operator):
    assert tls.state(settings(tmp_path)) is None
    tls.prepare(settings(tmp_path, tls=True), "127.0.0.1")
    assert tls.state(settings(tmp_path)) == (True, f"{tmp_path}/tls/server.pem, 389 days left")
    fine, told = tls.state(settings(tmp_path, tls_cert="video.pem", tls_key="video.key")) or (False, "")
    assert fine and str(operator.cert) in told
