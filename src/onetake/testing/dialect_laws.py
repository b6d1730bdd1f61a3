"""What every dialect must do: its client role and its server role, wired together, lose nothing.

Samples are drawn for the attributes that the dialect's own tables name, so a new dialect is tested by being
in the list. A test draws data and calls a law: `getattr(DialectLaws("ark"), law)(data)`, for all of LAWS.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import assume
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onetake.core.catalogue import Route, catalogue
from onetake.core.lifecycle import STATUSES
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.wire import Call, Reply
from onetake.dialects import DIALECTS, Dialect, WireError, run
from onetake.dialects._errors import Where
from onetake.dialects._record import Record
from onetake.testing.dialect_samples import CORES, JSON, WORDS, requests, views
from onetake.testing.form_reader import message_of


def _over_the_wire(message: Any) -> Any:
    return json.loads(json.dumps(message, allow_nan=False))


def _leaves(message: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place below the top that a mutant may spoil: members of objects, not items of lists."""
    if not isinstance(message, dict):
        return []
    return [p for name, value in message.items() for p in ((*path, name), *_leaves(value, (*path, name)))]


def _with(message: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    return {**message, path[0]: _with(message[path[0]], path[1:], value)}


def _at(message: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        message = message[name]
    return message


def _same_request(arrived: list[Request], request: Request, route: Route, dialect: Dialect) -> None:
    """That what arrived is what was sent; a model may have several names for several uses of it, and where
    media are told by several fields, only those of one kind and role keep their order."""
    (got,) = arrived
    assert route.models[got.model_name] == request.model
    if "media" in dialect.lifted:
        got, request = _in_fields(got), _in_fields(request)
    assert replace(got, model_name=request.model_name) == request


def _in_fields(request: Request) -> Request:
    media = sorted(request.media, key=lambda item: (item.kind, item.role or ""))
    return replace(request, media=tuple(media))


def _same(seen: dict[str, Any], view: dict[str, Any], dialect: Dialect) -> None:
    """That attributes read are those written; of a problem a provider's contract may keep only the code."""
    told = {name: value for name, value in seen.items() if name != "payload"}
    if "video_url" not in dialect.task.attrs:
        told.pop("video_url", None)  # where a file is served may follow from the id alone
    public = dialect.public_id(view["id"], view["created_at"])
    status = dialect.collapsed.get(view["status"], view["status"])
    told["problem"] = (told.get("problem") or {}).get("code")
    expected = {**view, "id": public, "status": status}
    expected["problem"] = (view.get("problem") or {}).get("code")
    read = {a for f in dialect.task.fields if f.direction != "write" for a in f.attrs} | {"problem"}
    assert told == {name: value for name, value in expected.items() if name in read & {*dialect.task.attrs}}
    assert dialect.core_of(public) == view["id"]


class DialectLaws:
    """The laws of one dialect, each a method that takes what hypothesis draws. `LAWS` names them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dialect = DIALECTS[name]
        # A route without a create has one that is held until the end: the tests of its dialect drive it.
        self.routes = tuple(
            n for n, r in catalogue().routes.items() if r.dialect == name and "create" in r.capabilities
        )

    def _route(self, data: st.DataObject) -> Route:
        return catalogue().routes[data.draw(st.sampled_from(self.routes))]

    def _asked(self, data: st.DataObject) -> tuple[Route, Request, dict[str, Any]]:
        route = self._route(data)
        request = data.draw(requests(self.dialect, route))
        return route, request, _over_the_wire(self.dialect.write_request(request, route, self.name))

    def a_request_arrives_as_it_was_sent(self, data: st.DataObject) -> None:
        route, request, message = self._asked(data)
        endpoint = self.dialect.endpoint("create", route, message)
        view = data.draw(views(self.dialect, status="queued"))
        arrived: list[Request] = []

        def send(call: Call) -> Reply:
            body = {**message_of(self.dialect, call), **endpoint.fixed}
            arrived.append(self.dialect.read_request(body, route))
            assert self.dialect.read_key({k.lower(): v for k, v in call.headers.items()}) == "key"
            assert call.path == route.prefix + endpoint.path
            return Reply(200, {}, json.dumps(self.dialect.write_receipt(view)).encode())

        receipt = run(self.dialect.submitting(request, route, "key", customer=self.name), send)
        _same_request(arrived, request, route, self.dialect)
        assert receipt["id"] == self.dialect.public_id(view["id"], view["created_at"])

    def null_is_absent(self, data: st.DataObject) -> None:
        route, request, message = self._asked(data)
        known = [f.path[0] for f in self.dialect.request.fields if f.path[0] not in message]
        for place in data.draw(st.sets(st.sampled_from(known))) if known else ():
            message[place] = None
        _same_request([self.dialect.read_request(message, route)], request, route, self.dialect)

    def requests_validate_and_mutants_do_not(self, data: st.DataObject) -> None:
        _, _, message = self._asked(data)
        known = {name: value for name, value in message.items() if name in _properties(self.dialect.request)}
        schema = Draft202012Validator(self.dialect.request.schema())
        schema.validate(message)
        name = data.draw(st.sampled_from(sorted(known)))
        mutant = _with(
            message, (name,), [{"mutant": 1}] if isinstance(message[name], dict) else {"mutant": 1}
        )
        assert not schema.is_valid(mutant)
        assert self.dialect.request.decode(mutant)[1]

    def hostile_requests_are_problems_and_nothing_else(self, data: st.DataObject) -> None:
        route, _, message = self._asked(data)
        names = sorted({*message, *_properties(self.dialect.request), "unknown"})
        spoilt: Any = {
            **message,
            **data.draw(st.dictionaries(st.sampled_from(names), JSON, min_size=1, max_size=3)),
        }
        body = data.draw(st.sampled_from((spoilt, data.draw(JSON))))
        try:
            self.dialect.read_request(body, route)
        except Problem as problem:
            status, _, answer = self.dialect.write_error(problem, route, "r1")
            assert 400 <= status < 500
            Draft202012Validator(self.dialect.errors.schema()).validate(_over_the_wire(answer))

    def a_task_comes_back_as_itself(self, data: st.DataObject) -> None:
        view = data.draw(views(self.dialect))
        seen = self._look(lambda: self.dialect.write_task(view))
        _same(seen, view, self.dialect)

    def _look(self, written: Callable[[], Any]) -> dict[str, Any]:
        route = catalogue().routes[self.routes[0]]
        flow = self.dialect.looking("some id", route, "key")
        return run(flow, lambda call: Reply(200, {}, json.dumps(written()).encode()))

    def tasks_validate_and_mutants_do_not(self, data: st.DataObject) -> None:
        message = _over_the_wire(self.dialect.write_task(data.draw(views(self.dialect))))
        schema = Draft202012Validator(self.dialect.task.schema())
        schema.validate(message)
        inside = [p for p in _leaves(message) if len(p) <= _depth(self.dialect.task, p[0])]
        mutant = _with(message, data.draw(st.sampled_from(inside)), [{"mutant": 1}])
        assert not schema.is_valid(mutant)

    def an_unknown_status_is_an_error(self, data: st.DataObject) -> None:
        word = data.draw(st.text(max_size=12))
        view = data.draw(views(self.dialect))
        message = self.dialect.write_task(view)
        place = self.dialect.task.names["status"]
        path = tuple(place.split("."))
        written = {_at(self.dialect.write_task({**view, "status": s}), path) for s in STATUSES}
        assume(word not in written)
        try:
            self._look(lambda: _with(message, path, word))
        except WireError as error:
            assert error.path == place
            assert error.value == word
        else:
            raise AssertionError(f"{word!r} was taken for a status")

    def an_error_comes_back_as_itself(self, data: st.DataObject) -> None:
        where: Where = data.draw(st.sampled_from(("http", "task")))
        detail, listed = data.draw(WORDS), data.draw(st.booleans())
        code = data.draw(st.sampled_from(sorted(self.dialect.errors.returning(where))))
        offences = [Offence("place", 1, f"<{detail}>", "<fix>", code)] if listed else []
        problem = Problem(code, "" if listed else f"<{detail}>", offences=offences)
        if where == "task":
            view = data.draw(views(self.dialect, status="failed", problem=problem.as_dict()))
            assert self._look(lambda: self.dialect.write_task(view))["problem"]["code"] == code
            return
        route = self._route(data)
        status, headers, body = self.dialect.write_error(problem, route, "r1")
        Draft202012Validator(self.dialect.errors.schema()).validate(_over_the_wire(body))
        reply = Reply(status, headers, json.dumps(body).encode())
        assert self.dialect.errors.read(reply, _over_the_wire(body), route).code == code

    def a_query_and_its_page_come_back(self, data: st.DataObject) -> None:
        routes = [r for r in self.routes if "list" in catalogue().routes[r].capabilities]
        if not routes:  # a dialect without a list: its client says so before anything is sent
            route = catalogue().routes[self.routes[0]]
            with suppress(Problem):
                raise AssertionError(next(self.dialect.listing(Query(), route, "key")))
            return
        route = catalogue().routes[data.draw(st.sampled_from(routes))]
        query = self._query(data)
        listed = data.draw(st.lists(views(self.dialect), max_size=3))

        def send(call: Call) -> Reply:
            asked = self.dialect.read_query(parse_qsl(urlsplit(call.path).query, keep_blank_values=True))
            assert asked == query
            page = self.dialect.write_page(listed, 7, query, data.draw(st.none() | CORES))
            Draft202012Validator(self.dialect.page.schema()).validate(_over_the_wire(page))
            return Reply(200, {}, json.dumps(page).encode())

        tasks, total = run(self.dialect.listing(query, route, "key"), send)
        for seen, view in zip(tasks, listed, strict=True):
            _same(seen, view, self.dialect)
        assert total == (7 if "total" in self.dialect.page.attrs else len(listed))

    def _query(self, data: st.DataObject) -> Query:
        choices: dict[str, st.SearchStrategy[Any]] = {
            "statuses": st.lists(st.sampled_from(STATUSES), unique=True, max_size=3).map(tuple),
            "ids": st.lists(CORES, unique=True, max_size=3).map(tuple),
            "model": st.none() | WORDS,
            "route": st.none() | WORDS,
            "tier": st.none() | st.sampled_from(("default", "flex")),
            "page": st.integers(1, 500),
            "page_size": st.integers(1, 100),
            "after": st.none() | CORES,
            "limit": st.integers(1, 100),
            "order": st.sampled_from(("asc", "desc")),
        }
        return Query(**{n: data.draw(s) for n, s in choices.items() if n in self.dialect.query.attrs})


LAWS = tuple(name for name, law in vars(DialectLaws).items() if callable(law) and not name.startswith("_"))


def _properties(record: Record) -> set[str]:
    return {f.path[0] for f in record.fields if f.attrs}


def _depth(record: Record, name: str) -> int:
    """How deep the table itself goes below a name; what a codec writes inside is its own schema's matter."""
    return max(len(f.path) for f in record.fields if f.path[0] == name)
