"""The server role: we are the provider, somebody's client speaks the dialect to us."""

from collections.abc import Mapping, Sequence
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.rules import resolve
from onetake.dialects._errors import as_told, headers_of
from onetake.dialects._record import Message, root
from onetake.dialects._table import Table

View = Mapping[str, Any]
ABSENT = frozenset({"prompt_required", "missing_parameter"})


class Server(Table):
    """Reads requests and queries, writes receipts, tasks, pages and errors."""

    def read_request(self, message: Any, route: Route) -> Request:
        """A parsed JSON body as a total request.

        Raises Problem with every offence, in the customer's own field names.
        """
        draft = self.read_draft(message, route, found := [])
        try:
            return resolve(draft, route, found)
        except Problem as problem:
            raise self._told(problem, message, {root(o.field) for o in found}) from None

    def read_draft(self, message: Any, route: Route, offences: list[Offence]) -> Message:
        """Only what the message says, under our names; offences are added to the list, in wire names."""
        if not isinstance(message, dict):
            raise Problem("invalid_json", "the body must be a JSON object")
        draft, found = self.request.decode(message)
        offences += found
        self.lift(draft, message, route)
        return draft

    def names_in(self, message: Mapping[str, Any]) -> dict[str, str]:
        """Our names for the parts of a request → where they are in this message."""
        return {**self.request.names, **self.places(message)}

    def _told(self, problem: Problem, message: Mapping[str, Any], refused: set[str]) -> Problem:
        """In the customer's words; what core misses only because we refused it is one fault, not two."""
        told = problem.renamed(self.names_in(message))
        once: dict[str, Offence] = {}
        for offence in told.offences:
            if offence.code in ABSENT and offence.value is None and root(offence.field) in refused:
                continue
            once.setdefault(offence.field, offence)
        return Problem.of(tuple(once.values())) if once else told

    def read_query(self, params: Sequence[tuple[str, str]]) -> Query:
        """The decoded pairs of a query string. Raises Problem with every bad value."""
        given: dict[str, list[str]] = {}
        for name, value in params:
            if value:
                given.setdefault(name, []).append(value)
        found, offences = self.query.decode(given)
        if offences:
            raise Problem.of(offences)
        if "ids" in found:  # an id of another shape names no task of ours; it must not widen the answer
            found["ids"] = tuple(self.core_of(name) or name for name in found["ids"])
        if "after" in found:
            found["after"] = self.core_of(found["after"]) or ""
        return Query(**found)

    def write_receipt(self, view: View) -> Message:
        """The answer to create."""
        return self.receipt.encode(self._public(view))

    def write_task(self, view: View) -> Message:
        """The answer to get, an item of a list, and the body of a callback."""
        return self.task.encode(self._public(view))

    def write_page(self, views: Sequence[View], total: int, query: Query, next: str | None = None) -> Message:
        """The answer to list. total: how many there are in all; next: core to continue after, keyset only."""
        shape = self.item or self.task
        items = [shape.encode(self._public(view)) for view in views]
        numbers = {"total": total, "page": query.page, "page_size": query.page_size}
        return self.page.encode({"items": items, "next": next, **numbers})

    def write_error(self, problem: Problem, route: Route, request_id: str) -> tuple[int, dict[str, str], Any]:
        """(HTTP status, headers, body) of a problem; the operator's own affairs show as unavailability."""
        told = as_told(problem)
        status, body = self.errors.write(told, route, request_id, self.request.names)
        return status, headers_of(told, status), body

    def _public(self, view: View) -> Message:
        return {**view, "id": self.spell(view["id"], view["created_at"])}
