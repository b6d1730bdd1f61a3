"""A private certificate authority and a certificate of this server, made at first use and renewed in time.

Everything lies in one folder, 0700: `authority.pem` (key and certificate, 0600), `ca.pem` (its certificate
alone, for clients to trust) and `server.pem` (key and certificate, 0600). A key never lies apart from its
certificate, so whatever a crash leaves behind is a pair.
"""

import ipaddress
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import idna
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY, TRUSTED, SERVER = "authority.pem", "ca.pem", "server.pem"
AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=390)
"""Apple takes no server certificate that lives longer than 398 days."""
LEAST_LEFT = timedelta(days=30)
_SLOW_CLOCKS = timedelta(days=1)


class Damaged(Exception):
    """A file of ours that is no key with its certificate; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key and the certificate that was made for it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def read(cls, file: Path) -> "Pair":
        """Raises OSError, ValueError."""
        content = file.read_bytes()
        try:
            key = serialization.load_pem_private_key(content, None)
            certificate = x509.load_pem_x509_certificate(content)
        except (TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(str(error)) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            raise ValueError("the key is not the one of the certificate")
        file.chmod(0o600)  # a backup that was put back may have lost it
        return cls(key, certificate)

    def keep(self, file: Path) -> None:
        """Write both, 0600."""
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        _replace(file, self.key.private_bytes(serialization.Encoding.PEM, *form) + pem(self.certificate))

    def left(self, now: datetime) -> timedelta:
        return self.certificate.not_valid_after_utc - now


def ensure(folder: Path, names: Collection[str], now: datetime | None = None) -> tuple[Path, Path]:
    """The files (`ca.pem`, `server.pem`) for a server of these names and addresses, made where needed.

    The authority stays for ten years, so that clients trust it once; the server's certificate is made anew
    when fewer than 30 days are left or a name is missing. Raises Damaged, OSError, ValueError (a name).
    """
    now = now or datetime.now(UTC)
    authority = authority_in(folder, now)
    trusted, server = folder / TRUSTED, folder / SERVER
    wanted = {_general(name) for name in names}
    if not _serves(server, authority, wanted, now):
        _server(authority, wanted, now).keep(server)
    return trusted, server


def authority_in(folder: Path, now: datetime) -> Pair:
    """The private authority of a folder, made where there is none, and its `ca.pem`. Raises Damaged,
    OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority, trusted = _authority(folder / AUTHORITY, now), folder / TRUSTED
    if not trusted.is_file() or trusted.read_bytes() != pem(authority.certificate):
        _replace(trusted, pem(authority.certificate), 0o644)
    return authority


def issued(
    authority: Pair,
    name: x509.Name,
    purposes: Collection[x509.ObjectIdentifier],
    now: datetime,
    until: datetime,
) -> tuple[ec.EllipticCurvePrivateKey, x509.CertificateBuilder]:
    """A new key, and the certificate for it that this authority has yet to sign."""
    key, issuer = ec.generate_private_key(ec.SECP256R1()), authority.certificate
    known = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    begun = (
        _begun(key, name, now, min(until, issuer.not_valid_after_utc))
        .issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(list(purposes)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known), critical=False)
    )
    return key, begun


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def keep_certificate(file: Path, certificate: x509.Certificate) -> None:
    """Write a certificate for others to read, its folder (0700) included."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _replace(file, pem(certificate), 0o644)


def _authority(file: Path, now: datetime) -> Pair:
    try:
        known = Pair.read(file)
        if known.left(now) >= LEAST_LEFT:
            return known
    except FileNotFoundError:
        pass
    except ValueError as error:
        told = "restore it from a backup, or remove it: a new one is made, which clients must trust again"
        raise Damaged(f"{file}: {error}; {told}") from None
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Onetake private authority {os.urandom(4).hex()}")
    made = (
        _begun(key, name, now, now + AUTHORITY_LIFE)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
    )
    authority = Pair(key, made.sign(key, hashes.SHA256()))
    authority.keep(file)
    return authority


def _server(authority: Pair, wanted: Collection[x509.GeneralName], now: datetime) -> Pair:
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH]
    key, begun = issued(authority, _name("Onetake"), purposes, now, now + SERVER_LIFE)
    begun = begun.add_extension(x509.SubjectAlternativeName(sorted(wanted, key=repr)), critical=False)
    return Pair(key, begun.sign(authority.key, hashes.SHA256()))


def _serves(file: Path, authority: Pair, wanted: Collection[x509.GeneralName], now: datetime) -> bool:
    """Whether what lies there is by this authority, for all these names and for a while yet."""
    try:
        pair = Pair.read(file)
        pair.certificate.verify_directly_issued_by(authority.certificate)
        names = pair.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return set(wanted) <= set(names) and pair.left(now) >= LEAST_LEFT


def _begun(
    key: ec.EllipticCurvePrivateKey, name: x509.Name, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SLOW_CLOCKS)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(name: str) -> x509.GeneralName:
    """Raises ValueError for what is neither an address nor a host name."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return x509.DNSName(name if name.isascii() else idna.encode(name, uts46=True).decode("ascii"))


def _replace(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, over what was there."""
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(descriptor)
    partial.replace(file)
