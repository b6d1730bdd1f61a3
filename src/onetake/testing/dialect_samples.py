"""Samples for the laws of dialects: total requests and task views that one dialect's tables can say."""

from dataclasses import replace
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from onetake.core.catalogue import Model, Route, catalogue
from onetake.core.ids import ALPHABET
from onetake.core.lifecycle import PHASES, STATUS_OF
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.rules import draft_of
from onetake.dialects import Dialect

CORES = st.text(ALPHABET, min_size=26, max_size=26)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
URLS = st.integers(0, 999).map(lambda n: f"https://files.example/{n}.bin?a=b&c={n}")
TIMES = st.integers(1_600_000_000, 4_000_000_000).map(float)
COUNTS = st.integers(0, 10**9)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _media() -> st.SearchStrategy[tuple[Media, ...]]:
    def some(kind: Any, least: int, most: int) -> st.SearchStrategy[list[Media]]:
        return st.lists(
            st.builds(Media, st.just(kind), st.just("reference"), URLS), min_size=least, max_size=most
        )

    first, last = (
        st.builds(Media, st.just("image"), st.just(r), URLS) for r in ("first_frame", "last_frame")
    )
    references = st.tuples(some("image", 1, 9), some("video", 0, 3), some("audio", 0, 3)).map(_flat)
    return st.one_of(
        st.just(()), st.tuples(first), st.tuples(first, last), st.tuples(last, first), references
    )


def _flat(lists: tuple[list[Media], ...]) -> tuple[Media, ...]:
    return tuple(m for files in lists for m in files)


def _sayable(media: tuple[Media, ...], route: Route) -> bool:
    return not any(m.role in route.lacks for m in media)


def _mode(media: tuple[Media, ...]) -> Any:
    if any(m.role == "reference" for m in media):
        return "reference"
    return ("text", "first_frame", "first_last")[len(media)]


@st.composite
def requests(draw: st.DrawFn, dialect: Dialect, route: Route) -> Request:
    """A total request that the route takes, with only what the dialect's request table can say."""
    model = catalogue().models[draw(st.sampled_from(sorted(set(route.models.values()))))]
    limits = catalogue().limits
    choices: dict[str, st.SearchStrategy[Any]] = {
        "duration": _durations(model, route),
        "resolution": st.sampled_from(route.resolutions_of(model)),
        "ratio": st.sampled_from((*catalogue().ratios, *(("adaptive",) if "ratio" in route.chooses else ()))),
        "seed": st.none() | st.integers(limits["seed"]["min"], limits["seed"]["max"]),
        "expires_after": st.integers(limits["expires_after"]["min"], limits["expires_after"]["max"]),
        "priority": st.integers(limits["priority"]["min"], limits["priority"]["max"]),
        "end_user": st.none() | WORDS,
        "callback_url": st.none() | URLS,
        "metadata": st.dictionaries(WORDS, WORDS, max_size=3),
        "route": st.none() | st.sampled_from(sorted(catalogue().routes)),
        **{name: st.booleans() for name in ("generate_audio", "watermark", "return_last_frame")},
        "web_search": st.booleans() if model.web_search else st.just(False),
    }
    said = {name: draw(choices[name]) for name in choices if name in dialect.request.attrs}
    if dialect.request.unknown == "keep":
        said["extra"] = draw(
            st.dictionaries(st.sampled_from(("new_field", "another")), JSON.filter(_present))
        )
    said.update((name, False) for name in route.lacks & {"generate_audio", "watermark"})
    said.update((name, None) for name in route.lacks & {"end_user"})
    media = draw(_media().filter(lambda files: _mode(files) in model.modes and _sayable(files, route)))
    silent = bool(media) and route.prompt_optional
    prompt = draw(WORDS.filter(str.strip) | st.just("") if silent else WORDS.filter(str.strip))
    request = Request(prompt=prompt, model=model.id, model_name="", mode=_mode(media), media=media, **said)
    assume(not dialect.inexpressible(request))
    return replace(request, model_name=draft_of(request, route)["model"])


