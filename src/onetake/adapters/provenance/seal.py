"""The parent's side of the sealing child: it hands over open files, signs one claim, and believes little."""

import asyncio
import base64
import contextlib
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from onetake.adapters.provenance.telling import LONGEST, MAKING
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.media import jail
from onetake.media.child import LOCKED

log = logging.getLogger("onetake.provenance")
TIMEOUT = 30.0
MOST_LINE = 2**20
MOST_CLAIM = 2**18
_CHILD = (sys.executable, "-I", "-m", "onetake.adapters.provenance.child")
ALGORITHMIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC: made purely by an algorithm that was not trained on sampled content."""
_turns = jail.Turns()


class Signer(Protocol):
    """Who signs. algorithm: as C2PA names it (ES256 and others). chain: certificates in PEM, the signer's own
    first. sign: the bare signature of some bytes. All may take long, so they are asked on a thread."""

    @property
    def algorithm(self) -> str: ...
    @property
    def chain(self) -> str: ...
    def sign(self, data: bytes) -> bytes: ...


def definition(about: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of a rendered film, from its record (`core.making`)."""
    maker, request = about["made_by"], about["request"]
    created = {
        "action": "c2pa.created",
        "digitalSourceType": ALGORITHMIC,
        "softwareAgent": {"name": f"Onetake {maker['engine']}", "version": maker["version"]},
    }
    making = {
        "label": about["label"],
        "request_sha256": about["request_sha256"],
        "seed": request.get("seed"),
        "inputs": [item["sha256"] for item in request["media"]],
    }
    return {
        "claim_generator_info": [{"name": "Onetake", "version": maker["version"]}],
        "title": "Onetake animatic",
        "format": "video/mp4",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
            {"label": MAKING, "data": making},
        ],
    }


class Seals:
    """Manifests for the films of one installation."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    async def ready(self) -> None:
        """Have the key at hand, so that nobody waits for it later. A fault is told by `put`."""
        with contextlib.suppress(Exception):
            await asyncio.to_thread(lambda: self._signer.chain)

    async def put(self, film: Path, about: Mapping[str, Any], inputs: Sequence[Input]) -> tuple[str, ...]:
        """`seal`, whatever happens: a film that was made is delivered, with its manifest or without. Notes
        for whoever asked for it."""
        why = ""
        for kept in (inputs, ()) if inputs else ((),):
            try:
                await seal(film, about, kept, self._signer)
            except Exception as error:
                why = error.detail if isinstance(error, Problem) else f"{type(error).__name__}: {error}"
                log.warning("a film could not be sealed: %s", why)
            else:
                return (f"Manifests that the inputs carried could not be kept: {why}",) if why else ()
        return (f"The film has no manifest of provenance: {why}",)


async def seal(film: Path, about: Mapping[str, Any], inputs: Sequence[Input], signer: Signer) -> int:
    """Put a signed manifest into the film, in its place; how many inputs' own manifests are nested in it.

    Raises Problem(media_invalid) for what cannot be sealed, Problem(internal) where the jail did not close;
    the film is then as it was. OSError.
    """
    target = film.with_name(f"{film.name}.sealed")
    chain, algorithm = await asyncio.to_thread(lambda: (signer.chain, signer.algorithm))
    try:
        with _held(film, *(item.path for item in inputs)) as (source, *files), _made(target) as written:
            order = {
                "work": "seal",
                "source": source,
                "target": written,
                "mime": "video/mp4",
                "manifest": definition(about),
                "certificates": chain,
                "algorithm": algorithm,
                "inputs": [
                    {
                        "file": file,
                        "mime": item.mime,
                        "title": f"input {item.place + 1}",
                        "id": f"input-{item.place}",
                    }
                    for file, item in zip(files, inputs, strict=True)
                ],
            }
            found = await _ask(order, (source, written, *files), signer)
        await asyncio.to_thread(target.replace, film)
    finally:
        target.unlink(missing_ok=True)
    nested = found.get("nested")
    return nested if isinstance(nested, int) else 0


async def read(file: Path, mime: str, own: str = "", anchors: str = "") -> dict[str, Any] | None:
    """What a file's manifest says (`telling.told`), or None where it has none.

    own: our authority's certificate, and anchors: those that the reader trusts (PEM). The keys of the same
    names say whether the signature leads to one of them. Raises as `seal` does.
    """
    with _held(file) as (source,):
        order = {"work": "read", "source": source, "mime": mime, "own": own, "anchors": anchors}
        found = (await _ask(order, (source,), None)).get("manifest")
    return found if isinstance(found, dict) else None


async def _ask(order: Mapping[str, Any], files: Sequence[int], signer: Signer | None) -> dict[str, Any]:
    async with jail.turn(_turns, os.cpu_count() or 1):
        child = await asyncio.create_subprocess_exec(
            *_CHILD,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=MOST_LINE,
            env={},
            cwd="/",
            close_fds=True,
            pass_fds=tuple(files),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(TIMEOUT):
                return await _talked(child, order, signer)
        except (TimeoutError, ValueError, RecursionError, ConnectionError):
            raise Problem("media_invalid", "the manifest could not be handled safely") from None
        finally:
            await jail.end(child)


async def _let_go(child: asyncio.subprocess.Process) -> None:
    """Close our ends of a dead child's pipes now: a loop that ends with them open complains later."""
    assert child.stdin is not None and child.stdout is not None
    child.stdin.close()
    with contextlib.suppress(OSError):
        await child.stdin.wait_closed()
    with contextlib.suppress(ValueError):  # a line beyond the limit was left unread
        while await child.stdout.read(2**16):
            pass


async def _talked(
    child: asyncio.subprocess.Process, order: Mapping[str, Any], signer: Signer | None
) -> dict[str, Any]:
    """One order, at most one signature, one answer."""
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(order).encode() + b"\n")
    if await child.stdout.readline() != LOCKED:
        raise Problem("internal", "the jail for manifests did not start")
    answer = json.loads(await child.stdout.readline())
    if signer is not None and isinstance(answer, dict) and "sign" in answer:
        claim = base64.b64decode(answer["sign"], validate=True)
        if len(claim) > MOST_CLAIM:
            raise ValueError("the claim is too large")
        signature = await asyncio.to_thread(signer.sign, claim)
        child.stdin.write(json.dumps({"signature": base64.b64encode(signature).decode()}).encode() + b"\n")
        answer = json.loads(await child.stdout.readline())
    if not isinstance(answer, dict) or not isinstance(answer.get("found"), dict):
        reason = answer.get("refused") if isinstance(answer, dict) else None
        raise Problem("media_invalid", str(reason or "the manifest could not be handled safely")[:LONGEST])
    return answer["found"]


@contextmanager
def _held(*paths: Path) -> Iterator[list[int]]:
    held: list[int] = []
    try:
        for path in paths:
            held.append(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        yield held
    finally:
        for descriptor in held:
            os.close(descriptor)


@contextmanager
def _made(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
