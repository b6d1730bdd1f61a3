"""The one secret of a data directory, and files of ours that are written whole or not at all."""

import contextlib
import os
from pathlib import Path

from onetake.apps.settings import SettingsError

SECRET = "secret"


def read_secret(data_dir: Path) -> bytes:
    """The secret that keys and links are derived from; made at first start, readable by its owner only."""
    file = data_dir / SECRET
    if not file.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep(file, os.urandom(32))
    secret = file.read_bytes()
    if len(secret) != 32:
        raise SettingsError(f"{file}: not a secret of ours (32 bytes); restore it from a backup")
    return secret


def keep(file: Path, content: bytes) -> None:
    """Write a file of ours, 0600: whole or not at all, and never over one that is there."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(partial, file)
    finally:
        partial.unlink(missing_ok=True)
