"""Money in integers: what is held covers every outcome, and the documents' figures come out."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import geometry, pricing
from onetake.core.catalogue import Route, catalogue
from onetake.core.request import Media, Request

ROUTES = sorted(catalogue().routes)
FIXED = catalogue().ratios
VIDEO = Media("video", "reference", "https://media.example/in.mp4")
OFFERS = [
    (route, model, tier)
    for route in ROUTES
    for model, tiers in catalogue().routes[route].rates.items()
    for tier in tiers
]


def request(model: str, tier: str, ratio: str, duration: int | str, video: bool = False) -> Request:
    media = (VIDEO,) if video else ()
    mode = "reference" if video else "text"
    return Request(
        prompt="a fox", model=model, model_name=model, mode=mode, media=media,
        resolution=tier, ratio=ratio, duration=duration,
    )  # fmt: skip


@st.composite
def purchases(draw: st.DrawFn) -> tuple[Route, Request]:
    route, model, tier = draw(st.sampled_from(OFFERS))
    chooses = catalogue().routes[route].chooses
    ratio = draw(st.sampled_from([*FIXED, *(("adaptive",) if "ratio" in chooses else ())]))
    whole = st.integers(4, 15)
    duration = draw(st.one_of(st.just("auto"), whole) if "duration" in chooses else whole)
    return catalogue().routes[route], request(model, tier, ratio, duration, draw(st.booleans()))


@given(purchases(), st.fractions(0, Fraction(152, 10), max_denominator=1000), st.booleans())
def test_the_hold_covers_every_outcome(
    purchase: tuple[Route, Request], found: Fraction, probed: bool
) -> None:
    """Whatever ratio and length the backend picks, and whatever an unprobed input turns out to hold (up to
    the 15.2 s that the limits let pass), the bill is inside the hold."""
    route, wish = purchase
    price = pricing.price_of(wish, route)
    found = found if wish.media else Fraction(0)
    held = pricing.quote(wish, price, found if probed else None)
    ratios = FIXED if wish.ratio == "adaptive" else (wish.ratio,)
    lengths = range(4, 16) if wish.duration == "auto" else (int(wish.duration),)
    for ratio in ratios:
        for seconds in lengths:
            size = geometry.size(wish.resolution, ratio)
            used = pricing.tokens_used(*size, seconds, found)
            assert price.amount(used, seconds) <= held.hold
    assert 0 < held.expected <= held.hold


@given(purchases())
def test_the_expected_figure_is_exact_where_nothing_is_open(purchase: tuple[Route, Request]) -> None:
    route, wish = purchase
    if wish.ratio == "adaptive" or wish.duration == "auto":
        return
    price = pricing.price_of(wish, route)
    quote = pricing.quote(wish, price, Fraction(3) if wish.media else None)
    size = geometry.size(wish.resolution, wish.ratio)
    used = pricing.tokens_used(*size, int(wish.duration), 3 if wish.media else 0)
    assert (quote.tokens, quote.expected) == (used, price.amount(used, int(wish.duration)))


@given(purchases())
def test_an_unprobed_video_holds_more_than_a_probed_one(purchase: tuple[Route, Request]) -> None:
    route, wish = purchase
    price = pricing.price_of(wish, route)
    unknown, known = pricing.quote(wish, price), pricing.quote(wish, price, Fraction(4))
    # By seconds of output, what goes in costs nothing.
    assert (unknown.hold > known.hold) == (bool(wish.media) and route.billing == "tokens")


@given(
    st.decimals(0, 1000, places=6, allow_nan=False),
    st.integers(0, 10**9),
    st.sampled_from(["1", "1.02", "1.10"]),
)
def test_amounts_are_whole_and_within_half_a_micro_credit(rate: Decimal, tokens: int, factor: str) -> None:
    price = pricing.Price(str(rate), factor)
    by_second = pricing.Price(str(rate), factor, "seconds")
    for exact, listed in ((Fraction(rate) * tokens, price), (Fraction(rate) * 15_000_000, by_second)):
        assert abs(listed.amount(tokens, 15) - exact) <= Fraction(1, 2)
        assert 0 <= listed.worst(tokens, 15) - exact * Fraction(factor) < 1
        assert listed.amount(tokens, 15) <= listed.worst(tokens, 15)


@pytest.mark.parametrize(
    ("model", "tier", "price"),
    [
        ("seedance-2.0", "480p", "2.31"),
        ("seedance-2.0", "720p", "4.97"),
        ("seedance-2.0", "1080p", "12.39"),
        ("seedance-2.0-fast", "480p", "1.86"),
        ("seedance-2.0-fast", "720p", "4.00"),
    ],
)
def test_the_price_table_of_apiyi_comes_out(model: str, tier: str, price: str) -> None:
    """Its figures for 5 s are those of 120 frames; the bill is for one frame more (contract §1.11)."""
    width, height = geometry.size(tier, "16:9")
    official = catalogue().routes["volcengine"]  # the page's first table is the official list
    rate = Decimal(official.rates[model][tier][0])
    listed = rate * (width * height * 120) / 1024 / 1_000_000
    assert listed.quantize(Decimal("0.01")) == Decimal(price)
    billed = pricing.price_of(request(model, tier, "16:9", 5), official)
    assert 0 < billed.amount(pricing.tokens_used(width, height, 5), 5) - int(listed * 1_000_000) < 110_000


@pytest.mark.parametrize(("tier", "second"), [("480p", "0.51"), ("720p", "1.10"), ("1080p", "2.48")])
def test_what_apiyi_itself_bills_is_held(tier: str, second: str) -> None:
    """Its own price of a second, rounded to a fen, lies up to a tenth above the official list (S4)."""
    models = ("seedance-2.0", *(("seedance-2.0-fast",) if tier != "1080p" else ()))
    for model, seconds in product(models, (4, 5, 15)):
        wish = request(model, tier, "16:9", seconds)
        held = pricing.quote(wish, pricing.price_of(wish, catalogue().routes["apiyi"]))
        assert (Decimal(second) - Decimal("0.005")) * seconds * 1_000_000 <= held.hold


@pytest.mark.parametrize(
    ("tier", "credits"),
    [("480p", (8, 10, 20, 30)), ("720p", (14, 18, 36, 53)), ("1080p", (22, 28, 55, 83))],
)
def test_the_rough_table_of_evolink_comes_out(tier: str, credits: tuple[int, ...]) -> None:
    for seconds, rounded in zip((4, 5, 10, 15), credits, strict=True):
        wish = request("seedance-2.0", tier, "16:9", seconds)
        quote = pricing.quote(wish, pricing.price_of(wish, catalogue().routes["evolink"]))
        assert (Decimal(quote.expected) / 1_000_000).quantize(Decimal(1), ROUND_HALF_UP) == rounded


@pytest.mark.parametrize(
    ("route", "model", "tier", "seconds", "credits"),
    [
        ("evolink", "seedance-2.0", "720p", 5, "17.784"),  # its captured receipt (S1)
        ("movie", "seedance-2.0", "720p", 8, "14.4"),  # its captured task (S3)
        ("movie", "seedance-2.0-fast", "1080p", 10, "33.12"),
    ],
)
def test_routes_that_bill_by_seconds(route: str, model: str, tier: str, seconds: int, credits: str) -> None:
    wish = request(model, tier, "16:9", seconds)
    quote = pricing.quote(wish, pricing.price_of(wish, catalogue().routes[route]))
    assert (pricing.credits(quote.expected), pricing.credits(quote.hold)) == (credits, credits)


def test_one_sample_by_hand() -> None:
    wish = request("seedance-2.0", "720p", "16:9", 5)
    price = pricing.price_of(wish, catalogue().routes["volcengine"])
    quote = pricing.quote(wish, price)
    assert price == pricing.Price("46", "1.02")
    assert (quote.tokens, quote.expected) == (108_900, 5_009_400)
    assert quote.hold == 5_109_588
    assert pricing.credits(quote.expected) == "5.0094"


def test_input_video_has_its_own_rate_and_counts_as_length() -> None:
    wish = request("seedance-2.0", "720p", "16:9", 4, video=True)
    price = pricing.price_of(wish, catalogue().routes["volcengine"])
    assert price.rate == "28"
    assert pricing.quote(wish, price, Fraction(4)).tokens == 173_700
    assert pricing.quote(wish, price).tokens == 411_300


def test_adaptive_and_auto_hold_the_largest_and_the_longest() -> None:
    price = pricing.Price("1", "1")
    wish = request("seedance-2.0", "720p", "adaptive", "auto")
    quote = pricing.quote(wish, price)
    assert quote.expected == 108_900
    assert quote.hold == geometry.ceil_tokens(1112, 834, 15)


def test_usage_is_floored_and_the_hold_is_not() -> None:
    assert pricing.tokens_used(864, 496, 5) == 50_638
    wish = request("seedance-2.0", "480p", "16:9", 5)
    assert pricing.quote(wish, pricing.Price("1", "1")).hold == 50_639


def test_what_has_no_price_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        pricing.price_of(request("seedance-2.0-mini", "720p", "16:9", 5), catalogue().routes["apiyi"])
    with pytest.raises(KeyError):
        pricing.price_of(request("seedance-2.0-fast", "1080p", "16:9", 5), catalogue().routes["apiyi"])


def test_free_costs_nothing() -> None:
    quote = pricing.quote(request("seedance-2.0", "1080p", "adaptive", "auto"), pricing.FREE)
    assert (quote.expected, quote.hold) == (0, 0)
    assert quote.tokens > 0


@given(st.integers(-(10**15), 10**15))
def test_credits_for_people_are_the_same_number(micro: int) -> None:
    text = pricing.credits(micro)
    assert Decimal(text) * 1_000_000 == micro
    assert "E" not in text
    assert not text.endswith(".")


@pytest.mark.parametrize(
    ("micro", "text"), [(0, "0"), (1, "0.000001"), (17_784_000, "17.784"), (460_000_000, "460")]
)
def test_credits_samples(micro: int, text: str) -> None:
    assert pricing.credits(micro) == text
