"""The error guide: what a code means in practice, whether trying again helps, and how to see it happen.

Data: catalogue/guide.toml. A code without commands of its own is played by the first sandbox scenario that
ends in it (there is one for every code).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onetake.core.scenarios import scenarios

PLAYED = """curl -s "$ONETAKE/onetake/v1/videos" -H "Authorization: Bearer $KEY" \\
  -H "X-Onetake-Scenario: {name}" -H "Prefer: wait=30" -d '{{"prompt": "A fox"}}'"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code's page. reproduce: shell commands, with the server's URL in $ONETAKE and a key in $KEY."""

    code: str
    about: str
    again: str
    reproduce: str = ""


@cache
def guide() -> Mapping[str, Entry]:
    """Every code's entry."""
    rows = tomllib.loads(files("onetake.catalogue").joinpath("guide.toml").read_text("utf-8"))
    return {code: Entry(code, **{"reproduce": _played(code, row), **row}) for code, row in rows.items()}


def _played(code: str, row: Mapping[str, str]) -> str:
    if "reproduce" in row:
        return ""
    return PLAYED.format(name=next(n for n, s in scenarios().items() if s.code == code and s.acts))
