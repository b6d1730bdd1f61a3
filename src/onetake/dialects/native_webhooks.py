"""Webhooks in our own contract: what was sent, what came of it, where it may go, and what signs it."""

from onetake.core.webhooks import STATES
from onetake.dialects._codec import NUMBER, TEXT, WHOLE, array, relation
from onetake.dialects._endpoint import Endpoint, Option
from onetake.dialects._record import Record, field
from onetake.dialects.native_values import TIME, WEBHOOK

STATE = relation(*((word, word) for word in STATES))

TRY = Record(
    field("n", "n", WHOLE, required=True, about="Which try it was, from 1"),
    field("at", "at", TIME, required=True),
    field("told", "told", TEXT, required=True, about="The status of the answer, or what went wrong"),
    field("ms", "ms", WHOLE, required=True, about="Milliseconds that it took"),
    field("bytes", "bytes", WHOLE, required=True, about="Bytes of the answer that were read"),
)
_SHORT = (
    field("id", "id", TEXT, required=True, about="The webhook-id that the receiver sees"),
    field("task", "task", TEXT, required=True),
    field("url", "url", TEXT, required=True),
    field("state", "state", STATE, required=True),
    field("tries", "tries", WHOLE, required=True),
    field("created_at", "created_at", TIME, required=True),
    field("due_at", "due_at", TIME, null="written", about="When it is tried next"),
    field("done_at", "done_at", TIME, null="written", about="When it was delivered or given up"),
    field("last", "last", TEXT, null="written", about="What came of the last try"),
)
BRIEF = Record(*_SHORT)
MESSAGE = Record(
    *_SHORT, field("log", "log", array(TRY.schema), required=True, about="Every try that is remembered")
)
PAGE = Record(
    field("items", "data", array(BRIEF.schema), required=True),
    field("next", "next", TEXT, null="written", about="Send it as `after` for the next page"),
)
PLACE = Record(
    field("place", "place", TEXT, required=True, about="An origin, or an address that is gone"),
    field("registered_at", "registered_at", TIME, null="written"),
    field("failing_since", "failing_since", TIME, null="written", about="Nothing arrived there since"),
    field("disabled_at", "disabled_at", TIME, null="written", about="Nothing is sent there since"),
    field("reason", "reason", TEXT, null="written", about="Why it is disabled"),
)
PLACES = Record(field("items", "data", array(PLACE.schema), required=True))
URL = Record(field("url", "url", WEBHOOK, required=True), unknown="refuse")
ENABLED = Record(field("released", "released", WHOLE, required=True, about="Messages that were held back"))
TRIAL = Record(
    field("id", "id", TEXT, required=True, about="The webhook-id that the receiver saw"),
    field("told", "told", TEXT, required=True, about="The status of the answer, or what went wrong"),
    field("ms", "ms", WHOLE, required=True),
)
SECRET = Record(
    field("secrets", "secrets", array(lambda: TEXT.describe()), required=True, about="The newest first"),
    field("old_until", "old_until", TIME, null="written", about="Until when the second one signs too"),
)
GRACE = Record(
    field("grace", "grace", NUMBER, required=True, about="Seconds in which the old secret signs too"),
    unknown="refuse",
)

_PAGED: tuple[Option, ...] = (
    ("query", "state", f"Only these: {', '.join(STATES)}"),
    ("query", "after", "The `next` of the page before"),
    ("query", "limit", "Messages on a page, 1 to 100"),
)


def _row(
    op: str, method: str, path: str, about: str, result: Record, takes: Record | None = None
) -> Endpoint:
    body = "json" if takes else "empty"
    options = _PAGED if op == "webhook.list" else ()
    more = {"about": about, "core": False, "options": options, "takes": takes, "result": result}
    return Endpoint(op, method, path, body, **more)


ENDPOINTS = (
    _row("webhook.list", "GET", "/webhooks", "Messages that were sent or wait, newest first", PAGE),
    _row("webhook.get", "GET", "/webhooks/{id}", "A message with every try", MESSAGE),
    _row("webhook.resend", "POST", "/webhooks/{id}/resend", "Send a message again, under its id", MESSAGE),
    _row("webhook.places", "GET", "/webhook-places", "Origins: registered, failing, disabled", PLACES),
    _row("webhook.register", "POST", "/webhook-places/register", "Prove and allow an origin", PLACE, URL),
    _row("webhook.unregister", "POST", "/webhook-places/unregister", "Allow it no longer", PLACES, URL),
    _row("webhook.enable", "POST", "/webhook-places/enable", "Send there again", ENABLED, URL),
    _row("webhook.test", "POST", "/webhook-places/test", "Send a signed message of no task", TRIAL, URL),
    _row("webhook.secret", "GET", "/webhook-secret", "What messages are signed with", SECRET),
    _row("webhook.rotate", "POST", "/webhook-secret/rotate", "Sign with a new secret", SECRET, GRACE),
)
