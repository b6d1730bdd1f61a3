"""Values of options that several commands take."""

from decimal import Decimal, InvalidOperation
from typing import Any

import click

TAKEN_AWAY = object()
"""What `none` stands for: no limit any more."""


class Credits(click.ParamType):
    """A decimal number of credits, as whole micro-credits."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            micro = Decimal(str(value)) * 1_000_000
        except InvalidOperation:
            return self.fail(f"{value!r} is not a number", param, ctx)
        if not micro.is_finite() or micro < 0 or micro != int(micro) or micro >= 10**18:
            return self.fail("a number of at least 0 with at most six places", param, ctx)
        return int(micro)


class OrNone(click.ParamType):
    """A value of another kind, or `none`."""

    name = "N|none"

    def __init__(self, kind: click.ParamType) -> None:
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value is TAKEN_AWAY or str(value).lower() == "none":
            return TAKEN_AWAY
        return self.kind.convert(value, param, ctx)
