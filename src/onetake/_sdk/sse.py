"""Server-sent events: their parser, and a flow that reads on after a broken connection."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onetake._sdk.line import Line
from onetake._sdk.steps import Close, Emit, Next, Open, Pause, Steps
from onetake._sdk.video import Event
from onetake.core.lifecycle import ENDS
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, NotSent, Reply

TRIES = 5
LONGEST_LINE = 1 << 20


class Parser:
    """Bytes in, events out, wherever the pieces are cut. Comments and unknown fields are skipped."""

    def __init__(self) -> None:
        self._rest = b""
        self._fields: dict[str, str] = {}

    def feed(self, piece: bytes) -> Iterator[Event]:
        """The events that are complete now. Raises Problem(provider_protocol) for a line without end."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise Problem("provider_protocol", "an event of more than a mebibyte")
        for line in lines:
            text = line.rstrip(b"\r").decode("utf-8", "replace")
            if text:
                name, _, value = text.partition(":")
                value = value.removeprefix(" ")
                known = self._fields.get(name)
                self._fields[name] = f"{known}\n{value}" if name == "data" and known is not None else value
            else:
                event, self._fields = self._event(), {}
                if event is not None:
                    yield event

    def _event(self) -> Event | None:
        if "data" not in self._fields:
            return None
        try:
            data = json.loads(self._fields["data"])
            seq = int(self._fields.get("id") or 0)
        except ValueError as error:
            raise Problem("provider_protocol", f"an event that is not JSON: {error}") from error
        return Event(
            seq, self._fields.get("event") or "message", data if isinstance(data, dict) else {"value": data}
        )


def reading(line: Line, call: Call, after: int) -> Steps[None]:
    """Emit events until the task has ended, going on from the last one seen when a connection breaks.

    Raises Problem: what the server refused, provider_unavailable after five failures in a row.
    """
    failures = 0
    while failures < TRIES:
        if failures:
            yield Pause(0.5 * failures)
        failures += 1
        try:
            stream = yield Open(_resumed(call, after), line.timeout)
        except (NotSent, Ambiguous) as lost:
            trouble = str(lost)
            continue
        try:
            if stream.status == 204:  # the last event was seen before
                return
            if stream.status != 200:
                raise line.refusal((yield from _refused(stream)))
            parser = Parser()
            while (piece := (yield Next(stream))) is not None:
                for event in parser.feed(piece):
                    failures, after = 1, max(after, event.seq)
                    yield Emit(event)
                    if event.data.get("status") in ENDS:
                        return
            trouble = "the stream ended before the task"
        except Ambiguous as lost:
            trouble = str(lost)
        finally:
            yield Close(stream)
    raise Problem("provider_unavailable", f"events: {trouble}")


def _resumed(call: Call, after: int) -> Call:
    seen = {"Last-Event-ID": str(after)} if after else {}
    return replace(call, headers={**call.headers, "Accept": "text/event-stream", **seen})


def _refused(stream: Any) -> Steps[Reply]:
    pieces = []
    while (piece := (yield Next(stream))) is not None:
        pieces.append(piece)
    return Reply(stream.status, stream.headers, b"".join(pieces))
