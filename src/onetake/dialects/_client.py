"""The client role: the other side is the provider, and we speak the dialect to it.

Every method is a flow (see `_flow`). Outcomes of a flow: its value; Problem, a proven refusal; Ambiguous, the
request may have been accepted; WireError, an answer outside of the contract.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.rules import draft_of
from onetake.core.wire import Ambiguous, Call, Reply
from onetake.dialects._codec import WireError
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._errors import as_upstream
from onetake.dialects._flow import Flow
from onetake.dialects._record import Message, Record
from onetake.dialects._table import LABELS, Table

Headers = Mapping[str, str]
UNTOLD = -1
"""The total of a list that does not tell it: only a page with nothing on it is its end then."""
GIVEN_UP = frozenset({408, 499})
"""Statuses of somebody on the way who waited no longer: what was behind them may go on."""
VITAL = ("id", "status", "video_url")
"""What a look is for."""


class Client(Table):
    """Writes requests and queries, reads receipts, tasks, lists and errors."""

    def write_request(
        self, request: Request | Mapping[str, Any], route: Route, customer: str | None = None
    ) -> Message:
        """The body that asks `route` for `request` (a total Request, or a draft that is sent as it is).

        customer: the dialect that the request came in; its unknown fields travel to the same dialect only.
        """
        draft = draft_of(request, route) if isinstance(request, Request) else dict(request)
        message = self.request.encode(self.lower(draft, route))
        if customer == self.name:
            message.update({k: v for k, v in draft.get("extra", {}).items() if k not in message})
        return message

    def inexpressible(self, request: Request) -> list[str]:
        """Names of the parts of `request` that this dialect cannot say; asked before anything is sent."""
        parts = Request.__dataclass_fields__
        sayable = {*LABELS, *self.request.attrs, *self.lifted}
        judged = [name for name in parts if name not in sayable]
        unsaid = [name for name in judged if getattr(request, name) != parts[name].default]
        return [*unsaid, *self.unsaid(request)]

    def submitting(
        self,
        request: Request | Mapping[str, Any],
        route: Route,
        key: str,
        extra_headers: Headers | None = None,
        customer: str | None = None,
    ) -> Flow[Message]:
        """Create, once. Returns the receipt's attributes (`id` as the provider says it).

        Raises Problem for a proven refusal; Ambiguous for anything that does not prove one: 408, 5xx, a
        redirect, an answer without an id (errors-and-faults F12–F14).
        """
        message = self.write_request(request, route, customer)
        endpoint = self.endpoint("create", route, message)
        body = {name: value for name, value in message.items() if name not in endpoint.fixed}
        reply = yield self._call(endpoint, route, key, message=body, headers=extra_headers)
        answer = parsed(reply)
        if 200 <= reply.status < 300 and not self.refused(reply, answer):
            found = self.receipt.decode(answer)[0] if isinstance(answer, dict) else {}
            if not isinstance(found.get("id"), str) or not found["id"]:
                raise Ambiguous(f"HTTP {reply.status} without a task id")
            return found
        told = self._error_in(reply, route, {wire: ours for ours, wire in self.places(message).items()})
        if told.code in self.uncertain:
            found = self.receipt.decode(answer)[0] if isinstance(answer, dict) else {}
            if isinstance(found.get("id"), str) and found["id"]:
                return found  # queued for want of a slot, and named all the same
        elif self._refuses(reply, told):
            raise self._ours(told)
        raise Ambiguous(f"HTTP {reply.status} after the request was sent: {told.detail}") from told

    def _refuses(self, reply: Reply, told: Problem) -> bool:
        """Whether an answer proves that nothing was accepted; with a 5xx only our own server can prove it."""
        status = reply.status if reply.status >= 300 else told.http
        if 400 <= status < 500 and status not in GIVEN_UP:
            return True
        return self.for_customers and reply.headers.get("x-should-retry") == "true"

    def looking(self, id: str, route: Route, key: str) -> Flow[Message]:
        """Get. Returns the task's attributes and, as `payload`, the provider's own words.

        Raises Problem("not_found") where it has no such record.
        """
        reply = yield self._call(self.endpoint("get", route), route, key, id=id)
        return self.read_task(self._answer(reply, route))

    def listing(self, query: Query, route: Route, key: str) -> Flow[tuple[list[Message], int]]:
        """List. Returns (tasks, total), UNTOLD where the answer has no total; the ids of `query` are the
        provider's own.

        Raises WireError for one unreadable task: a list with a hole would prove an absence that is none.
        """
        found = yield from self._page(query, route, key)
        tasks = [self.read_task(item, self.item) for item in found.get("items", ())]
        return tasks, found.get("total", UNTOLD if "total" in self.page.attrs else len(tasks))

    def _page(self, query: Query, route: Route, key: str) -> Flow[Message]:
        asked = {name: value for name, value in _asked(query).items() if value not in (None, ())}
        params = [(n, v) for n, vs in self.query.encode(asked).items() for v in vs]
        reply = yield self._call(self.endpoint("list", route), route, key, params=params)
        return self._read(self.page, self._answer(reply, route))

    def paging(self, query: Query, route: Route, key: str) -> Flow[tuple[list[Message], bool]]:
        """One page of a list that goes on after a task. Returns (tasks, whether more follow).

        Raises WireError as `listing` does.
        """
        found = yield from self._page(query, route, key)
        tasks = [self.read_task(item, self.item) for item in found.get("items", ())]
        return tasks, bool(tasks) and bool(found.get("more") or found.get("next"))

    def cancelling(self, id: str, route: Route, key: str) -> Flow[Message]:
        """Ask to stop a task. Returns what the answer says of it (may be empty).

        Where the dialect has one word for cancel and delete, looks first, so that no finished record is ever
        deleted (errors-and-faults F23). Raises Problem("not_cancellable").
        """
        if any(e.op == "cancel" for e in self.endpoints):
            reply = yield self._call(self.endpoint("cancel", route), route, key, id=id)
            answer = self._answer(reply, route)
            return self.read_task(answer) if answer else {}
        task = yield from self.looking(id, route, key)
        if task["status"] != "queued":
            raise Problem("not_cancellable", f"the provider's task is {task['status']}")
        yield from self.withdrawing(id, route, key)
        return {}

    def deleting(self, id: str, route: Route, key: str) -> Flow[None]:
        """Remove the record of an ended task. Raises Problem("not_cancellable") while it has not ended."""
        if any(e.op == "delete" for e in self.endpoints):
            reply = yield self._call(self.endpoint("delete", route), route, key, id=id)
            self._answer(reply, route)
            return
        task = yield from self.looking(id, route, key)
        if task["status"] in ("queued", "running"):
            raise Problem("not_cancellable", f"the provider's task is {task['status']}")
        yield from self.withdrawing(id, route, key)

    def withdrawing(self, id: str, route: Route, key: str) -> Flow[None]:
        """The dialect's own DELETE, whatever it means in the task's state."""
        reply = yield self._call(self.endpoint("withdraw", route), route, key, id=id)
        self._answer(reply, route)

    def asking(
        self,
        op: str,
        route: Route,
        key: str,
        *,
        id: str = "",
        params: list[tuple[str, str]] | None = None,
        message: Any = None,
        raw: bytes | None = None,
        headers: Headers | None = None,
    ) -> Flow[Any]:
        """Any other operation of the table. Returns the parsed JSON answer as it is, or None."""
        endpoint = self.endpoint(op, route)
        more: Message = {"params": params, "message": message, "raw": raw, "headers": headers}
        reply = yield self._call(endpoint, route, key, id=id, **more)
        return self._answer(reply, route)

    def read_task(self, message: Any, record: Record | None = None) -> Message:
        """A task object as attributes, with the provider's words as `payload`; `record` is its shape where it
        is not the answer to get.

        Raises WireError where id, status or link cannot be read. Anything else that it words otherwise counts
        as not said: a price or a time in a new shape must not cost a video that is finished and paid for.
        """
        record = record or self.task
        if not isinstance(message, dict):
            raise WireError("", message)
        task, offences = record.decode(message)
        for offence in offences:
            if any(_inside(offence.field, record.names.get(name)) for name in VITAL):
                raise WireError(offence.field, offence.value)
        self.seen(task)
        for name in ("id", "status"):
            if name not in task:
                raise WireError(record.names[name], None)
        if task["status"] == "failed" and "problem" not in task:
            task["problem"] = Problem("generation_failed").as_dict()
        task["payload"] = message
        return task

    def _read(self, record: Record, message: Any) -> Message:
        if not isinstance(message, dict):
            raise WireError("", message)
        found, offences = record.decode(message)
        if offences:
            raise WireError(offences[0].field, offences[0].value)
        return found

    def _call(
        self,
        endpoint: Endpoint,
        route: Route,
        key: str,
        *,
        id: str = "",
        params: list[tuple[str, str]] | None = None,
        message: Any = None,
        raw: bytes | None = None,
        headers: Headers | None = None,
    ) -> Call:
        path = endpoint.at(route.prefix).replace("{id}", quote(id, safe=""))
        if params:
            path += "?" + urlencode(params)
        sent = {"Accept": "application/json", **self.auth.write(key), **route.headers}
        body = raw or b""
        if message is not None:
            sent["Content-Type"] = "application/json"
            body = _written(message)
        return Call(endpoint.method, path, {**sent, **(headers or {})}, body)

    def _answer(self, reply: Reply, route: Route) -> Any:
        """The parsed body of a 2xx. Raises Problem for every other answer, provider_protocol for no JSON."""
        answer = parsed(reply)
        if not 200 <= reply.status < 300 or self.refused(reply, answer):
            raise self._problem(reply, route, {})
        if answer is None and reply.body.strip() not in (b"", b"null"):
            raise Problem("provider_protocol", "the answer is not JSON")
        return answer

    def _problem(self, reply: Reply, route: Route, names: Mapping[str, str]) -> Problem:
        return self._ours(self._error_in(reply, route, names))

    def _error_in(self, reply: Reply, route: Route, names: Mapping[str, str]) -> Problem:
        """What an error answer says, in the customer's place and with our names."""
        ours = {wire: attr for attr, wire in reversed(self.request.names.items())}
        told = self.errors.read(reply, parsed(reply), route)
        words, id = told.facts.get("provider"), reply.headers.get("x-request-id")
        if id and isinstance(words, dict):  # what a provider's support asks for first (S4)
            words.setdefault("request_id", id[:64])
        return told.renamed({**ours, **names})

    def _ours(self, told: Problem) -> Problem:
        return told if self.for_customers else as_upstream(told)


def _inside(field: str, place: str | None) -> bool:
    """Whether one of two places of a message holds the other: "content" and "content.video_url"."""
    if place is None:
        return False
    short, long = sorted((field, place), key=len)
    return long.startswith(short) and long[len(short) : len(short) + 1] in ("", ".", "[")


def parsed(reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None


def _asked(query: Query) -> Message:
    return {name: getattr(query, name) for name in Query.__dataclass_fields__}


def _written(message: Any) -> bytes:
    """A body as JSON. Raises Problem for a text with half a character in it: no wire can carry that."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        fields = message.items() if isinstance(message, dict) else [("body", message)]
        field = next(name for name, value in fields if not _readable(name, value))
        around, fix = ascii(text[max(error.start - 20, 0) : error.start + 20]), "Remove the lone surrogate"
        raise Problem.of(
            [Offence(ascii(field)[1:-1], around, "must be readable Unicode text", fix)]
        ) from error


def _readable(name: str, value: Any) -> bool:
    text = name + json.dumps(value, ensure_ascii=False)
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
