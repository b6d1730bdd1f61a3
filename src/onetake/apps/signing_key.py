"""The key that signs manifests of provenance, with the certificates that tell whose it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from onetake.apps import certificates
from onetake.apps.certificates import LEAST_LEFT, Pair
from onetake.apps.settings import SettingsError

SIGNER = "signer.pem"
CERTIFICATE, KEY = "provenance.certificate", "provenance.key"
PURPOSE = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Signing of documents (RFC 9336), one of the uses that C2PA takes of a signer's certificate."""
_CURVES: dict[str, tuple[str, Any, int]] = {
    "secp256r1": ("ES256", hashes.SHA256(), 32),
    "secp384r1": ("ES384", hashes.SHA384(), 48),
    "secp521r1": ("ES512", hashes.SHA512(), 66),
}
_LEAST_RSA = 2048


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its chain in PEM, the signer's own certificate first."""

    key: Any
    chain: str

    @property
    def algorithm(self) -> str:
        """As C2PA names it."""
        return algorithm_of(self.key)

    def days_left(self, now: datetime) -> int:
        """Whole days until the certificate ends."""
        return (x509.load_pem_x509_certificate(self.chain.encode()).not_valid_after_utc - now).days

    def sign(self, data: bytes) -> bytes:
        """The bare signature: r and s side by side for an elliptic curve (RFC 9053)."""
        key = self.key
        if isinstance(key, ec.EllipticCurvePrivateKey):
            _, digest, size = _CURVES[key.curve.name]
            r, s = decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if isinstance(key, rsa.RSAPrivateKey):
            digest = hashes.SHA256()
            return key.sign(data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)
        return key.sign(data)


def own(folder: Path, now: datetime) -> SigningKey:
    """Our key and its chain, made where needed. The certificate lives as long as its authority: a signature
    without a time stamp is worth something only while it does. Raises Damaged, OSError."""
    authority, file = certificates.authority_in(folder, now), folder / SIGNER
    try:
        pair = Pair.read(file)
        pair.certificate.verify_directly_issued_by(authority.certificate)
        well = pair.left(now) >= LEAST_LEFT
    except (FileNotFoundError, ValueError, TypeError, InvalidSignature):
        well, pair = False, authority
    if not well:
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Onetake, own key of one installation"),
                x509.NameAttribute(
                    NameOID.COMMON_NAME, f"Onetake {authority.certificate.serial_number:x}"[:24]
                ),
            ]
        )
        until = authority.certificate.not_valid_after_utc
        key, begun = certificates.issued(
            authority, name, [PURPOSE, ExtendedKeyUsageOID.EMAIL_PROTECTION], now, until
        )
        pair = Pair(key, begun.sign(authority.key, hashes.SHA256()))
        pair.keep(file)
    chain = certificates.pem(pair.certificate) + certificates.pem(authority.certificate)
    return SigningKey(pair.key, chain.decode("ascii"))


def given(certificate: Path, secret: Path) -> SigningKey:
    """The operator's. Raises SettingsError that names the setting."""
    try:
        found = x509.load_pem_x509_certificates(certificate.read_bytes())
        key = serialization.load_pem_private_key(secret.read_bytes(), None)
    except OSError as error:
        raise SettingsError(f"{error.filename}: {error.strerror}") from None
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{CERTIFICATE}, {KEY}: not PEM without a password: {error}") from None
    leaf = found[0]
    if key.public_key() != leaf.public_key():
        raise SettingsError(f"{KEY} is not the key of the first certificate of {CERTIFICATE}")
    if leaf.not_valid_after_utc < datetime.now(UTC):
        raise SettingsError(f"{CERTIFICATE}: it ended on {leaf.not_valid_after_utc:%Y-%m-%d}")
    try:
        purposes = set(leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        purposes = set()
    if not purposes or ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in purposes:
        raise SettingsError(
            f"{CERTIFICATE}: C2PA needs a certificate with an extended key usage, and not any"
        )
    algorithm_of(key)
    return SigningKey(key, b"".join(certificates.pem(one) for one in found).decode("ascii"))


def algorithm_of(key: Any) -> str:
    """As C2PA names it. Raises SettingsError for a key that it does not take."""
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name][0]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _LEAST_RSA:
        return "PS256"
    raise SettingsError(f"{KEY}: C2PA takes P-256, P-384, P-521, Ed25519, and RSA from 2048 bits")
