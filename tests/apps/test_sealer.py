"""Whose key signs: our own, made once; or the operator's, refused at start where it is not well."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from onetake.apps import certificates, signing_key
from onetake.apps.certificates import Pair
from onetake.apps.sealer import FOLDER, Sealer, own_authority, state
from onetake.apps.settings import SettingsError, load
from onetake.apps.wiring import _seals

NOW = datetime.now(UTC)
KEYS: dict[str, Callable[[], Any]] = {
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ED25519": ed25519.Ed25519PrivateKey.generate,
    "PS256": lambda: rsa.generate_private_key(65537, 2048),
}


def settings(folder: Path, **more: Any) -> Any:
    folder.mkdir(exist_ok=True)
    rows = "".join(
        f"{name} = {str(value).lower() if value is False else repr(str(value))}\n"
        for name, value in more.items()
    )
    (folder / "onetake.toml").write_text(f"[provenance]\n{rows}")
    return load(folder)


def operator(
    folder: Path, key: Any, purposes: Any = (ExtendedKeyUsageOID.EMAIL_PROTECTION,), days: int = 30
) -> dict[str, str]:
    """An authority's certificate for this key, as its two files; what the settings say of them."""
    authority = certificates.authority_in(folder / "authority", NOW)
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Studio")])
    begun = (
        x509.CertificateBuilder(subject_name=name, issuer_name=authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=60))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(certificates._usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
    )
    if purposes:
        begun = begun.add_extension(x509.ExtendedKeyUsage(list(purposes)), critical=False)
    leaf = begun.sign(authority.key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(certificates.pem(leaf) + certificates.pem(authority.certificate))
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    return {"certificate": "cert.pem", "key": "key.pem"}


def test_our_own_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    first, again = Sealer(settings(tmp_path)), Sealer(settings(tmp_path))
    assert own_authority(tmp_path) == "", "nothing is made before it is needed"
    assert first.chain == again.chain and first.algorithm == "ES256"
    leaf, authority = x509.load_pem_x509_certificates(first.chain.encode())
    leaf.verify_directly_issued_by(authority)
    assert own_authority(tmp_path).encode() == certificates.pem(authority)
    left = leaf.not_valid_after_utc - NOW
    assert left > timedelta(days=3600), "a signature without a time stamp lasts as long as its certificate"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / FOLDER).iterdir()}
    assert modes == {"authority.pem": 0o600, "ca.pem": 0o644, "signer.pem": 0o600}
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700


def test_a_lost_or_strange_certificate_is_made_anew_under_the_same_authority(tmp_path: Path):
    folder = tmp_path / FOLDER
    first = signing_key.own(folder, NOW)
    (folder / "signer.pem").unlink()
    second = signing_key.own(folder, NOW)
    assert (
        second.chain != first.chain and second.chain.split("-----END")[1] == first.chain.split("-----END")[1]
    )
    Pair(ec.generate_private_key(ec.SECP256R1()), Pair.read(folder / "authority.pem").certificate).keep(
        folder / "signer.pem"
    )
    third = signing_key.own(folder, NOW)
    assert third.chain != second.chain
    (folder / "authority.pem").write_text("rubbish")
    with pytest.raises(certificates.Damaged, match="restore it"):
        signing_key.own(folder, NOW)


@pytest.mark.parametrize("algorithm", KEYS)
def test_the_operators_certificate_signs_what_c2pa_takes(tmp_path: Path, algorithm: str):
    made = Sealer(settings(tmp_path, **operator(tmp_path, KEYS[algorithm]())))
    assert made.algorithm == algorithm and own_authority(tmp_path) == ""
    chosen = getattr(c2pa.C2paSigningAlg, algorithm)
    with c2pa.Signer.from_callback(made.sign, chosen, made.chain) as signer:
        assert signer.reserve_size() > 0


def _other_key(folder: Path, said: dict[str, str]) -> None:
    operator(folder / "other", KEYS["ES256"]())
    (folder / "key.pem").write_bytes((folder / "other" / "key.pem").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda folder, said: said.pop("key"), "alone"),
        (lambda folder, said: said.pop("certificate"), "alone"),
        (lambda folder, said: said.update(key="away.pem"), "away.pem"),
        (lambda folder, said: (folder / "cert.pem").write_text("rubbish"), "PEM"),
        (lambda folder, said: (folder / "key.pem").write_text("rubbish"), "PEM"),
        (lambda folder, said: (folder / "other").mkdir() or _other_key(folder, said), "is not the key"),
        (lambda folder, said: operator(folder, KEYS["ES256"](), purposes=()), "extended key usage"),
        (
            lambda folder, said: operator(
                folder, KEYS["ES256"](), [ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]
            ),
            "extended key usage",
        ),
        (lambda folder, said: operator(folder, KEYS["ES256"](), days=-1), "ended on"),
        (lambda folder, said: operator(folder, ec.generate_private_key(ec.SECP256K1())), "C2PA takes"),
    ],
)
def test_what_does_not_fit_is_refused_at_start(tmp_path: Path, spoil: Any, word: str):
    said = operator(tmp_path, KEYS["ES256"]())
    spoil(tmp_path, said)
    with pytest.raises(SettingsError, match=word):
        Sealer(settings(tmp_path, **said))


def test_nothing_is_signed_where_the_operator_said_so(tmp_path: Path):
    assert _seals(settings(tmp_path)) is not None
    assert _seals(settings(tmp_path, enabled=False)) is None
    assert not (tmp_path / FOLDER).exists()


def test_doctor_says_who_signs(tmp_path: Path):
    assert "made with the first film" in state(settings(tmp_path))[1]
    signing_key.own(tmp_path / FOLDER, NOW)
    assert state(settings(tmp_path))[1].endswith("nobody else trusts")
    assert state(settings(tmp_path, enabled=False)) == (True, "off: films get no manifest")
    told = state(settings(tmp_path, **operator(tmp_path, KEYS["ES256"]())))
    assert told[0] and "cert.pem" in told[1] and "29 days left" in told[1]
