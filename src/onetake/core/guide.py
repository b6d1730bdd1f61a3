"""The error guide: what a code means in practice, whether trying again helps, and how to see it happen.

Data: catalogue/guide.toml. A code without commands of its own is played by the sandbox under its own name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onetake.core.scenarios import scenarios

PLAYED = """curl -s "$ONETAKE/onetake/v1/videos" -H "Authorization: Bearer $KEY" \\
  -H "X-Onetake-Scenario: {code}" -H "Prefer: wait=30" -d '{{"prompt": "A fox"}}'"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code's page. reproduce: shell commands, with the server's URL in $ONETAKE and a key in $KEY.
    played: sandbox scenarios that end in it, each as a provider's document describes it."""

    code: str
    about: str
    again: str
    reproduce: str
    played: tuple[str, ...] = ()


@cache
def guide() -> Mapping[str, Entry]:
    """Every code's entry."""
    rows = tomllib.loads(files("onetake.catalogue").joinpath("guide.toml").read_text("utf-8"))
    return {code: _entry(code, row) for code, row in rows.items()}


def _entry(code: str, row: Mapping[str, str]) -> Entry:
    played = tuple(n for n, s in scenarios().items() if s.code == code and s.acts and n != code)
    return Entry(code, row["about"], row["again"], row.get("reproduce") or PLAYED.format(code=code), played)
