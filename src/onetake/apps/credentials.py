"""Where upstreams get their credentials: a sealed row, or a file that nobody else can read; and the key that
seals."""

import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onetake.adapters.sealing import Keyring
from onetake.apps import secret
from onetake.apps.settings import Settings, SettingsError, UpstreamRow
from onetake.core.catalogue import catalogue
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.secret import Secret
from onetake.core.wire import NotSent
from onetake.services import credentials
from onetake.services.platform import derive

log = logging.getLogger("onetake")
KEY_FILE = "sealing-key"
NEXT = "sealing-key.next"

Source = Callable[[], Secret]
"""The credential as it is now. Raises NotSent where it was taken away."""
Read = Callable[[Callable[[Sql], Any]], Any]


def keyring(settings: Settings, fresh: bytes | None = None) -> Keyring:
    """The sealing keys of a data directory: of `sealing.key_file`, else of its own file, else the one that
    follows from its secret. `fresh`: a key that seals from now on, while the others only open.

    Raises SettingsError.
    """
    directory = settings.data_dir
    told = settings["sealing.key_file"]
    derived = derive(secret.read_secret(directory), "sealing")
    file = Path(told).expanduser() if told else directory / KEY_FILE
    main = _key(file) if told or file.exists() else derived
    # One that a renewal made and did not come to put in place: rows may be sealed with it already.
    after = [_key(directory / NEXT)] if (directory / NEXT).exists() else []
    return Keyring(fresh or main, [derived, main, *after], entropy=os.urandom)


class Vault:
    """The sealing of a running server (services.credentials.Vault). canonical: an origin as it is compared;
    raises ValueError for what is none."""

    def __init__(self, settings: Settings, canonical: Callable[[str], str]) -> None:
        self._settings, self._canonical = settings, canonical

    def ring(self) -> Keyring:
        """The keys as they are now."""
        return keyring(self._settings)

    def origin(self, route: str, told: str) -> str:
        """The canonical origin. Raises Problem(invalid_parameter)."""
        known = {name: row.origin for name, row in catalogue().routes.items() if row.origin}
        if route not in known:
            limit = f"one of {', '.join(known)}"
            raise Problem.of([Offence("route", route[:40], limit, "Name a route")])
        try:
            return self._canonical(told or known[route])
        except ValueError:
            limit = "an origin: scheme://host, with a port or without"
            raise Problem.of([Offence("origin", told[:80], limit, "Leave it out for the route's")]) from None


def renewed(settings: Settings, to: Path | None) -> tuple[bytes, Path, Path]:
    """A new sealing key, in a file before anything is sealed with it: the key, that file, and the file that
    it is to become once everything is. Raises SettingsError."""
    if to is not None:
        file = final = to.expanduser().absolute()
    elif settings["sealing.key_file"]:
        raise SettingsError("sealing.key_file is set: name the file of the new key with --to")
    else:
        file, final = settings.data_dir / NEXT, settings.data_dir / KEY_FILE
    if not file.exists():
        secret.keep(file, f"{os.urandom(32).hex()}\n".encode())
    return _key(file), file, final


def _key(file: Path) -> bytes:
    exposed(file)
    try:
        found = file.read_bytes().strip()
        key = found if len(found) == 32 else bytes.fromhex(found.decode("ascii"))
    except OSError as error:
        raise SettingsError(f"sealing key {file}: {error.strerror}") from None
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SettingsError(f"sealing key {file}: not 32 bytes, or 64 hexadecimal digits")
    return key


def source(row: UpstreamRow, origin: str, settings: Settings, read: Read) -> Source:
    """Where an upstream at `origin` (canonical) gets its credential. Raises SettingsError for one that it
    cannot have: unreadable, unknown, or bound to another route or origin."""
    if not row.credential:
        found = from_file(row)
        return lambda: found
    ring, name = keyring(settings), row.credential
    try:
        kept = read(lambda sql: credentials.find(sql, name))
        told = {"route": (kept["route"], row.route), "origin": (kept["origin"], origin)}
        for word, (is_for, wanted) in told.items():
            if is_for != wanted:
                text = f"the credential {name} is for the {word} {is_for}, not for {wanted}"
                raise SettingsError(f"[[upstream]] {row.name}: {text}")
        first = credentials.opened(kept, ring)
    except (Problem, ValueError) as error:
        raise SettingsError(f"[[upstream]] {row.name}: credential {name}: {error}") from None
    known = [(kept["id"], kept["rotated_at"], first)]

    def now() -> Secret:
        # Asked at every call to a provider, so that a value that was rotated or removed counts at once.
        try:
            kept = read(lambda sql: credentials.find(sql, name))
            if (kept["id"], kept["rotated_at"]) != known[0][:2]:
                if (kept["route"], kept["origin"]) != (row.route, origin):
                    raise NotSent(f"the credential {name} is for another place now")
                known[0] = (kept["id"], kept["rotated_at"], credentials.opened(kept, keyring(settings)))
        except (Problem, ValueError) as error:
            raise NotSent(f"the credential {name} cannot be used: {error}") from None
        return known[0][2]

    return now


def from_file(row: UpstreamRow) -> Secret:
    """The credential in a file. Raises SettingsError."""
    file = row.credential_file
    if file is None:
        raise SettingsError(f"[[upstream]] {row.name}: it has no credential_file")
    try:
        exposed(file)
        return Secret(file.read_text("utf-8").strip())
    except OSError as error:
        raise SettingsError(f"[[upstream]] {row.name}: credential_file {file}: {error.strerror}") from None


def exposed(file: Path) -> None:
    """Say it where others on this machine can read a file of ours (T28). A warning and no refusal: secrets
    that a container is given are often mounted so, read-only."""
    if file.exists() and (mode := stat.S_IMODE(file.stat().st_mode)) & 0o077:
        log.warning("%s can be read by others (mode %04o): chmod 600 %s", file, mode, file)
