"""Every dialect in, every route out: 6 × 6 cells and four kinds of request, each delivered or refused before
it is sent. `make matrix` prints the table and writes it to docs/reference/matrix.md."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.wire import Call, Reply
from onetake.dialects import DIALECTS, run

from .film import film, picture, tone
from .host import media_host, settings
from .server import Server

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(600)]

WAYS_IN = {
    "native": "native", "ark": "volcengine", "evolink": "evolink", "movie": "movie", "segmind": "segmind",
    "openai": "openai",
}  # fmt: skip
"""Dialects and the profile that each is spoken in."""
WAYS_OUT = ("volcengine", "byteplus", "apiyi", "evolink", "movie", "segmind")
FRAME, LAST, CAST, SONG = "first.png", "last.png", "cast.png", "song.wav"
MODES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "text": (),
    "first frame": (("image", "first_frame", FRAME),),
    "first + last": (("image", "first_frame", FRAME), ("image", "last_frame", LAST)),
    "references": (("image", "reference", CAST), ("audio", "reference", SONG)),
}
SECONDS, SIZE = 4, (864, 496)
A_SETTINGS = """
[policy]
order = ["{route}"]
poll_first = 0.2
poll_every = 0.3
submit_timeout = 20.0
absence_after = 21.0
absence_gap = 1.0

[[upstream]]
name = "{route}"
route = "{route}"
origin = "{origin}"
credential_file = "b.key"
"""
PAGE = os.environ.get("ONETAKE_MATRIX")


@dataclass(frozen=True)
class Cell:
    """What came of one request: a delivered file, or the parts that could not be said and where."""

    delivered: bool
    parts: tuple[str, ...] = ()
    unasked: bool = False

    def __str__(self) -> str:
        if self.delivered:
            return "✓"
        return f"{'not sayable' if self.unasked else 'refused'}: {', '.join(self.parts)}"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Origin of a media host, and what a server must be told to fetch from it."""
    files = {FRAME: picture(), LAST: picture(tint=90), CAST: picture(tint=200), SONG: tone()}
    ca_file = tmp_path / "ca.pem"
    with media_host(files, ca_file) as origin:
        yield origin, settings(origin, ca_file)


def test_every_cell_delivers_or_refuses_before_sending(
    new_server: Callable[..., Server], host: tuple[str, str]
) -> None:
    origin, allowed = host
    b = new_server("b", allowed).start()
    perfect = b.command("keys", "create", "engine", "--scenario", "ok")  # answers with cached clips
    found: dict[tuple[str, str, str], Cell] = {}
    for route in WAYS_OUT:
        a = new_server(f"a-{route}", A_SETTINGS.format(route=route, origin=b.url) + allowed)
        (a.data_dir / "b.key").write_text(perfect)
        a.start()
        before = b.count("create")
        found.update(_column(a, route, origin))
        column = [cell for (_, out, _), cell in found.items() if out == route]
        assert b.count("create") - before == sum(cell.delivered for cell in column), route
        a.stop()
    table = _table(found)
    print("\n" + table)
    if PAGE:
        Path(PAGE).write_text(table, "utf-8")
    assert all(found[name, out, "text"].delivered for name in WAYS_IN for out in WAYS_OUT)
    delivered = sum(cell.delivered for cell in found.values())
    assert delivered >= 100, f"{delivered} of {len(found)}"


def _column(a: Server, route: str, origin: str) -> dict[tuple[str, str, str], Cell]:
    """Every way in and every kind of request, through one server whose only way out is `route`."""
    cells: dict[tuple[str, str, str], Cell] = {}
    out: dict[tuple[str, str, str], str] = {}
    for name, profile in WAYS_IN.items():
        for mode in MODES:
            place = (name, route, mode)
            answer = _ask(a, name, profile, mode, origin)
            if isinstance(answer, Cell):
                cells[place] = answer
            else:
                out[place] = answer
    for place, task in out.items():
        _check(a, place, task)
        cells[place] = Cell(True)
    return cells


def _ask(a: Server, name: str, profile: str, mode: str, origin: str) -> str | Cell:
    """The id of the accepted task, or why there is none."""
    dialect, route = DIALECTS[name], catalogue().routes[profile]
    request = _request(profile, mode, origin)
    if unsaid := dialect.inexpressible(request):
        return Cell(False, tuple(unsaid), unasked=True)
    said: list[str] = []
    try:
        return run(dialect.submitting(request, route, a.key), _sender(a, said))["id"]
    except Problem:
        places = dialect.places(dialect.write_request(request, route))
        places = places or {f"media[{n}]": f"media[{n}]" for n in range(len(request.media))}
        named = sorted(ours for ours, wire in places.items() if "[" in ours and wire in said[-1])
        assert named, said[-1]  # whatever the contract's form, the refusal names the part
        return Cell(False, tuple(named))


def _request(profile: str, mode: str, origin: str) -> Request:
    route = catalogue().routes[profile]
    media = tuple(Media(kind, role, f"{origin}/{file}") for kind, role, file in MODES[mode])  # type: ignore[arg-type]
    said = {
        "model": route.model_name("seedance-2.0"), "prompt": f"A heron over a lake, {mode}", "media": media,
        "duration": SECONDS, "resolution": "480p", "ratio": "16:9",
    }  # fmt: skip
    return rules.resolve(said, route)


def _sender(a: Server, said: list[str]) -> Callable[[Call], Reply]:
    """Sends to `a`; the texts of its answers are added to `said`."""

    def send(call: Call) -> Reply:
        reply = a.http.request(call.method, a.url + call.path, headers=call.headers, content=call.body)
        said.append(reply.text)
        return Reply(reply.status_code, {k.lower(): v for k, v in reply.headers.items()}, reply.content)

    return send


def _check(a: Server, place: tuple[str, str, str], task: str) -> None:
    """Wait for the task in its own dialect, and look at its file."""
    name = place[0]
    dialect, route = DIALECTS[name], catalogue().routes[WAYS_IN[name]]
    end = time.monotonic() + 180
    while True:
        seen = run(dialect.looking(task, route, a.key), _sender(a, []))
        if seen["status"] not in ("queued", "running"):
            break
        assert time.monotonic() < end, f"{place}: still {seen['status']}"
        time.sleep(0.1)
    assert seen["status"] == "succeeded", f"{place}: {seen.get('problem')} {a.tail()}"
    made = film(_file(a, seen["video_url"]))
    assert ((made.width, made.height), made.frames, made.audio is not None) == (
        SIZE,
        24 * SECONDS,
        place[0] != "movie",  # the only contract whose default is without sound
    ), place


def _file(a: Server, url: str) -> bytes:
    whole = url if url.startswith("http") else a.url + url
    reply: httpx2.Response = a.http.get(whole, headers={"Authorization": f"Bearer {a.key}"})
    assert reply.status_code == 200, f"{url}: {reply.status_code}"
    return reply.content


def _table(found: dict[tuple[str, str, str], Cell]) -> str:
    lines = [
        "# Every dialect in, every route out",
        "",
        "Written by `make matrix`: a request made in the dialect of the row is sent to the route of the",
        "column, played by a second server. ✓ is a delivered file of the asked size and length; everything",
        "else was refused before anything was sent, with the parts named.",
    ]
    for mode in MODES:
        lines += ["", f"## {mode}", "", f"| | {' | '.join(WAYS_OUT)} |", "|---" * (len(WAYS_OUT) + 1) + "|"]
        for name in WAYS_IN:
            cells = " | ".join(str(found[name, out, mode]) for out in WAYS_OUT)
            lines.append(f"| {name} | {cells} |")
    return "\n".join(lines) + "\n"
