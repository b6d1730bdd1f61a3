"""What a backup says of itself, and the only names that its members may have."""

import re

import msgspec

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "onetake.db"
SECRETS = (
    "secret", "sealing-key", "sealing-key.next", "cli-key", "onetake.toml", "catalogue.toml",
    "provenance/authority.pem", "provenance/signer.pem",
)  # fmt: skip
"""Files that go into a backup only when asked for: with them its reader can act as this server."""

_OBJECT = re.compile(r"([a-z0-9][a-z0-9_-]{0,63})\.([0-9a-f]{64})")


class ArchiveError(Exception):
    """A backup that cannot be made, or cannot be trusted; the text says why and what to do."""


class Member(msgspec.Struct, frozen=True):
    """One file of the archive."""

    sha256: str
    bytes: int


class Counts(msgspec.Struct, frozen=True):
    """tasks: all rows; open: those that have not ended. bytes: of the objects."""

    tasks: int
    open: int
    objects: int
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """The last member of the tar, so that a file cut short has none.

    version: of the Onetake that wrote it. created: ISO 8601, UTC. missing: objects that the database names
    and that were gone when they were read. damaged: objects whose content is not what their name says.
    left_out: files of the data directory, and credential files, that are not in here.
    """

    format: int
    version: str
    created: str
    counts: Counts
    members: dict[str, Member]
    missing: list[str]
    damaged: list[str]
    left_out: list[str]


def object_name(project: str, sha256: str) -> str:
    """The member that holds a stored file: no slash, so that no name is a path."""
    return f"{project}.{sha256}"


def object_of(name: str) -> tuple[str, str] | None:
    """Project and hash of an object's member; None for any other name."""
    found = _OBJECT.fullmatch(name)
    return (found[1], found[2]) if found and found[1] != "tmp" else None


def known(name: str) -> bool:
    """Whether a backup of ours may have a member of this name."""
    return name in (MANIFEST, DATABASE, *SECRETS) or object_of(name) is not None


def encoded(manifest: Manifest) -> bytes:
    """JSON for people too."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decoded(data: bytes) -> Manifest:
    """Read a manifest. Raises ArchiveError for what is none, and for one of a newer format."""
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ArchiveError(f"its {MANIFEST} is damaged: {error}") from None
    if found.format != FORMAT:
        told = f"its format is {found.format}, and this Onetake knows {FORMAT}"
        raise ArchiveError(f"{told}: restore it with Onetake {found.version}")
    return found
