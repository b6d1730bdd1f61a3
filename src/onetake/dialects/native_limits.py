"""Limits of keys in our own contract: what an administrator sends, and what is told of their use."""

from onetake.core.limits import BILLING_MODES, BUDGETS
from onetake.dialects._codec import NUMBER, TEXT, WHOLE, Codec, array, relation
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._record import Field, Record, field
from onetake.dialects.native_values import CREDITS, TIME

_NAMES = array(lambda: TEXT.describe())
_MODE = relation(*((mode, mode) for mode in BILLING_MODES))


def _limits(above: str = "") -> tuple[Field, ...]:
    def row(name: str, codec: Codec, about: str) -> Field:
        return field(name, above + name, codec, about=about, null="written" if above else "absent")

    return (
        row("day", CREDITS, "Credits that it may spend a day (UTC)"),
        row("month", CREDITS, "Credits that it may spend a month (UTC)"),
        row("total", CREDITS, "Credits that it may spend in all"),
        row("concurrency", WHOLE, "Tasks that are under way at a time"),
        row("queue", WHOLE, "How many more may wait for a place"),
        row("weight", WHOLE, "Its share where keys wait for one backend"),
        row("per_minute", NUMBER, "Creates a minute"),
        row("per_second", NUMBER, "Requests a second"),
        row("burst", WHOLE, "How many of them may come at once"),
        row("routes", _NAMES, "Routes that it may use"),
        row("models", _NAMES, "Models that it may use"),
        row("group", TEXT, "Token group, as apiyi asks for"),
        row("billing_mode", _MODE, "The same of its billing mode"),
    )


LIMITS = Record(*_limits(), unknown="refuse")
"""The body of a change: what is not named stays, null takes a limit away."""


def _budget(name: str) -> tuple[Field, ...]:
    return (
        field(f"spent_{name}", f"spent.{name}.amount", CREDITS, required=True, about="Held and taken"),
        field(f"anew_{name}", f"spent.{name}.anew", TIME, null="written", about="When it starts again at 0"),
    )


USE = Record(
    field("id", "id", required=True),
    field("name", "name", required=True),
    *_limits("limits."),
    *(row for name in BUDGETS for row in _budget(name)),
    field("open", "tasks.open", WHOLE, required=True, about="Tasks that have not ended"),
    field("waiting", "tasks.waiting", WHOLE, required=True, about="Those of them that wait for a place"),
)

PLACE = "/keys/{id}/limits"
ENDPOINTS = (
    Endpoint("limits", "GET", PLACE, about="What a key may do, and what it has used", core=False, result=USE),
    Endpoint(
        "limit",
        "PATCH",
        PLACE,
        "json",
        about="Change limits of a key; null takes one away",
        core=False,
        takes=LIMITS,
        result=USE,
    ),
)
