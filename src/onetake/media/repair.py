"""The parent's side of a repair: one descriptor in, one out; the result is measured as an upload is."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onetake.core.problem import Problem
from onetake.core.repair_order import Repair
from onetake.media import jail
from onetake.media.probe import Probe, accepted, probe
from onetake.media.sniff import HEAD

TIMEOUT_SECONDS = 180.0
_turns = jail.Turns()


@dataclass(frozen=True, slots=True)
class Repaired:
    """probe: what the result is. notes: what was done to the file, in words."""

    probe: Probe
    notes: tuple[str, ...]


async def repair(
    source: Path, kind: str, orders: Repair, to: Path, *, timeout: float = TIMEOUT_SECONDS
) -> Repaired:
    """Carry out `orders` on the file `source` of this kind and write the result to `to`, a new file.

    The child gets the descriptors of the two files and no name; it cannot open another. Half of the
    processors repair at a time, so that there is always one left to probe. On any failure `to` is gone.
    Raises Problem media_invalid (also when the result is not what was ordered, or takes longer than `timeout`
    seconds), storage_full, internal when the jail cannot start; OSError for files that cannot be opened or
    made.
    """
    media = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        format = accepted(os.pread(media, HEAD, 0), kind)
        made = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            told = (format.name, "repair", str(made), json.dumps(orders.wire()))
            async with jail.turn(_turns, max(1, (os.cpu_count() or 1) // 2)):
                said = await jail.ask(told, media, f"{format.name} file", timeout, result=made)
        except Problem as problem:
            # What the child says of its failure is not believed; how much room is left can be seen.
            if problem.code == "media_invalid" and _room(made) < orders.after.bytes:
                raise Problem("storage_full", "there is no room for a repaired file") from None
            raise
        finally:
            os.close(made)
        found = await probe(to, kind, decode=True)
        if (found.width, found.height) != (orders.after.width, orders.after.height):
            raise Problem("media_invalid", f"the {format.name} file could not be repaired as it was measured")
    except FileExistsError:
        raise
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    finally:
        os.close(media)
    return Repaired(found, (orders.told(found, _remarks(said)),))


def _room(file: int) -> int:
    volume = os.fstatvfs(file)
    return volume.f_bavail * volume.f_frsize


def _remarks(said: Any) -> Mapping[str, Any]:
    """What the child says of its work, as far as it is of the right type."""
    if not isinstance(said, dict):
        return {}
    counts = {name: said.get(name) for name in ("quality", "frames")}
    sane = {n: v for n, v in counts.items() if type(v) is int and 0 < v < 1_000_000}
    return {**sane, "flattened": said.get("flattened") is True}