def _durations(model: Model, route: Route) -> st.SearchStrategy[Any]:
    whole = st.sampled_from(route.durations) if route.durations else st.integers(*model.durations)
    return st.just("auto") | whole if "duration" in route.chooses else whole


def _present(value: Any) -> bool:
    return value is not None


LINKS = (
    "video_url", "last_frame_url", "poster_url", "contact_sheet_url", "sprites_url", "sprites_vtt_url",
    "callback_url",
)  # fmt: skip
COUNTED = ("bytes", "width", "height", "seconds", "tokens", "price", "hold", "cost", "fps")
GRIDS = st.fixed_dictionaries(
    {n: st.integers(1, 99) for n in ("columns", "rows", "width", "height", "count", "every")}
)
SHOTS = st.fixed_dictionaries(
    {"seconds": st.integers(4, 15), "shots": st.lists(st.fixed_dictionaries({"setting": WORDS}), max_size=2)}
)


@st.composite
def views(draw: st.DrawFn, dialect: Dialect, **fixed: Any) -> dict[str, Any]:
    """A task's attributes, with only what the dialect's task table says in the drawn status."""
    phase = draw(st.sampled_from(PHASES))
    status = fixed.get("status") or STATUS_OF[phase]
    choices: dict[str, st.SearchStrategy[Any]] = {
        "model": st.sampled_from(("doubao-seedance-2-0-260128", "standard", "ep-1")),
        "media": _media().filter(bool),
        "resolution": st.sampled_from(tuple(catalogue().sizes)),
        "ratio": st.sampled_from(catalogue().ratios),
        "duration": st.integers(4, 15),
        "problem": st.sampled_from(sorted(dialect.errors.returning("task"))).map(
            lambda c: Problem(c).as_dict()
        ),
        "notes": st.lists(WORDS, max_size=2).map(tuple),
        "metadata": st.dictionaries(WORDS, WORDS, min_size=1, max_size=2),
        "expires_after": st.integers(3600, 259_200),
        "web_search": st.just(True),
        **dict.fromkeys(("generate_audio", "watermark", "return_last_frame"), st.booleans()),
        **dict.fromkeys(("created_at", "updated_at", "finished_at", "expires_at"), TIMES),
        "remix_of": CORES,
        **dict.fromkeys(LINKS, URLS),
        "sprites_grid": GRIDS,
        "shots": SHOTS,
        **dict.fromkeys(("prompt", "end_user", "sha256", "route", "backend"), WORDS),
        **dict.fromkeys(COUNTED, COUNTS),
        **dict.fromkeys(("seed", "priority"), st.integers(0, 9)),
    }
    shown = {a for f in dialect.task.fields if not f.only or status in f.only for a in f.attrs}
    view = {
        name: draw(choices[name])
        for name in choices
        if name in shown and _wanted(draw, dialect, name, status)
    }
    if {"done", "total"} <= shown and draw(st.booleans()):
        view["total"] = draw(st.integers(1, 360))
        view["done"] = draw(st.integers(0, view["total"]))
    if status in dialect.collapsed:
        view["problem"] = Problem(_UNTOLD[status]).as_dict()
    view.setdefault("created_at", draw(TIMES))  # some ids are spelled with it
    return {**view, "id": draw(CORES), "status": status, "phase": phase, **fixed}


_UNTOLD = {"cancelled": "cancelled", "expired": "provider_task_expired"}
"""What a task that ended so holds as its problem, where a dialect has no status for it."""


def _wanted(draw: st.DrawFn, dialect: Dialect, name: str, status: str) -> bool:
    always = {a for f in dialect.task.fields if f.required for a in f.attrs}
    return name in always or (name == "problem" and status == "failed") or draw(st.booleans())
