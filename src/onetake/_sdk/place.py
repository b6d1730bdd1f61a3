"""Where a Onetake on this machine is found: its data directory, its URL and its key.

Plain strings and no imports beyond os and sys: the command line looks here before it loads anything else.
"""

import os
import sys

NOTICE, KEY = "server.json", "cli-key"
PINNED, AUTHORITY = "tls/pinned.pem", "tls/ca.pem"


def data_dir() -> str:
    """`ONETAKE_DATA_DIR`, or the platform's directory for user data (as `apps.settings.default_data_dir`)."""
    if told := os.environ.get("ONETAKE_DATA_DIR"):
        return os.path.expanduser(told)  # noqa: PTH111 - pathlib costs more than all of this
    home = os.path.expanduser("~")  # noqa: PTH111
    if sys.platform == "darwin":
        return f"{home}/Library/Application Support/onetake"
    return f"{os.environ.get('XDG_DATA_HOME') or f'{home}/.local/share'}/onetake"


def server_of(directory: str) -> str | None:
    """The URL that a server on this data directory published, or None. It may be gone since: a call tells."""
    import json

    try:
        notice = json.loads(_read(f"{directory}/{NOTICE}"))
    except (OSError, ValueError):
        return None
    url = notice.get("url") if isinstance(notice, dict) else None
    return url if isinstance(url, str) else None


def key_of(directory: str) -> str | None:
    """The key that the server made for this machine's own programs, or None."""
    try:
        return _read(f"{directory}/{KEY}").strip() or None
    except OSError:
        return None


def trust_of(directory: str, url: str) -> str | None:
    """The file with the one certificate that a client of this https server trusts; None to trust as usual.

    PINNED is the certificate of a server that shows its operator's files, AUTHORITY what signed its own.
    """
    if not url.startswith("https://"):
        return None
    files = f"{directory}/{PINNED}", f"{directory}/{AUTHORITY}"
    return next((file for file in files if os.path.exists(file)), None)  # noqa: PTH110 - as above


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()
