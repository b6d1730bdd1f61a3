"""A task explains its own money (errors-and-faults T33)."""

from collections.abc import Mapping

from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.ledger import CREDIT
from onetake.dialects.native_ledger import EVENT, LEDGER
from onetake.services import statement


async def show(ex: Exchange) -> None:
    """Every event of a task's money. What providers ask of the operator is shown to administrators alone."""
    key, core = ex.caller, ex.core()
    costs = "admin" in key.scopes
    events = await ex.p.store.read(lambda sql: statement.story(sql, key.project, core, costs=costs))
    sums = statement.sums(events)
    shown = [
        EVENT.encode(
            {"at": e.at, "kind": e.kind, "amount": e.amount, "currency": e.currency, "transfer": e.transfer}
        )
        for e in events
    ]
    told = {name: sums.get((name, CREDIT), 0) for name in ("held", "taken", "given_back")}
    await ex.answer(200, LEDGER.encode({"id": core, **told, "events": shown}))


HANDLERS: Mapping[str, Handler] = {"ledger": show}
