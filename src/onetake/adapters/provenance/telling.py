"""What is told of a manifest: a few facts of known shape, out of a library's report on a stranger's file."""

from collections.abc import Mapping
from typing import Any

MOST, LONGEST = 20, 200
"""Entries of a list and characters of a text that are told."""
MAKING = "onetake.making"
"""Our own assertion: the request's hash, the seed, the inputs' hashes."""


def told(report: Mapping[str, Any]) -> dict[str, Any]:
    """The active manifest in plain JSON. state: Valid, Trusted or Invalid, as the library says; faults: codes
    of what did not hold in it, and nested_faults in those of inputs since they were taken in. Without the one
    that only says that nobody vouches for a signer."""
    manifests = _dict(report.get("manifests"))
    active = _dict(manifests.get(str(report.get("active_manifest"))))
    signature = _dict(active.get("signature_info"))
    results = _dict(report.get("validation_results"))
    codes = _failures(_dict(results.get("activeManifest")))
    deltas = [_dict(_dict(delta).get("validationDeltas")) for delta in _list(results.get("ingredientDeltas"))]
    return {
        "state": _text(report.get("validation_state")),
        "faults": codes,
        "nested_faults": [code for delta in deltas for code in _failures(delta)][:MOST],
        "title": _text(active.get("title")),
        "generator": " ".join(_generators(active)),
        "signer": _text(signature.get("common_name")) or _text(signature.get("issuer")),
        "issuer": _text(signature.get("issuer")),
        "algorithm": _text(signature.get("alg")),
        "time": _text(signature.get("time")),
        "actions": _actions(active),
        "ingredients": [_ingredient(_dict(item)) for item in _list(active.get("ingredients"))],
        "manifests": len(manifests),
        "making": _making(active),
    }


def _failures(results: Mapping[str, Any]) -> list[str]:
    codes = [_text(_dict(status).get("code")) for status in _list(results.get("failure"))]
    return [code for code in codes if code != "signingCredential.untrusted"]


def _generators(active: Mapping[str, Any]) -> list[str]:
    found = [_dict(item) for item in _list(active.get("claim_generator_info"))]
    return [f"{_text(item.get('name'))} {_text(item.get('version'))}".strip() for item in found]


def _actions(active: Mapping[str, Any]) -> list[dict[str, str]]:
    found = []
    for assertion in _list(active.get("assertions")):
        assertion = _dict(assertion)
        if str(assertion.get("label")).startswith("c2pa.actions"):
            found += [_dict(a) for a in _list(_dict(assertion.get("data")).get("actions"))]
    names = {"action": "action", "source": "digitalSourceType"}
    return [{ours: _text(a.get(theirs)) for ours, theirs in names.items()} for a in found[:MOST]]


def _ingredient(item: Mapping[str, Any]) -> dict[str, Any]:
    """faults: what did not hold in its own manifest when it was taken in."""
    results = _dict(_dict(item.get("validation_results")).get("activeManifest"))
    return {
        "title": _text(item.get("title")),
        "relationship": _text(item.get("relationship")),
        "format": _text(item.get("format")),
        "manifest": bool(item.get("active_manifest")),
        "faults": _failures(results),
    }


def _making(active: Mapping[str, Any]) -> dict[str, Any] | None:
    for assertion in _list(active.get("assertions")):
        if _dict(assertion).get("label") == MAKING:
            data = _dict(_dict(assertion).get("data"))
            seed = data.get("seed")
            return {
                "label": _text(data.get("label")),
                "request_sha256": _text(data.get("request_sha256")),
                "seed": seed if type(seed) is int and abs(seed) < 2**63 else None,
            }
    return None


def _text(value: Any) -> str:
    shown = "".join(c for c in value[: 2 * LONGEST] if c.isprintable()) if isinstance(value, str) else ""
    return shown[:LONGEST]


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []
