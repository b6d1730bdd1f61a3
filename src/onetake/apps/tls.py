"""What `onetake serve` shows over TLS: a certificate of its own, or the operator's files."""

import ipaddress
import shlex
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onetake.apps.settings import Settings, SettingsError

if TYPE_CHECKING:
    from cryptography import x509

FOLDER, PINNED = "tls", "pinned.pem"
"""Below the data directory; `_sdk.place` reads PINNED and the authority there."""
_FILES = ("server.tls_cert", "server.tls_key")


@dataclass(frozen=True, slots=True)
class Tls:
    """The server's side of a handshake. `authority` is what clients have to trust, when it is ours."""

    context: ssl.SSLContext
    authority: Path | None = None

    def hint(self) -> str:
        """What to set so that programs on this machine trust the server; empty for the operator's files."""
        if self.authority is None:
            return ""
        file = shlex.quote(str(self.authority))
        return f"Clients trust this server with SSL_CERT_FILE={file} (Node: NODE_EXTRA_CA_CERTS={file})"


def wanted(settings: Settings) -> bool:
    """Whether the server speaks TLS. Raises SettingsError for one of the operator's two files alone."""
    given = [name for name in _FILES if settings[name]]
    if len(given) == 1:
        (missing,) = set(_FILES) - set(given)
        raise SettingsError(f"{given[0]} is set and {missing} is not; a certificate needs its key")
    return settings["server.tls"] or bool(given)


def prepare(settings: Settings, address: str) -> Tls:
    """Read the operator's files, else make or renew our own for `address` and the names in the settings.

    Writes below the data directory, so its owner calls it. Raises SettingsError.
    """
    if settings[_FILES[0]]:
        return _given(settings)
    from onetake.apps import certificates

    folder = settings.data_dir / FOLDER
    try:
        trusted, server = certificates.ensure(folder, names(settings, address))
        (folder / PINNED).unlink(missing_ok=True)
    except certificates.Damaged as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(f"{error.filename or folder}: {error.strerror}") from None
    except ValueError as error:
        raise SettingsError(
            f"server.host, server.public_url: not a name for a certificate: {error}"
        ) from None
    return Tls(_context(server, server), trusted)


def names(settings: Settings, address: str) -> set[str]:
    """What the certificate is for; an address that stands for all of them names none."""
    public = urlsplit(settings["server.public_url"]).hostname
    found = {"localhost", "127.0.0.1", "::1", settings["server.host"], address, public or ""}
    return {name for name in found if name and not _unspecified(name)}


def state(settings: Settings) -> tuple[bool, str] | None:
    """For `doctor`: whether the certificate is well, and what it is; None where there is none."""
    from onetake.apps import certificates

    file = settings.data_dir / FOLDER / certificates.SERVER
    if wanted(settings) and settings[_FILES[0]]:
        _given(settings, pin=False)
        file = _file(settings, _FILES[0])
        certificate = _certificate(file)
    elif file.exists():
        certificate = certificates.Pair.read(file).certificate
    else:
        return None
    days = (certificate.not_valid_after_utc - datetime.now(UTC)).days
    return days >= 0, f"{file}, {days} days left"


def _given(settings: Settings, pin: bool = True) -> Tls:
    cert, key = (_file(settings, name) for name in _FILES)
    for name, file in zip(_FILES, (cert, key), strict=True):
        try:
            file.read_bytes()
        except OSError as error:
            raise SettingsError(f"{name}: {file}: {error.strerror}") from None
    try:
        context = _context(cert, key)
    except ssl.SSLError as error:
        told = (error.reason or str(error)).replace("_", " ").lower()
        shown = f"{_FILES[0]} {cert}, {_FILES[1]} {key}"
        raise SettingsError(f"{shown}: not a certificate with its key (PEM, no password): {told}") from None
    certificate = _certificate(cert)
    if certificate.not_valid_after_utc < datetime.now(UTC):
        raise SettingsError(f"{_FILES[0]}: {cert} ended on {certificate.not_valid_after_utc:%Y-%m-%d}")
    if pin:
        from onetake.apps.certificates import keep_certificate

        keep_certificate(settings.data_dir / FOLDER / PINNED, certificate)
    return Tls(context)


def _certificate(file: Path) -> "x509.Certificate":
    """The first of the file: the server's own. Those of its authorities follow."""
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(file.read_bytes())[0]
    except ValueError as error:
        raise SettingsError(f"{_FILES[0]}: {file}: {error}") from None


def _context(cert: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key, password="")  # without one, OpenSSL would ask at the terminal
    return context


def _file(settings: Settings, name: str) -> Path:
    return settings.data_dir / Path(settings[name]).expanduser()


def _unspecified(name: str) -> bool:
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_unspecified
    except ValueError:
        return False
