"""OpenAPI 3.1 of every path we serve, generated from the dialects' tables: nothing is described twice."""

import re
from collections.abc import Iterable, Mapping

from onetake.core.catalogue import Route
from onetake.core.scopes import OPS, SCOPES
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._record import Message

JSON = "application/json"
FORM = "multipart/form-data"
ERRORS = {"native": "application/problem+json"}
TITLE = "Onetake"
ABOUT = "Seedance 2.0 video generation: every documented wire contract on one origin."


def document(dialects: Mapping[str, Dialect], routes: Mapping[str, Route], version: str) -> Message:
    """The whole document. Routes that share a prefix share their paths and are named as tags there."""
    paths: Message = {}
    for route in routes.values():
        dialect = dialects.get(route.dialect)
        if dialect is None or not route.public:
            continue
        for endpoint in dialect.offered(route):
            item = paths.setdefault(endpoint.at(route.prefix), {})
            method = endpoint.method.lower()
            if method in item:
                item[method]["tags"].append(route.name)
            else:
                item[method] = _operation(dialect, route, endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": version, "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": route.name} for route in routes.values() if route.dialect in dialects],
        "security": [{"bearer": []}, {"key": []}],
        "paths": paths,
        "components": {
            "schemas": {k: v for dialect in dialects.values() for k, v in _schemas(dialect).items()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": _scopes()},
                "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": _scopes()},
            },
            "headers": {
                "RequestId": {"schema": {"type": "string"}, "description": "Quote it when you ask for help"}
            },
        },
    }


def _schemas(dialect: Dialect) -> Message:
    task = dialect.task.schema()
    shapes: Message = {"Request": _asked(dialect), "Task": task}
    if any(e.op == "list" for e in dialect.endpoints):
        page = shapes["Page"] = dialect.page.schema()
        for shape in page["properties"].values():
            if shape.get("items") == task:
                shape["items"] = _ref(dialect, "Task")
    if dialect.receipt is not dialect.task:
        shapes["Receipt"] = dialect.receipt.schema()
    shapes["Error"] = dict(dialect.errors.schema())
    return {f"{dialect.name}.{name}": shape for name, shape in shapes.items()}


def _asked(dialect: Dialect) -> Message:
    """The body of create; what a path says is not in it."""
    said = {name for endpoint in dialect.endpoints for name in endpoint.fixed}
    schema = dialect.request.schema()
    left = {name: shape for name, shape in schema["properties"].items() if name not in said}
    required = [name for name in schema.get("required", ()) if name not in said]
    return {**schema, "properties": left, "required": required}


def _ref(dialect: Dialect, shape: str) -> Message:
    return {"$ref": f"#/components/schemas/{dialect.name}.{shape}"}


def _operation(dialect: Dialect, route: Route, endpoint: Endpoint) -> Message:
    operation: Message = {
        "operationId": ".".join((route.name, endpoint.op, *endpoint.fixed.values())),
        "summary": endpoint.about,
        "tags": [route.name],
        "security": _security(endpoint.op),
    }
    parameters = [*_parameters(dialect, endpoint)]
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body == "json":
        schema = endpoint.takes.schema() if endpoint.takes else _ref(dialect, "Request")
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    elif endpoint.body == "form":
        operation["requestBody"] = {"required": True, "content": _form(dialect, endpoint)}
    elif endpoint.body == "raw":
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    operation["responses"] = _responses(dialect, endpoint)
    callback = dialect.request.names.get("callback_url")
    if endpoint.op == "create" and callback and "callback" in route.capabilities:
        told = {"content": {JSON: {"schema": _ref(dialect, "Task")}}}
        change = {"post": {"requestBody": told, "responses": {"2XX": {"description": "Taken"}}}}
        operation["callbacks"] = {"change": {f"{{$request.body#/{callback}}}": change}}
    return operation


def _security(op: str) -> list[Message]:
    """The scope that the key of a request must have, as a role (OpenAPI 3.1, Security Requirement); the few
    operations without one need no key."""
    scope = OPS.get(op)
    return [{way: [scope]} for way in ("bearer", "key")] if scope is not None else []


def _scopes() -> str:
    told = "; ".join(f"{name}: {about.removesuffix('.').lower()}" for name, about in SCOPES.items())
    return f"A key of this server. Each operation names the scope that the key must have. {told}."


def _form(dialect: Dialect, endpoint: Endpoint) -> Message:
    """A form; the one that asks for a video may be JSON too."""
    if endpoint.takes is not None:
        return {FORM: {"schema": endpoint.takes.schema()}}
    return {kind: {"schema": _ref(dialect, "Request")} for kind in (FORM, JSON)}


def _parameters(dialect: Dialect, endpoint: Endpoint) -> Iterable[Message]:
    for name in re.findall(r"{(\w+)}", endpoint.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    if endpoint.op == "list":
        for name, schema in dialect.query.schema()["properties"].items():
            yield {"name": name, "in": "query", "schema": _plain(schema), "style": "form", "explode": True}
    for place, name, about in endpoint.options:
        yield {"name": name, "in": place, "schema": {"type": "string"}, "description": about}


def _plain(schema: Message) -> Message:
    """The schema of a query value, which cannot be null."""
    plain = dict(schema)
    if isinstance(plain.get("type"), list):
        plain["type"] = plain["type"][0]
    if "enum" in plain:
        plain["enum"] = [word for word in plain["enum"] if word is not None]
    return plain


def _responses(dialect: Dialect, endpoint: Endpoint) -> Message:
    shapes = {"create": "Task" if dialect.receipt is dialect.task else "Receipt", "list": "Page"}
    shapes |= dict.fromkeys(("get", "cancel"), "Task")
    schema = _ref(dialect, shapes[endpoint.op]) if endpoint.op in shapes else {}
    if endpoint.result is not None:
        schema = endpoint.result.schema()
    done: Message = {
        "description": "Done",
        "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
    }
    if endpoint.success != 204 and endpoint.answer:
        done["content"] = dict.fromkeys(endpoint.answer.split(", "), {"schema": schema} if schema else {})
    wrong = {ERRORS.get(dialect.name, JSON): {"schema": _ref(dialect, "Error")}}
    return {str(endpoint.success): done, "default": {"description": "A problem", "content": wrong}}
