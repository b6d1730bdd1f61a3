"""The generated OpenAPI document (dialects/_openapi.py)."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from onetake.core.catalogue import catalogue
from onetake.core.scopes import SCOPES, scope_of
from onetake.dialects import DIALECTS
from onetake.dialects._openapi import document

ROUTES = catalogue().routes
DOCUMENT = document(DIALECTS, ROUTES, "0.1.0")
SCHEMAS = DOCUMENT["components"]["schemas"]


def test_every_endpoint_of_every_route_is_described_once():
    shown = {(m.upper(), p) for p, item in DOCUMENT["paths"].items() for m in item}
    served = {
        (e.method, e.at(route.prefix))
        for route in ROUTES.values()
        if route.public and route.dialect in DIALECTS
        for e in DIALECTS[route.dialect].offered(route)
    }
    assert shown == served
    ids = [op["operationId"] for item in DOCUMENT["paths"].values() for op in item.values()]
    assert len(ids) == len(set(ids))


def test_a_gateways_paths_have_only_what_it_offers():
    paths = {p: set(item) for p, item in DOCUMENT["paths"].items() if p.startswith("/seedance/")}
    tasks = "/seedance/api/v3/contents/generations/tasks"
    assert paths == {tasks: {"post"}, tasks + "/{id}": {"get"}}


def test_every_reference_resolves_and_the_document_is_json():
    text = json.dumps(DOCUMENT)
    references = set(re.findall(r'"\$ref": "#/components/(\w+)/([\w.]+)"', text))
    assert len(references) > 8
    for kind, name in references:
        assert name in DOCUMENT["components"][kind]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_a_schema_and_has_members(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["properties"]


def test_limits_come_from_the_catalogue():
    limits = catalogue().limits["expires_after"]
    shown = SCHEMAS["ark.Request"]["properties"]["execution_expires_after"]
    assert (shown["minimum"], shown["maximum"]) == (limits["min"], limits["max"])
    assert SCHEMAS["ark.Request"]["properties"]["ratio"]["enum"] == [*catalogue().ratios, "adaptive", None]
    assert SCHEMAS["native.Request"]["additionalProperties"] is False


def test_path_and_query_parameters():
    listing = DOCUMENT["paths"]["/api/v3/contents/generations/tasks"]["get"]["parameters"]
    shown = {p["name"]: p["schema"] for p in listing}
    assert shown["page_size"] == {"type": "integer", "minimum": 1, "maximum": 500, "default": 20}
    assert shown["filter.task_ids"]["type"] == "array"
    assert None not in shown["filter.service_tier"]["enum"]
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            named = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))


def test_t12_every_operation_names_the_scope_that_it_asks_for():
    for route in ROUTES.values():
        if not route.public or route.dialect not in DIALECTS:
            continue
        for endpoint in DIALECTS[route.dialect].offered(route):
            told = DOCUMENT["paths"][endpoint.at(route.prefix)][endpoint.method.lower()]["security"]
            if endpoint.op in ("error", "put"):
                assert told == []  # what an error means, and a promised upload, which its link opens
            else:
                scope = scope_of(endpoint.op)
                assert told == [{"bearer": [scope]}, {"key": [scope]}]
    for scheme in DOCUMENT["components"]["securitySchemes"].values():
        assert all(f"{scope}: " in scheme["description"] for scope in SCOPES)


def test_the_callback_carries_the_task():
    create = DOCUMENT["paths"]["/api/v3/contents/generations/tasks"]["post"]
    change = create["callbacks"]["change"]["{$request.body#/callback_url}"]["post"]
    assert change["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("ark.Task")


def test_profiles_of_one_prefix_are_tags_of_one_path():
    paths = DOCUMENT["paths"]
    assert paths["/api/v3/contents/generations/tasks"]["get"]["tags"] == ["volcengine", "byteplus"]
    assert paths["/onetake/v1/videos"]["get"]["tags"] == ["native"]


def test_errors_are_described_in_the_dialects_own_form():
    for path, kind in (
        ("/onetake/v1/videos", "application/problem+json"),
        ("/api/v3/contents/generations/tasks", "application/json"),
    ):
        assert list(DOCUMENT["paths"][path]["post"]["responses"]["default"]["content"]) == [kind]
