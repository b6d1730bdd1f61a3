"""What is answered before anything is loaded: `--help`, `--version`, and `tasks list` of a server at hand.

Loading click alone takes several times the start of Python, so these three go without it. Whatever is not
plain (an option unknown here, a server that is not at hand, an answer that is no list) is left to the
program, which knows all of it and says what is wrong.
"""

import os
import sys

COMMANDS = (
    ("generate", "generate", "Make a video from a prompt and save it."),
    ("tasks", "tasks", "List, look at, wait for, cancel and delete tasks."),
    ("estimate", "aids", "What a request would cost, before it is made."),
    ("lint", "aids", "Every fault of a request, found without making it."),
    ("shots", "shots", "How the embedded engine reads a prompt, shot by shot."),
    ("inspect", "inspect", "What a file is and how it was made."),
    ("route", "route", "Why a request goes where it goes."),
    ("explain", "aids", "What an error code means and what to do."),
    ("serve", "serve", "Run the server with its worker."),
    ("worker", "serve", "Run a worker of its own (needs the scale extra)."),
    ("keys", "keys", "Make, list, rotate and revoke API keys."),
    ("projects", "projects", "Make, list, rename and archive projects."),
    ("credentials", "credentials", "Keep keys of providers, sealed."),
    ("audit", "audit", "Who changed what, oldest first."),
    ("webhooks", "webhooks", "Messages to customers."),
    ("ledger", "books", "Check, explain and compare the books."),
    ("backup", "backup", "Save the database and its files to one file."),
    ("restore", "backup", "Put a backup back into an empty data directory."),
    ("sandbox", "sandbox", "Scripted failures of providers, on demand."),
    ("config", "settings", "Show the settings and where each came from."),
    ("doctor", "doctor", "Check this installation."),
)
"""Name, module with the command of that name, one line for the help."""

USAGE = "Usage: onetake [OPTIONS] COMMAND [ARGS]..."
ABOUT = "Seedance 2.0 video generation, self-hosted: every route, one server."
OPTIONS = (("--version", "Show the version and exit."), ("--help", "Show this message and exit."))
LIMIT, MOST = 20, 50
STATUSES = ("queued", "running", "succeeded", "failed", "cancelled", "expired")


def page() -> str:
    """The help of `onetake`."""
    width = max(len(name) for name, *_ in (*COMMANDS, *OPTIONS)) + 2
    options = "".join(f"  {name:{width}}{text}\n" for name, text in OPTIONS)
    commands = "".join(f"  {name:{width}}{text}\n" for name, _, text in COMMANDS)
    return f"{USAGE}\n\n  {ABOUT}\n\nOptions:\n{options}\nCommands:\n{commands}"


def answered(arguments: list[str]) -> bool:
    """Whether the arguments were plain enough to be answered here."""
    if arguments == ["--help"]:
        sys.stdout.write(page())
    elif arguments == ["--version"]:
        sys.stdout.write(f"onetake {_version()}\n")
    elif arguments[:2] == ["tasks", "list"]:
        return _listed(arguments[2:])
    else:
        return False
    return True


def _version() -> str:
    from onetake import __version__

    return __version__


def _listed(options: list[str]) -> bool:
    query = _query(options)
    if query is None or "ONETAKE_BASE_URL" in os.environ:
        return False
    from onetake._sdk import place
    from onetake.apps.cli import table

    directory = place.data_dir()
    url, key = place.server_of(directory), os.environ.get("ONETAKE_API_KEY") or place.key_of(directory)
    if not url or not key:
        return False
    page = _asked(url, f"/onetake/v1/videos?{query}", key)
    tasks = page.get("data") if page is not None else None
    if not isinstance(tasks, list):
        return False
    sys.stdout.write(table.json_lines(tasks) if "--json" in options else table.lines(tasks))
    return True


def _query(options: list[str]) -> str | None:
    """The query string of plain options (`--json`, `--limit N`, `--status S`); None for anything else."""
    limit, statuses, rest = str(LIMIT), "", iter(options)
    for option in rest:
        if option == "--json":
            continue
        value = next(rest, "")
        if option == "--limit" and value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MOST:
            limit = value
        elif option == "--status" and value in STATUSES:
            statuses += f"&status={value}"
        else:
            return None
    return f"limit={limit}{statuses}"


def _asked(url: str, path: str, key: str) -> dict | None:
    """The JSON object at a path of a server on this machine; None for anything else."""
    import json
    import socket

    host, _, port = url.removeprefix("http://").rpartition(":")
    if not url.startswith("http://") or host not in ("127.0.0.1", "[::1]") or not port.isdigit():
        return None
    request = f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\nAuthorization: Bearer {key}\r\n\r\n"
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=5) as line:
            line.sendall(request.encode("ascii"))
            head, _, body = b"".join(iter(lambda: line.recv(1 << 16), b"")).partition(b"\r\n\r\n")
        found = json.loads(body) if head.split(b" ", 2)[1:2] == [b"200"] else None
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
