"""The locked child that writes and reads manifests. It has no key: who started it signs.

    standard input    one JSON order, and the signature that was asked for
    standard output   "locked"; {"sign": BASE64} once, for the bytes of a claim; then {"found": {...}} or
                      {"refused": "reason"}

Orders name inherited descriptors: {"work": "seal", "source", "target", "mime", "manifest", "certificates",
"algorithm", "inputs": [{"file", "mime", "title", "id"}]} writes the source with a manifest to the target;
{"work": "read", "source", "mime", "own", "anchors"} tells what a file's manifest says. Files come from
strangers, and with them manifests: everything is loaded before the locks close and nothing of a file is read
before they have. Without a network no manifest, list of revoked certificates or time stamp can be fetched.
"""

import base64
import json
import os
import signal
import sys
from typing import Any, BinaryIO, NoReturn

import c2pa

from onetake.adapters.provenance import telling
from onetake.media import lock
from onetake.media.child import LOCKED, close_locks

ALLOWANCE = lock.Allowance(2**30, 20, 60, 512 * 2**20)
MOST_GROWTH = 4 * 2**20
"""Bytes that manifests of inputs may add. Whoever nests more is left out."""
_LONGEST_REASON = 300
OFFLINE = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False},
    "builder": {"thumbnail": {"enabled": False}},
}
"""Nothing is fetched, and no picture of anybody's is decoded."""


def main() -> None:
    signal.alarm(ALLOWANCE.seconds)
    own = lock.enter_namespaces()
    lock.die_with_parent()
    if own.processes:
        lock.be_first()
    order = json.loads(sys.stdin.buffer.readline())
    work = {"seal": seal, "read": read}[order["work"]]
    close_locks(ALLOWANCE, own.mounts)
    os.write(1, LOCKED)
    try:
        _answer({"found": work(order)})
    except Exception as error:  # whatever a library says of hostile bytes
        text = "".join(letter for letter in str(error) or type(error).__name__ if letter.isprintable())
        _answer({"refused": text[:_LONGEST_REASON]})


def seal(order: dict[str, Any]) -> dict[str, Any]:
    """Write the film with its manifest. Says how many inputs brought one of their own."""
    manifest, nested = order["manifest"], []
    context = c2pa.Context.from_dict(OFFLINE)
    for item in order["inputs"]:
        if _carries(item, context):
            nested.append(item)
    placed = {"action": "c2pa.placed", "parameters": {"ingredientIds": [item["id"] for item in nested]}}
    actions = manifest["assertions"][0]["data"]["actions"]
    actions += [placed] if nested else []
    builder = c2pa.Builder.from_json(json.dumps(manifest), context)
    for item in nested:
        about = {"title": item["title"], "relationship": "componentOf", "label": item["id"]}
        with _opened(item["file"]) as file:
            builder.add_ingredient(json.dumps(about), item["mime"], file)
    algorithm = getattr(c2pa.C2paSigningAlg, order["algorithm"])
    signer = c2pa.Signer.from_callback(_signed, algorithm, order["certificates"])
    with _opened(order["source"]) as source, open(order["target"], "w+b", closefd=False) as target:
        builder.sign(signer, order["mime"], source, target)
        target.flush()
        grown = os.fstat(order["target"]).st_size - os.fstat(order["source"]).st_size
    if grown > MOST_GROWTH:
        raise ValueError(f"the manifests of the inputs are {grown:,} bytes large")
    return {"nested": len(nested)}


def read(order: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says, and whether it holds: against our own authority, and against `anchors`."""
    with _opened(order["source"]) as source:
        try:
            reader = c2pa.Reader.try_create(order["mime"], source, context=c2pa.Context.from_dict(OFFLINE))
        # Such a format carries none.
        except c2pa.C2paError.NotSupported:  # pyright: ignore[reportAttributeAccessIssue]
            reader = None
        if reader is None:
            return {"manifest": None}
        told = telling.told(json.loads(reader.json()))
    for name in ("own", "anchors"):
        told[name] = bool(order[name]) and _trusted(order, order[name])
    return {"manifest": told}


def _carries(item: dict[str, Any], context: c2pa.Context) -> bool:
    """Whether an input has a manifest; what cannot be read has none."""
    try:
        with _opened(item["file"]) as file:
            return c2pa.Reader.try_create(item["mime"], file, context=context) is not None
    except c2pa.C2paError:
        return False


def _trusted(order: dict[str, Any], anchors: str) -> bool:
    context = c2pa.Context.from_dict({**OFFLINE, "trust": {"trust_anchors": anchors}})
    with _opened(order["source"]) as source:
        return c2pa.Reader(order["mime"], source, context=context).get_validation_state() == "Trusted"


def _signed(claim: bytes) -> bytes:
    _say({"sign": base64.b64encode(claim).decode()})
    return base64.b64decode(json.loads(sys.stdin.buffer.readline())["signature"])


def _opened(descriptor: int) -> BinaryIO:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return open(descriptor, "rb", closefd=False)


def _say(message: dict[str, Any]) -> None:
    line = json.dumps(message).encode() + b"\n"
    while line:
        line = line[os.write(1, line) :]


def _answer(message: dict[str, Any]) -> NoReturn:
    _say(message)
    os._exit(0)  # no destructor of a library that has just read hostile bytes gets to run


if __name__ == "__main__":
    main()
