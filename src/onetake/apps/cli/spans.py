"""Lengths of time in a command line: `90`, `15m`, `24h`, `30d`."""

import re
from typing import Any

import click

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Span(click.ParamType):
    """A length of time, as seconds."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,7})([smhd]?)", str(value))
        if found is None or not int(found[1]):
            return self.fail(f"{value!r} is no length of time: 90, 15m, 24h, 30d", param, ctx)
        return float(int(found[1]) * _UNITS[found[2]])
