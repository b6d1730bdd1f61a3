"""The catalogue: complete, consistent, exact in money, and open to an operator's rows."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from onetake.core import catalogue as module
from onetake.core.catalogue import catalogue, load, overlay

ROUTES = sorted(catalogue().routes)


@pytest.fixture
def laid_over() -> Iterator[None]:
    yield
    overlay({})


def test_the_routes_are_these() -> None:
    known = {"apiyi", "byteplus", "evolink", "movie", "native", "openai", "segmind", "volcengine"}
    assert known <= set(ROUTES)


@pytest.mark.parametrize("name", ROUTES)
def test_every_offered_model_is_priced_and_every_priced_model_is_offered(name: str) -> None:
    route, models = catalogue().routes[name], catalogue().models
    offered = set(route.models.values())
    assert offered <= set(models)
    sold = {model for model in route.rates if model in offered}
    assert sold == offered
    if catalogue().routes["volcengine"].rates != route.rates:  # else its list is another route's
        assert set(route.rates) == offered
    for model in offered:
        assert set(route.rates[model]) == set(route.resolutions_of(models[model]))


@pytest.mark.parametrize("name", ROUTES)
def test_prices_are_positive_decimals_and_video_input_is_never_dearer(name: str) -> None:
    route = catalogue().routes[name]
    # A bill by tokens may be a frame over the list; one by seconds is never above what was reserved.
    assert Decimal(route.hold_factor) >= (Decimal("1.02") if route.billing == "tokens" else 1)
    for tiers in route.rates.values():
        for plain, with_video in tiers.values():
            assert 0 < Decimal(with_video) <= Decimal(plain)


@pytest.mark.parametrize("name", ROUTES)
def test_a_models_names_lead_back_to_it(name: str) -> None:
    route = catalogue().routes[name]
    for model in set(route.models.values()):
        wire = route.model_name(model)
        assert wire is not None
        assert route.models[wire] == model
    assert route.model_name("seedance-9") is None


@pytest.mark.parametrize(("name", "said"), [("evolink", ("16:9", True)), ("movie", ("16:9", False))])
def test_the_other_routes_have_their_own_ratio_and_sound(name: str, said: tuple[str, bool]) -> None:
    defaults = catalogue().routes[name].defaults
    assert (defaults["ratio"], defaults["generate_audio"]) == said


@pytest.mark.parametrize("name", ["apiyi", "byteplus", "native", "volcengine"])
def test_defaults_are_those_of_the_ark_contract(name: str) -> None:
    defaults = dict(catalogue().routes[name].defaults)
    assert defaults.pop("model", None) == ("standard" if name == "native" else None)
    assert defaults == {
        "resolution": "720p",
        "ratio": "adaptive",
        "duration": 5,
        "generate_audio": True,
        "watermark": False,
        "return_last_frame": False,
        "expires_after": 172_800,
        "priority": 0,
    }


def test_what_the_models_can_do() -> None:
    models = catalogue().models
    assert {m: models[m].resolutions for m in models} == {
        "seedance-2.0": ("480p", "720p", "1080p"),
        "seedance-2.0-fast": ("480p", "720p"),
        "seedance-2.0-mini": ("480p", "720p"),
        "seedance-1.5-pro": ("480p", "720p", "1080p"),
    }
    for model in models.values():
        if model.id == "seedance-1.5-pro":  # one image, which is the first frame (contract §12)
            assert (model.modes, model.images, model.videos, model.audios) == (
                ("text", "first_frame"),
                0,
                0,
                0,
            )
            continue
        assert (model.durations, model.images, model.videos, model.audios) == ((4, 15), 9, 3, 3)


def test_apiyi_is_a_route_of_its_own() -> None:
    apiyi = catalogue().routes["apiyi"]
    assert apiyi.capabilities == {"create", "get", "inline"}
    assert (apiyi.moderation_http, apiyi.hold_factor, apiyi.prefix) == (403, "1.10", "/seedance/api/v3")


def test_limits_are_those_of_the_contract() -> None:
    limits, media = catalogue().limits, catalogue().media
    assert (limits["seed"]["min"], limits["seed"]["max"]) == (0, 2**32 - 1)
    assert (limits["expires_after"]["min"], limits["expires_after"]["max"]) == (3600, 259_200)
    assert (limits["priority"]["min"], limits["priority"]["max"]) == (0, 9)
    assert limits["end_user"]["length"] == 64
    assert limits["prompt"]["length"] >= 32_000
    assert media["video"]["pixels"] == [409_600, 2_086_876]
    assert [media[k]["open"] for k in ("image", "video")] == [True, False]


def test_an_operators_rows_lie_over_ours() -> None:
    theirs = load(
        {
            "prices": {"volcengine": {"seedance-2.0": {"720p": ["40", "20.5"]}}},
            "limits": {"priority": {"max": 5}},
            "models": {"seedance-2.0": {"images": 4}},
        }
    )
    rates = theirs.routes["volcengine"].rates["seedance-2.0"]
    assert (rates["720p"], rates["1080p"]) == (("40", "20.5"), ("51", "31"))
    assert theirs.routes["native"].rates == theirs.routes["volcengine"].rates
    assert theirs.limits["priority"] == {"min": 0, "max": 5}
    assert (theirs.models["seedance-2.0"].images, theirs.models["seedance-2.0"].videos) == (4, 3)
    assert load() == load({})
    assert catalogue().models["seedance-2.0"].images == 9


def test_a_new_model_needs_rows_only() -> None:
    ours = module._rows("models.toml")["models"]["seedance-2.0"]
    theirs = load(
        {
            "models": {"seedance-3": {**ours, "title": "Seedance 3"}},
            "routes": {"apiyi": {"models": {"doubao-seedance-3": "seedance-3"}}},
            "prices": {"apiyi": {"seedance-3": {"720p": ["50", "30"]}}},
        }
    )
    assert theirs.routes["apiyi"].model_name("seedance-3") == "doubao-seedance-3"
    assert theirs.routes["apiyi"].model_name("seedance-2.0") == "doubao-seedance-2-0-260128"
    assert theirs.routes["apiyi"].rates["seedance-3"]["720p"] == ("50", "30")


@pytest.mark.usefixtures("laid_over")
def test_layers_of_an_overlay_lie_over_each_other() -> None:
    overlay({"limits": {"priority": {"max": 3}}}, {"limits": {"priority": {"min": 1}, "seed": {"max": 7}}})
    assert (catalogue().limits["priority"], catalogue().limits["seed"]["max"]) == ({"min": 1, "max": 3}, 7)


def test_an_overlay_is_for_the_process_and_can_be_taken_off() -> None:
    overlay({"limits": {"priority": {"max": 3}}})
    assert catalogue().limits["priority"]["max"] == 3
    overlay({})
    assert catalogue().limits["priority"]["max"] == 9


@pytest.mark.parametrize("price", [46, 46.5, "46,5", "-1", "NaN", "", "1e3", None])
def test_a_price_that_is_not_an_exact_text_is_refused(price: object) -> None:
    with pytest.raises(TypeError, match="decimal in quotes"):
        load({"prices": {"volcengine": {"seedance-2.0": {"720p": [price, "1"]}}}})


@pytest.mark.parametrize("table", ["models", "routes"])
def test_an_unknown_field_is_refused(table: str) -> None:
    name = {"models": "seedance-2.0", "routes": "apiyi"}[table]
    with pytest.raises(TypeError, match="colour"):
        load({table: {name: {"colour": "red"}}})
