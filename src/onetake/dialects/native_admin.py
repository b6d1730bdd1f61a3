"""Administration in our own contract: projects, keys, credentials and the audit log (scope `admin`)."""

from typing import Any

from onetake.dialects._codec import NUMBER, TEXT, WHOLE, Codec, array
from onetake.dialects._endpoint import Endpoint, Option
from onetake.dialects._record import Record, field
from onetake.dialects.native_values import CREDITS, TIME

SHOWN: dict[str, Any] = {"null": "written"}
NAMES = array(lambda: TEXT.describe())
DETAILS = Codec(lambda value: value, None, {"type": "object"})

PROJECT = Record(
    field("id", "id", TEXT, required=True),
    field("name", "name", TEXT, required=True),
    field("created_at", "created_at", TIME, required=True),
    field("archived_at", "archived_at", TIME, about="Since when it has ended", **SHOWN),
)
PROJECTS = Record(field("items", "data", array(PROJECT.schema), required=True))
NAMED = Record(field("name", "name", TEXT, required=True), unknown="refuse")
ENDED = Record(field("keys", "keys_revoked", WHOLE, required=True))

_KEY = (
    field("id", "id", TEXT, required=True),
    field("project", "project", TEXT, required=True),
    field("name", "name", TEXT, required=True),
    field("prefix", "prefix", TEXT, required=True, about="How the key begins"),
    field("state", "state", TEXT, required=True, about="live, expired or revoked"),
    field("scopes", "scopes", NAMES, required=True),
    field("credit", "credit", CREDITS, about="What is left; null is unlimited", **SHOWN),
    field("route", "route", TEXT, **SHOWN),
    field("created_at", "created_at", TIME, required=True),
    field("expires_at", "expires_at", TIME, **SHOWN),
    field("rotated_at", "rotated_at", TIME, **SHOWN),
    field("old_until", "old_until", TIME, about="Until when an earlier secret opens too", **SHOWN),
    field("used_at", "used_at", TIME, **SHOWN),
    field("revoked_at", "revoked_at", TIME, **SHOWN),
)
KEY = Record(*_KEY)
NEW_KEY = Record(*_KEY, field("secret", "key", TEXT, required=True, about="The key itself, this once"))
KEYS = Record(field("items", "data", array(KEY.schema), required=True))
ISSUE = Record(
    field("name", "name", TEXT, required=True),
    field("project", "project", TEXT, about="Name or id; without it the operator's own"),
    field("scopes", "scopes", NAMES, about="What it may do; without it what a customer's key can"),
    field("credits", "credits", CREDITS, about="Credit granted; without it the key is unlimited"),
    field("expires_after", "expires_after", NUMBER, about="Seconds after which it opens nothing"),
    field("route", "route", TEXT, about="Profile of /api/v3 where the model does not say"),
    unknown="refuse",
)
ROTATE = Record(
    field("grace", "grace", NUMBER, about="Seconds in which the old key opens too"), unknown="refuse"
)
GRANT = Record(
    field("id", "id", TEXT, required=True, about="Your name for it: sent twice, it is one grant"),
    field("credits", "credits", CREDITS, required=True),
    unknown="refuse",
)

CREDENTIAL = Record(
    field("id", "id", TEXT, required=True),
    field("name", "name", TEXT, required=True),
    field("route", "route", TEXT, required=True),
    field("origin", "origin", TEXT, required=True, about="The one place that it may go to"),
    field("created_at", "created_at", TIME, required=True),
    field("rotated_at", "rotated_at", TIME, **SHOWN),
    field("revoked_at", "removed_at", TIME, **SHOWN),
)
CREDENTIALS = Record(field("items", "data", array(CREDENTIAL.schema), required=True))
SEAL = Record(
    field("name", "name", TEXT, required=True),
    field("route", "route", TEXT, required=True),
    field("origin", "origin", TEXT, about="Without it the route's own"),
    field("value", "value", TEXT, required=True, about="Never told again"),
    unknown="refuse",
)
VALUE = Record(field("value", "value", TEXT, required=True), unknown="refuse")

ACT = Record(
    field("seq", "seq", WHOLE, required=True),
    field("at", "at", TIME, required=True),
    field("actor", "actor", TEXT, required=True, about="cli, server, or the id of a key"),
    field("action", "action", TEXT, required=True),
    field("target", "target", TEXT, required=True),
    field("project", "project", TEXT, **SHOWN),
    field("details", "details", DETAILS, required=True),
)
ACTS = Record(
    field("items", "data", array(ACT.schema), required=True),
    field("next", "next", WHOLE, about="Send it as `after` for the next page", **SHOWN),
)
_OF: Option = ("query", "project", "Name or id; without it the operator's own")
_AFTER: Option = ("query", "after", "The `next` of the page before")


def _row(
    op: str,
    method: str,
    path: str,
    about: str,
    result: Record | None,
    takes: Record | None = None,
    *,
    success: int = 200,
    options: tuple[Option, ...] = (),
) -> Endpoint:
    body = "json" if takes else "empty"
    more: dict[str, Any] = {"about": about, "core": False, "takes": takes, "result": result}
    if result is None:
        more["answer"] = ""
    return Endpoint(op, method, path, body, success=success, options=options, **more)


ENDPOINTS = (
    _row("project.list", "GET", "/projects", "Projects, oldest first", PROJECTS),
    _row("project.create", "POST", "/projects", "Make a project", PROJECT, NAMED, success=201),
    _row("project.rename", "PATCH", "/projects/{id}", "Call a project otherwise", PROJECT, NAMED),
    _row("project.archive", "POST", "/projects/{id}/archive", "End a project and its keys", ENDED),
    _row("key.list", "GET", "/keys", "Keys of a project, newest first", KEYS, options=(_OF,)),
    _row("key.create", "POST", "/keys", "Make a key; it is told this once", NEW_KEY, ISSUE, success=201),
    _row("key.get", "GET", "/keys/{id}", "A key", KEY),
    _row("key.rotate", "POST", "/keys/{id}/rotate", "A new secret for a key", NEW_KEY, ROTATE),
    _row("key.grant", "POST", "/keys/{id}/grants", "Give a key credit", KEY, GRANT),
    _row("key.revoke", "DELETE", "/keys/{id}", "Refuse a key from now on", None, success=204),
    _row("credential.list", "GET", "/credentials", "Credentials of providers", CREDENTIALS),
    _row("credential.add", "POST", "/credentials", "Seal a credential", CREDENTIAL, SEAL, success=201),
    _row("credential.rotate", "POST", "/credentials/{id}/rotate", "Another value", CREDENTIAL, VALUE),
    _row("credential.remove", "DELETE", "/credentials/{id}", "Forget a credential", None, success=204),
    _row("audit", "GET", "/audit", "Who changed what, oldest first", ACTS, options=(_AFTER,)),
)
