"""resolve: total, complete in its complaints, and undone by draft_of on every route."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import rules
from onetake.core.catalogue import Route, catalogue
from onetake.core.fitting import misfits
from onetake.core.problem import Offence, Problem
from onetake.core.request import Media, Request

ROUTES = [catalogue().routes[name] for name in sorted(catalogue().routes)]
ARK = catalogue().routes["volcengine"]
NATIVE = catalogue().routes["native"]
RATIOS = (*catalogue().ratios, "adaptive")

URLS = st.sampled_from(["https://media.example/a", "asset://abc", "data:image/png;base64,AAAA"])
IMAGES = st.builds(Media, st.just("image"), st.just("reference"), URLS)
SOUNDS = st.builds(Media, st.just("audio"), st.just("reference"), URLS)


def frames(*roles: str | None) -> tuple[Media, ...]:
    return tuple(Media("image", role, f"https://media.example/{n}.png") for n, role in enumerate(roles))  # type: ignore[arg-type]


MEDIA = st.one_of(
    st.just(()),
    st.sampled_from([frames("first_frame"), frames(None), frames("first_frame", "last_frame")]),
    st.tuples(st.lists(IMAGES, min_size=1, max_size=9), st.lists(SOUNDS, max_size=3)).map(
        lambda pair: (*pair[0], *pair[1])
    ),
)


@st.composite
def good_drafts(draw: st.DrawFn, route: Route) -> dict[str, Any]:
    """Only what a customer may say on `route`, each part present or not."""
    name = draw(st.sampled_from(sorted(route.models)))
    model = catalogue().models[route.models[name]]
    media = draw(MEDIA.filter(lambda files: _mode(files) in model.modes))
    whole = st.sampled_from(route.durations) if route.durations else st.integers(*model.durations)
    automatic = st.just("auto") if "duration" in route.chooses else whole
    parts = {
        "prompt": st.text("a 狐\n", min_size=1, max_size=9).filter(str.strip),
        "duration": st.one_of(automatic, whole),
        "resolution": st.sampled_from(route.resolutions_of(model)),
        "ratio": st.sampled_from(RATIOS if "ratio" in route.chooses else catalogue().ratios),
        "seed": st.integers(0, 2**32 - 1),
        "generate_audio": st.booleans(),
        "watermark": st.booleans(),
        "return_last_frame": st.booleans(),
        "expires_after": st.integers(3600, 259_200),
        "priority": st.integers(0, 9),
        "web_search": st.booleans() if model.web_search else st.just(False),
        "end_user": st.text("ab", max_size=64),
        "callback_url": st.just("https://caller.example/hook"),
        "route": st.just("apiyi"),
        "metadata": st.dictionaries(st.text("ab", max_size=3), st.text("ab", max_size=3), max_size=3),
        "extra": st.dictionaries(st.text("ab", max_size=3), st.integers(), max_size=2),
    }
    needed = set() if media and route.prompt_optional else {"prompt"}
    said = {f: draw(s) for f, s in parts.items() if f in needed or draw(st.booleans())}
    nulls = draw(st.sets(st.sampled_from(sorted(set(parts) - set(said) | {"seed"}))))
    return {**dict.fromkeys(nulls), **said, "model": name, "media": media}


def _mode(media: tuple[Media, ...]) -> str:
    if any(m.role == "reference" for m in media):
        return "reference"
    return ("text", "first_frame", "first_last")[len(media)]


@st.composite
def routed(draw: st.DrawFn) -> tuple[Route, dict[str, Any]]:
    route = draw(st.sampled_from(ROUTES))
    return route, draw(good_drafts(route))


@given(routed())
def test_a_good_draft_becomes_a_total_request_that_says_the_same(case: tuple[Route, dict[str, Any]]) -> None:
    route, draft = case
    request = rules.resolve(draft, route)
    for field, value in draft.items():
        if value is not None and field not in ("model", "media"):
            assert getattr(request, field) == value
    assert request.model_name == draft["model"]
    assert request.model == route.models[draft["model"]]
    for field, value in route.defaults.items():
        if draft.get(field) is None:
            assert getattr(request, field) == value
    assert all(m.role for m in request.media)
    assert request.duration == "auto" or 4 <= request.duration <= 15
    assert request.ratio in RATIOS
    assert Request.from_dict(request.as_dict()) == request


@given(routed())
def test_draft_of_undoes_resolve(case: tuple[Route, dict[str, Any]]) -> None:
    route, draft = case
    once = rules.resolve(draft, route)
    assert rules.resolve(rules.draft_of(once, route), route) == once


@given(st.sampled_from(ROUTES), routed())
def test_a_request_crosses_to_another_route_under_that_routes_name(
    there: Route, case: tuple[Route, dict[str, Any]]
) -> None:
    here, draft = case
    request = rules.resolve(draft, here)
    if there.model_name(request.model) is None:
        with pytest.raises(Problem) as caught:
            rules.draft_of(request, there)
        assert caught.value.code == "model_not_found"
        return
    # That a provider reads no roles, or has no word for something, is no rule of ours: whoever speaks its
    # dialect to us may write it.
    if misfits(request, replace(there, roles=True, lacks=frozenset())):
        with pytest.raises(Problem):
            rules.resolve(rules.draft_of(request, there), there)
        return
    moved = rules.resolve(rules.draft_of(request, there), there)
    assert there.models[moved.model_name] == request.model
    assert replace(moved, model_name=request.model_name) == request


WRONG: dict[str, list[tuple[Any, str]]] = {
    "model": [(None, "missing_parameter"), ("", "missing_parameter"),
              ("doubao-seedance-2-0", "model_not_found")],
    "prompt": [("", "prompt_required"), (" \n", "prompt_required"), ("x" * 40_000, "invalid_parameter"),
               ("a\x00b", "invalid_parameter"), ("a\udcffb", "invalid_parameter")],
    "duration": [(3, "invalid_duration"), (16, "invalid_duration"), (0, "invalid_duration"),
                 (-1, "invalid_duration"), (5.5, "invalid_duration"), (True, "invalid_duration"),
                 ("5", "invalid_duration")],
    "resolution": [("4k", "invalid_resolution"), ("721p", "invalid_resolution"), ("", "invalid_resolution")],
    "ratio": [("2:3", "invalid_ratio"), ("", "invalid_ratio"), ("16x9", "invalid_ratio")],
    "seed": [(-2, "invalid_parameter"), (2**32, "invalid_parameter"), (1.5, "invalid_parameter")],
    "expires_after": [(3599, "invalid_parameter"), (259_201, "invalid_parameter")],
    "priority": [(-1, "invalid_parameter"), (10, "invalid_parameter"), (True, "invalid_parameter")],
    "end_user": [("u" * 65, "invalid_parameter")],
    "callback_url": [("https://caller.example/" + "x" * 2048, "invalid_callback_url")],
    "metadata": [({str(n): "" for n in range(17)}, "invalid_parameter"),
                 ({"k": "v" * 513}, "invalid_parameter")],
}  # fmt: skip
GOOD = {"model": "doubao-seedance-2-0-260128", "prompt": "a fox"}


def offences_of(
    draft: dict[str, Any], route: Route = ARK, found: tuple[Offence, ...] = ()
) -> tuple[Offence, ...]:
    with pytest.raises(Problem) as caught:
        rules.resolve(draft, route, found)
    return caught.value.offences


@pytest.mark.parametrize(("field", "value", "code"), [(f, v, c) for f, row in WRONG.items() for v, c in row])
def test_one_wrong_value_is_one_named_offence(field: str, value: Any, code: str) -> None:
    (offence,) = offences_of({**GOOD, field: value})
    assert (offence.field, offence.code) == (field, code)
    assert offence.limit
    assert offence.fix
    assert len(str(offence.value)) < 600


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", "x" * 32_000),
        ("duration", 4),
        ("duration", 15),
        ("seed", 0),
        ("seed", 2**32 - 1),
        ("expires_after", 3600),
        ("expires_after", 259_200),
        ("priority", 9),
        ("end_user", "u" * 64),
        ("callback_url", "https://caller.example/".ljust(2048, "x")),
        ("metadata", {"k" * 512: "v" * 512, **{str(n): "" for n in range(15)}}),
    ],
)
def test_a_limit_itself_is_allowed(field: str, value: Any) -> None:
    assert getattr(rules.resolve({**GOOD, field: value}, ARK), field) == value


@given(st.data())
def test_every_offence_is_listed_at_once(data: st.DataObject) -> None:
    fields = data.draw(st.sets(st.sampled_from(sorted(WRONG)), min_size=1))
    wrong = {field: data.draw(st.sampled_from(WRONG[field]), label=field) for field in sorted(fields)}
    offences = offences_of({**GOOD, **{field: value for field, (value, _) in wrong.items()}})
    assert {(o.field, o.code) for o in offences} == {(field, code) for field, (_, code) in wrong.items()}
    assert all(o.limit and o.fix for o in offences)
    assert offences == offences_of({**GOOD, **{f: v for f, (v, _) in reversed(wrong.items())}})


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(), st.text("a:190p\x00", max_size=5)
)


@given(
    st.sampled_from(ROUTES),
    st.dictionaries(
        st.sampled_from(
            ["model", "prompt", "duration", "resolution", "ratio", "seed", "expires_after", "priority"]
        ),
        ANYTHING,
    ),
)
def test_whatever_is_said_the_answer_is_a_request_or_a_problem(route: Route, draft: dict[str, Any]) -> None:
    try:
        request = rules.resolve(draft, route)
    except Problem as problem:
        assert problem.offences
        assert all(o.field and o.limit and o.fix for o in problem.offences)
    else:
        assert request.prompt.strip()


@pytest.mark.parametrize(
    ("name", "route", "hint"),
    [
        ("dreamina-seedance-2-0-260128", "volcengine", "doubao-seedance-2-0-260128"),
        ("doubao-seedance-2-0-fast-260128", "byteplus", "dreamina-seedance-2-0-fast-260128"),
        ("standard", "byteplus", "dreamina-seedance-2-0-260128"),
        ("doubao-seedance-2-0-mini-260615", "apiyi", "Use"),
        ("dreamina-seedance-2-0-260128", "apiyi", "doubao-seedance-2-0-260128"),
        ("doubao-seedance-2-0", "volcengine", "doubao-seedance-2-0-260128"),
        ("gpt-4", "native", "standard"),
    ],
)
def test_an_unknown_model_gets_a_way_out(name: str, route: str, hint: str) -> None:
    (offence,) = offences_of({**GOOD, "model": name}, catalogue().routes[route])
    assert (offence.code, offence.value) == ("model_not_found", name)
    assert hint in offence.fix


def test_an_unknown_model_speaks_first() -> None:
    with pytest.raises(Problem) as caught:
        rules.resolve({"model": "nope", "prompt": "", "ratio": "5:4"}, ARK)
    assert (caught.value.code, caught.value.http) == ("model_not_found", 404)
    assert len(caught.value.offences) == 3


def test_the_native_route_needs_no_model() -> None:
    request = rules.resolve({"prompt": "a fox"}, NATIVE)
    assert (request.model, request.model_name, request.mode) == ("seedance-2.0", "standard", "text")
    assert (request.duration, request.resolution, request.ratio, request.seed) == (
        5,
        "720p",
        "adaptive",
        None,
    )
    assert (request.generate_audio, request.watermark, request.return_last_frame) == (True, False, False)


@pytest.mark.parametrize("alias", ["standard", "seedance-2.0"])
def test_the_name_that_the_customer_used_is_kept(alias: str) -> None:
    request = rules.resolve({"prompt": "a fox", "model": alias}, NATIVE)
    assert rules.draft_of(request, NATIVE)["model"] == alias
    assert rules.draft_of(request, ARK)["model"] == "doubao-seedance-2-0-260128"


@pytest.mark.parametrize("model", ["doubao-seedance-2-0-fast-260128", "doubao-seedance-2-0-mini-260615"])
def test_fast_and_mini_have_no_1080p(model: str) -> None:
    (offence,) = offences_of({**GOOD, "model": model, "resolution": "1080p"})
    assert offence.code == "invalid_resolution"
    assert offence.limit.startswith("one of 480p, 720p for ")
    assert offence.fix == "Use 720p"


def test_text_may_be_absent_beside_media_where_the_route_says_so() -> None:
    draft = {"model": GOOD["model"], "media": frames("first_frame")}
    assert rules.resolve(draft, ARK).prompt == ""
    (offence,) = offences_of(draft, replace(ARK, prompt_optional=False))
    assert offence.code == "prompt_required"


def test_a_fixed_ratio_beside_a_first_frame_is_fine() -> None:
    # Only 2.5 refuses it (contract §8 C6).
    assert rules.resolve({**GOOD, "media": frames(None), "ratio": "9:16"}, ARK).ratio == "9:16"


def test_web_search_needs_a_model_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    models = {m: replace(model, web_search=False) for m, model in catalogue().models.items()}
    narrowed = replace(catalogue(), models=models)
    monkeypatch.setattr(rules, "catalogue", lambda: narrowed)
    (offence,) = offences_of({**GOOD, "web_search": True})
    assert (offence.field, offence.code) == ("web_search", "model_feature_unsupported")
    assert not rules.resolve({**GOOD, "web_search": False}, ARK).web_search


BAD_TYPE = "must be text"


@pytest.mark.parametrize("field", ["model", "prompt", "media[0]", "duration"])
def test_what_the_dialect_found_is_kept_and_not_said_twice(field: str) -> None:
    draft = {k: v for k, v in GOOD.items() if k != field and not (field == "media[0]" and k == "prompt")}
    theirs = Offence(field, 5, BAD_TYPE, "Send text")
    assert offences_of(draft, ARK, (theirs,)) == (theirs,)


def test_the_dialects_offences_come_before_ours() -> None:
    theirs = Offence("watermark", "yes", "must be true or false", "Send true")
    offences = offences_of({**GOOD, "ratio": "5:4"}, ARK, (theirs,))
    assert [o.field for o in offences] == ["watermark", "ratio"]
