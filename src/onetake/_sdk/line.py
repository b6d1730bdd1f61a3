"""The line to one server: the native dialect's client role, with repeats, and every failure as a Problem."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from onetake._sdk.patience import Patience, steady
from onetake._sdk.steps import Steps, T
from onetake._sdk.target import Target
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.wire import Ambiguous, Call, NotSent, Reply, WireError
from onetake.dialects import Flow, dialect

Draft = Mapping[str, Any]


class Line:
    """Flows of the dialect with this server's key in them. timeout: seconds for one exchange."""

    def __init__(self, target: Target, timeout: float, agent: str) -> None:
        self.timeout = timeout
        self._target = target
        self._native = dialect("native")
        self._route = replace(catalogue().routes["native"], headers={"User-Agent": agent})

    def patience(self, total: float | None = None) -> Patience:
        return Patience(self.timeout, total)

    def message(self, draft: Draft) -> dict[str, Any]:
        return self._native.write_request(draft, self._route)

    def submitting(self, draft: Draft, name: str) -> Flow[Any]:
        headers = {"Idempotency-Key": name}
        return self._native.submitting(draft, self._route, self._target.key, headers)

    def looking(self, id: str) -> Flow[Any]:
        return self._native.looking(id, self._route, self._target.key)

    def listing(self, query: Query) -> Flow[Any]:
        return self._native.listing(query, self._route, self._target.key)

    def cancelling(self, id: str) -> Flow[Any]:
        return self._native.cancelling(id, self._route, self._target.key)

    def deleting(self, id: str) -> Flow[None]:
        return self._native.deleting(id, self._route, self._target.key)

    def asking(self, op: str, **more: Any) -> Flow[Any]:
        return self._native.asking(op, self._route, self._target.key, **more)

    def call(self, op: str, id: str, **params: str) -> Call:
        """A call whose answer is no JSON: events, content."""
        endpoint = self._native.endpoint(op, self._route)
        path = self._route.prefix + endpoint.path.replace("{id}", quote(id, safe=""))
        query = f"?{urlencode(params)}" if params else ""
        return Call(
            endpoint.method,
            path + query,
            {**self._native.auth.write(self._target.key), **self._route.headers},
        )

    def fetching(self, call: Call) -> Flow[bytes]:
        """The body of the answer."""
        reply = yield call
        if not 200 <= reply.status < 300:
            raise self.refusal(reply)
        return reply.body

    def refusal(self, reply: Reply) -> Problem:
        """What an answer outside 2xx says."""
        try:
            message = json.loads(reply.body)
        except ValueError:
            message = None
        return self._native.errors.read(reply, message, self._route)

    def told(
        self,
        flow: Flow[T],
        patience: Patience,
        *,
        safe: bool = False,
        unsure: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> Steps[T]:
        """`steady`, with every way to go wrong as a Problem; `names` turn its fields into the caller's words.

        unsure: let Ambiguous through, for a caller who knows what to say of it.
        """
        try:
            return (yield from steady(flow, patience, safe=safe))
        except Problem as problem:
            raise problem.renamed(names or {}) from None
        except WireError as error:
            raise Problem("provider_protocol", str(error)) from error
        except NotSent as error:
            raise Problem("provider_unavailable", f"cannot reach {self.where}: {error}") from error
        except Ambiguous as error:
            if unsure:
                raise
            raise Problem("provider_unavailable", f"no answer from {self.where}: {error}") from error

    @property
    def where(self) -> str:
        return self._target.base_url
