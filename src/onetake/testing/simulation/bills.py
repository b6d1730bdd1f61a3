"""What providers charge beside what the books say of it (L11): equal, or for a listed reason.

A provider charges for what it made, whoever got it. Our books have that as cost where a customer has the
video; what nobody has, and what nobody knows, they may have too high, never too low.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from onetake.core import ledger, pricing
from onetake.core.ports import Sql
from onetake.core.pricing import Price
from onetake.testing.simulation.provider import Attempt, Made, Place

KINDS = ("cost", "absorbed", "suspense")
REASONS = {
    "absorbed": "feared: its task ended by our own word, or failed where failures may be charged",
    "suspense": "nobody knows whether its provider has it",
}
"""Why the books may say more than the bill; only for these outcomes, and counted to the last unit."""
Sums = Counter[tuple[str, str]]
"""By route and currency, in millionths."""


def charge(place: Place, made: Made) -> int:
    """What the provider asks for a task, at its list price."""
    truth, route = made.status(place.clock()), place.route
    if truth != "succeeded" and (truth != "failed" or route.failed_free):
        return 0
    price = pricing.price_of(made.request, route)
    return Price(price.rate, "1", price.unit).amount(place.tokens, place.seconds)


def compare(sql: Sql, places: Iterable[Place], delivered: Collection[Attempt] = ()) -> list[str]:
    """Every attempt whose bill and booking disagree without a reason, then every route whose accounts do.

    delivered: attempts whose video a customer has; there is nothing to doubt in them."""
    faults, billed, excess = list[str](), Sums(), Sums()
    for place in places:
        mark = place.route.name, _currency(place)
        rows = {(row["task"], row["attempt"]): row for row in _sent(sql, place)}
        for made in place.made.values():
            amount = charge(place, made)
            billed[mark] += amount
            more, fault = _excess(rows.pop(made.attempt, None), amount, made.attempt in delivered)
            excess[mark] += more
            if fault:
                faults.append(f"{made.attempt[0]}.{made.attempt[1]}: {place.name} charges {amount}, {fault}")
        for name, row in rows.items():
            more, fault = _excess(row, 0)
            excess[mark] += more
            if fault:
                faults.append(f"{name[0]}.{name[1]}: {place.name} never made it, {fault}")
    booked = _booked(sql)
    return faults + [
        f"{route}: {booked[route, currency]} {currency} booked, {billed[route, currency]} charged, "
        f"{excess[route, currency]} for a reason"
        for route, currency in sorted({*billed, *booked})
        if booked[route, currency] != billed[route, currency] + excess[route, currency]
    ]


def _sent(sql: Sql, place: Place) -> list[Mapping[str, Any]]:
    route = place.route.name
    return list(sql.all("expense.between", route=route, since=-math.inf, until=math.inf))


def _excess(row: Mapping[str, Any] | None, amount: int, delivered: bool = False) -> tuple[int, str]:
    """How much more is booked than charged, and what is wrong with that."""
    if row is None:
        return 0, "and the books know nothing of it" if amount else ""
    booked = row["amount"] or 0
    if delivered and row["outcome"] != "cost":
        return booked - amount, f"and a delivered video is booked as {row['outcome']}"
    if row["outcome"] in REASONS and booked >= amount:
        return booked - amount, ""
    return booked - amount, "" if booked == amount else f"{row['outcome']} of {booked} is booked"


def _booked(sql: Sql) -> Sums:
    sums = Sums()
    for account in sql.all("account.all"):
        kind, _, rest = account["id"].partition(":")
        if kind in KINDS and rest:
            sums[rest.partition(":")[0], account["currency"]] -= account["posted"]
    return sums


def _currency(place: Place) -> str:
    route = place.route
    return route.currency if route.currency != ledger.CREDIT else f"{route.name} {route.currency}"
