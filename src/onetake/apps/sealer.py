"""Who signs manifests of provenance: a key of this installation's own, or the operator's certificate.

Our own lies in `provenance/` below the data directory, made when it is first needed: a private authority and
a certificate under it. Nobody else trusts that authority, and files say so; what the signature proves is that
a file is as this installation made it. An operator with a certificate that others trust sets
`provenance.certificate` and `provenance.key`.
"""

import threading
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onetake.apps.settings import Settings, SettingsError

if TYPE_CHECKING:
    from onetake.apps.signing_key import SigningKey

FOLDER, TRUSTED = "provenance", "ca.pem"
_FILES = ("provenance.certificate", "provenance.key")


class Sealer:
    """A key with its chain; our own is read, or made, at the first use. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError for the operator's files where they do not fit."""
        self._folder, self._lock = settings.data_dir / FOLDER, threading.Lock()
        self._key: SigningKey | None = _given(settings)

    @property
    def chain(self) -> str:
        """Certificates in PEM, the signer's own first. Raises Damaged, OSError."""
        return self._loaded().chain

    @property
    def algorithm(self) -> str:
        return self._loaded().algorithm

    def sign(self, data: bytes) -> bytes:
        return self._loaded().sign(data)

    def _loaded(self) -> "SigningKey":
        with self._lock:
            if self._key is None:
                from onetake.apps import signing_key

                self._key = signing_key.own(self._folder, datetime.now(UTC))
            return self._key


def _given(settings: Settings) -> "SigningKey | None":
    said = [name for name in _FILES if settings[name]]
    if len(said) == 1:
        raise SettingsError(f"{said[0]} is set alone; a certificate needs its key, and a key its certificate")
    if not said:
        return None
    from onetake.apps import signing_key

    return signing_key.given(*(settings.data_dir / Path(settings[name]).expanduser() for name in _FILES))


def own_authority(data_dir: Path) -> str:
    """The certificate of our own authority (PEM), "" where there is none yet."""
    try:
        return (data_dir / FOLDER / TRUSTED).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def state(settings: Settings) -> tuple[bool, str]:
    """For `doctor`: whether films can be signed, and as whose. Raises SettingsError."""
    if not settings["provenance.enabled"]:
        return True, "off: films get no manifest"
    if find_spec("c2pa") is None:
        return False, "c2pa-python is missing: films get no manifest"
    given = _given(settings)
    if given is None:
        made = "" if own_authority(settings.data_dir) else ", made with the first film"
        return True, f"signed by this installation's own key, which nobody else trusts{made}"
    return True, f"signed by {settings[_FILES[0]]}, {given.days_left(datetime.now(UTC))} days left"
