"""A task's money in our own contract: what was held, taken and given back."""

from onetake.dialects._codec import TEXT, array
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._record import Record, constant, field
from onetake.dialects.native_values import CREDITS, TIME

EVENT = Record(
    field("at", "at", TIME, required=True),
    field(
        "kind",
        "kind",
        TEXT,
        required=True,
        about="held, taken, given_back, absorbed; for administrators also cost, suspense and settled",
    ),
    field("amount", "amount", CREDITS, required=True, about="Decimal, in the currency"),
    field("currency", "currency", TEXT, required=True, about="credit, or that of the provider's route"),
    field("transfer", "transfer", TEXT, null="written", about="The journal's row; null for what reserves"),
)
_EVENTS = array(EVENT.schema)

LEDGER = Record(
    field("id", "id", required=True),
    field("held", "held", CREDITS, required=True, about="Credits that were reserved at accept"),
    field("taken", "taken", CREDITS, required=True, about="Credits that were taken on delivery"),
    field("given_back", "given_back", CREDITS, required=True, about="Credits of the hold that were not"),
    constant("unit", "credit"),
    field("events", "events", _EVENTS, required=True, about="Everything, in order"),
)

ENDPOINTS = (
    Endpoint(
        "ledger",
        "GET",
        "/videos/{id}/ledger",
        about="What happened to a task's money, also after its record is gone",
        core=False,
        result=LEDGER,
    ),
)
